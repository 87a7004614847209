"""How fast can a site have power: every sensible stack with its dates, its plan and its figures, and which are best.

>>> from firmwatt import frontier, study
>>> found = frontier.find_frontier(study.load("campus"), "ashburn", 100.0)       # doctest: +SKIP
>>> [(point.stack, point.p50, point.cost_usd_per_mwh) for point in found.points]  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from difflib import get_close_matches

from firmwatt import study
from firmwatt.accounting.frontier import Frontier, FrontierPoint, Unreachable, compared
from firmwatt.accounting.levelised import LevelisedFigures, levelised_figures
from firmwatt.errors import InfeasibleError, UserError
from firmwatt.planning.plan import BindingLimit
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


def find_frontier(
    case: Case,
    site: str,
    asked_mw: float,
    progress: OnProgress | None = None,
    keep: Callable[[str, Run], None] | None = None,
) -> Frontier:
    """Return the frontier of a site.

    Parameters
    ----------
    case
    site : name of a site of the case
    asked_mw : MW at the meter, > 0
    progress
        Called before each stack.
    keep
        Called with the name and the run of each stack that delivers, to save it.

    Raises
    ------
    UserError
        The case has no such site, or the megawatts are not above zero.
    """
    check_question(case, site, asked_mw)
    tell = progress or (lambda _: None)
    points, unreachable = [], []
    for stack in site_stacks(case, site, asked_mw):
        tell(StageProgress(f"Planning {stack.name.replace('_', ' ')}"))
        dates = stack_dates(case, stack, asked_mw)
        missing = no_date(case, stack, dates, asked_mw)
        answer = missing or plan_stack(case, stack, dates, asked_mw)
        if isinstance(answer, Unreachable):
            unreachable.append(answer)
            continue
        run, figures = answer
        reached = last_year_adequacy(run.dispatch, OUTAGES)[run.plan.inputs.case.sites[0].name]
        points.append(FrontierPoint(stack.name, dates, figures, nines=reached.nines))
        if keep is not None:
            keep(stack.name, run)
    return Frontier(case.programme.title, site, asked_mw, compared(points), tuple(unreachable))


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


def plan_stack(
    case: Case, stack: Stack, dates: StackDates, asked_mw: float
) -> tuple[Run, LevelisedFigures] | Unreachable:
    """Return the run of a stack and its figures, or why it does not deliver."""
    assert dates.planned is not None  # no_date gives a reason where it is
    inputs = study.prepare(sub_case(case, stack, asked_mw, dates.planned))
    home, pools = inputs.case.sites[0], inputs.load.it.pools
    computing = float(inputs.load.asked_it_mw.max())
    ready = replace(inputs.case, sites=(replace(home, energised_it_mw=computing),))  # power is the question
    counted = tuple(replace(pool, must_serve=False) for pool in pools)  # what is lost is told below
    load = replace(inputs.load, it=replace(inputs.load.it, pools=counted))
    try:
        run = study.keep_books(solve_plan(replace(inputs, case=ready, load=load)))
    except InfeasibleError as error:
        reason = f"No plan keeps the scenario's limits: {' '.join(error.reasons)}"
        values = {"reasons": " ".join(error.reasons)}
        return Unreachable(stack.name, reason, "infeasible", values, reasons=error.typed)
    figures = levelised_figures(run.dispatch, run.ledger)
    lost_mwh = run.ledger.compute_mwh["lost"].sum(axis=1)
    is_owed = any(pool.must_serve and mwh > MOST_LOST_MWH for pool, mwh in zip(pools, lost_mwh, strict=True))
    if figures.lost_compute_share <= MOST_LOST_SHARE and not is_owed:
        return run, figures
    lost = figures.lost_compute_share
    served, limit = f"{1.0 - lost:.{0 if lost > MOST_LOST_SHARE else 2}%}", _what_binds(run)
    reason = f"It serves {served} of the computing.{f' {limit.words}' if limit else ''}"
    return Unreachable(stack.name, reason, "lost", {"served": served}, limit=limit)


def _what_binds(run: Run) -> BindingLimit | None:
    """Return what stands in the way of power: a limit of the site before one of an asset or the grid."""
    binding = [limit for limit in run.plan.binding if limit.name.partition("[")[0] != "it_mw"]
    binding.sort(key=lambda limit: limit.name.partition("[")[0] not in SITE_LIMITS)
    return binding[0] if binding else None
