"""From an interior optimum to a basis near it, from which simplex reaches a vertex in few steps.

At an optimum each column either lies between its bounds or has a slope, and rows likewise with their duals. An interior
point has a little of both; the larger of the two, in the scaled program where both are of a usual size, says which it
is. Columns and rows between their ends are basic. Where that makes too many or too few, or dependent ones, HiGHS
completes the basis.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from firmwatt.lp.certificate import reduced_costs
from firmwatt.lp.scaling import Scale
from firmwatt.lp.sparse_lp import SparseLP
from firmwatt.timegrid import FloatArray, IntArray

BASIC, AT_LOWER, AT_UPPER, AT_ZERO = range(4)


def near_basis(lp: SparseLP, scale: Scale, primal: FloatArray, row_dual: FloatArray) -> tuple[IntArray, IntArray]:
    """Return (columns,) and (rows,) of `BASIC`, `AT_LOWER`, `AT_UPPER`, `AT_ZERO`.

    Parameters
    ----------
    lp
    scale
        Of the program that simplex will see.
    primal : (columns,)
    row_dual : (rows,)
    """
    slope = scale.costs(reduced_costs(lp, row_dual))
    of_cols = _state(scale.bounds(primal), scale.bounds(lp.col_lower), scale.bounds(lp.col_upper), slope)
    activity = scale.sides(np.asarray(lp.matrix @ primal))
    duals = np.ldexp(row_dual, scale.row - scale.cost)
    return of_cols, _state(activity, scale.sides(lp.row_lower), scale.sides(lp.row_upper), duals)


def _state(value: FloatArray, lower: FloatArray, upper: FloatArray, slope: FloatArray) -> IntArray:
    below, above = value - lower, upper - value
    is_basic = (np.minimum(below, above) > np.abs(slope)) & (lower < upper)
    is_free = np.isinf(lower) & np.isinf(upper)
    at_end = np.where(is_free, AT_ZERO, np.where(below <= above, AT_LOWER, AT_UPPER))
    return np.where(is_basic, BASIC, at_end)


def highs_basis(of_cols: IntArray, of_rows: IntArray) -> Any:
    """Return the basis in HiGHS's own form, marked as one that is to be completed."""
    from highspy import HighsBasis, HighsBasisStatus  # noqa: PLC0415 - heavy, and only a polish needs it

    words = (HighsBasisStatus.kBasic, HighsBasisStatus.kLower, HighsBasisStatus.kUpper, HighsBasisStatus.kZero)
    basis = HighsBasis()
    basis.col_status = [words[state] for state in of_cols.tolist()]
    basis.row_status = [words[state] for state in of_rows.tolist()]
    basis.valid, basis.alien = True, True
    return basis
