"""What the programme's capital buys, who owns, pays and reports what, and how fast it builds beside whole countries."""

from __future__ import annotations

from firmwatt.accounting.build_pace import budget_use, build_paces
from firmwatt.accounting.capital import capital_by_kind
from firmwatt.accounting.flows import read_flows
from firmwatt.accounting.ledger import Ledger
from firmwatt.accounting.parties import books_by_party
from firmwatt.catalog import loader as catalog
from firmwatt.operation.dispatch import Dispatch
from firmwatt.planning.plan import Plan
from firmwatt.report.numbers import MW_PER_GW, mass, money, number, percent
from firmwatt.report.programme import party_label
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


def budget_table(dispatch: Dispatch) -> Table:
    """Return what is spent on chips, buildings and power up to the budget's last year, with shares of all and of it."""
    use = budget_use(read_flows(dispatch))

    def row(name: Text, usd: float) -> tuple[Text, ...]:
        share = same(percent(use.share_of_all(usd)))
        of_budget = () if use.asked_usd is None else (same(percent(usd / use.asked_usd)),)
        return (name, money(usd), share, *of_budget)

    rows = [
        row(say(f"capital.{kind}"), usd) for kind, usd in use.usd_by_kind.items() if usd > LEAST_SHARE * use.total_usd
    ]
    rows += [row(say("capital.power"), use.power_usd), row(say("column.all"), use.total_usd)] if rows else []
    budget = () if use.asked_usd is None else (say("column.of_budget", budget=money(use.asked_usd)),)
    columns = (say("column.kind"), say("column.capital"), say("column.share"), *budget)
    return Table("budget", say("table.budget", year=str(use.last_year)), columns, tuple(rows), 1)


def parties_table(dispatch: Dispatch, ledger: Ledger, year_index: int) -> Table:
    """Return what each party owns over the horizon, and pays and reports in one year."""
    rows = tuple(
        (
            party_label(books.name),
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
    """Return the most that the plan adds in a year, of generation and of stores, beside what countries have done."""
    rows = [
        (say(f"rate.{kind}"), say("rate.in", year=str(pace.year)), same(number(pace.mw_per_year / MW_PER_GW)))
        for kind, pace in build_paces(plan).items()
        if pace.mw_per_year > LEAST_MW_PER_YEAR
    ]
    published = (catalog.find("published", key, BUILD_RATE) for key in catalog.keys("published"))
    rows += [
        (say(f"rate.{row.key}"), same(f"{row.source} ({row.source_year})"), same(number(row.number)))
        for row in published
        if row is not None
    ]
    columns = (say("column.who"), say("column.source"), say("column.gw_per_year"))
    return Table("rates", say("table.rates"), columns, tuple(rows), 2)
