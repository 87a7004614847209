"""`PageContext`: everything that the page shows, as numbers and texts, before any drawing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

import firmwatt
from firmwatt.accounting.costs import power_cost_share
from firmwatt.accounting.ledger import Ledger
from firmwatt.lp.solution import Status
from firmwatt.operation.dispatch import Dispatch
from firmwatt.planning.plan import Plan
from firmwatt.planning.sampling_error import SamplingError
from firmwatt.report.answer import NEGLIGIBLE_SHARE, Fact, Findings, answer_sentences, key_facts
from firmwatt.report.heat_maps import HeatMap, heat_maps
from firmwatt.report.levers import lever_sentence, lever_table
from firmwatt.report.limits import LimitLine, limit_lines
from firmwatt.report.load_tables import calls_table, peaks_table
from firmwatt.report.markets import market_table, stranded_chart, stranded_table
from firmwatt.report.money import budget_table, build_rate_table, capital_chart, parties_table
from firmwatt.report.moved import clock_table, moved_table, request_table, run_table
from firmwatt.report.not_built import not_built_table, whole_units_table
from firmwatt.report.numbers import NOTHING, energy, money, number, percent
from firmwatt.report.programme import (
    LEAST_SHOWN_SHARE,
    Gap,
    RoadmapBar,
    capacity_rows,
    largest_bars,
    party_label,
    work_label,
)
from firmwatt.report.sampling import sample_table, sampling_sentence, sampling_words
from firmwatt.report.site_map import SiteMap, site_map
from firmwatt.report.table import Table
from firmwatt.report.text import Text, same, say
from firmwatt.report.waits import wait_lines
from firmwatt.report.weather_years import weather_chart, weather_notes, weather_tables
from firmwatt.report.weeks import Week, typical_and_worst_week
from firmwatt.report.words import WORDS
from firmwatt.report.years import YearChart
from firmwatt.scenario.case import Case, DefaultUsed, Policy
from firmwatt.units import HOURS_PER_YEAR

YEARS_DRAWN_AFTER = 5
"""How long after the year of the answer the roadmap chart goes on; the table goes on to the end."""


@dataclass(frozen=True, slots=True)
class PageContext:
    """What the page shows, in its order.

    Attributes
    ----------
    banner
        Why the plan is no optimal one; None where it is.
    parties : role and name
    bars, drawn_bars
        All orders, and those that the chart has room for: online by the end of `drawn_until`.
    capital, power_share
        Overnight capital by what it buys; share 0-1 of power in the cost of computing.
    year
        The planning year that the answer speaks of.
    weather, weather_notes
        Cost of the hours of that year in each weather draw; None where there is but one.
    stranded
        Idle megawatts on the low path; None where there are none.
    defaults
        Catalogue table → assumptions taken from it.
    solve : label and value
    """

    title: Text
    description: Text
    subtitle: Text
    made_by: Text
    banner: Text | None
    parties: tuple[tuple[Text, Text], ...]
    sentences: tuple[Text, ...]
    facts: tuple[Fact, ...]
    limits: tuple[LimitLine, ...]
    gap: Gap
    site_map: SiteMap
    bars: tuple[RoadmapBar, ...]
    drawn_bars: tuple[RoadmapBar, ...]
    drawn_until: int
    weeks: tuple[Week, ...]
    maps: tuple[HeatMap, ...]
    capital: YearChart
    power_share: float
    year: int
    weather: YearChart | None
    weather_notes: tuple[Text, ...]
    stranded: YearChart | None
    ledger: Ledger
    policy: Policy
    price_year: int
    tables: tuple[Table, ...]
    defaults: tuple[Table, ...]
    defaults_note: Text
    solve: tuple[tuple[Text, Text], ...]

    def table(self, name: str) -> Table | None:
        """Return the table of that name, None where it would be empty."""
        return next((table for table in self.tables if table.name == name and table.rows), None)


def build_context(dispatch: Dispatch, ledger: Ledger, sampling_error: SamplingError | None = None) -> PageContext:
    """Return what the page of a plan shows; money, carbon and shares are the ledger's.

    Parameters
    ----------
    dispatch, ledger
    sampling_error
        None where it was not measured or all hours were looked at.
    """
    plan, findings = dispatch.plan, Findings(dispatch, ledger)
    case, status = plan.inputs.case, plan.solution.status
    drawn_until = min(findings.year + YEARS_DRAWN_AFTER, ledger.planning_years[-1])
    programme, weather = case.programme, ledger.weather
    further = (lever_sentence(plan), sampling_sentence(plan.inputs.time, sampling_error))
    return PageContext(
        title=Text(programme.title, programme.title_ko or programme.title),
        description=Text(programme.description, programme.description_ko or programme.description),
        subtitle=say("page.subtitle", date=programme.decision_date.isoformat()),
        made_by=say("page.made_by", version=firmwatt.__version__),
        banner=None if status is Status.OPTIMAL else say(f"status.{status.name}"),
        parties=tuple((_party(role), party_label(name)) for role, name in programme.parties.items()),
        sentences=(*answer_sentences(findings), *(told for told in further if told is not None)),
        facts=key_facts(findings),
        limits=(*wait_lines(plan, findings.gap), *limit_lines(plan)),
        gap=findings.gap,
        site_map=site_map(plan, findings.gap, findings.year_index),
        bars=findings.bars,
        drawn_bars=largest_bars(findings.bars, drawn_until),
        drawn_until=drawn_until,
        weeks=typical_and_worst_week(dispatch, findings.year_index),
        maps=heat_maps(dispatch, findings.year_index),
        capital=capital_chart(dispatch, ledger),
        weather=None if weather is None else weather_chart(weather, findings.year_index),
        weather_notes=() if weather is None else weather_notes(weather, plan.risk_change),
        stranded=stranded_chart(plan),
        year=findings.year,
        power_share=power_cost_share(findings.present_value_usd),
        ledger=ledger,
        policy=case.policy,
        price_year=programme.price_year,
        tables=(
            gap_table(findings.gap),
            roadmap_table(findings.bars),
            lever_table(plan),
            capacity_table(plan),
            compute_table(case, plan, ledger),
            moved_table(dispatch, findings.year_index),
            clock_table(dispatch, findings.year_index),
            request_table(dispatch),
            run_table(case),
            budget_table(dispatch),
            parties_table(dispatch, ledger, findings.year_index),
            build_rate_table(plan),
            not_built_table(plan),
            whole_units_table(plan),
            market_table(ledger),
            stranded_table(plan),
            peaks_table(dispatch),
            calls_table(dispatch),
            *weather_tables(plan, ledger, findings.year_index),
            sample_table(sampling_error),
        ),
        defaults=default_tables(case.defaults_used),
        defaults_note=_defaults_note(case),
        solve=tuple(solve_lines(plan, ledger, sampling_error)),
    )


def gap_table(gap: Gap) -> Table:
    """Return energised / asked-for megawatts by site and year, with their sums."""
    energised_mw = np.where(gap.energised_mw > LEAST_SHOWN_SHARE * gap.asked_mw.max(), gap.energised_mw, 0.0)
    cells = [*zip(gap.sites, energised_mw, gap.asked_mw, strict=True)]
    rows = [(name, *_pairs(energised, asked)) for name, energised, asked in cells]
    if len(rows) > 1:
        rows.append((say("column.all"), *_pairs(gap.energised_mw.sum(axis=0), gap.asked_mw.sum(axis=0))))
    return Table("gap", say("table.gap"), _with_years("column.site", gap.years), tuple(rows), 1)


def roadmap_table(bars: tuple[RoadmapBar, ...]) -> Table:
    """Return the orders, earliest first."""
    columns = ("asset", "kind", "mw", "order_by", "online", "p10", "p50", "p90")
    rows = tuple(
        (
            bar.label,
            bar.kind,
            same(number(bar.mw)),
            *(same(day.isoformat()) for day in (bar.order_by, bar.online, bar.p10, bar.p50, bar.p90)),
        )
        for bar in bars
    )
    return Table("roadmap", say("table.roadmap"), tuple(say(f"column.{column}") for column in columns), rows, 2)


def capacity_table(plan: Plan) -> Table:
    """Return the megawatts of everything that is ever there, by year."""
    rows = tuple(
        (label, kind, *(same(number(value)) if value > 0.0 else same(NOTHING) for value in mw))
        for label, kind, mw in capacity_rows(plan)
    )
    first, *years = _with_years("column.asset", plan.inputs.time.planning_years)
    return Table("capacities", say("table.capacities"), (first, say("column.kind"), *years), rows, 2)


def compute_table(case: Case, plan: Plan, ledger: Ledger) -> Table:
    """Return computing asked for, served and not served by workload over the year that loses most, and its value."""
    pools = plan.inputs.load.it.pools
    rows = []
    for workload in case.workloads:
        members = [index for index, pool in enumerate(pools) if pool.workload == workload.name]
        arrived, served, lost = (
            ledger.compute_mwh[name][members].sum(axis=0) for name in ("arrived", "served", "lost")
        )
        if arrived.max(initial=0.0) <= 0.0:
            continue
        year = int(np.argmax(np.divide(lost, arrived, out=np.zeros_like(lost), where=arrived > 0.0)))
        rows.append(
            (
                work_label(workload.name),
                same(str(ledger.planning_years[year])),
                *(
                    same(energy(float(mwh[year]) if mwh[year] > NEGLIGIBLE_SHARE * arrived[year] else 0.0))
                    for mwh in (arrived, served, lost)
                ),
                say("unit.usd_per_mwh", value=number(workload.value_of_lost_compute_usd_per_mwh)),
            )
        )
    columns = ("column.workload", "column.worst_year", "compute.arrived", "compute.served", "compute.lost")
    named = (*(say(column) for column in columns), say("column.value_of_lost"))
    return Table("compute", say("table.compute"), named, tuple(rows), 1)


def default_tables(defaults: tuple[DefaultUsed, ...]) -> tuple[Table, ...]:
    """Return the catalogue's assumptions, a table for each of its own; a row used often stands once."""
    places = Counter((default.table, _default_row(default)) for default in defaults)
    columns = tuple(say(f"column.{column}") for column in ("row", "value", "source", "confidence", "uses"))
    by_table: dict[str, list[tuple[Text, ...]]] = {}
    for (table, row), uses in places.items():
        by_table.setdefault(table, []).append((*row, same(str(uses))))
    return tuple(
        Table(name, _table_title(name, len(rows)), columns, tuple(rows), len(columns) - 1)
        for name, rows in sorted(by_table.items())
    )


def _table_title(name: str, count: int) -> Text:
    title = say(f"catalog.{name}") if f"catalog.{name}" in WORDS else same(name)
    return say("table.of_catalogue" if count > 1 else "table.of_catalogue_one", title=title, count=str(count))


def _default_row(default: DefaultUsed) -> tuple[Text, ...]:
    value = number(default.value) if isinstance(default.value, float | int) else default.value
    return (
        same(f"{default.key} · {default.field.rpartition('.')[2]}"),
        same(value if default.unit in ("text", "") else f"{value} {default.unit}"),
        same(f"{default.source} ({default.source_year})"),
        say(f"confidence.{default.confidence}"),
    )


def solve_lines(plan: Plan, ledger: Ledger, sampling_error: SamplingError | None) -> Iterable[tuple[Text, Text]]:
    """Yield what a sceptic asks for: status, gap, size, sample, hash, versions."""
    solution, case, time = plan.solution, plan.inputs.case, plan.inputs.time
    yield say("solve.status"), say(f"status.{solution.status.name}")
    yield say("solve.solver"), same(solution.solver)
    if solution.fallback_reason:
        yield say("solve.fallback"), same(solution.fallback_reason)
    yield say("solve.objective"), money(solution.primal_objective)
    yield say("solve.bound"), money(solution.dual_bound)
    yield say("solve.gap"), same(f"{solution.relative_gap:.1e}")
    difference = abs(ledger.objective_usd - solution.primal_objective) / max(1.0, abs(solution.primal_objective))
    yield say("solve.ledger"), same(f"{difference:.1e}")
    size = {"rows": plan.lp.rows, "columns": plan.lp.columns, "entries": plan.lp.matrix.nnz}
    yield say("solve.size"), say("solve.size_value", **{name: f"{count:,}" for name, count in size.items()})
    yield say("solve.seconds"), same(f"{solution.build_seconds:.1f} + {solution.solve_seconds:.1f}")
    yield say("solve.memory"), same(f"{number(plan.peak_memory_mb)} MB")
    weather = str(len(time.weather_years))
    hours = time.periods * time.period_hours
    sampled = {"hours": f"{hours:,}", "periods": str(time.periods), "length": str(time.period_hours)}
    is_full = hours >= HOURS_PER_YEAR
    key = "solve.hours_full" if is_full else "solve.hours_sampled"
    yield say("solve.hours"), say(key, weather=weather, **({} if is_full else sampled))
    if not is_full:
        yield say("solve.sampling_error"), sampling_words(sampling_error)
    yield say("solve.rate"), same(percent(case.programme.discount_rate))
    yield say("solve.price_year"), same(str(case.programme.price_year))
    yield say("solve.sha"), same(case.scenario_sha256)
    yield say("solve.version"), same(firmwatt.__version__)


def _pairs(energised: Iterable[float], asked: Iterable[float]) -> list[Text]:
    return [
        same(f"{number(has)} / {number(wants)}" if max(has, wants) > 0.05 else NOTHING)
        for has, wants in zip(energised, asked, strict=True)
    ]


def _with_years(first: str, years: tuple[int, ...]) -> tuple[Text, ...]:
    return (say(first), *(same(str(year)) for year in years))


def _party(role: str) -> Text:
    return say(f"party.{role}")


def _defaults_note(case: Case) -> Text:
    count = len(case.defaults_used)
    return say("table.defaults", count=f"{count:,}") if count else say("table.no_defaults")
