"""A plan for a target of nines: the reserve margin rises until the simulated outages let the target hold.

The linear program counts reserve by class credit and knows no outages; the assessment knows outages and builds nothing.
This loop joins them: plan, assess, ask for more reserve, plan again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from firmwatt.errors import InfeasibleError, UserError
from firmwatt.operation.read import dispatch_from_plan
from firmwatt.planning.plan import Plan, PlanInputs
from firmwatt.planning.solve import solve_plan
from firmwatt.reliability.assess import assess
from firmwatt.reliability.monte_carlo import DEFAULT_OPTIONS, SimulationOptions
from firmwatt.reliability.site_systems import site_systems

FIRST_STEP, MOST_MARGIN = 0.1, 2.0
"""Fractions of the peak: the first rise of the margin, doubled until the target holds, and where it ends."""
BISECTIONS = 3


@dataclass(frozen=True, slots=True)
class MarginStep:
    """One plan of the search.

    Attributes
    ----------
    reserve_margin : fraction of the peak, in credited megawatts; None where no reserve is asked for
    cost_usd : present value of the plan; None where no plan keeps this margin
    nines : of the hours of the worst site in the last planning year; None without a plan
    worst_site : empty without a plan
    """

    reserve_margin: float | None
    cost_usd: float | None
    nines: float | None
    worst_site: str


@dataclass(frozen=True, slots=True, eq=False)
class TargetPlan:
    """The outcome of the search.

    Attributes
    ----------
    target_nines
    steps : in the order in which they were tried
    plan : the one of the least margin at which the target holds; None where none was found
    """

    target_nines: float
    steps: tuple[MarginStep, ...]
    plan: Plan | None

    @property
    def chosen(self) -> MarginStep:
        """Return the step of the least margin at which the target holds; there is one where there is a plan."""
        enough = [step for step in self.steps if step.nines is not None and step.nines >= self.target_nines]
        return min(enough, key=lambda step: -1.0 if step.reserve_margin is None else step.reserve_margin)


def reach_nines(
    inputs: PlanInputs,
    target_nines: float,
    options: SimulationOptions = DEFAULT_OPTIONS,
    grid_availability: float | None = None,
    progress: Callable[[MarginStep], None] | None = None,
) -> TargetPlan:
    """Return the plan of the least reserve margin tried at which every site has the nines asked for.

    Parameters
    ----------
    inputs
        Of the plan; its own reserve margin, or none, is where the search starts.
    target_nines : > 0, of the hours of the last planning year
    options, grid_availability
        As `assess` and `site_systems` take them.
    progress
        Called after each plan.

    Raises
    ------
    UserError
        If the target is not positive.

    Notes
    -----
    The first plan is the scenario's own. The margin then rises from 0, or from the scenario's, by 0.1, 0.2, 0.4 … until
    the target holds, and three bisections narrow it down. A margin without a feasible plan ends the rise.
    """
    if target_nines <= 0.0:
        raise UserError(f"--reach-nines: {target_nines:g} is not above 0. Write 3 for 99.9 %.")
    steps: list[MarginStep] = []
    best: Plan | None = None

    def holds(margin: float | None) -> bool:
        nonlocal best
        plan, step = _planned(inputs, margin, options, grid_availability)
        steps.append(step)
        if progress is not None:
            progress(step)
        is_enough = step.nines is not None and step.nines >= target_nines
        best = plan if is_enough else best
        return is_enough

    own = inputs.case.reliability.reserve_margin
    if own is None and holds(None):
        return TargetPlan(target_nines, tuple(steps), best)
    low = high = own or 0.0
    rise = FIRST_STEP
    while not holds(high) and steps[-1].nines is not None and high + rise <= MOST_MARGIN:
        low, high, rise = high, high + rise, 2.0 * rise
    for _ in range(BISECTIONS if high > low and best is not None else 0):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if holds(middle) else (middle, high)
    return TargetPlan(target_nines, tuple(steps), best)


def _planned(
    inputs: PlanInputs, margin: float | None, options: SimulationOptions, grid_availability: float | None
) -> tuple[Plan | None, MarginStep]:
    """Return the plan with a reserve margin, or None where there is none, and what it reaches."""
    reliability = replace(inputs.case.reliability, reserve_margin=margin)
    try:
        plan = solve_plan(replace(inputs, case=replace(inputs.case, reliability=reliability)))
    except InfeasibleError:
        return None, MarginStep(margin, None, None, "")
    dispatch, last = dispatch_from_plan(plan), len(inputs.time.planning_years) - 1
    reached = {
        site.name: assess(site_systems(dispatch, index, last, grid_availability), options=options).nines
        for index, site in enumerate(inputs.case.sites)
    }
    worst = min(reached, key=lambda name: reached[name])
    return plan, MarginStep(margin, plan.solution.primal_objective, reached[worst], worst)
