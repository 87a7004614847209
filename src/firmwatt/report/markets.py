"""What the load does to the grids: prices, bills and carbon of the markets, with the programme and without it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from firmwatt.accounting.ledger import Ledger
from firmwatt.accounting.markets import MarketBooks
from firmwatt.planning.plan import Plan
from firmwatt.report.charts import Figure, year_figure
from firmwatt.report.numbers import NOTHING, energy, money, number, percent
from firmwatt.report.programme import asset_label
from firmwatt.report.table import Table
from firmwatt.report.text import Text, same, say
from firmwatt.report.weeks import Layer
from firmwatt.report.years import YearChart, scaled_chart
from firmwatt.units import KW_PER_MW

MILLION = 1e6
ARROW = " → "
LEAST_CHANGE = 1e-5
"""Share of all bills below which a change is a solver's rounding."""
COLUMNS = (
    "market", "market_year", "drawn", "market_price", "market_capacity", "market_average", "market_marginal",
    "market_others", "market_long_run",
)  # fmt: skip


def market_figures(ledger: Ledger) -> tuple[Figure, ...]:
    """Return the pictures of the markets; none where all regions are price-takers."""
    books = ledger.markets
    if books is None:
        return ()
    years = ledger.planning_years
    price = year_figure(
        "market-price", price_chart(books, years), say("chart.market_price"), (say("chart.market_price_note"),)
    )
    fitted = {**price.option, "yAxis": {**price.option["yAxis"], "scale": True}}
    return (
        replace(price, option=fitted),
        year_figure(
            "market-bills", bill_chart(books, years), say("chart.market_bills"), (say("chart.market_bills_note"),)
        ),
    )


def stranded_figures(chart: YearChart | None) -> tuple[Figure, ...]:
    """Return the picture of what stands idle on the low path; none where it was not asked for or nothing does."""
    if chart is None:
        return ()
    return (year_figure("stranded", chart, say("chart.stranded"), (say("chart.stranded_note"),)),)


def price_chart(books: MarketBooks, years: tuple[int, ...]) -> YearChart:
    """Return what other customers of each market pay, with the programme and without it, as lines."""
    lines = []
    for at, market in enumerate(books.markets):
        for place, (key, state) in enumerate((("with", books.planned), ("without", books.without))):
            name = say(f"market.{key}", market=market_title(market))
            lines.append(Layer(f"market/{2 * at + place}", name, state.others_usd[at] / books.others_mwh[at]))
    return YearChart(years, same("USD/MWh"), (), tuple(lines))


def stranded_chart(plan: Plan) -> YearChart | None:
    """Return the idle megawatts of each year by kind; None where nothing is idle on the low path, or none was asked."""
    if plan.stranded is None or not plan.stranded.idle:
        return None
    years, idle = plan.inputs.time.planning_years, plan.stranded.idle
    layers = [
        Layer(
            f"idle/{kind}",
            say(f"idle.{kind}"),
            np.array([sum(each.mw for each in idle if (each.kind, each.year) == (kind, year)) for year in years]),
        )
        for kind in dict.fromkeys(each.kind for each in idle)
    ]
    return scaled_chart(years, (same("MW"), same("GW")), 1e3, (layers,))


def bill_chart(books: MarketBooks, years: tuple[int, ...]) -> YearChart:
    """Return what the programme pays the markets, what others pay more, and what owners earn more."""
    parts = {
        "programme": books.programme_usd,
        "others": books.others_more_usd,
        "owners": -books.owners_more_usd,
    }
    layers = [
        Layer(f"market/{place}", say(f"market.{name}"), usd.sum(axis=0) / MILLION)
        for place, (name, usd) in enumerate(parts.items())
    ]
    return scaled_chart(years, (say("unit.million_usd"), say("unit.billion_usd")), 1e3, (layers,))


def market_table(ledger: Ledger) -> Table:
    """Return the figures of each market and year; no rows where all regions are price-takers."""
    books, columns = ledger.markets, tuple(say(f"column.{name}") for name in COLUMNS)
    rows = () if books is None else tuple(
        _row(books, m, y, year) for m in range(len(books.markets)) for y, year in enumerate(ledger.planning_years)
    )  # fmt: skip
    return Table("markets", say("table.markets"), columns, rows, 2)


def stranded_table(plan: Plan) -> Table:
    """Return what stands idle on the low path in the last year; no rows where it was not asked for."""
    stranded, last = plan.stranded, plan.inputs.time.planning_years[-1]
    columns = (say("column.asset"), say("column.kind"), say("column.market_year"), say("column.idle_mw"))
    if stranded is None:
        return Table("stranded", same(""), columns, (), 3)
    title = say("table.stranded", share=percent(stranded.low_share), cost=money(stranded.cost_usd))
    rows = tuple(
        (
            asset_label(each.name),
            say(f"idle.{each.kind}"),
            same(str(each.year)),
            same(number(each.mw)),
        )
        for each in stranded.idle
        if each.year == last
    )
    return Table("stranded", title, columns, rows, 3)


def market_title(market: str) -> str:
    """Return the name of a market as people write it.

    Examples
    --------
    >>> market_title("pjm"), market_title("korea")
    ('PJM', 'Korea')
    """
    return market.capitalize() if market == "korea" else market.upper()


def _row(books: MarketBooks, market: int, year: int, calendar_year: int) -> tuple[Text, ...]:
    before, after, place = books.without, books.planned, (market, year)
    per_kw = (before.capacity_price_usd_per_mw_year[place], after.capacity_price_usd_per_mw_year[place])
    pairs = (
        (before.price_usd_per_mwh[place], after.price_usd_per_mwh[place]),
        tuple(round(price) / KW_PER_MW for price in per_kw),
        (before.average_kg_per_mwh[place], after.average_kg_per_mwh[place]),
        (before.marginal_kg_per_mwh[place], after.marginal_kg_per_mwh[place]),
    )
    usd, kg = books.long_run_usd_per_mwh[place], books.long_run_kg_per_mwh[place]
    long_run = say("market.long_run_value", usd=number(usd), kg=number(kg)) if np.isfinite(usd) else same(NOTHING)
    return (
        same(market_title(books.markets[market])),
        same(str(calendar_year)),
        same(energy(float(books.programme_mwh[place]))),
        *(same(ARROW.join(number(float(value)) for value in pair)) for pair in pairs),
        money(_told(books.others_more_usd[place], before.others_usd[place])),
        long_run,
    )


def _told(change_usd: float, of_usd: float) -> float:
    """Return a change of bills, 0 where a solver's rounding explains it."""
    return float(change_usd) if abs(change_usd) > LEAST_CHANGE * abs(of_usd) else 0.0
