"""What each weather year costs to run, how dear the dearest are, and what it changes that they count."""

from __future__ import annotations

import numpy as np

from firmwatt.accounting.ledger import Ledger
from firmwatt.accounting.weather_years import WeatherBooks
from firmwatt.planning.plan import Plan, RiskChange
from firmwatt.report.numbers import energy, money, number, percent
from firmwatt.report.programme import asset_label
from firmwatt.report.table import Table
from firmwatt.report.text import Text, same, say
from firmwatt.report.weeks import Layer
from firmwatt.report.years import YearChart, scaled_chart

MILLION = 1e6


def weather_chart(books: WeatherBooks, year_index: int) -> YearChart:
    """Return the cost of the hours of one year by kind in each draw, the dearest first, under the means."""
    order = np.argsort(-books.operating_usd[year_index], kind="stable")
    layers = [
        Layer(f"cost/{kind}", say(f"cost.{kind}"), usd[year_index, order] / MILLION)
        for kind, usd in books.cost_usd.items()
    ]
    means = {
        "weather/expected": (say("weather.expected"), books.expected_usd),
        "weather/tail": (_tail_name(books), books.tail_mean_usd),
    }
    lines = [Layer(key, name, np.full(len(order), usd[year_index] / MILLION)) for key, (name, usd) in means.items()]
    labels = tuple(books.draws[draw] for draw in order)
    return scaled_chart(labels, (say("unit.million_usd"), say("unit.billion_usd")), 1e3, (layers,), lines)


def weather_notes(books: WeatherBooks, change: RiskChange | None) -> tuple[Text, ...]:
    """Return what stands under the picture: what is shown, what counts, and what that changes."""
    share = percent(books.tail_share)
    if not books.weight:
        return say("chart.weather_note"), say("chart.weather_uncounted")
    counted = say(
        "chart.weather_counted", share=share, weight=percent(books.weight), adjustment=money(books.adjustment_usd)
    )
    if change is None:
        return say("chart.weather_note"), counted
    if not change.capacities:
        return say("chart.weather_note"), counted, say("chart.weather_unchanged")
    tolerance = money(change.tolerance_usd)
    if max(change.expected_more_usd, change.tail_less_usd) <= change.tolerance_usd:
        return say("chart.weather_note"), counted, say("chart.weather_within", tolerance=tolerance)
    changed = say(
        "chart.weather_changed",
        share=share,
        more=money(max(change.expected_more_usd, 0.0)),
        less=money(max(change.tail_less_usd, 0.0)),
        tolerance=tolerance,
    )
    return say("chart.weather_note"), counted, changed


def weather_tables(plan: Plan, ledger: Ledger, year_index: int) -> tuple[Table, ...]:
    """Return the draws of one year, all years, and what dear weather and a late grid change; none for a single draw."""
    books = ledger.weather
    if books is None:
        return ()
    tables = _draw_table(books, ledger, year_index), _year_table(books, ledger), _change_table(plan, ledger, year_index)
    return (*tables, _hedge_table(plan)) if plan.hedge_change else tables


def _draw_table(books: WeatherBooks, ledger: Ledger, year_index: int) -> Table:
    operating, expected = books.operating_usd[year_index], float(books.expected_usd[year_index])
    rows = tuple(
        (
            same(books.draws[draw]),
            same(percent(float(books.probability[draw]))),
            money(float(operating[draw])),
            _against(float(operating[draw]), expected),
            same(energy(float(books.lost_mwh[year_index, draw]))),
            same(energy(float(books.import_mwh[year_index, draw]))),
            same(percent(float(books.in_tail[year_index, draw]))),
        )
        for draw in np.argsort(-operating, kind="stable")
    )
    names = ("draw", "probability", "operating", "against_mean", "not_served", "bought", "in_tail")
    title = say("table.weather_draws", year=str(ledger.planning_years[year_index]))
    return Table("weather-draws", title, tuple(say(f"column.{name}") for name in names), rows, 1)


def _year_table(books: WeatherBooks, ledger: Ledger) -> Table:
    rows = tuple(
        (same(str(year)), money(float(mean)), money(float(tail)), _against(float(tail), float(mean)))
        for year, mean, tail in zip(ledger.planning_years, books.expected_usd, books.tail_mean_usd, strict=True)
    )
    columns = (say("column.market_year"), say("weather.expected"), _tail_name(books), say("column.against_mean"))
    return Table("weather-years", say("table.weather_years"), columns, rows, 1)


def _change_table(plan: Plan, ledger: Ledger, year_index: int) -> Table:
    year = ledger.planning_years[year_index]
    changed = () if plan.risk_change is None else plan.risk_change.capacities
    rows = tuple(
        (
            asset_label(each.name),
            say(f"weather.change.{each.kind}"),
            same(number(each.neutral_mw)),
            same(number(each.mw)),
        )
        for each in changed
        if each.year == year
    )
    columns = (say("column.asset"), say("column.kind"), say("column.neutral"), say("column.careful"))
    return Table("risk-change", say("table.risk_change", year=str(year)), columns, rows, 2)


def _hedge_table(plan: Plan) -> Table:
    """Return what is built against a grid that may be late: the bridges, and what waits for nothing."""
    rows = tuple(
        (
            same(str(each.year)),
            asset_label(each.name),
            say(f"weather.change.{each.kind}"),
            same(number(each.neutral_mw)),
            same(number(each.mw)),
        )
        for each in sorted(plan.hedge_change or (), key=lambda each: each.year)
    )
    names = ("market_year", "asset", "kind", "on_time", "careful")
    return Table("hedge-change", say("table.hedge_change"), tuple(say(f"column.{name}") for name in names), rows, 3)


def _tail_name(books: WeatherBooks) -> Text:
    return say("weather.tail", share=percent(books.tail_share))


def _against(usd: float, mean_usd: float) -> Text:
    """Return by how much a cost lies above the mean, as a share of it."""
    return same(percent((usd - mean_usd) / abs(mean_usd)) if mean_usd else percent(float("nan")))
