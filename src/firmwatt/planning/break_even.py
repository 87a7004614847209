"""At which cost each plant would just be built, read off the duals.

For an owned plant a, with y the duals of all rows but its own `generation_limit` and `supply_mw_vintages`, and the
budget:

- `margin[a, h] = max(0, Σ rows y · A - cost)` of its generation column: what a MWh is worth beyond what it costs to run
- `worth[a, y] = Σ_h usable[a, h] · margin[a, h]`, less standing cost and what land, slots or reserve make of it
- `break-even[a] = max_v (Σ_y∈life(v) worth[a, y] - other duals on its build) / value of 1 USD/kW built in v`, where
  that value is its annuities and, where a budget binds, what the budget would save elsewhere

A plant above its break-even stays away, one below it is built to a limit, and one that is built in part stands at it.
The duals hold for the plan as it is: a break-even is the cost of the first megawatt, not of the thousandth.
"""

from __future__ import annotations

import numpy as np

from firmwatt.finance import years_alive
from firmwatt.lp.solution import Solution
from firmwatt.planning.constraints.budget import ROWS as BUDGET
from firmwatt.planning.model import PlanningModel
from firmwatt.planning.plan import BreakEven
from firmwatt.timegrid import FloatArray
from firmwatt.units import KW_PER_MW

OWN_ROWS = ("generation_limit", "supply_mw_vintages")


def break_even_costs(model: PlanningModel, solution: Solution) -> tuple[BreakEven, ...]:
    """Return the break-even cost of each owned plant that can be built at all, in the order of the case.

    Notes
    -----
    Without duals nothing is returned.
    """
    if solution.row_dual is None:
        return ()
    frame, supply = model.frame, model.columns.supply
    reduced, budget_value = _reduced_cost(model, solution.row_dual), _budget_value(model, solution.row_dual)
    worth = -reduced[supply.capacity.installed]
    for k, i in enumerate(supply.delivered):
        margin = np.maximum(0.0, -reduced[supply.generation[k]])
        np.add.at(worth[i], frame.year_of_chain, (supply.usable_share[i] * margin).sum(axis=-1))
    share = frame.yearly_share(frame.online.supply)
    found = []
    for i, asset in enumerate(frame.case.supply):
        build = supply.capacity.build[i]
        is_open = model.lp.col_upper[build] > 0.0
        if asset.strike_usd_per_mwh is not None or not is_open.any():
            continue
        life, cost = asset.lifetime_years, asset.overnight_cost_usd_per_kw
        annuities = frame.kept_share(asset) * frame.capital_value(1.0, life, asset.construction_years, share[i])
        alive = np.array([years_alive(vintage, life, frame.years) for vintage in frame.years])
        earned = alive @ worth[i] - (reduced[build] - cost * annuities)
        by_vintage = np.full(len(frame.years), -np.inf)
        np.divide(earned, annuities + budget_value, out=by_vintage, where=is_open & (annuities > 0.0))
        best = int(by_vintage.argmax())
        found.append(BreakEven(asset.name, frame.years[best], cost, float(by_vintage[best])))
    return tuple(found)


def _budget_value(model: PlanningModel, row_dual: FloatArray) -> FloatArray:
    """Return (years,) what 1 USD/kW of a megawatt built in each year takes from a budget that binds, present value."""
    programme, years = model.frame.case.programme, np.asarray(model.frame.years)
    if programme.budget_usd is None:
        return np.zeros(len(years))
    last = programme.budget_until_year or years[-1]
    dual = row_dual[model.lp.row_block(BUDGET).start]
    return np.where(years <= last, -dual * KW_PER_MW, 0.0)


def _reduced_cost(model: PlanningModel, row_dual: FloatArray) -> FloatArray:
    """Return (columns,) cost less what all rows pay for it, a plant's own and the budget left out."""
    dual = row_dual.copy()
    has_budget = model.frame.case.programme.budget_usd is not None
    for name in (*OWN_ROWS, BUDGET) if has_budget else OWN_ROWS:
        block = model.lp.row_block(name)
        dual[block.start : block.start + block.size] = 0.0
    return np.asarray(model.lp.cost - model.lp.matrix.T @ dual, dtype=np.float64)
