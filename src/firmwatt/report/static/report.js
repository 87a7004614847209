"use strict";
(() => {
  const root = document.documentElement;
  const figures = JSON.parse(document.getElementById("figures").textContent);
  const places = [...document.querySelectorAll("[data-chart]")];
  const language = () => root.dataset.language;
  const isText = (value) => "en" in value && "ko" in value;

  const themeColour = (name) => getComputedStyle(root).getPropertyValue(`--${name}`).trim();

  // Texts become strings of the chosen language, $names become colours of the theme.
  function resolve(value) {
    if (typeof value === "string") return value.startsWith("$") ? themeColour(value.slice(1)) : value;
    if (Array.isArray(value)) return value.map(resolve);
    if (value === null || typeof value !== "object") return value;
    if (isText(value)) return value[language()];
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolve(inner)]));
  }

  const escapeHtml = (text) =>
    String(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

  function digits(value) {
    const size = Math.abs(value);
    const most = size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 3;
    return value.toLocaleString("en-US", { maximumFractionDigits: most });
  }

  const tipLine = (colour, name, value) =>
    `<div><span><i style="background:${colour}"></i>${escapeHtml(name)}</span><span>${escapeHtml(value)}</span></div>`;

  function seriesTip(items, unit) {
    const least = 1e-4 * Math.max(...items.map((item) => Math.abs(item.value)));
    const lines = items
      .filter((item) => Math.abs(item.value) > least)
      .reverse()
      .map((item) => tipLine(item.color, item.seriesName, `${digits(item.value)} ${unit}`));
    return `<div class="tip"><b>${escapeHtml(items[0].axisValueLabel)}</b>${[...new Set(lines)].join("")}</div>`;
  }

  const day = (time) => new Date(time).toISOString().slice(0, 10);

  function orderTip(item, unit) {
    const [, order, online, p10, p90, mw] = item.value;
    return `<div class="tip"><b>${escapeHtml(item.name)} · ${digits(mw)} ${escapeHtml(unit)}</b>${day(order)} → ${day(online)}<br>P10–P90: ${day(p10)} – ${day(p90)}</div>`;
  }

  function heatTip(item, option, unit) {
    const [hour, month, value] = item.value;
    return `<div class="tip"><b>${escapeHtml(option.yAxis.data[month])}, ${hour}:00</b>${digits(value)} ${escapeHtml(unit)}</div>`;
  }

  // One order of the roadmap: its words above, a bar from order to power, a whisker from P10 to P90.
  function drawOrder(parameters, api, option) {
    const row = api.value(0);
    const [start, middle] = api.coord([api.value(1), row]);
    const at = (dimension) => api.coord([api.value(dimension), row])[0];
    const [end, low, high] = [at(2), at(3), at(4)];
    const { x: left, width } = parameters.coordSys;
    const item = option.series[0].data[parameters.dataIndex];
    const label = `${item.name} · ${digits(item.value[5])} MW`;
    const near = Math.min(Math.max(start, left), left + width - Math.min(width, label.length * 6.4 + 8));
    const bar = middle + 3;
    const stroke = { stroke: themeColour("ink"), lineWidth: 1.2, fill: "none" };
    const tick = (x) => ({ type: "line", shape: { x1: x, y1: bar, x2: x, y2: bar + 8 }, style: stroke });
    return {
      type: "group",
      children: [
        { type: "text", style: { text: label, x: near, y: middle - 12, fill: themeColour("ink"), font: `11px ${getComputedStyle(document.body).fontFamily}` } },
        { type: "rect", shape: { x: start, y: bar, width: Math.max(end - start, 2), height: 8, r: 2 }, style: { fill: item.itemStyle.color } },
        { type: "line", shape: { x1: low, y1: bar + 4, x2: high, y2: bar + 4 }, style: stroke },
        tick(low),
        tick(high),
      ],
    };
  }

  function complete(figure) {
    const option = resolve(figure.option);
    const unit = resolve(figure.unit);
    const kind = option.series[0]?.type;
    for (const series of option.series) {
      if (series.renderItem) series.renderItem = (parameters, api) => drawOrder(parameters, api, option);
    }
    if (option.xAxis.axisLabel.formatter === "hour") option.xAxis.axisLabel.formatter = (hour) => hour.replace(" 00h", "");
    const tips = {
      custom: (item) => orderTip(item, unit),
      heatmap: (item) => heatTip(item, option, unit),
    };
    option.tooltip = {
      trigger: tips[kind] ? "item" : "axis",
      confine: true,
      backgroundColor: themeColour("surface"),
      borderColor: themeColour("line"),
      textStyle: { color: themeColour("ink") },
      formatter: tips[kind] ?? ((items) => seriesTip(items, unit)),
    };
    option.textStyle = { fontFamily: getComputedStyle(document.body).fontFamily };
    option.animation = false;
    return option;
  }

  function draw(place) {
    const chart = echarts.getInstanceByDom(place) ?? echarts.init(place, null, { renderer: "svg" });
    chart.setOption(complete(figures[place.dataset.chart]), { notMerge: true });
    fit(chart);
  }

  // Drawn at once, since paper waits for no next frame; with a viewBox it can shrink, however wide it was drawn.
  function fit(chart) {
    chart.resize();
    chart.getZr().flush();
    chart.getDom().querySelector("svg").setAttribute("viewBox", `0 0 ${chart.getWidth()} ${chart.getHeight()}`);
  }

  const drawAll = () => places.forEach(draw);
  const resizeAll = () => places.map((place) => echarts.getInstanceByDom(place)).filter(Boolean).forEach(fit);

  function choose(wanted) {
    root.dataset.language = wanted;
    root.lang = wanted;
    for (const words of document.querySelectorAll("[data-ko]")) words.textContent = words.dataset[wanted];
    for (const button of document.querySelectorAll("[data-choose]")) {
      button.setAttribute("aria-pressed", String(button.dataset.choose === wanted));
    }
    drawAll();
  }

  for (const button of document.querySelectorAll("[data-choose]")) {
    button.addEventListener("click", () => choose(button.dataset.choose));
  }

  // On paper: everything open, in the colours of paper, as wide as the page.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    opened.forEach((details) => (details.open = true));
  });
  addEventListener("afterprint", () => opened.forEach((details) => (details.open = false)));
  matchMedia("print").addEventListener("change", drawAll);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
  addEventListener("resize", resizeAll);

  const asked = location.hash === "#ko" ? "ko" : location.hash === "#en" ? "en" : root.dataset.asked;
  choose(asked ?? (navigator.language.startsWith("ko") ? "ko" : "en"));
})();
