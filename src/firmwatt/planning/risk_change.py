"""What dear weather changes: the plan beside the one that minimises the expected cost alone.

The same case is planned once more without its risk. Both plans are then measured by the same terms: the expected cost,
and with the dearest draws of each year in place of the mean.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from firmwatt.finance import tail_mean
from firmwatt.lp.certificate import primal_objective
from firmwatt.lp.model import staged_costs
from firmwatt.lp.options import Progress
from firmwatt.planning.constraints.risk import operating_cost
from firmwatt.planning.model import PlanningModel
from firmwatt.planning.plan import ChangedCapacity, Plan, RiskChange
from firmwatt.planning.solve import read_plan, solved_model
from firmwatt.scenario.programme import Risk
from firmwatt.timegrid import FloatArray

LEAST_SHARE_OF_PROGRAMME, LEAST_SHARE = 5e-4, 1e-3
"""Share of all computing asked for, and of what stands, below which a difference in megawatts is a solver's."""


def with_risk_change(plan: Plan, progress: Callable[[Progress], None] | None = None) -> Plan:
    """Return the plan with what its risk changes; as it is where the expected cost alone counts.

    Parameters
    ----------
    plan
        Solved, so that its hours are known.
    progress
        Called now and then while the solver works.
    """
    programme, own = plan.inputs.case.programme, plan.solution.primal
    risk = programme.risk_in_force
    if risk is None or own is None:
        return plan
    neutral_case = replace(plan.inputs.case, programme=replace(programme, risk=None))
    model, solution = solved_model(replace(plan.inputs, case=neutral_case), progress)
    if solution.primal is None:
        return plan
    neutral = read_plan(model, solution)
    careful = own[: model.lp.columns]  # the columns of the risk stand behind all others
    expected = [primal_objective(model.lp, point) for point in (careful, solution.primal)]
    beyond = [_beyond_mean(model, risk, point) for point in (careful, solution.primal)]
    change = RiskChange(
        expected_more_usd=expected[0] - expected[1],
        tail_less_usd=expected[1] + beyond[1] - expected[0] - beyond[0],
        tolerance_usd=sum(max(each.primal_objective - each.dual_bound, 0.0) for each in (plan.solution, solution)),
        capacities=tuple(changed_capacities(plan, neutral)),
    )
    return replace(plan, risk_change=change)


def _beyond_mean(model: PlanningModel, risk: Risk, point: FloatArray) -> float:
    """Return by how much the dearest draws of each year cost more than the mean, present value."""
    chance = np.array(model.frame.case.programme.weather_probability)
    lp = model.lp
    hours = staged_costs(lp.cost, lp.col_chain, (lp.col_lower, lp.col_upper))
    cost = operating_cost(model.frame, model.columns, hours).at(point) / chance
    return float((tail_mean(cost, chance, risk.tail_share) - cost @ chance).sum())


def changed_capacities(plan: Plan, neutral: Plan) -> Iterator[ChangedCapacity]:
    """Yield what stands in some year of one plan and not of another of the same case, or differs beyond a solver's."""
    case, years = plan.inputs.case, plan.inputs.time.planning_years
    least_mw = LEAST_SHARE_OF_PROGRAMME * float(plan.inputs.load.asked_it_mw.sum(axis=0).max())
    sites = [site.name for site in case.sites]
    grid = [each.connection_firm_mw + each.connection_curtailable_mw for each in (plan, neutral)]
    things: list[tuple[str, list[str], FloatArray, FloatArray]] = [
        ("supply", [asset.name for asset in case.supply], plan.supply_mw, neutral.supply_mw),
        ("storage", [asset.name for asset in case.storage], plan.storage_mw, neutral.storage_mw),
        ("connection", sites, grid[0], grid[1]),
        ("computing", sites, plan.it_mw, neutral.it_mw),
    ]
    for kind, names, own, other in things:
        for name, with_risk, without in zip(names, own.tolist(), other.tolist(), strict=True):
            for year, mw, neutral_mw in zip(years, with_risk, without, strict=True):
                if abs(mw - neutral_mw) > max(least_mw, LEAST_SHARE * max(mw, neutral_mw)):
                    yield ChangedCapacity(kind, name, year, mw, neutral_mw)
