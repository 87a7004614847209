"""Make a nearly feasible point clean: crumbs go to their bounds, and stages follow what the border allows.

An interior point ends a little away from every bound: with a ten-thousandth of a megawatt of what is not wanted, and a
generator that runs a millionth above what stands. Here the border is taken as given, each column of a stage is moved
into the box that the rows with no other column of a stage leave it, and what lies a crumb away from an end goes there.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from firmwatt.lp.sparse_lp import SparseLP, StageArray
from firmwatt.timegrid import FloatArray, IntArray

_COLUMNS_AT_ONCE = 500_000


def boxes_at_border(lp: SparseLP, point: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the bounds of all columns, with those that rows leave where they touch one column of a stage.

    Parameters
    ----------
    lp
    point : (columns,)
        Its border columns are taken as given; bounds of border columns stay as they are.
    """
    is_staged = lp.col_chain >= 0
    staged_entries = np.zeros(lp.rows, dtype=np.int32)
    for row, _, _ in _staged_entries(lp):
        np.add.at(staged_entries, row, 1)
    given = lp.matrix @ np.where(is_staged, 0.0, point)
    lower, upper = lp.col_lower.copy(), lp.col_upper.copy()
    for row, column, value in _staged_entries(lp):
        alone = staged_entries[row] == 1
        rows, columns, values = row[alone], column[alone], value[alone]
        ends = (lp.row_lower[rows] - given[rows]) / values, (lp.row_upper[rows] - given[rows]) / values
        np.maximum.at(lower, columns, np.where(values > 0.0, ends[0], ends[1]))
        np.minimum.at(upper, columns, np.where(values > 0.0, ends[1], ends[0]))
    crossed = lower > upper  # by rounding, or because the border cannot be kept: then the point shows it
    return np.where(crossed, lp.col_lower, lower), np.where(crossed, lp.col_upper, upper)


def _staged_entries(lp: SparseLP) -> Iterator[tuple[StageArray, IntArray, FloatArray]]:
    """Yield row, column and value of the entries in columns of stages, a part of the columns at a time."""
    matrix = lp.matrix
    for first in range(0, lp.columns, _COLUMNS_AT_ONCE):
        pointers = matrix.indptr[first : first + _COLUMNS_AT_ONCE + 1]
        column = np.repeat(np.arange(first, first + pointers.size - 1), np.diff(pointers))
        entries, staged = slice(int(pointers[0]), int(pointers[-1])), lp.col_chain[column] >= 0
        yield matrix.indices[entries][staged], column[staged], matrix.data[entries][staged]


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
