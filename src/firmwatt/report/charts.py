"""Charts as data: builders of the option records that the bundled ECharts draws.

Strings that start with `$` are colours of the page's theme; a `Text` shows in the language chosen. The script of the
page resolves both, and draws the items named by `renderItem`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np

from firmwatt.report.heat_maps import HeatMap
from firmwatt.report.palette import RAMPS, colour
from firmwatt.report.programme import RoadmapBar
from firmwatt.report.text import Text, same, say
from firmwatt.report.weeks import Layer, Week
from firmwatt.report.years import YearChart
from firmwatt.timegrid import FloatArray
from firmwatt.units import HOURS_PER_DAY, HOURS_PER_WEEK

Option = Mapping[str, Any]
CAP = "cap/"
"""How the keys of limits from above begin."""
ROW_PX = 30
"""Height of one order in the roadmap chart."""


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of a legend; `mark` is `patch`, `stroke` or `dash`."""

    name: Text
    colour: str
    mark: str = "patch"


@dataclass(frozen=True, slots=True)
class Figure:
    """One chart with its words.

    Attributes
    ----------
    name
        Its element's id.
    option
        What ECharts draws.
    unit
        Of the numbers in its tooltip.
    """

    name: str
    title: Text
    notes: tuple[Text, ...]
    option: Option
    height_px: int
    unit: Text
    legend: tuple[Key, ...] = ()


def year_figure(name: str, chart: YearChart, title: Text, notes: tuple[Text, ...] = ()) -> Figure:
    """Return stacked bars by planning year, with lines over them."""
    bars = [_bar(layer, f"stack{place}") for place, stack in enumerate(chart.stacks) for layer in stack]
    layers = dict.fromkeys(layer.key for stack in chart.stacks for layer in stack)
    names = {layer.key: layer.name for stack in chart.stacks for layer in stack}
    option = {
        "grid": _grid(),
        "xAxis": _category([str(year) for year in chart.years]),
        "yAxis": _value_axis(chart.unit),
        "series": [*bars, *(_dashed(line) if _is_dashed(line) else _line(line) for line in chart.lines)],
    }
    legend = [Key(names[key], colour(key)) for key in layers]
    legend += [Key(line.name, colour(line.key), "dash" if _is_dashed(line) else "stroke") for line in chart.lines]
    return Figure(name, title, notes, option, 300, chart.unit, tuple(legend))


def week_figure(week: Week) -> Figure:
    """Return what ran in one stretch of hours: sources stacked up, uses down, the load as a line."""
    hours = len(week.load_mw)
    lost = [Layer("lost", say("flow.lost"), week.lost_mw)] if week.lost_mw.any() else []
    above = [*week.sources, *lost]
    load = Layer("load", say("flow.load"), week.load_mw)
    labels = [f"{day:%m-%d %H}h" for day in _stamps(week.start, hours)]
    option = {
        "grid": _grid(),
        "xAxis": _category(labels)
        | {
            "boundaryGap": False,
            "axisLabel": {
                "color": "$muted",
                "interval": _label_step(hours) - 1,
                "hideOverlap": True,
                "formatter": "hour",
            },
        },
        "yAxis": _value_axis(same("MW")),
        "series": [
            *(_area(layer, "above") for layer in above),
            *(_area(Layer(use.key, use.name, -use.values), "below") for use in week.uses),
            _line(load) | {"symbol": "none"},
        ],
    }
    legend = [Key(layer.name, colour(layer.key)) for layer in (*above, *week.uses)]
    key = f"chart.{week.kind}_week" if hours == HOURS_PER_WEEK else f"chart.{week.kind}_hours"
    note = say("chart.week_note", hours=str(hours), date=week.start.isoformat())
    return Figure(
        f"week-{week.kind}",
        say(key, year=str(week.year)),
        (week.reason, note),
        option,
        320,
        same("MW"),
        (*legend, Key(load.name, colour("load"), "stroke")),
    )


def heat_figure(heat: HeatMap) -> Figure:
    """Return one month × hour map."""
    values = [[hour, month, _rounded(heat.values[month, hour])] for month in range(12) for hour in range(24)]
    low, high = (0.0, 100.0) if heat.unit == "%" else (float(heat.values.min()), float(heat.values.max()))
    option = {
        "grid": {"left": 36, "right": 8, "top": 8, "bottom": 62},
        "xAxis": _category([str(hour) for hour in range(24)]) | {"axisLabel": {"color": "$muted", "interval": 5}},
        "yAxis": _category([say(f"month.{month}") for month in range(1, 13)])
        | {"inverse": True, "axisLabel": {"color": "$muted", "interval": 0, "fontSize": 10}},
        "visualMap": {
            "min": _rounded(low),
            "max": _rounded(high if high > low else low + 1.0),
            "orient": "horizontal",
            "left": "center",
            "bottom": 0,
            "itemHeight": 140,
            "itemWidth": 10,
            "precision": 0 if high - low >= 10 else 2,
            "text": [same(f"{_rounded(high):,g} {heat.unit}"), same(f"{_rounded(low):,g}")],
            "textStyle": {"color": "$muted", "fontSize": 11},
            "inRange": {"color": list(RAMPS[heat.name])},
        },
        "series": [{"type": "heatmap", "data": values, "itemStyle": {"borderColor": "$surface", "borderWidth": 0.5}}],
    }
    sampled = (say("chart.heat_sampled"),) if heat.is_sampled else ()
    notes = (say("chart.heat_note", year=str(heat.year)), *sampled)
    return Figure(f"heat-{heat.name}", say(f"chart.heat_{heat.name}"), notes, option, 300, same(heat.unit))


def roadmap_figure(drawn: tuple[RoadmapBar, ...], until_year: int, count: int) -> Figure:
    """Return orders as bars from order to power, with the P10 to P90 of the online date as whiskers.

    Parameters
    ----------
    drawn
        The orders to draw, earliest first.
    until_year
        The drawn orders are online by the end of this year.
    count
        How many orders there are in all.
    """
    data = [
        {
            "name": bar.label,
            "value": [
                row,
                *(_milliseconds(day) for day in (bar.order_by, bar.online, bar.p10, bar.p90)),
                _rounded(bar.mw),
            ],
            "itemStyle": {"color": colour(bar.key)},
        }
        for row, bar in enumerate(drawn)
    ]
    option = {
        "grid": {"left": 4, "right": 16, "top": 28, "bottom": 8},
        "xAxis": {
            "type": "time",
            "position": "top",
            "axisLabel": {"color": "$muted", "hideOverlap": True, "formatter": "{yyyy}"},
            "minInterval": 366 * 86_400_000,
            "axisLine": {"lineStyle": {"color": "$line"}},
            "splitLine": {"show": True, "lineStyle": {"color": "$line"}},
        },
        "yAxis": {
            "type": "category",
            "inverse": True,
            "show": False,
            "data": [str(row) for row in range(len(drawn))],
        },
        "series": [
            {
                "type": "custom",
                "renderItem": "order",
                "encode": {"x": [1, 2, 3, 4], "y": 0},
                "data": data,
                "clip": True,
            }
        ],
    }
    note = say("chart.roadmap_note", count=str(len(drawn)), year=str(until_year), all=str(count))
    return Figure("orders", say("chart.roadmap"), (note,), option, 44 + ROW_PX * len(drawn), same("MW"))


def _bar(layer: Layer, stack: str) -> Option:
    return {
        "type": "bar",
        "name": layer.name,
        "stack": stack,
        "data": _numbers(layer.values),
        "itemStyle": {"color": colour(layer.key)},
        "barMaxWidth": 44,
        "barGap": "12%",
        "barCategoryGap": "32%",
    }


def _line(layer: Layer) -> dict[str, Any]:
    stroke = colour(layer.key)
    return {
        "type": "line",
        "name": layer.name,
        "data": _numbers(layer.values),
        "itemStyle": {"color": stroke},
        "lineStyle": {"color": stroke, "width": 2},
        "symbol": "circle",
        "symbolSize": 5,
        "z": 5,
    }


def _is_dashed(line: Layer) -> bool:
    """Return whether a line is of something that does not reach the sites: contracts elsewhere, a promise, a cap."""
    return line.key.startswith(("contract", "promise/", CAP))


def _dashed(layer: Layer) -> dict[str, Any]:
    """Return a dashed line; one of a cap goes in steps, since it holds for a year and not on the way to the next."""
    line = _line(layer)
    step = {"step": "middle"} if layer.key.startswith(CAP) else {}
    return line | {"lineStyle": line["lineStyle"] | {"type": "dashed"}} | step


def _area(layer: Layer, stack: str) -> Option:
    return {
        "type": "line",
        "name": layer.name,
        "stack": stack,
        "data": _numbers(layer.values),
        "symbol": "none",
        "itemStyle": {"color": colour(layer.key)},
        "lineStyle": {"width": 0},
        "areaStyle": {"color": colour(layer.key), "opacity": 1},
    }


def _grid() -> Option:
    return {"left": 52, "right": 10, "top": 28, "bottom": 26}


def _category(labels: Iterable[str | Text]) -> dict[str, Any]:
    return {
        "type": "category",
        "data": list(labels),
        "axisLabel": {"color": "$muted", "hideOverlap": True},
        "axisLine": {"lineStyle": {"color": "$line"}, "onZero": False},
        "axisTick": {"show": False},
    }


def _value_axis(unit: Text) -> Option:
    return {
        "type": "value",
        "name": unit,
        "nameLocation": "end",
        "nameTextStyle": {"color": "$muted", "align": "left", "padding": [0, 0, 0, -44]},
        "nameGap": 12,
        "axisLabel": {"color": "$muted"},
        "splitLine": {"lineStyle": {"color": "$line"}},
    }


def _label_step(hours: int) -> int:
    return HOURS_PER_DAY if hours > 2 * HOURS_PER_DAY else HOURS_PER_DAY // 4


def _stamps(start: date, hours: int) -> list[datetime]:
    first = datetime(start.year, start.month, start.day, tzinfo=UTC)
    return [first + timedelta(hours=hour) for hour in range(hours)]


def _milliseconds(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1000


def _numbers(values: FloatArray) -> list[float]:
    return [_rounded(value) for value in np.asarray(values, dtype=np.float64)]


def _rounded(value: float) -> float:
    """Return a number with four significant digits, so that the page stays small."""
    return float(f"{float(value):.4g}")
