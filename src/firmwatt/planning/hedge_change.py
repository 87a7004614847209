"""What a grid that may be late changes: the plan beside the one that takes every connection to come at its P50."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from firmwatt.lp.options import Progress
from firmwatt.planning.plan import Plan
from firmwatt.planning.risk_change import changed_capacities
from firmwatt.planning.solve import read_plan, solved_model


def with_hedge_change(plan: Plan, progress: Callable[[Progress], None] | None = None) -> Plan:
    """Return the plan with what its hedge builds and leaves; as it is where connections have but one date.

    Parameters
    ----------
    plan
        Solved, so that its hours are known.
    progress
        Called now and then while the solver works.
    """
    case = plan.inputs.case
    lucks = case.programme.connection_luck
    if not lucks:
        return plan
    on_time = replace(case, programme=replace(case.programme, connection_luck=("p50",) * len(lucks)))
    model, solution = solved_model(replace(plan.inputs, case=on_time), progress)
    if solution.primal is None:
        return plan
    return replace(plan, hedge_change=tuple(changed_capacities(plan, read_plan(model, solution))))
