"""What the programme's capital buys, who owns, pays and reports what, and how fast it builds beside whole countries."""

from __future__ import annotations

import numpy as np

from firmwatt.accounting.capital import COMPUTING, capital_by_kind
from firmwatt.accounting.flows import read_flows
from firmwatt.accounting.ledger import Ledger
from firmwatt.accounting.parties import books_by_party
from firmwatt.catalog import loader as catalog
from firmwatt.operation.dispatch import Dispatch
from firmwatt.planning.plan import Plan
from firmwatt.report.numbers import MW_PER_GW, mass, money, number, percent
from firmwatt.report.table import Table
from firmwatt.report.text import Text, joined, same, say
from firmwatt.report.weeks import Layer
from firmwatt.report.years import YearChart, scaled_chart

BUILD_RATE = "build_rate_gw_per_year"
LEAST_SHARE, LEAST_MW_PER_YEAR = 1e-6, 0.05
"""Of all capital, and of builds: less is what a solver leaves of nothing."""


def capital_chart(dispatch: Dispatch, ledger: Ledger) -> YearChart:
    """Return capital by what it buys, in the years in which it comes online."""
    layers = [
        Layer(f"capital/{kind}", say(f"capital.{kind}"), usd / 1e6)
        for kind, usd in capital_by_kind(read_flows(dispatch)).items()
    ]
    return scaled_chart(ledger.planning_years, (say("unit.million_usd"), say("unit.billion_usd")), 1e3, (layers,))


def budget_table(dispatch: Dispatch, ledger: Ledger) -> Table:
    """Return what is spent on chips, buildings and power up to the budget's last year, with shares of all and of it."""
    programme = dispatch.plan.inputs.case.programme
    last = programme.budget_until_year or ledger.planning_years[-1]
    counts = np.array(ledger.planning_years) <= last
    spent = {kind: float(usd[counts].sum()) for kind, usd in capital_by_kind(read_flows(dispatch)).items()}
    total = sum(spent.values())
    asked = programme.budget_usd

    def row(name: Text, usd: float) -> tuple[Text, ...]:
        share = same(percent(usd / total if total > 0.0 else float("nan")))
        return (name, money(usd), share, *(() if asked is None else (same(percent(usd / asked)),)))

    rows = [row(say(f"capital.{kind}"), usd) for kind, usd in spent.items() if usd > LEAST_SHARE * total]
    power = sum(usd for kind, usd in spent.items() if kind not in COMPUTING)
    rows += [row(say("capital.power"), power), row(say("column.all"), total)] if rows else []
    budget = () if asked is None else (say("column.of_budget", budget=money(asked)),)
    columns = (say("column.kind"), say("column.capital"), say("column.share"), *budget)
    return Table("budget", say("table.budget", year=str(last)), columns, tuple(rows), 1)


def parties_table(dispatch: Dispatch, ledger: Ledger, year_index: int) -> Table:
    """Return what each party owns over the horizon, and pays and reports in one year."""
    rows = tuple(
        (
            same(books.name),
            joined([say(f"party.{role}") for role in books.roles]),
            money(float(books.capital_usd.sum())),
            money(float(books.cost_usd_per_year[year_index])),
            *(
                same(mass(float(tonnes[year_index])))
                for tonnes in (books.scope1_t, books.scope2_location_t, books.scope2_market_t, books.scope3_t)
            ),
        )
        for books in books_by_party(dispatch, ledger)
        if books.name
    )
    year = str(ledger.planning_years[year_index])
    scopes = ("1", "2_location", "2_market", "3")
    columns = (
        *(say(f"column.{name}") for name in ("party", "roles", "owns")),
        say("column.pays", year=year),
        *(say(f"scope.{scope}") for scope in scopes),
    )
    return Table("parties", say("table.parties", year=year), columns, rows, 2)


def build_rate_table(plan: Plan) -> Table:
    """Return the most that the plan adds in a year, of generation and in all, beside what countries have done.

    Notes
    -----
    Builds of a planning year are spread over the years since the one before it.
    """
    years = np.array(plan.inputs.time.planning_years)
    gaps = np.diff(years, prepend=plan.inputs.case.programme.decision_date.year - 1)
    supply = plan.supply_build_mw.sum(axis=0) / np.maximum(gaps, 1)
    storage = plan.storage_build_mw.sum(axis=0) / np.maximum(gaps, 1)
    ours = {"rate.supply": supply, "rate.storage": storage}
    rows = [
        (say(name), say("rate.in", year=str(years[int(rate.argmax())])), same(number(float(rate.max()) / MW_PER_GW)))
        for name, rate in ours.items()
        if rate.max(initial=0.0) > LEAST_MW_PER_YEAR
    ]
    published = (catalog.find("published", key, BUILD_RATE) for key in catalog.keys("published"))
    rows += [
        (say(f"rate.{row.key}"), same(f"{row.source} ({row.source_year})"), same(number(row.number)))
        for row in published
        if row is not None
    ]
    columns = (say("column.who"), say("column.source"), say("column.gw_per_year"))
    return Table("rates", say("table.rates"), columns, tuple(rows), 2)
