"""Weather years that turn out dear: the mean of the dearest counts beside the mean of all.

Capacities are chosen once, before anyone knows the weather; hours are run in each weather draw as it comes. For
planning year y and draw w of probability p, let C[y, w] be what the year costs to run: all that hours cost, and what
virtual contracts gain or lose. With λ the weight of the tail, α its share of the probability, φ the present value:

    minimise   standing cost + Σ_y φ_y ((1 - λ) · Σ_w p_w C[y, w] + λ · CVaR_α(C[y, ·]))

Equations
---------
CVaR after Rockafellar and Uryasev (2000), in present value and weighted by probability, as hours in the objective are:

- `excess[y, w] + p_w · at_risk[y] >= φ_y p_w C[y, w]`, `excess >= 0`
- cost: hours at `1 - λ` of theirs, `λ` for `at_risk[y]`, `λ / α` for each `excess[y, w]`.

Every row holds the hours of its own draw of one year alone: a border row for each.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from firmwatt.errors import UserError
from firmwatt.finance import value_at_risk
from firmwatt.lp.certificate import primal_objective, relative_gap
from firmwatt.lp.model import Positions, StagedCosts
from firmwatt.lp.solution import Solution
from firmwatt.lp.sparse_lp import Block, SparseLP
from firmwatt.planning.columns import Columns
from firmwatt.planning.frame import Frame
from firmwatt.timegrid import FloatArray, IntArray

ROWS, AT_RISK, EXCESS = "weather_cost", "value_at_risk_usd", "weather_excess_usd"


@dataclass(frozen=True, slots=True, eq=False)
class OperatingCost:
    """What each planning year costs to run in each weather draw: present value × probability, as the objective has it.

    Attributes
    ----------
    place : (terms,) years × draws, row by row
    column : (terms,)
    usd : (terms,) for one unit of the column
    constant_usd : (years, draws)
    least_usd, most_usd : (years, draws)
        What the bounds of the columns allow.
    """

    place: IntArray
    column: Positions
    usd: FloatArray
    constant_usd: FloatArray
    least_usd: FloatArray
    most_usd: FloatArray

    def at(self, point: FloatArray) -> FloatArray:
        """Return (years, draws) the cost at a point of the program."""
        found = np.bincount(self.place, self.usd * point[self.column], self.constant_usd.size)
        return np.asarray(self.constant_usd + found.reshape(self.constant_usd.shape), dtype=np.float64)


def operating_cost(frame: Frame, columns: Columns, hours: StagedCosts) -> OperatingCost:
    """Return the terms of all hours, and those of virtual contracts, whose capacity carries the money of the hours."""
    time, supply = frame.inputs.time, columns.supply
    draws = len(time.weather_years)
    place_of_chain = time.chain_year * draws + time.chain_weather
    virtual = list(supply.virtual)
    contract = supply.virtual_value_usd_per_mw[virtual]
    most_mw = np.array([a.max_mw * a.probability + a.existing_mw for a in (frame.case.supply[i] for i in virtual)])
    of_contract = np.broadcast_to(place_of_chain, contract.shape)
    at_most = contract * most_mw.reshape(-1, 1)

    def total(place: IntArray, usd: FloatArray) -> FloatArray:
        found = np.bincount(place.ravel(), usd.ravel(), len(frame.years) * draws)
        return np.asarray(found.reshape(len(frame.years), draws), dtype=np.float64)

    constant = total(place_of_chain, supply.virtual_existing_usd)
    of_hours = place_of_chain[hours.chain]
    return OperatingCost(
        place=np.concatenate([of_hours, of_contract.ravel()]),
        column=np.concatenate([hours.position, supply.capacity.installed[virtual][:, frame.year_of_chain].ravel()]),
        usd=np.concatenate([hours.cost, contract.ravel()]),
        constant_usd=constant,
        least_usd=constant + total(of_hours, hours.least) + total(of_contract, np.minimum(at_most, 0.0)),
        most_usd=constant + total(of_hours, hours.most) + total(of_contract, np.maximum(at_most, 0.0)),
    )


def add_risk(frame: Frame, columns: Columns) -> None:
    """Let the dearest draws count as the programme asks; to be added behind everything that hours cost.

    Raises
    ------
    UserError
        A market answers the load: its prices are made by the plan itself.
    """
    risk, builder = frame.case.programme.risk_in_force, frame.builder
    if risk is None:
        return
    if frame.inputs.curves is not None:
        raise UserError(
            f"programme.risk: a weight of {risk.weight:g} cannot be kept where a region follows a supply curve: what a "
            "dear year costs there hangs on prices that the plan itself makes. Leave `risk` out, or make the grid a "
            "price-taker."
        )
    cost = operating_cost(frame, columns, builder.staged_costs())
    chance = np.array(frame.case.programme.weather_probability)
    lowest, highest = (cost.least_usd / chance).min(axis=1), (cost.most_usd / chance).max(axis=1)
    coords = {"year": frame.year_labels, "draw": frame.case.programme.draw_names}
    rows = builder.border_rows(ROWS, coords, lower=cost.constant_usd)
    at_risk = builder.border_columns(
        AT_RISK, {"year": frame.year_labels}, cost=risk.weight, lower=lowest, upper=highest
    )
    most = np.maximum(cost.most_usd - chance * lowest[:, None], 0.0)
    excess = builder.border_columns(EXCESS, coords, cost=risk.weight / risk.tail_share, upper=most)
    builder.put(rows, excess, 1.0)
    builder.put(rows, at_risk[:, None], chance)
    builder.put(rows.ravel()[cost.place], cost.column, -cost.usd)
    builder.add_cost(cost.column, -risk.weight * cost.usd)
    builder.objective_offset -= risk.weight * float(cost.constant_usd.sum())


def with_risk_closed(lp: SparseLP, solution: Solution) -> Solution:
    """Return the solution with the value at risk and the excess that its own hours have, to the last digit.

    A solver keeps their rows to its tolerance, and may end a little beside the best of them; the books do not.
    """
    if solution.primal is None or ROWS not in {block.name for block in lp.row_blocks}:
        return solution
    rows, at_risk, excess = lp.row_block(ROWS), lp.col_block(AT_RISK), lp.col_block(EXCESS)
    point = solution.primal.copy()
    held = lp.matrix[:, _span(at_risk)].tocsr()[_span(rows)].sum(axis=1).reshape(rows.shape)
    chance = held[0]
    own = point[_span(excess)].reshape(rows.shape) + chance * point[_span(at_risk)][:, None]
    sides = (lp.row_lower - lp.matrix @ point)[_span(rows)].reshape(rows.shape)
    cost = own + sides
    tail_share = lp.cost[at_risk.start] / lp.cost[excess.start]
    level = value_at_risk(cost / chance, chance, tail_share)
    point[_span(at_risk)] = level
    point[_span(excess)] = np.maximum(cost - chance * level[:, None], 0.0).ravel()
    objective = primal_objective(lp, point)
    gap = relative_gap(objective, solution.dual_bound)
    return replace(solution, primal=point, primal_objective=objective, relative_gap=gap)


def _span(block: Block) -> slice:
    return slice(block.start, block.start + block.size)
