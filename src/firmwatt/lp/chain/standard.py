"""The reduced program in standard form: A x + s = b, 0 <= x <= u or x free, scaled by powers of two."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numba import njit

from firmwatt.lp.chain.presolve import BoolArray, Reduction, Small
from firmwatt.timegrid import FloatArray

_SCALING_ROUNDS = 4


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
    shift, col_scale : (columns,)
        x of the program = shift + col_scale x of this form; a negative scale turns a column around.
    row_scale : (rows,)
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
    shift: FloatArray
    col_scale: FloatArray
    row_scale: FloatArray
    cost_unit: float
    side_unit: float

    def way_back(self) -> StandardForm:
        """Return what leads from a solution back to that of the whole program, without the program itself."""
        none, index = np.zeros(0), np.zeros(0, dtype=np.int32)
        reduction = replace(
            self.reduction,
            row=index, col=index, value=none, cost=none, lower=none, upper=none, row_lower=none, row_upper=none,
        )  # fmt: skip
        return replace(
            self,
            reduction=reduction,
            row=index, col=index, value=none, side=none, cost=none, upper=none, slack_upper=none,
        )  # fmt: skip

    @property
    def has_slack(self) -> BoolArray:
        """Return which rows have a slack."""
        return np.asarray(self.reduction.has_row & (self.slack_upper > 0.0))

    def original_point(self, columns: FloatArray) -> FloatArray:
        """Return the point of the whole program from the columns of this form."""
        return self.reduction.point(self.shift + self.col_scale * self.side_unit * columns)

    def original_duals(self, duals: FloatArray) -> FloatArray:
        """Return the row duals of the whole program from those of this form."""
        return self.reduction.row_dual(self.row_scale * self.cost_unit * duals)


def standard_form(reduction: Reduction) -> StandardForm:
    """Return the scaled standard form of what presolve left."""
    lower, upper = reduction.lower, reduction.upper
    turned = np.isneginf(lower) & np.isfinite(upper)
    is_free = np.isneginf(lower) & np.isposinf(upper)
    shift = np.where(np.isfinite(lower), lower, np.where(np.isfinite(upper), upper, 0.0))
    shift[~reduction.has_col] = 0.0
    flipped = np.isfinite(reduction.row_lower) & ~np.isfinite(reduction.row_upper)
    row_sign = np.where(flipped, -1.0, 1.0)
    moved = np.bincount(reduction.row, reduction.value * shift[reduction.col], minlength=row_sign.size)
    side: FloatArray = np.where(flipped, -reduction.row_lower, reduction.row_upper) - row_sign * moved
    slack_upper = reduction.row_upper - reduction.row_lower
    col_sign = np.where(turned, -1.0, 1.0)
    row_power, col_power = _scaling(reduction)
    row_scale, col_scale = row_sign * row_power, col_sign * col_power
    side, slack_upper = side * row_power, slack_upper * row_power
    side[~reduction.has_row], slack_upper[~reduction.has_row] = 0.0, 0.0
    cost: FloatArray = reduction.cost * col_scale
    room: FloatArray = (upper - lower) / col_power
    cost[~reduction.has_col] = 0.0
    cost_unit, side_unit = _unit(cost), _unit(side)
    return StandardForm(
        reduction=reduction,
        row=reduction.row,
        col=reduction.col,
        value=reduction.value * row_scale[reduction.row] * col_scale[reduction.col],
        side=side / side_unit,
        cost=cost / cost_unit,
        upper=room / side_unit,
        is_free=is_free,
        slack_upper=slack_upper / side_unit,
        shift=shift,
        col_scale=col_scale,
        row_scale=row_scale,
        cost_unit=cost_unit,
        side_unit=side_unit,
    )


def _unit(values: FloatArray) -> float:
    """Return the power of two nearest to the median size of the values other than zero."""
    sizes = np.abs(values[values != 0.0])
    return float(2.0 ** np.round(np.log2(np.median(sizes)))) if sizes.size else 1.0


def _scaling(reduction: Reduction) -> tuple[FloatArray, FloatArray]:
    """Return powers of two that bring the geometric mean of each row and column to one."""
    row, col, size = reduction.row, reduction.col, np.log2(np.abs(reduction.value))
    rows, cols = reduction.has_row.size, reduction.has_col.size
    per_row = np.maximum(np.bincount(row, minlength=rows), 1)
    per_col = np.maximum(np.bincount(col, minlength=cols), 1)
    of_row, of_col = np.zeros(rows), np.zeros(cols)
    for _ in range(_SCALING_ROUNDS):
        _take_mean(row, col, size, per_row, of_col, of_row)
        _take_mean(col, row, size, per_col, of_row, of_col)
    return 2.0 ** np.round(of_row), 2.0 ** np.round(of_col)


@njit(cache=True, nogil=True)
def _take_mean(member: Any, other: Any, size: Any, count: Any, of_other: Any, of_member: Any) -> None:
    """Write what brings the mean of the sizes of each row (or column) to zero, the others' scale counted."""
    of_member[:] = 0.0
    for entry in range(len(member)):
        of_member[member[entry]] -= size[entry] + of_other[other[entry]]
    for index in range(len(of_member)):
        of_member[index] /= count[index]
