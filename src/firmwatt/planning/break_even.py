"""At which cost each plant would just be built, read off the duals.

For an owned plant a, with y the duals of all rows but its own `generation_limit` and `supply_mw_vintages`:

- `margin[a, h] = max(0, Σ rows y · A - cost)` of its generation column: what a MWh is worth beyond what it costs to run
- `worth[a, y] = Σ_h usable[a, h] · margin[a, h]`, less standing cost and what land, slots or reserve make of it
- `break-even[a] = max_v (Σ_y∈life(v) worth[a, y] - other duals on its build) / capital value of 1 USD/kW built in v`

A plant above its break-even stays away, one below it is built to a limit, and one that is built in part stands at it.
The duals hold for the plan as it is: a break-even is the cost of the first megawatt, not of the thousandth.
"""

from __future__ import annotations

import numpy as np

from firmwatt.finance import years_alive
from firmwatt.lp.solution import Solution
from firmwatt.planning.model import PlanningModel
from firmwatt.planning.plan import BreakEven
from firmwatt.timegrid import FloatArray

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
    reduced = _reduced_cost(model, solution.row_dual)
    worth = -reduced[supply.capacity.installed]
    for k, asset in enumerate(supply.delivered):
        margin = np.maximum(0.0, -reduced[supply.generation[k]])
        np.add.at(worth[asset], frame.year_of_chain, (supply.usable_share[asset] * margin).sum(axis=-1))
    share = frame.yearly_share(frame.online.supply)
    found = []
    for i, asset_data in enumerate(frame.case.supply):
        is_open = model.lp.col_upper[supply.capacity.build[i]] > 0.0
        if asset_data.strike_usd_per_mwh is not None or not is_open.any():
            continue
        life = asset_data.lifetime_years
        per_usd = frame.capital_value(1.0, life, asset_data.construction_years, share[i])
        alive = np.array([years_alive(vintage, life, frame.years) for vintage in frame.years])
        cost = asset_data.overnight_cost_usd_per_kw
        other = reduced[supply.capacity.build[i]] - cost * per_usd
        by_vintage = np.full(len(frame.years), -np.inf)
        by_vintage[is_open] = ((alive @ worth[i] - other) / np.where(per_usd > 0.0, per_usd, np.inf))[is_open]
        best = int(by_vintage.argmax())
        found.append(BreakEven(asset_data.name, frame.years[best], cost, float(by_vintage[best])))
    return tuple(found)


def _reduced_cost(model: PlanningModel, row_dual: FloatArray) -> FloatArray:
    """Return (columns,) cost less what all rows but a plant's own pay for it."""
    dual = row_dual.copy()
    for name in OWN_ROWS:
        block = model.lp.row_block(name)
        dual[block.start : block.start + block.size] = 0.0
    return np.asarray(model.lp.cost - model.lp.matrix.T @ dual, dtype=np.float64)
