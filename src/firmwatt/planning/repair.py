"""From a solver's point to a plan that can be built: capacities without crumbs, and hours that keep to them.

An interior point leaves ten-thousandths of a megawatt of what is not wanted. A build below a kilowatt is not built,
what stands is the sum of what is built, the hours follow, and the books of work are closed. If hours then lack more
than a solver may leave, smaller crumbs are cleaned; if they lack it with all crumbs in place, as where a solve was
stopped early, they are planned anew at these capacities, a piece of a chain at a time, by HiGHS.
"""

from __future__ import annotations

import numpy as np

from firmwatt.lp.certificate import worst_row_violation
from firmwatt.lp.highs import HighsRun, run_highs
from firmwatt.lp.options import SolverOptions
from firmwatt.lp.pieces import solve_in_pieces
from firmwatt.lp.settle import settle
from firmwatt.lp.solve import Repair
from firmwatt.lp.sparse_lp import SparseLP
from firmwatt.planning.closed_work import close_work
from firmwatt.timegrid import FloatArray

CRUMBS_MW = (1e-3, 1e-4, 1e-5, 1e-6, 0.0)
"""Builds below are not built; the first that hours can follow is taken."""
HOURLY_CRUMB_MW = 1e-6
MOST_SECONDS = 120.0
BUILD, VINTAGES, LATE = "_build", "_vintages", "_late"


def plan_repair(lp: SparseLP, options: SolverOptions) -> Repair:
    """Return what `firmwatt.lp.solve` calls with the point of a planning model.

    Parameters
    ----------
    lp
        The planning model.
    options
        How closely rows must be kept, and how many threads there are.
    """

    def run_piece(piece: SparseLP) -> HighsRun:
        return run_highs(piece, SolverOptions(threads=options.threads), "simplex", MOST_SECONDS)

    def repair(point: FloatArray) -> FloatArray | None:
        for crumb in CRUMBS_MW:
            cleaned = settle(lp, clean_capacities(lp, point, crumb), HOURLY_CRUMB_MW if crumb else 0.0)
            closed = close_work(lp, cleaned)
            if worst_row_violation(lp, closed) <= options.feasibility_tolerance:
                return closed
            if worst_row_violation(lp, cleaned) <= options.feasibility_tolerance:
                return cleaned
        return solve_in_pieces(lp, clean_capacities(lp, point, 0.0), run_piece, MOST_SECONDS)

    return repair


def clean_capacities(lp: SparseLP, point: FloatArray, crumb_mw: float) -> FloatArray:
    """Return the point with builds of a crumb left out, and with what stands as the sum of what is built.

    Parameters
    ----------
    lp
    point : (columns,)
    crumb_mw : MW, or MWh of a storage, >= 0
    """
    cleaned = np.clip(point, lp.col_lower, lp.col_upper)
    rows = {block.name: block for block in lp.row_blocks}
    matrix = lp.matrix.tocsr()
    for block in lp.col_blocks:
        name = block.name.removesuffix(BUILD)
        is_build = name != block.name and name + VINTAGES in rows
        if not is_build and not block.name.endswith(LATE):
            continue
        build = slice(block.start, block.start + block.size)
        cleaned[build] = np.where(cleaned[build] - lp.col_lower[build] < crumb_mw, lp.col_lower[build], cleaned[build])
        if not is_build:
            continue
        stands, tie = lp.col_block(name), rows[name + VINTAGES]
        sums = slice(tie.start, tie.start + tie.size)
        cleaned[stands.start : stands.start + stands.size] += lp.row_lower[sums] - matrix[sums] @ cleaned
    return cleaned
