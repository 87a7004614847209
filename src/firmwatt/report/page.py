"""`render_report`: the whole report as one HTML file that needs nothing beside it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from firmwatt.accounting.frontier import Frontier
from firmwatt.accounting.ledger import Ledger
from firmwatt.operation.dispatch import Dispatch
from firmwatt.planning.sampling_error import SamplingError
from firmwatt.report.charts import Figure, heat_figure, roadmap_figure, week_figure, year_figure
from firmwatt.report.context import PageContext, build_context
from firmwatt.report.frontier_context import frontier_context
from firmwatt.report.markets import market_figures, stranded_figures
from firmwatt.report.numbers import percent
from firmwatt.report.text import Text, say
from firmwatt.report.years import (
    compute_chart,
    cost_chart,
    emissions_chart,
    gap_chart,
    mix_chart,
    share_chart,
    water_chart,
)


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the page: a heading, its figures and the names of its tables."""

    name: str
    title: Text
    figures: tuple[Figure, ...]
    tables: tuple[str, ...] = ()


def render_report(
    dispatch: Dispatch,
    ledger: Ledger,
    sampling_error: SamplingError | None = None,
    language: str | None = None,
    frontiers: Sequence[Frontier] = (),
) -> str:
    """Return the report of a plan as HTML.

    Parameters
    ----------
    dispatch
        With the plan behind it.
    ledger
        The books of that dispatch; every total on the page is theirs.
    sampling_error
        What a finer sample of hours says; None where it was not measured or all hours were looked at.
    language
        Key of the language that it opens in, `en` or `ko`; None for that of the reader's browser.

    frontiers
        Of sites of the programme, shown after the roadmap.

    Returns
    -------
    str
        One file with script, style and data inside; it asks nothing of the network.
    """
    page = build_context(dispatch, ledger, sampling_error)
    sections = page_sections(page)
    figures = {
        figure.name: {"option": figure.option, "unit": figure.unit} for part in sections for figure in part.figures
    }
    return page_environment().get_template("page.html.jinja").render(
        page=page,
        language=language,
        sections=sections,
        frontiers=[frontier_context(found) for found in frontiers],
        say=say,
        data=script_json(figures),
        style=static_file("report.css"),
        charts=static_file("echarts.min.js"),
        script=static_file("report.js"),
    )  # fmt: skip


def page_sections(page: PageContext) -> tuple[Section, ...]:
    """Return the parts of the page that hold pictures, in reading order."""
    gap = year_figure("gap", gap_chart(page.gap), say("chart.gap"), (say("chart.gap_note"),))
    roadmap = (roadmap_figure(page.drawn_bars, page.drawn_until, len(page.bars)),) if page.drawn_bars else ()
    hours = (*(week_figure(week) for week in page.weeks), *(heat_figure(heat) for heat in page.maps))
    return (
        Section("programme", say("section.programme"), (gap,), ("gap",)),
        Section("roadmap", say("section.roadmap"), roadmap, ("roadmap", "levers")),
        Section(
            "money",
            say("section.money"),
            _money_figures(page),
            ("budget", "parties", "rates", "not-built", "whole-units"),
        ),
        *_market_sections(page),
        *_weather_sections(page),
        Section("carbon", say("section.carbon"), _carbon_figures(page)),
        Section("operation", say("section.operation"), hours, ("peaks", "calls", "sample-check")),
        Section(
            "compute", say("section.compute"), _compute_figures(page), ("compute", "moved", "clock", "requests", "runs")
        ),
        Section("capacities", say("section.capacities"), (), ("capacities",)),
    )


def _market_sections(page: PageContext) -> tuple[Section, ...]:
    """Return the part on the markets that answer the load, if there is one or something would be stranded."""
    figures = (*market_figures(page.ledger), *stranded_figures(page.stranded))
    if not figures and page.table("stranded") is None:
        return ()
    return (Section("markets", say("section.markets"), figures, ("markets", "stranded")),)


def _weather_sections(page: PageContext) -> tuple[Section, ...]:
    """Return the part on the weather years, if there are several."""
    if page.weather is None:
        return ()
    figure = year_figure("weather-cost", page.weather, say("chart.weather", year=str(page.year)), page.weather_notes)
    tables = ("weather-draws", "weather-years", "risk-change", "hedge-change")
    return (Section("weather", say("section.weather"), (figure,), tables),)


def script_json(content: object) -> Markup:
    r"""Return JSON that may stand inside a script element whatever text it holds.

    Examples
    --------
    >>> str(script_json({"name": "</script>"}))
    '{"name":"\\u003c/script\\u003e"}'
    """
    text = json.dumps(content, default=_as_json, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)


def _money_figures(page: PageContext) -> tuple[Figure, ...]:
    note = say("chart.cost_note", year=str(page.price_year))
    capital = say("chart.capital_note", share=percent(page.power_share))
    return (
        year_figure("power-cost", cost_chart(page.ledger, power_only=True), say("chart.power_cost"), (note,)),
        year_figure("cost", cost_chart(page.ledger, power_only=False), say("chart.cost"), (note,)),
        year_figure("capital", page.capital, say("chart.capital"), (capital,)),
    )


def _carbon_figures(page: PageContext) -> tuple[Figure, ...]:
    ledger = page.ledger
    return (
        year_figure("mix", mix_chart(ledger), say("chart.mix")),
        year_figure(
            "emissions", emissions_chart(ledger, page.policy), say("chart.emissions"), (say("chart.emissions_note"),)
        ),
        year_figure("shares", share_chart(ledger, page.policy), say("chart.shares")),
        year_figure("water", water_chart(ledger), say("chart.water")),
    )


def _compute_figures(page: PageContext) -> tuple[Figure, ...]:
    return (year_figure("compute-energy", compute_chart(page.ledger), say("chart.compute")),)


def _as_json(content: object) -> object:
    if isinstance(content, Text):
        return {"en": content.en, "ko": content.ko}
    raise TypeError(f"{type(content).__name__} does not belong in a chart.")


@cache
def page_environment() -> Environment:
    """Return the templates of all pages; words in them are escaped."""
    return Environment(
        loader=PackageLoader("firmwatt.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def static_file(name: str) -> Markup:
    """Return a file of our own that is put into the page as it is."""
    return Markup(files("firmwatt.report").joinpath("static", name).read_text(encoding="utf-8"))
