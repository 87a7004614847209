"""The stages strung together: load, prepare, plan, keep the books, save and load a run.

>>> import firmwatt as fw
>>> run = fw.plan("campus")                                         # doctest: +SKIP
>>> run.roadmap[["asset", "mw", "order_by", "online"]]              # doctest: +SKIP
>>> run.hours["generation_mw"].sel(asset="ashburn/fuel_cell")       # doctest: +SKIP
>>> fw.save_run(run, "runs/campus")                                 # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
import xarray as xr

from firmwatt.accounting.books import build_ledger
from firmwatt.accounting.checks import check_dispatch, check_ledger
from firmwatt.accounting.frontier import Frontier
from firmwatt.accounting.ledger import Ledger
from firmwatt.demand.pools import build_it_load, hold_volume
from firmwatt.facility.plant import facility_factors
from firmwatt.facility.site_load import build_site_load
from firmwatt.grid.curve_series import curve_series
from firmwatt.grid.synthesis import grid_series
from firmwatt.interop.datasets import dispatch_dataset
from firmwatt.interop.export import write_tables
from firmwatt.interop.provenance import build_provenance
from firmwatt.interop.run_folder import check_run_folder, read_run, write_run
from firmwatt.interop.summary import build_summary
from firmwatt.interop.tables import all_tables, roadmap_table
from firmwatt.lp.options import Progress, SolverOptions
from firmwatt.lp.solution import Status
from firmwatt.lp.time_left import TimeLeft
from firmwatt.operation.dispatch import Dispatch
from firmwatt.operation.read import dispatch_from_plan
from firmwatt.planning.hedge_change import with_hedge_change
from firmwatt.planning.market_baseline import with_markets
from firmwatt.planning.plan import Plan, PlanInputs
from firmwatt.planning.risk_change import with_risk_change
from firmwatt.planning.sampling import choose_time_grid
from firmwatt.planning.sampling_error import SamplingError, full_sampling_error, sampling_error
from firmwatt.planning.solve import solve_plan
from firmwatt.planning.stranded import with_stranded
from firmwatt.planning.whole_units import with_whole_units
from firmwatt.reliability.target import asked_target, reach_target
from firmwatt.report.page import render_report
from firmwatt.resource.availability import Weather
from firmwatt.resource.supply import supply_availability
from firmwatt.resource.weather import site_weather
from firmwatt.scenario.case import Case
from firmwatt.scenario.loader import load_case

STAGES = (
    "Reading the scenario",
    "Making weather, load and grid",
    "Building and solving the plan",
    "Keeping the books",
    "Measuring what the sampled hours hide",
)
READING, PREPARING, SOLVING, BOOKING, SAMPLING = STAGES


@dataclass(frozen=True, slots=True)
class StageProgress:
    """Where a study stands.

    Attributes
    ----------
    stage : one of `STAGES`
    solver
        What the solver tells; None before it starts and in the other stages.
    seconds_left : seconds >= 0, or None where nothing is known
        Guessed from how fast the gap has closed so far.
    """

    stage: str
    solver: Progress | None = None
    seconds_left: float | None = None


OnProgress = Callable[[StageProgress], None]


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """A finished study.

    Attributes
    ----------
    plan, dispatch, ledger
    sampling_error
        What a finer sample of hours says of one year, or all hours of all years; None where it was not measured or the
        plan itself looks at all hours.
    """

    plan: Plan
    dispatch: Dispatch
    ledger: Ledger
    sampling_error: SamplingError | None = None

    @property
    def summary(self) -> Mapping[str, object]:
        """Return what `summary.json` holds."""
        return build_summary(self.dispatch, self.ledger, self.sampling_error)

    @property
    def roadmap(self) -> pd.DataFrame:
        """Return what to order by when, the earliest order first."""
        return roadmap_table(self.plan)

    @property
    def hours(self) -> xr.Dataset:
        """Return every hour that the plan looked at, by asset, site and workload, as `dispatch.nc` holds it."""
        return dispatch_dataset(self.dispatch)

    @property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Return name → tidy table: capacities, roadmap, cost, emissions, matching, hours."""
        return all_tables(self.dispatch, self.ledger)


def load(source: str | Path, grid_mode: str | None = None, resolution: str | None = None) -> Case:
    """Return the case of a built-in scenario's name or of a file.

    Parameters
    ----------
    source
    grid_mode
        `price_taker` or `supply_curve` for all regions of which the scenario says nothing else; None keeps its own.
    resolution
        `full` for every hour, or periods a year and hours in each such as `4x168`; None keeps its own.

    Raises
    ------
    InputFaults
        With every fault of the file.
    UserError
        There is no such mode or resolution.
    """
    return load_case(source, grid_mode, resolution)


def prepare(case: Case, weather: Weather | None = None) -> PlanInputs:
    """Return all that the planner reads: weather, load, availability and grid of a case, and the hours to look at.

    Parameters
    ----------
    case
    weather
        Of its sites, where somebody has it already.
    """
    weather = site_weather(case) if weather is None else weather
    factors = facility_factors(case, weather)
    site_load = build_site_load(build_it_load(case, factors.asked_it_mw), factors)
    availability = supply_availability(case, weather)
    grid = grid_series(case, weather)
    time = choose_time_grid(case, site_load, availability, grid)
    load = replace(site_load, it=hold_volume(case, site_load.it, time))
    return with_markets(PlanInputs(case, load, availability, grid, time, curve_series(case, weather)))


def plan(
    source: str | Path | Case,
    progress: OnProgress | None = None,
    *,
    whole_units: bool = False,
    low_share: float | None = None,
    check_sample: bool = False,
) -> Run:
    """Return the least-cost plan of a scenario, its hours and its books, checked against each other.

    Parameters
    ----------
    source
        A built-in scenario's name, a file, or a case that `load` gave.
    progress
        Called at the start of each stage and now and then while the solver works.
    whole_units
        Whether plants of the programme's own come in whole units; the plan tells what that costs.
    low_share : 0-1
        The work that comes on the low path over the work planned for; the plan tells what is stranded then.
    check_sample
        Whether the capacities of a sampled plan are run on every hour of all planning years, and not on a finer sample
        of one year alone.

    Raises
    ------
    InputFaults
        The scenario has faults.
    InfeasibleError
        No plan keeps all limits; the reasons name them.
    BooksError
        A defect of ours: ledger and objective differ, or a balance does not close.
    """
    tell = progress or (lambda _: None)
    tell(StageProgress(READING))
    case = source if isinstance(source, Case) else load(source)
    tell(StageProgress(PREPARING))
    inputs = prepare(case)
    tell(StageProgress(SOLVING))
    seconds_left = TimeLeft(case.solve.relative_gap)

    def tell_solver(now: Progress) -> None:
        tell(StageProgress(SOLVING, now, seconds_left(now)))

    chosen = solve_plan(inputs, tell_solver)
    if (target := asked_target(case)) is not None:
        chosen = reach_target(inputs, target, progress=lambda step: tell(StageProgress(f"{SOLVING}: {step}"))).found()
    if whole_units:
        chosen = with_whole_units(chosen, tell_solver)
    if low_share is not None:
        chosen = with_stranded(chosen, low_share, tell_solver)
    if chosen.solution.status is Status.OPTIMAL:
        chosen = with_hedge_change(with_risk_change(chosen, tell_solver), tell_solver)
    tell(StageProgress(BOOKING))
    run = keep_books(chosen)
    if inputs.time.is_full or chosen.solution.status is not Status.OPTIMAL:
        return run  # who stops a plan early does not want to wait for more
    tell(StageProgress(SAMPLING))
    if not check_sample:
        return replace(run, sampling_error=sampling_error(chosen))
    error = full_sampling_error(chosen, lambda year: tell(StageProgress(f"{SAMPLING}: {year}")))
    return replace(run, sampling_error=error)


def keep_books(chosen: Plan) -> Run:
    """Return the run of a plan: its hours and its books, checked against each other and the optimiser's objective.

    Raises
    ------
    BooksError
        Ledger and objective differ by more than 1e-9, or a balance does not close.
    """
    dispatch = dispatch_from_plan(chosen)
    check_dispatch(dispatch)
    ledger = build_ledger(dispatch)
    check_ledger(ledger, chosen.solution.primal_objective)
    return Run(chosen, dispatch, ledger)


def save_run(run: Run, folder: str | Path, language: str | None = None) -> None:
    """Write a run as a folder, whole or not at all: a reader finds the old run, the new one or none.

    Parameters
    ----------
    run, folder
    language
        Key of the language that the report opens in, `en` or `ko`; None for that of the reader's browser.

    Raises
    ------
    UserError
        `folder` is a file, or holds something that is not a run.
    """
    provenance = build_provenance(run.plan, run.sampling_error)
    page = report(run, language)
    summary = build_summary(run.dispatch, run.ledger, run.sampling_error)
    write_run(Path(folder), run.dispatch, summary, provenance, page)


def report(run: Run, language: str | None = None, frontiers: Sequence[Frontier] = ()) -> str:
    """Return the report of a run as HTML.

    Parameters
    ----------
    run
    language
        Key of the language that it opens in, `en` or `ko`; None for that of the reader's browser.
    frontiers
        Of sites of the programme, as `frontier.find_frontier` or `read_frontier` gives them.
    """
    return render_report(run.dispatch, run.ledger, run.sampling_error, language, frontiers)


def check_folder(folder: str | Path) -> None:
    """Raise if a run may not or cannot be saved in a folder, before a plan is made for it.

    Raises
    ------
    UserError
        `folder` is a file, holds something that is not a run, or nothing can be written there.
    """
    check_run_folder(Path(folder))


def load_run(folder: str | Path) -> Run:
    """Return a run that `save_run` wrote; its books are kept anew.

    Raises
    ------
    UserError
        `folder` is not a run, or cannot be read.
    """
    dispatch, error = read_run(Path(folder))
    return Run(dispatch.plan, dispatch, build_ledger(dispatch), error)


def export_tables(run: Run, kind: str, path: str | Path) -> None:
    """Write the tables of a run as `csv` or `parquet` (a folder) or `xlsx` (one workbook).

    Raises
    ------
    UserError
        The path holds something else, or a table is too long for a sheet.
    """
    write_tables(run.tables, kind, Path(path))


def with_solver(
    case: Case,
    solver: str | None = None,
    relative_gap: float | None = None,
    time_limit_seconds: float | None = None,
    *,
    polish: bool | None = None,
) -> Case:
    """Return the case with some of its solver's options replaced; None keeps what the scenario says.

    Raises
    ------
    UserError
        If there is no such solver, or a gap or time is none.
    """
    now = case.solve
    options = replace(
        now,
        solver=now.solver if solver is None else solver,
        relative_gap=now.relative_gap if relative_gap is None else relative_gap,
        time_limit_seconds=now.time_limit_seconds if time_limit_seconds is None else time_limit_seconds,
        polish=now.polish if polish is None else polish,
    )
    SolverOptions(options.solver, relative_gap=options.relative_gap, time_limit_seconds=options.time_limit_seconds)
    return replace(case, solve=options)
