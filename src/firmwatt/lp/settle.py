"""Make a nearly feasible point clean: crumbs go to their bounds, and stages follow what the border allows.

An interior point ends a little away from every bound: with a ten-thousandth of a megawatt of what is not wanted, and a
generator that runs a millionth above what stands. Here the border is taken as given, each column of a stage is moved
into the box that the rows with no other column of a stage leave it, and what lies a crumb away from an end goes there.
"""

from __future__ import annotations

import numpy as np

from firmwatt.lp.sparse_lp import SparseLP
from firmwatt.timegrid import FloatArray


def boxes_at_border(lp: SparseLP, point: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the bounds of all columns, with those that rows leave where they touch one column of a stage.

    Parameters
    ----------
    lp
    point : (columns,)
        Its border columns are taken as given; bounds of border columns stay as they are.
    """
    is_staged = lp.col_chain >= 0
    matrix = lp.matrix.tocsr()
    staged_entries = np.asarray(np.bincount(lp.matrix.indices, _per_entry(lp, is_staged), minlength=lp.rows))
    rows = np.flatnonzero(staged_entries == 1)
    given = matrix @ np.where(is_staged, 0.0, point)
    row = np.repeat(np.arange(lp.rows), np.diff(matrix.indptr))
    chosen = (staged_entries[row] == 1) & is_staged[matrix.indices]
    column, value = matrix.indices[chosen], matrix.data[chosen]
    rows = row[chosen]
    ends = (lp.row_lower[rows] - given[rows]) / value, (lp.row_upper[rows] - given[rows]) / value
    lower, upper = lp.col_lower.copy(), lp.col_upper.copy()
    np.maximum.at(lower, column, np.where(value > 0.0, ends[0], ends[1]))
    np.minimum.at(upper, column, np.where(value > 0.0, ends[1], ends[0]))
    crossed = lower > upper  # by rounding, or because the border cannot be kept: then the point shows it
    return np.where(crossed, lp.col_lower, lower), np.where(crossed, lp.col_upper, upper)


def _per_entry(lp: SparseLP, of_column: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> FloatArray:
    return np.repeat(of_column.astype(np.float64), np.diff(lp.matrix.indptr))


def settle(lp: SparseLP, point: FloatArray, crumb: float) -> FloatArray:
    """Return the point with columns of stages inside the boxes that its border leaves them, and crumbs at the ends.

    Parameters
    ----------
    lp
    point : (columns,)
    crumb : >= 0
        Distance from an end of a box below which a column of a stage goes there.
    """
    lower, upper = boxes_at_border(lp, point)
    inside = np.clip(point, lower, upper)
    near_lower, near_upper = inside - lower <= crumb, upper - inside <= crumb
    settled = np.where(near_lower, lower, np.where(near_upper, upper, inside))
    return np.where(lp.col_chain >= 0, settled, np.clip(point, lp.col_lower, lp.col_upper))
