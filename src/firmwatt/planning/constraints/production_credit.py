"""Tax credit on what a plant generates in the first years of each vintage.

Equations
---------
For a plant a that takes it and planning year y, m the MWh that a megawatt of vintage v can earn the whole credit for:

- `credited[a, y] <= Σ_v m[v, y] · build[a, v]`
- `credited[a, y] <= Σ_h w · generation[a, h]`: what is spilled earns nothing (a virtual contract spills nothing)
- each credited MWh earns the credit, which the law keeps constant in real terms
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from firmwatt.lp.certificate import primal_objective, relative_gap
from firmwatt.lp.solution import Solution
from firmwatt.lp.sparse_lp import SparseLP
from firmwatt.planning.columns import Columns
from firmwatt.planning.frame import Frame
from firmwatt.planning.tax_credit import production_credits

CREDITED, BY_CAPACITY, BY_GENERATION = "credited_mwh", "credited_by_capacity", "credited_by_generation"


def add_production_credit(frame: Frame, columns: Columns) -> None:
    """Add the credited energy of every plant that takes such a credit, with its two limits."""
    supply, builder, case = columns.supply, frame.builder, frame.case
    found = production_credits(frame.inputs, supply.usable_share)
    if not found:
        return
    coords = {"asset": tuple(case.supply[each.asset].name for each in found), "year": frame.year_labels}
    earned = -np.outer([each.usd_per_mwh for each in found], frame.present_value)
    most_mw = np.array([case.supply[e.asset].max_mw * case.supply[e.asset].probability for e in found])
    most = most_mw[:, None] * np.array([each.credited_mwh_per_mw.max(axis=0) for each in found])
    credited = builder.border_columns(CREDITED, coords, cost=earned, upper=most)
    by_capacity = builder.border_rows(BY_CAPACITY, coords, upper=0.0)
    by_generation = builder.border_rows(BY_GENERATION, coords, upper=0.0)
    builder.put(by_capacity, credited, 1.0)
    for k, each in enumerate(found):
        build = supply.capacity.build[each.asset]
        builder.put(by_capacity[k], build[:, None], -each.credited_mwh_per_mw)
        builder.put(by_generation[k], credited[k], 1.0)
        if each.asset in supply.delivered:
            generation = supply.generation[supply.delivered.index(each.asset)]
            builder.put(frame.columns_by_chain(by_generation[k]), generation, -frame.hour_weight)
        else:
            builder.put(by_generation[k], build[:, None], -each.credited_mwh_per_mw)


def with_credits_closed(lp: SparseLP, solution: Solution) -> Solution:
    """Return the solution with as much credited as its own builds and hours allow, to the last digit.

    A solver keeps to the limits within its tolerance and may end a little below both; the books do not.
    """
    if solution.primal is None or CREDITED not in {block.name for block in lp.col_blocks}:
        return solution
    block, point = lp.col_block(CREDITED), solution.primal.copy()
    span = slice(block.start, block.start + block.size)
    point[span] = 0.0
    allowed = -(lp.matrix @ point)
    by_capacity, by_generation = (
        allowed[rows.start : rows.start + rows.size] for rows in map(lp.row_block, (BY_CAPACITY, BY_GENERATION))
    )
    point[span] = np.minimum(by_capacity, by_generation)
    objective = primal_objective(lp, point)
    gap = relative_gap(objective, solution.dual_bound)
    return replace(solution, primal=point, primal_objective=objective, relative_gap=gap)
