"""What stands idle if the programme's work comes in low: capacities of the plan stand, the work is scaled down.

Two programs are solved with the low work: in one all that the plan builds to supply power is built (plants, storage,
lines, connections and the additions of its markets), in the other everything is chosen anew. What the first costs more
is what hindsight would have saved; what it has more stands idle. Chips are bought as the work comes and are left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from firmwatt.errors import InfeasibleError
from firmwatt.lp.model import Positions
from firmwatt.lp.options import Progress
from firmwatt.lp.solve import solve
from firmwatt.planning.market import expansions
from firmwatt.planning.model import PlanningModel, build_model
from firmwatt.planning.plan import IdleCapacity, Plan, PlanInputs, Stranded
from firmwatt.planning.solve import infeasible_reasons, solver_options
from firmwatt.timegrid import FloatArray

SHARPEST_GAP = 1e-5
"""The cost is the difference of two optima, each of which must be known better than the plan's own."""
SLACK = 1e-6
"""Share of a build by which it may be missed: what a solver leaves."""
LEAST_MW = 1.0


def with_stranded(plan: Plan, low_share: float, progress: Callable[[Progress], None] | None = None) -> Plan:
    """Return the plan with what stands idle in it if the work comes in low.

    Parameters
    ----------
    plan
        Solved, so that its builds are known.
    low_share : 0-1
        The work that comes over the work planned for.
    progress
        Called now and then while the solver works.

    Raises
    ------
    InfeasibleError
        A rule of the scenario cannot be kept with the low work.
    """
    if plan.solution.primal is None:
        return plan
    model = build_model(low_inputs(plan.inputs, low_share))
    options = solver_options(plan.inputs, progress)
    options = replace(options, relative_gap=min(options.relative_gap, SHARPEST_GAP))
    lower = model.lp.col_lower.copy()
    for build in _builds(model):
        wanted = (1.0 - SLACK) * plan.solution.primal[build]
        lower[build] = np.clip(wanted, lower[build], model.lp.col_upper[build])
    free, held = solve(model.lp, options), solve(replace(model.lp, col_lower=lower), options)
    for solution in (free, held):
        if solution.primal is None:
            reasons = infeasible_reasons(model.frame.inputs, model.lp, solution)
            raise InfeasibleError([f"The low path has no plan ({solution.status.value}).", *reasons])
    assert free.primal is not None
    idle = tuple(_idle(model, plan.solution.primal, free.primal))
    return replace(plan, stranded=Stranded(low_share, held.primal_objective - free.primal_objective, idle))


def low_inputs(inputs: PlanInputs, share: float) -> PlanInputs:
    """Return the inputs with all work scaled down."""
    pools = tuple(replace(pool, arrivals_mw=share * pool.arrivals_mw) for pool in inputs.load.it.pools)
    return replace(inputs, load=replace(inputs.load, it=replace(inputs.load.it, pools=pools)))


def _builds(model: PlanningModel) -> list[Positions]:
    """Return the columns of what is built to supply power."""
    columns = model.columns
    kinds = [
        columns.supply.capacity, columns.storage.power, columns.storage.energy, columns.link.capacity,
        columns.connection.firm, columns.connection.curtailable,
    ]  # fmt: skip
    if columns.market is not None:
        kinds.append(columns.market.added)
    return [kind.build.ravel() for kind in kinds]


def _idle(model: PlanningModel, planned: FloatArray, free: FloatArray) -> list[IdleCapacity]:
    """Return what stands in the plan and would not with hindsight, by thing and year."""
    case, columns, series = model.frame.case, model.columns, model.frame.inputs.curves
    things = [
        ("supply", [asset.name for asset in case.supply], columns.supply.capacity.installed),
        ("storage", [asset.name for asset in case.storage], columns.storage.power.installed),
        ("connection", [site.name for site in case.sites], columns.connection.firm.installed),
    ]
    if columns.market is not None and series is not None:
        things.append(("market", [each.name for each in expansions(series)], columns.market.added.installed))
    return [
        IdleCapacity(kind, name, year, float(mw))
        for kind, names, positions in things
        for name, more in zip(names, planned[positions] - free[positions], strict=True)
        for year, mw in zip(model.frame.years, more, strict=True)
        if mw > LEAST_MW
    ]
