"""The answer of a plan in the terminal: sentences first, then the tables behind them. Figures come from `interop`."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from firmwatt.interop.tables import technology_table
from firmwatt.report.answer import Findings, answer_sentences
from firmwatt.report.levers import lever_sentence
from firmwatt.report.limits import limit_lines
from firmwatt.report.markets import market_table, stranded_table
from firmwatt.report.money import budget_table
from firmwatt.report.not_built import not_built_table, whole_units_table
from firmwatt.report.numbers import MW_PER_GW, energy, mass, money, number, percent, power, volume
from firmwatt.report.programme import programme_gap, roadmap_bars, site_label
from firmwatt.report.sampling import sample_table, sampling_sentence
from firmwatt.report.text import Text, same, say, technology_name
from firmwatt.report.waits import wait_lines
from firmwatt.report.weather_years import weather_notes, weather_tables

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from firmwatt.report.table import Table
    from firmwatt.study import Run

MOST_ORDERS = 30
ALL_SITES = "all sites"
LEAST_COST_SHARE = 1e-6
"""A kind of cost below this share of the total is a solver's rounding."""


def print_answer(run: Run, console: Console) -> None:
    """Print what a plan says: when, how much, at what cost, with which emissions, and what stands in the way."""
    tables = run.tables
    for sentence in answer_sentences(Findings(run.dispatch, run.ledger)):
        _say(console, f"{sentence.en}\n")
    _print_roadmap(console, run)
    _print_gap(console, tables["power_gap"])
    _print_compute(console, tables["compute"])
    _print_capacities(console, run)
    _print_cost(console, tables["cost"])
    _print_years(console, run)
    _print_peaks(console, run)
    _print_binding(console, run)
    _print_report_table(console, budget_table(run.dispatch))
    _print_report_table(console, not_built_table(run.plan))
    _print_report_table(console, whole_units_table(run.plan))
    _print_markets(console, run)
    _print_weather(console, run)
    _print_solver(console, run)


def _print_roadmap(console: Console, run: Run) -> None:
    bars = roadmap_bars(run.plan)
    rows = [
        (bar.label, bar.order_by, bar.online, f"{bar.p10} … {bar.p90}", power(bar.mw)) for bar in bars[:MOST_ORDERS]
    ]
    print_table(console, "Roadmap", ("asset", "order by", "online", "P10 … P90", "power"), rows)
    if len(bars) > MOST_ORDERS:
        _say(console, f"… and {len(bars) - MOST_ORDERS} later orders, in summary.json and the report.\n")


def _print_gap(console: Console, gap: pd.DataFrame) -> None:
    everywhere = gap.groupby("year", as_index=False).sum(numeric_only=True).assign(site=ALL_SITES)
    parts = [gap] if gap["site"].nunique() == 1 else [gap, everywhere]
    unit = _power_unit(everywhere["asked_mw"].max())
    rows = [
        (
            name if name == ALL_SITES else site_label(str(name)),
            *(f"{unit(year['energised_mw'])} / {unit(year['asked_mw'])}" for year in part.to_dict("records")),
        )
        for table in parts
        for name, part in table.groupby("site", sort=False)
    ]
    years = map(str, everywhere["year"])
    print_table(console, f"{unit.name} energised / asked for, at the meter", ("site", *years), rows)


def _print_compute(console: Console, compute: pd.DataFrame) -> None:
    rows = [
        (
            year["year"],
            energy(year["arrived_mwh_per_year"]),
            energy(year["waiting_mean_mwh"]),
            energy(year["lost_mwh_per_year"]),
            money(year["lost_usd_per_year"]),
        )
        for year in compute.groupby("year", as_index=False).sum(numeric_only=True).to_dict("records")
    ]
    names = ("year", "IT energy asked for", "waiting on average", "lost", "price of the lost")
    print_table(console, "Computing that waits or is lost, a year", names, rows)


def _print_capacities(console: Console, run: Run) -> None:
    table = technology_table(run.plan)
    unit = _power_unit(table.to_numpy().max(initial=0.0))
    shown = [
        [technology_name(str(name)).en, *map(unit, mw)] for name, mw in zip(table.index, table.to_numpy(), strict=True)
    ]
    rows = [row for row in shown if set(row[1:]) != {unit(0.0)}]
    print_table(console, f"Capacity at each year's end, {unit.name}", ("", *map(str, table.columns)), rows)


def _print_cost(console: Console, cost: pd.DataFrame) -> None:
    by_kind = cost.groupby("kind", sort=False)["present_value_usd"].sum()
    total = by_kind.sum()
    rows = [
        (say(f"cost.{kind}"), money(usd), percent(usd / total))
        for kind, usd in by_kind.items()
        if abs(usd) > LEAST_COST_SHARE * total
    ]
    rows.append((same("Total"), money(total), ""))
    print_table(console, "Cost by kind, present value", ("kind", "USD", "share"), rows)


def _print_years(console: Console, run: Run) -> None:
    ledger = run.ledger
    emissions = {
        "Scope 1": ledger.scope1_t,
        "Scope 2, location-based": ledger.scope2_location_t,
        "Scope 2, market-based": ledger.scope2_market_t,
        "Scope 3": ledger.scope3_t,
    }
    shares = {
        "carbon-free, hour by hour": ledger.carbon_free_share_hourly,
        "carbon-free, over the year": ledger.carbon_free_share_annual,
        "RE100": ledger.re100_share,
    }
    water = {"water on site": ledger.water_site_m3, "water in power plants": ledger.water_power_m3}
    rows = [
        *((name, *map(mass, tonnes.sum(axis=0))) for name, tonnes in emissions.items()),
        *((name, *map(percent, share)) for name, share in shares.items()),
        *((name, *map(volume, m3.sum(axis=0))) for name, m3 in water.items()),
    ]
    print_table(console, "Emissions, matching and water, a year", ("", *map(str, ledger.planning_years)), rows)


def _print_peaks(console: Console, run: Run) -> None:
    peaks, titles = run.tables["peaks"], {region.name: region.title for region in run.plan.inputs.case.regions}
    last = peaks[peaks["year"] == peaks["year"].max()]
    rows = [(titles[row.region], power(row.mw), row.hour_utc) for row in last.itertuples() if row.mw > 0.0]
    print_table(console, f"Highest import by region in {last['year'].iloc[0]}", ("region", "peak", "hour"), rows)


def _print_binding(console: Console, run: Run) -> None:
    rows = [
        (f"{line.words.en} ({line.others.en})" if line.others else line.words, line.value)
        for line in (*wait_lines(run.plan, programme_gap(run.plan)), *limit_lines(run.plan))
    ]
    print_table(console, "What binds, and what loosening it would save as present value", ("limit", "worth"), rows)


def _print_report_table(console: Console, table: Table) -> None:
    if table.rows:
        rows = [[cell.en for cell in row] for row in table.rows]
        print_table(console, table.title.en, [column.en for column in table.columns], rows, table.text_columns)


def _say(console: Console, words: str) -> None:
    """Print a paragraph as wide as the console, a number and its unit on one line (rich would part them)."""
    console.print("\n".join(textwrap.fill(line, console.width) for line in words.split("\n")), soft_wrap=True)


def _print_markets(console: Console, run: Run) -> None:
    for table in (market_table(run.ledger), stranded_table(run.plan)):
        print_table(console, table.title.en, [column.en for column in table.columns], table.rows)


def _print_weather(console: Console, run: Run) -> None:
    year_index = Findings(run.dispatch, run.ledger).year_index
    for table in weather_tables(run.plan, run.ledger, year_index):
        _print_report_table(console, table)
    if run.ledger.weather is not None:
        for note in weather_notes(run.ledger.weather, run.plan.risk_change):
            _say(console, f"{note.en}\n")


def _print_solver(console: Console, run: Run) -> None:
    solution = run.plan.solution
    _say(
        console,
        f"{solution.status.value} {solution.solver}, gap {solution.relative_gap:.1e}, "
        f"{number(solution.build_seconds)} s to build and {number(solution.solve_seconds)} s to solve; "
        "the books agree with the objective.",
    )
    for told in (lever_sentence(run.plan), sampling_sentence(run.plan.inputs.time, run.sampling_error)):
        if told is not None:
            _say(console, f"{told.en}\n")
    _print_report_table(console, sample_table(run.sampling_error))


def print_table(
    console: Console, title: str, names: Sequence[str], rows: Iterable[Sequence[object]], texts: int = 1
) -> None:
    """Print a table under its title, nothing without rows: words left in the first `texts` columns, figures right."""
    from rich.table import Table

    rows = list(rows)
    if not rows:
        return
    table = Table(header_style="dim", box=None, pad_edge=False)
    for place, name in enumerate(names):
        is_field = "_" in name or "." in name  # written as in a file, to be copied
        head = name if is_field else name[:1].upper() + name[1:]
        table.add_column(head, justify="left" if place < texts else "right", overflow="fold")
    for row in rows:
        table.add_row(*(value.en if isinstance(value, Text) else str(value) for value in row))
    console.print(title, style="bold")
    console.print(table)
    console.print()


@dataclass(frozen=True, slots=True)
class _PowerUnit:
    """The unit of a table of megawatts, with as many decimals for every figure."""

    name: str
    megawatts: float
    decimals: int

    def __call__(self, mw: float) -> str:
        return f"{mw / self.megawatts:,.{self.decimals}f}"


def _power_unit(most_mw: float) -> _PowerUnit:
    return _PowerUnit("GW", MW_PER_GW, 2) if most_mw >= MW_PER_GW else _PowerUnit("MW", 1.0, 1)
