"""How fast can a site have power: every sensible stack with its dates, its plan and its figures, and which are best.

>>> from firmwatt import frontier, study
>>> found = frontier.find_frontier(study.load("campus"), "ashburn", 100.0)       # doctest: +SKIP
>>> [(point.stack, point.p50, point.cost_usd_per_mwh) for point in found.points]  # doctest: +SKIP
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from statistics import mean

from firmwatt import study
from firmwatt.accounting.frontier import Frontier, FrontierPoint, Unreachable, compared
from firmwatt.accounting.levelised import LevelisedFigures, levelised_figures
from firmwatt.errors import InfeasibleError, UserError
from firmwatt.interop.run_folder import holds_run_of
from firmwatt.lp.options import Progress
from firmwatt.lp.solution import Status
from firmwatt.lp.time_left import TimeLeft
from firmwatt.planning.lever_moves import stack_months
from firmwatt.planning.plan import BindingLimit, PlanInputs
from firmwatt.planning.solve import solve_plan
from firmwatt.planning.stack_dates import StackDates, stack_dates
from firmwatt.planning.stacks import Stack, site_stacks
from firmwatt.planning.sub_case import first_full_year, last_year, sub_case
from firmwatt.reliability.assess import last_year_adequacy
from firmwatt.reliability.monte_carlo import SimulationOptions
from firmwatt.scenario.case import Case
from firmwatt.study import OnProgress, Run, StageProgress

SITE_LIMITS = ("water", "land", "gas_pipeline", "carbon_cap", "annual_carbon_free", "hourly_carbon_free", "re100")
"""Blocks of the program that no further asset would loosen."""
OUTAGES = SimulationOptions(least_years=200, most_years=1000)
"""Years of outages drawn for each stack that holds a store; all others are exact."""
MOST_LOST_SHARE = 0.05
"""A stack that loses more computing than this does not deliver the megawatts asked for."""
MOST_LOST_MWH = 1.0
"""The same of work that must be served: a solver's rounding."""
LEAST_BUILT_MW = 1.0
"""A stack whose plan builds less of what it is named after is another stack under a wrong name."""


def find_frontier(
    case: Case,
    site: str,
    asked_mw: float,
    progress: OnProgress | None = None,
    folder: str | Path | None = None,
    language: str | None = None,
) -> Frontier:
    """Return the frontier of a site.

    Parameters
    ----------
    case
    site : name of a site of the case
    asked_mw : MW at the meter, > 0
    progress
        Called before each stack that has a date, and now and then while its plan is solved.
    folder
        Made if need be: the run of each stack that is planned is saved there under its name, at once. A stack whose
        very run it holds already is not planned again; None saves nothing.
    language
        As in `study.save_run`.

    Raises
    ------
    UserError
        The case has no such site, the megawatts are not above zero, or a plan ran into the scenario's time limit.
    KeyboardInterrupt
        Somebody stopped it; what is saved stays, and the same call goes on from there.
    """
    check_question(case, site, asked_mw)
    dated = [(stack, stack_dates(case, stack, asked_mw)) for stack in site_stacks(case, site, asked_mw)]
    missing = [no_date(case, stack, dates, asked_mw) for stack, dates in dated]
    desk = _Desk(missing.count(None), progress or (lambda _: None), None if folder is None else Path(folder), language)
    points, unreachable = [], []
    for (stack, dates), reason in zip(dated, missing, strict=True):
        answer = reason or plan_stack(case, stack, dates, asked_mw, desk.begin(stack))
        if isinstance(answer, Unreachable):
            unreachable.append(answer)
            continue
        run, figures = answer
        reached = last_year_adequacy(run.dispatch, OUTAGES)[run.plan.inputs.case.sites[0].name]
        points.append(FrontierPoint(stack.name, dates, figures, nines=reached.nines))
    gained = stack_months(case, site, asked_mw)
    title, title_ko = case.programme.title, case.programme.title_ko
    return Frontier(title, site, asked_mw, compared(points), tuple(unreachable), title_ko, gained)


def stack_names(case: Case, site: str, asked_mw: float) -> tuple[str, ...]:
    """Return the names of the stacks that a frontier looks at."""
    return tuple(stack.name for stack in site_stacks(case, site, asked_mw))


def check_question(case: Case, site: str, asked_mw: float) -> None:
    """Raise if a site or its megawatts make no sense.

    Raises
    ------
    UserError
        The case has no such site, or the megawatts are not above zero.
    """
    names = [known.name for known in case.sites]
    if site not in names:
        near = get_close_matches(site, names, n=1)
        remedy = f"Did you mean '{near[0]}'?" if near else f"Its sites: {', '.join(names)}."
        raise UserError(f"--site {site}: the scenario {case.programme.name} has no such site. {remedy}")
    if not 0.0 < asked_mw < float("inf"):
        raise UserError(
            f"--mw {asked_mw:g}: is not a number above zero. Write the megawatts that the site asks for, such as 100."
        )


def no_date(case: Case, stack: Stack, dates: StackDates, asked_mw: float) -> Unreachable | None:
    """Return why a stack has no date inside the plan's years, or None where it has one."""
    end = last_year(case.programme)
    if stack.lacks:
        listed = " or ".join(name.replace("_", " ") for name in stack.lacks)
        reason = f"The scenario offers no {listed} on the site {stack.site}."
        return Unreachable(stack.name, reason, "lacks", {"site": stack.site}, lacks=stack.lacks)
    if dates.most_mw < asked_mw and stack.adds_up:
        values = {"most": f"{dates.most_mw:,.0f}", "asked": f"{asked_mw:,.0f}"}
        reason = f"All its parts add up to {values['most']} of {values['asked']} MW."
        return Unreachable(stack.name, reason, "short", values)
    if dates.planned is None:
        reason = "It never comes in half of the draws or more: a project that it needs may be cancelled."
        return Unreachable(stack.name, reason, "never")
    if first_full_year(dates.planned) > end:
        values = {"date": dates.planned.isoformat(), "year": str(end)}
        reason = f"It delivers on {values['date']}, too late for a full year before the plan ends with {end}."
        return Unreachable(stack.name, reason, "late", values)
    return None


def solved_run(inputs: PlanInputs, progress: Callable[[Progress], None] | None = None) -> Run:
    """Return the run of a stack, solved to the gap at which stacks can be compared.

    Raises
    ------
    InfeasibleError
        No plan keeps all limits.
    UserError
        The scenario's time limit came first.
    KeyboardInterrupt
        The user stopped the solver: a plan on its way is no point of a frontier.
    """
    plan = solve_plan(inputs, progress)
    solution, limit = plan.solution, inputs.case.solve.time_limit_seconds
    if solution.status is Status.OPTIMAL:
        return study.keep_books(plan)
    if limit is None or solution.solve_seconds < limit:
        raise KeyboardInterrupt
    raise UserError(
        f"solve.time_limit_seconds: after {limit:g} s the plan of {inputs.case.programme.name} is within a gap of "
        f"{solution.relative_gap:.0e}, too wide to compare stacks. Leave the limit out, or look at a sample with "
        "--resolution 4x168."
    )


@dataclass(slots=True)
class _Desk:
    """Where the stacks are planned one after the other: tells how far it is, and keeps what is done."""

    stacks: int
    tell: OnProgress
    folder: Path | None
    language: str | None
    begun: int = 0
    seconds: list[float] = field(default_factory=list)

    def begin(self, stack: Stack) -> Callable[[PlanInputs], Run]:
        """Return the function that gives the run of the next stack: the one that is kept, or a new one."""
        self.begun += 1
        stage = f"Planning {stack.name.replace('_', ' ')} ({self.begun} of {self.stacks})"
        self.tell(StageProgress(stage))

        def run_of(inputs: PlanInputs) -> Run:
            place = None if self.folder is None else self.folder / stack.name
            if place is not None and holds_run_of(place, inputs.case):
                return study.load_run(place)
            started, seconds_left = time.perf_counter(), TimeLeft(inputs.case.solve.relative_gap)
            run = solved_run(inputs, lambda now: self.tell(StageProgress(stage, now, self._left(seconds_left(now)))))
            if place is not None:
                study.save_run(run, place, self.language)
            self.seconds.append(time.perf_counter() - started)
            return run

        return run_of

    def _left(self, solve_seconds: float | None) -> float | None:
        """Return the seconds until all stacks are planned: nothing is known before the first one is."""
        if solve_seconds is None or not self.seconds:
            return None
        return solve_seconds + (self.stacks - self.begun) * mean(self.seconds)


def plan_stack(
    case: Case,
    stack: Stack,
    dates: StackDates,
    asked_mw: float,
    run_of: Callable[[PlanInputs], Run] = solved_run,
) -> tuple[Run, LevelisedFigures] | Unreachable:
    """Return the run of a stack and its figures, or why it does not deliver.

    Parameters
    ----------
    case, stack
    dates : of `stack_dates`, with a day from which it can be planned
    asked_mw : MW at the meter, > 0
    run_of
        Gives the run of the stack's inputs.
    """
    assert dates.planned is not None  # no_date gives a reason where it is
    inputs = study.prepare(sub_case(case, stack, asked_mw, dates.planned))
    home, pools = inputs.case.sites[0], inputs.load.it.pools
    computing = float(inputs.load.asked_it_mw.max())
    ready = replace(inputs.case, sites=(replace(home, energised_it_mw=computing),))  # power is the question
    counted = tuple(replace(pool, must_serve=False) for pool in pools)  # what is lost is told below
    load = replace(inputs.load, it=replace(inputs.load.it, pools=counted))
    try:
        run = run_of(replace(inputs, case=ready, load=load))
    except InfeasibleError as error:
        reason = f"No plan keeps the scenario's limits: {' '.join(error.reasons)}"
        values = {"reasons": " ".join(error.reasons)}
        return Unreachable(stack.name, reason, "infeasible", values, reasons=error.typed)
    if stack.led_by and (idle := _idle(run, stack)):
        listed = " or ".join(name.replace("_", " ") for name in idle)
        reason = f"Its plan builds no {listed}: what else is there costs less."
        return Unreachable(stack.name, reason, "idle", lacks=idle)
    figures = levelised_figures(run.dispatch, run.ledger)
    lost_mwh = run.ledger.compute_mwh["lost"].sum(axis=1)
    is_owed = any(pool.must_serve and mwh > MOST_LOST_MWH for pool, mwh in zip(pools, lost_mwh, strict=True))
    if figures.lost_compute_share <= MOST_LOST_SHARE and not is_owed:
        return run, figures
    lost = figures.lost_compute_share
    served, limit = f"{1.0 - lost:.{0 if lost > MOST_LOST_SHARE else 2}%}", _what_binds(run)
    reason = f"It serves {served} of the computing.{f' {limit.words}' if limit else ''}"
    return Unreachable(stack.name, reason, "lost", {"served": served}, limit=limit)


def _idle(run: Run, stack: Stack) -> tuple[str, ...]:
    """Return the technologies that a stack is named after if its plan builds none of them."""
    led_by = [(at, asset) for at, asset in enumerate(run.plan.inputs.case.supply) if asset.name in stack.led_by]
    if any(run.plan.supply_mw[at].max() >= LEAST_BUILT_MW for at, _ in led_by):
        return ()
    return tuple(dict.fromkeys(asset.technology for _, asset in led_by))


def _what_binds(run: Run) -> BindingLimit | None:
    """Return what stands in the way of power: a limit of the site before one of an asset or the grid."""
    binding = [limit for limit in run.plan.binding if limit.name.partition("[")[0] != "it_mw"]
    binding.sort(key=lambda limit: limit.name.partition("[")[0] not in SITE_LIMITS)
    return binding[0] if binding else None
