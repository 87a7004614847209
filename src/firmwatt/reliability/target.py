"""A plan for a target: the reserve margin rises until the simulated outages let the target hold.

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
from firmwatt.reliability.assess import last_year_adequacy
from firmwatt.reliability.monte_carlo import DEFAULT_OPTIONS, SimulationOptions
from firmwatt.scenario.case import Case

FIRST_STEP, MOST_MARGIN = 0.1, 2.0
"""Fractions of the peak: the first rise of the margin, doubled until the target holds, and where it ends."""
BISECTIONS = 3


@dataclass(frozen=True, slots=True)
class Target:
    """What the worst site must keep in the last planning year.

    Attributes
    ----------
    nines : > 0 of the hours, or None
    lole_days_per_year : > 0, most days, or None
    """

    nines: float | None = None
    lole_days_per_year: float | None = None

    def __str__(self) -> str:
        """Return the target in words."""
        words = [] if self.nines is None else [f"{self.nines:g} nines"]
        if self.lole_days_per_year is not None:
            words.append(f"{self.lole_days_per_year:g} days a year")
        return " and ".join(words)


@dataclass(frozen=True, slots=True)
class MarginStep:
    """One plan of the search.

    Attributes
    ----------
    reserve_margin : fraction of the peak, in credited megawatts; None where no reserve is asked for
    cost_usd : present value of the plan; None where no plan keeps this margin
    nines : of the hours of the worst site in the last planning year; None without a plan
    worst_site : by its hours; empty without a plan
    lole_days_per_year : of the site with most of them; None without a plan
    """

    reserve_margin: float | None
    cost_usd: float | None
    nines: float | None
    worst_site: str
    lole_days_per_year: float | None

    def __str__(self) -> str:
        """Return the step in words."""
        asked = "no reserve margin" if self.reserve_margin is None else f"a reserve margin of {self.reserve_margin:.4g}"
        if self.nines is None or self.lole_days_per_year is None or self.cost_usd is None:
            return f"{asked}: no plan keeps it"
        reached = f"{self.nines:.2f} nines at {self.worst_site}, at most {self.lole_days_per_year:.3g} days a year"
        return f"{asked}: {reached}, {self.cost_usd:,.0f} USD"

    def holds(self, target: Target) -> bool:
        """Return whether the plan keeps a target."""
        if self.nines is None or self.lole_days_per_year is None:
            return False
        is_enough = target.nines is None or self.nines >= target.nines
        return is_enough and (target.lole_days_per_year is None or self.lole_days_per_year <= target.lole_days_per_year)


@dataclass(frozen=True, slots=True, eq=False)
class TargetPlan:
    """The outcome of the search.

    Attributes
    ----------
    target
    steps : in the order in which they were tried
    plan : the one of the least margin at which the target holds; None where none was found
    """

    target: Target
    steps: tuple[MarginStep, ...]
    plan: Plan | None

    @property
    def chosen(self) -> MarginStep:
        """Return the step of the least margin at which the target holds; there is one where there is a plan."""
        enough = [step for step in self.steps if step.holds(self.target)]
        return min(enough, key=lambda step: -1.0 if step.reserve_margin is None else step.reserve_margin)

    @property
    def extra_cost_usd(self) -> float | None:
        """Return the present value by which the chosen plan is dearer than the first; None where one has no plan."""
        first, chosen = self.steps[0].cost_usd, self.chosen.cost_usd
        return None if first is None or chosen is None else chosen - first

    def found(self) -> Plan:
        """Return the plan.

        Raises
        ------
        InfeasibleError
            No margin reaches the target; the reason tells how far it came.
        """
        if self.plan is not None:
            return self.plan
        most = max((step.nines for step in self.steps if step.nines is not None), default=0.0)
        least = min(
            (step.lole_days_per_year for step in self.steps if step.lole_days_per_year is not None), default=365.0
        )
        best = f"the most is {most:.2f}" if self.target.nines is not None else f"the least is {least:.2f}"
        reason = f"No reserve margin reaches {self.target} at every site; {best}."
        raise InfeasibleError([f"{reason} What fails in common, such as gas supply or line, may stand in the way."])


def asked_target(case: Case) -> Target | None:
    """Return the target that a scenario asks for, None where it asks for none."""
    asked = Target(case.reliability.target_nines, case.reliability.target_lole_days_per_year)
    return None if asked == Target() else asked


def reach_target(
    inputs: PlanInputs,
    target: Target,
    options: SimulationOptions = DEFAULT_OPTIONS,
    grid_availability: float | None = None,
    progress: Callable[[MarginStep], None] | None = None,
) -> TargetPlan:
    """Return the plan of the least reserve margin tried at which every site keeps the target.

    Parameters
    ----------
    inputs
        Of the plan; its own reserve margin, or none, is where the search starts.
    target
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
    for option, value in (("--reach-nines", target.nines), ("--reach-lole", target.lole_days_per_year)):
        if value is not None and value <= 0.0:
            remedy = "Write 3 for 99.9 %." if value is target.nines else "Write days a year such as 0.1."
            raise UserError(f"{option}: {value:g} is not above 0. {remedy}")
    steps: list[MarginStep] = []
    best: Plan | None = None

    def holds(margin: float | None) -> bool:
        nonlocal best
        plan, step = _planned(inputs, margin, options, grid_availability)
        steps.append(step)
        if progress is not None:
            progress(step)
        is_enough = step.holds(target)
        best = plan if is_enough else best
        return is_enough

    own = inputs.case.reliability.reserve_margin
    if own is None and holds(None):
        return TargetPlan(target, tuple(steps), best)
    low = high = own or 0.0
    rise = FIRST_STEP
    while not holds(high) and steps[-1].nines is not None and high + rise <= MOST_MARGIN:
        low, high, rise = high, high + rise, 2.0 * rise
    for _ in range(BISECTIONS if high > low and best is not None else 0):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if holds(middle) else (middle, high)
    return TargetPlan(target, tuple(steps), best)


def _planned(
    inputs: PlanInputs, margin: float | None, options: SimulationOptions, grid_availability: float | None
) -> tuple[Plan | None, MarginStep]:
    """Return the plan with a reserve margin, or None where there is none, and what it reaches."""
    reliability = replace(inputs.case.reliability, reserve_margin=margin)
    try:
        plan = solve_plan(replace(inputs, case=replace(inputs.case, reliability=reliability)))
    except InfeasibleError:
        return None, MarginStep(margin, None, None, "", None)
    reached = last_year_adequacy(dispatch_from_plan(plan), options, grid_availability)
    worst = min(reached, key=lambda name: reached[name].nines)
    days = max(found.lole_days_per_year for found in reached.values())
    return plan, MarginStep(margin, plan.solution.primal_objective, reached[worst].nines, worst, days)
