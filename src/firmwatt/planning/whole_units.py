"""From fractions of a reactor to whole ones: round, hold, solve again, and tell what it costs.

A linear program builds 0.31 of a reactor. Plants of the programme's own on a site come in units; for each of them the
stock of every planning year is rounded to whole units, inside its limits, the builds are held at that, and everything
else is chosen anew. Contracts and plants elsewhere are shared with others, so their fractions stay, and so do the
expected megawatts of uncertain projects.

Three plans are made, with all stocks rounded to the nearest number, up, and down, and the cheapest is kept. Its
distance from the plan with fractions, which is a bound on every plan with whole units, is the cost that is told. What
binds and at which cost plants would be built is told of the plan with fractions: builds that are held have no margin.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from firmwatt.errors import InfeasibleError
from firmwatt.finance import years_alive
from firmwatt.lp.options import Progress
from firmwatt.lp.solution import Status
from firmwatt.lp.solve import solve
from firmwatt.lp.sparse_lp import SparseLP
from firmwatt.planning.lost_work import refuse_lost_work
from firmwatt.planning.model import PlanningModel, build_model
from firmwatt.planning.plan import Plan, UnitRepair, WholeBuild
from firmwatt.planning.solve import infeasible_reasons, read_plan, solver_options
from firmwatt.scenario.assets import Delivery, SupplyAsset
from firmwatt.timegrid import FloatArray

Rounding = Callable[[FloatArray], FloatArray]

ROUNDINGS: tuple[Rounding, ...] = (np.round, np.ceil, np.floor)
REFUSED = (Status.INFEASIBLE, Status.INFEASIBLE_OR_UNBOUNDED)
SLACK = 1e-6
"""Units by which a limit may be missed: what a solver leaves of a whole number."""
LEAST_MW = 1e-3


def with_whole_units(plan: Plan, progress: Callable[[Progress], None] | None = None) -> Plan:
    """Return the best plan found with whole units, and in it what they cost.

    Parameters
    ----------
    plan
        Solved with fractions.
    progress
        Called now and then while the solver works.

    Raises
    ------
    InfeasibleError
        Rounded to the nearest, up and down, no plan keeps all limits; or work that must be served is lost.
    UserError
        The solver stopped or failed without a point.
    KeyboardInterrupt
        The user interrupted the solver before it had a point.
    """
    model = build_model(plan.inputs)
    candidates: list[dict[int, tuple[int, ...]]] = []
    for rounding in ROUNDINGS:
        units = _units(plan, model, rounding)
        if units not in candidates:
            candidates.append(units)
    options = solver_options(plan.inputs, progress)
    held = [_held(model, plan, units) for units in candidates]
    solved = [(solve(lp, options), lp, units) for lp, units in zip(held, candidates, strict=True)]
    possible = [found for found in solved if found[0].status not in REFUSED]
    if not possible:
        raise InfeasibleError(
            [
                "No plan with whole units keeps all limits, whether fractions are rounded to the nearest, up or down. "
                "Plan with fractions, loosen the limits that bind there, or give smaller `unit_mw`.",
                *infeasible_reasons(plan.inputs, solved[0][1], solved[0][0]),
            ]
        )
    solution, lp, units = min(possible, key=lambda found: np.nan_to_num(found[0].primal_objective, nan=np.inf))
    whole = read_plan(replace(model, lp=lp), solution)
    refuse_lost_work(whole)
    cost = solution.primal_objective - plan.solution.primal_objective
    repair = UnitRepair(cost, _builds(plan, units))
    return replace(whole, unit_repair=repair, binding=plan.binding, break_even=plan.break_even)


def comes_in_units(asset: SupplyAsset) -> bool:
    """Return whether an asset is built in whole units: the programme's own, on its site, and sure to come."""
    is_own = asset.delivery is Delivery.ON_SITE and asset.strike_usd_per_mwh is None
    return is_own and asset.unit_mw is not None and asset.probability == 1.0


def _units(plan: Plan, model: PlanningModel, rounding: Rounding) -> dict[int, tuple[int, ...]]:
    """Return asset → whole units that come online in each planning year."""
    return {
        i: _asset_units(plan, model, i, rounding)
        for i, asset in enumerate(plan.inputs.case.supply)
        if comes_in_units(asset)
    }


def _asset_units(plan: Plan, model: PlanningModel, index: int, rounding: Rounding) -> tuple[int, ...]:
    """Return units by planning year: the stock follows the plan's, rounded, inside the bounds of stock and build."""
    asset, lp, years = plan.inputs.case.supply[index], model.lp, model.frame.years
    unit_mw = asset.unit_mw or 1.0
    capacity = model.columns.supply.capacity
    installed, build = capacity.installed[index], capacity.build[index]
    wanted = rounding(np.round((plan.supply_mw[index] - asset.existing_mw) / unit_mw, 6))
    least = np.ceil((lp.col_lower[installed] - asset.existing_mw) / unit_mw - SLACK)
    most = np.floor((lp.col_upper[installed] - asset.existing_mw) / unit_mw + SLACK)
    most_a_year = np.floor(lp.col_upper[build] / unit_mw + SLACK)
    stock = np.clip(wanted, np.maximum(least, 0.0), np.maximum(most, 0.0))
    alive = np.array([years_alive(vintage, asset.lifetime_years, years) for vintage in years])
    units = np.zeros(len(years))
    for y in range(len(years)):
        units[y] = np.clip(stock[y] - units @ alive[:, y], 0.0, most_a_year[y])
    return tuple(int(count) for count in units)


def _held(model: PlanningModel, plan: Plan, units: dict[int, tuple[int, ...]]) -> SparseLP:
    """Return the program with the builds of whole units held."""
    lower, upper = model.lp.col_lower.copy(), model.lp.col_upper.copy()
    for index, each in units.items():
        build = model.columns.supply.capacity.build[index]
        lower[build] = upper[build] = np.array(each) * (plan.inputs.case.supply[index].unit_mw or 1.0)
    return replace(model.lp, col_lower=lower, col_upper=upper)


def _builds(plan: Plan, units: dict[int, tuple[int, ...]]) -> tuple[WholeBuild, ...]:
    supply, years = plan.inputs.case.supply, plan.inputs.time.planning_years
    return tuple(
        WholeBuild(supply[i].name, year, planned, supply[i].unit_mw or 1.0, count)
        for i, each in units.items()
        for year, planned, count in zip(years, plan.supply_build_mw[i].tolist(), each, strict=True)
        if planned >= LEAST_MW or count > 0
    )
