"""The reduced program in standard form: A x + s = b, 0 <= x <= u or x free, scaled by powers of two."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from firmwatt.lp.chain.presolve import counted
from firmwatt.lp.chain.reduction import BoolArray, Reduction, Small
from firmwatt.timegrid import FloatArray

Scales = NDArray[np.float32]
_SCALING_ROUNDS = 4
_MOST_POWER = 100.0  # of two, in a scale


@dataclass(frozen=True, slots=True)
class StandardForm:
    """Minimise cost x; rows and columns keep the numbers of the original program.

    Attributes
    ----------
    row, col, value : (entries,)
        The scaled matrix.
    side : (rows,)
        b; zero where a row is gone.
    cost, upper : (columns,)
        Upper is inf where there is none.
    is_free : (columns,)
    slack_upper : (rows,)
        The room of a row's slack: inf one-sided, finite for a range, 0 for an equation.
    shifted, shift
        Numbers of the columns with a shift, and that: x of the program = shift + col_scale x of this form. Of a column
        that is gone, it is its value.
    col_scale : (columns,) float32, for powers of two need no more
        A negative one turns a column around.
    row_scale : (rows,) float32
        A row of this form = row_scale × the program's.
    cost_unit, side_unit
        Costs and sides were divided by these.
    """

    reduction: Reduction
    row: Small
    col: Small
    value: FloatArray
    side: FloatArray
    cost: FloatArray
    upper: FloatArray
    is_free: BoolArray
    slack_upper: FloatArray
    shifted: Small
    shift: FloatArray
    col_scale: Scales
    row_scale: Scales
    cost_unit: float
    side_unit: float

    def without_entries(self) -> StandardForm:
        """Return the form without the entries of the matrix."""
        return replace(self, row=np.zeros(0, np.int32), col=np.zeros(0, np.int32), value=np.zeros(0))

    def way_back(self) -> StandardForm:
        """Return what leads from a solution back to that of the whole program, without the program itself."""
        none = np.zeros(0)
        return replace(self.without_entries(), side=none, cost=none, upper=none, slack_upper=none)

    @property
    def has_slack(self) -> BoolArray:
        """Return which rows have a slack."""
        return np.asarray(self.reduction.has_row & (self.slack_upper > 0.0))

    def original_point(self, columns: FloatArray) -> FloatArray:
        """Return the point of the whole program from the columns of this form, zero where one is gone."""
        point = np.multiply(self.col_scale, columns, dtype=np.float64)
        point *= self.side_unit
        point[self.shifted] += self.shift
        return self.reduction.merged(point)

    def original_duals(self, duals: FloatArray) -> FloatArray:
        """Return the row duals of the whole program from those of this form."""
        original = np.multiply(self.row_scale, duals, dtype=np.float64)
        original *= self.cost_unit
        return self.reduction.row_dual(original)


def standard_form(reduction: Reduction) -> StandardForm:
    """Return the scaled standard form of what presolve left.

    It is written in the place of the reduced program, of which the way back alone remains.
    """
    lower, upper, cost, row, col = reduction.lower, reduction.upper, reduction.cost, reduction.row, reduction.col
    row_scale, col_scale = _scaling(reduction)
    turned = np.isneginf(lower) & np.isfinite(upper)
    is_free = np.isneginf(lower) & np.isposinf(upper)
    flipped = np.isfinite(reduction.row_lower) & ~np.isfinite(reduction.row_upper)
    shift = reduction.fixed
    _set_columns((reduction.has_col, turned), (lower, upper, cost), shift, col_scale)
    moved = np.zeros(flipped.size)
    _add_moved(row, col, reduction.value, shift, moved)
    _set_rows((reduction.has_row, flipped), (reduction.row_lower, reduction.row_upper), moved, row_scale)
    side, slack_upper = reduction.row_upper, reduction.row_lower
    is_shared = reduction.value is reduction.lp.matrix.data
    value = np.empty_like(reduction.value) if is_shared else reduction.value
    _scale_entries(row, col, reduction.value, (row_scale, col_scale), value)
    cost_unit, side_unit = _unit(cost), _unit(side)
    for sizes, unit in ((cost, cost_unit), (side, side_unit), (upper, side_unit), (slack_upper, side_unit)):
        np.divide(sizes, unit, out=sizes)
    shifted = np.flatnonzero(shift).astype(np.int32)
    reduction.let_go()
    return StandardForm(
        reduction=reduction,
        row=row,
        col=col,
        value=value,
        side=side,
        cost=cost,
        upper=upper,
        is_free=is_free,
        slack_upper=slack_upper,
        shifted=shifted,
        shift=shift[shifted],
        col_scale=col_scale,
        row_scale=row_scale,
        cost_unit=cost_unit,
        side_unit=side_unit,
    )


@njit(cache=True, nogil=True)
def _set_columns(marks: Any, columns: Any, shift: Any, scale: Any) -> None:
    """Write room over upper bounds, scaled costs over costs, signs into scales, and the shifts of columns left."""
    (is_left, turned), (lower, upper, cost) = marks, columns
    for col in range(len(shift)):
        room = (upper[col] - lower[col]) / scale[col]
        if is_left[col]:
            shift[col] = upper[col] if turned[col] else (lower[col] if np.isfinite(lower[col]) else 0.0)
        if turned[col]:
            scale[col] = -scale[col]
        cost[col] = cost[col] * scale[col] if is_left[col] else 0.0
        upper[col] = room


@njit(cache=True, nogil=True)
def _add_moved(row: Any, col: Any, value: Any, shift: Any, moved: Any) -> None:
    """Add what the shift of columns moves to the sides."""
    for entry in range(len(row)):
        moved[row[entry]] += value[entry] * shift[col[entry]]


@njit(cache=True, nogil=True)
def _set_rows(marks: Any, ends: Any, moved: Any, scale: Any) -> None:
    """Write the room of slacks over the lower ends of rows, sides over their upper ones, and signs into scales."""
    (is_left, flipped), (lower, upper) = marks, ends
    for row in range(len(moved)):
        room, power, sign = upper[row] - lower[row], scale[row], -1.0 if flipped[row] else 1.0
        side = (-lower[row] if flipped[row] else upper[row]) - sign * moved[row]
        scale[row] = sign * power
        lower[row] = room * power if is_left[row] else 0.0
        upper[row] = side * power if is_left[row] else 0.0


@njit(cache=True, nogil=True)
def _scale_entries(row: Any, col: Any, value: Any, scales: Any, scaled: Any) -> None:
    for entry in range(len(row)):
        scaled[entry] = value[entry] * scales[0][row[entry]] * scales[1][col[entry]]


def _unit(values: FloatArray) -> float:
    """Return the power of two nearest to the median size of the values other than zero."""
    sizes = np.abs(values[values != 0.0])
    return float(2.0 ** np.round(np.log2(np.median(sizes)))) if sizes.size else 1.0


def _scaling(reduction: Reduction) -> tuple[Scales, Scales]:
    """Return powers of two that bring the geometric mean of each row and column to one."""
    row, col = reduction.row, reduction.col
    size = np.empty(row.size, dtype=np.float32)
    _take_sizes(reduction.value, size)
    of_row, of_col = np.zeros(reduction.has_row.size), np.zeros(reduction.has_col.size)
    counts = counted(row, of_row.size), counted(col, of_col.size)
    for _ in range(_SCALING_ROUNDS):
        _take_mean(row, col, size, counts[0], of_col, of_row)
        _take_mean(col, row, size, counts[1], of_row, of_col)
    return _powers(of_row), _powers(of_col)


def _powers(exponent: FloatArray) -> Scales:
    whole = np.clip(np.round(exponent), -_MOST_POWER, _MOST_POWER)
    return np.exp2(whole, dtype=np.float32, casting="same_kind")


@njit(cache=True, nogil=True)
def _take_sizes(value: Any, size: Any) -> None:
    for entry in range(len(value)):
        size[entry] = np.log2(abs(value[entry]))


@njit(cache=True, nogil=True)
def _take_mean(member: Any, other: Any, size: Any, count: Any, of_other: Any, of_member: Any) -> None:
    """Write what brings the mean of the sizes of each row (or column) to zero, the others' scale counted."""
    of_member[:] = 0.0
    for entry in range(len(member)):
        of_member[member[entry]] -= size[entry] + of_other[other[entry]]
    for index in range(len(of_member)):
        of_member[index] /= max(count[index], 1)
