"""Take out of a program what needs no solver: fixed columns, empty rows and columns, rows that are mere bounds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from firmwatt.lp.scaling import near_bounds, near_sides
from firmwatt.lp.sparse_lp import SparseLP
from firmwatt.timegrid import FloatArray

IntArray = NDArray[np.int64]
Small = NDArray[np.int32]
BoolArray = NDArray[np.bool_]
_ROUNDS = 4
_SAME, _BROKEN = 1e-12, 1e-6  # relative distance of bounds that are one, and that cross
_SHORT_COLUMN = 4


class ChainRefusalError(Exception):
    """The chain solver cannot take a program, or suspects that it has no optimum; the text says why."""


@dataclass(frozen=True, slots=True)
class _Bounding:
    """Rows with one entry that were turned into bounds of their columns.

    `gives_lower` and `gives_upper` tell, once all is reduced, which of them the bounds come from.
    """

    row: Small
    col: Small
    value: FloatArray
    gives_lower: BoolArray
    gives_upper: BoolArray


@dataclass(frozen=True, slots=True)
class _Forcing:
    """Entries of rows that hold only where all their columns stand at one end.

    `sign` is -1 where a row's upper side forces, 1 where its lower one does.
    """

    row: Small
    col: Small
    value: FloatArray
    sign: float


@dataclass(frozen=True, slots=True)
class _Merge:
    """Rows `value_from x_from + value_into x_into = side`; column `from` became a multiple of column `into`."""

    row: Small
    from_col: Small
    into_col: Small
    value_from: FloatArray
    value_into: FloatArray
    side: FloatArray
    lower_is_from: BoolArray
    upper_is_from: BoolArray


@dataclass(slots=True)
class Reduction:
    """A program while it shrinks, and then the way back from its solution to the solution of the whole.

    Attributes
    ----------
    row, col, value : (entries,)
        What is left of the matrix, in the numbers of the original program.
    cost, lower, upper : (columns,)
    row_lower, row_upper : (rows,)
    has_row, has_col
        What is left.
    fixed : (columns,)
        The value of each column that is gone.
    lower_row, upper_row : (columns,), -1 = the column's own
        The row from which a bound comes; empty once all is reduced.
    """

    lp: SparseLP
    row: Small
    col: Small
    value: FloatArray
    cost: FloatArray
    lower: FloatArray
    upper: FloatArray
    row_lower: FloatArray
    row_upper: FloatArray
    has_row: BoolArray
    has_col: BoolArray
    fixed: FloatArray
    lower_row: Small
    upper_row: Small
    steps: list[_Bounding | _Forcing | _Merge] = field(default_factory=list)

    def point(self, reduced: FloatArray) -> FloatArray:
        """Return the point of the whole program; `reduced` has a value for each column that is left."""
        return self.merged(np.where(self.has_col, reduced, self.fixed))

    def merged(self, point: FloatArray) -> FloatArray:
        """Return a point with the columns that were merged into others, in place; it has the fixed ones already."""
        for step in reversed(self.steps):
            if isinstance(step, _Merge):
                point[step.from_col] = (step.side - step.value_into * point[step.into_col]) / step.value_from
        return point

    def row_dual(self, reduced: FloatArray) -> FloatArray:
        """Return the row duals of the whole program; `reduced` has a value for each row that is left."""
        dual = np.where(self.has_row, reduced, 0.0)
        for step in reversed(self.steps):
            if isinstance(step, _Merge):
                dual[step.row] = self._merge_dual(step, dual)
            elif isinstance(step, _Forcing):
                self._hold_forced(step, dual)
            else:
                slope = (self.lp.cost - self.lp.matrix.T @ dual)[step.col]
                is_owner = np.where(slope > 0.0, step.gives_lower, step.gives_upper)
                dual[step.row] = np.where(is_owner, slope / step.value, 0.0)
        return dual

    def let_go(self) -> None:
        """Let go of what is left of the program: the way back needs the rest alone."""
        self.row = self.col = np.empty(0, dtype=np.int32)
        self.value = self.cost = self.lower = self.upper = self.row_lower = self.row_upper = np.empty(0)

    def _hold_forced(self, step: _Forcing, dual: FloatArray) -> None:
        """Give each forcing row the smallest dual that holds all its columns where it forces them."""
        slope = (self.lp.cost - self.lp.matrix.T @ dual)[step.col]
        needed = np.zeros(dual.size)
        np.maximum.at(needed, step.row, step.sign * slope / step.value)
        dual[step.row] = step.sign * needed[step.row]

    def _merge_dual(self, step: _Merge, dual: FloatArray) -> FloatArray:
        """Return the duals that leave no slope on the column whose bound does not bind."""
        slope = self.lp.cost - self.lp.matrix.T @ dual
        ratio = -step.value_into / step.value_from
        merged = slope[step.into_col] + ratio * slope[step.from_col]
        is_on_from = np.where(merged > 0.0, step.lower_is_from, step.upper_is_from)
        on_into, on_from = slope[step.into_col] / step.value_into, slope[step.from_col] / step.value_from
        return np.asarray(np.where(is_on_from, on_into, on_from))


def reduce_program(lp: SparseLP) -> Reduction:
    """Return what is left of a program once the trivial is out.

    Raises
    ------
    ChainRefusalError
        A row or the bounds of a column cannot be kept, or a column without rows falls for ever.
    """
    state = _start(lp)
    for _ in range(_ROUNDS):
        _drop_fixed_columns(state)
        _check_rows(state)
        has_bounds, has_forced = _rows_to_bounds(state), _fix_forced_columns(state)
        if not (has_bounds or has_forced):
            break
    _merge_border_pairs(state)
    _drop_fixed_columns(state)
    _check_rows(state)
    _drop_empty_columns(state)
    _settle_owners(state)
    return state


def _start(lp: SparseLP) -> Reduction:
    (lower, upper), sides = near_bounds(lp), near_sides(lp)
    state = Reduction(
        lp=lp,
        row=np.asarray(lp.matrix.indices, dtype=np.int32),
        col=np.repeat(np.arange(lp.columns, dtype=np.int32), np.diff(lp.matrix.indptr)),
        value=np.asarray(lp.matrix.data, dtype=np.float64),
        cost=lp.cost.copy(),
        lower=lower.copy(),
        upper=upper.copy(),
        row_lower=sides[0].copy(),
        row_upper=sides[1].copy(),
        has_row=np.ones(lp.rows, dtype=np.bool_),
        has_col=np.ones(lp.columns, dtype=np.bool_),
        fixed=np.zeros(lp.columns),
        lower_row=np.full(lp.columns, -1, dtype=np.int32),
        upper_row=np.full(lp.columns, -1, dtype=np.int32),
    )
    _keep_entries(state, state.value != 0.0)
    return state


def _keep_entries(state: Reduction, keep: BoolArray) -> None:
    if keep.all():
        return
    state.row, state.col, state.value = state.row[keep], state.col[keep], state.value[keep]


def _drop_fixed_columns(state: Reduction) -> None:
    size = np.maximum(1.0, np.maximum(_size(state.lower), _size(state.upper)))
    if (state.has_col & (state.lower > state.upper + _BROKEN * size)).any():
        raise ChainRefusalError("presolve found bounds that cross")
    is_fixed = state.has_col & (state.upper - state.lower <= _SAME * size)
    if not is_fixed.any():
        return
    own = (state.lower_row < 0) & (state.upper_row < 0) & (state.lower == state.upper)
    middle = 0.5 * (np.where(is_fixed, state.lower, 0.0) + np.where(is_fixed, state.upper, 0.0))
    state.fixed[is_fixed] = np.where(own, state.lower, middle)[is_fixed]
    state.has_col &= ~is_fixed
    gone = is_fixed[state.col]
    shift = np.bincount(
        state.row[gone], state.value[gone] * state.fixed[state.col[gone]], minlength=state.row_lower.size
    )
    state.row_lower -= shift
    state.row_upper -= shift
    _keep_entries(state, ~gone)


def _size(bound: FloatArray) -> FloatArray:
    return np.asarray(np.where(np.isfinite(bound), np.abs(bound), 0.0))


def _check_rows(state: Reduction) -> None:
    """Drop rows without sides and rows without entries."""
    entries = np.bincount(state.row, minlength=state.has_row.size)
    empty = state.has_row & (entries == 0)
    size = np.maximum(1.0, np.maximum(_size(state.lp.row_lower), _size(state.lp.row_upper)))
    broken = empty & ((state.row_lower > _BROKEN * size) | (state.row_upper < -_BROKEN * size))
    if broken.any():
        raise ChainRefusalError(f"presolve found that {state.lp.row_name(int(np.flatnonzero(broken)[0]))} cannot hold")
    sideless = np.isneginf(state.row_lower) & np.isposinf(state.row_upper)
    state.has_row &= ~(empty | sideless)
    _keep_entries(state, state.has_row[state.row])


def _rows_to_bounds(state: Reduction) -> bool:
    """Turn rows with one entry into bounds; return whether there were any."""
    entries = np.bincount(state.row, minlength=state.has_row.size)
    single = entries[state.row] == 1
    if not single.any():
        return False
    row, col, value = state.row[single], state.col[single], state.value[single]
    ends = state.row_lower[row] / value, state.row_upper[row] / value
    lower, upper = np.where(value > 0.0, ends[0], ends[1]), np.where(value > 0.0, ends[1], ends[0])
    for bound, owner, proposed, is_upper in (
        (state.lower, state.lower_row, lower, False),
        (state.upper, state.upper_row, upper, True),
    ):
        order = np.argsort(-proposed if is_upper else proposed, kind="stable")  # the tightest is written last
        tightest = np.full(bound.size, -np.inf)
        tightest[col[order]] = (-proposed if is_upper else proposed)[order]
        row_of = np.full(bound.size, -1, dtype=np.int32)
        row_of[col[order]] = row[order]
        narrows = tightest > (-bound if is_upper else bound)
        bound[narrows] = -tightest[narrows] if is_upper else tightest[narrows]
        owner[narrows] = row_of[narrows]
    none = np.zeros(row.size, dtype=np.bool_)
    state.steps.append(_Bounding(row, col, value, none, none.copy()))
    state.has_row[row] = False
    _keep_entries(state, ~single)
    return True


def _settle_owners(state: Reduction) -> None:
    """Tell the rows that were turned into bounds which of the columns' bounds are theirs in the end."""
    for step in state.steps:
        if isinstance(step, _Bounding):
            step.gives_lower[:] = state.lower_row[step.col] == step.row
            step.gives_upper[:] = state.upper_row[step.col] == step.row
    state.lower_row = state.upper_row = np.empty(0, dtype=np.int32)


def _fix_forced_columns(state: Reduction) -> bool:
    """Fix the columns of rows that allow a single point; return whether there were any.

    An interior point method could never step into such a row: what belongs to a capacity that is not yet there.
    """
    found = False
    for sign, side in ((-1.0, state.row_upper), (1.0, state.row_lower)):
        nearest, size = np.zeros(side.size), np.zeros(side.size)
        _add_nearest((state.row, state.col, state.value), sign, (state.lower, state.upper), nearest, size)
        size = np.maximum(1.0, size)
        forces = state.has_row & np.isfinite(side) & np.isfinite(size)
        forces[forces] = np.abs(side[forces] - nearest[forces]) <= _SAME * size[forces]
        chosen = forces[state.row]
        if not chosen.any():
            continue
        found = True
        row, col, value = state.row[chosen], state.col[chosen], state.value[chosen]
        state.lower[col] = state.upper[col] = np.where(sign * value < 0.0, state.lower[col], state.upper[col])
        state.steps.append(_Forcing(row, col, value, sign))
        state.has_row[row] = False
        _drop_fixed_columns(state)
        _keep_entries(state, state.has_row[state.row])
    return found


@njit(cache=True, nogil=True)
def _add_nearest(entries: Any, sign: float, ends: Any, nearest: Any, size: Any) -> None:
    """Add up how far down (sign 1: up) the entries of each row reach, and the sizes of these terms."""
    for entry in range(len(entries[0])):
        row, col, value = entries[0][entry], entries[1][entry], entries[2][entry]
        term = value * (ends[0][col] if sign * value < 0.0 else ends[1][col])
        nearest[row] += term
        size[row] += abs(term)


def _merge_border_pairs(state: Reduction) -> None:
    """Write a column of a chain as a multiple of a border column where a border row says that it is one.

    Rows that close a cycle (the first level equals the last) are of this kind.
    """
    lp = state.lp
    entries = np.bincount(state.row, minlength=lp.rows)
    per_col = np.bincount(state.col, minlength=lp.columns)
    is_pair = state.has_row & (lp.row_chain < 0) & (entries == 2) & (state.row_lower == state.row_upper)
    in_pairs = np.flatnonzero(is_pair[state.row])
    of_pair = in_pairs[np.argsort(state.row[in_pairs], kind="stable")].reshape(-1, 2)
    is_border = lp.col_chain[state.col[of_pair]] < 0
    mixed = is_border[:, 0] != is_border[:, 1]
    of_pair, is_border = of_pair[mixed], is_border[mixed]
    into, source = of_pair[is_border], of_pair[~is_border]
    fits = (per_col[state.col[into]] <= _SHORT_COLUMN) & _is_first(state.col[into]) & _is_first(state.col[source])
    into, source = into[fits], source[fits]
    if not into.size:
        return
    row, to_col, from_col = state.row[into], state.col[into], state.col[source]
    ratio = -state.value[into] / state.value[source]
    start = state.row_lower[row] / state.value[source]  # x_from = start + ratio x_into
    _merge_bounds(state, _Merge(
        row, from_col, to_col, state.value[source], state.value[into], state.row_lower[row],
        np.zeros(row.size, dtype=np.bool_), np.zeros(row.size, dtype=np.bool_),
    ), start, ratio)  # fmt: skip
    state.cost[to_col] += ratio * state.cost[from_col]
    state.has_row[row], state.has_col[from_col] = False, False
    _keep_entries(state, state.has_row[state.row])
    is_merged, number = np.zeros(lp.columns, dtype=np.bool_), np.zeros(lp.columns, dtype=np.int64)
    is_merged[from_col], number[from_col] = True, np.arange(from_col.size)
    moved = np.flatnonzero(is_merged[state.col])
    of = number[state.col[moved]]
    shift = np.bincount(state.row[moved], state.value[moved] * start[of], minlength=lp.rows)
    state.row_lower -= shift
    state.row_upper -= shift
    state.value[moved], state.col[moved] = state.value[moved] * ratio[of], to_col[of]
    is_merged[to_col] = True
    _sum_duplicates(state, is_merged[state.col])


def _is_first(cols: Small) -> BoolArray:
    first = np.zeros(cols.size, dtype=np.bool_)
    first[np.unique(cols, return_index=True)[1]] = True
    return first


def _merge_bounds(state: Reduction, merge: _Merge, start: FloatArray, ratio: FloatArray) -> None:
    """Lay the bounds of the columns that go on those into which they are merged."""
    ends = (state.lower[merge.from_col] - start) / ratio, (state.upper[merge.from_col] - start) / ratio
    lower, upper = np.where(ratio > 0.0, ends[0], ends[1]), np.where(ratio > 0.0, ends[1], ends[0])
    merge.lower_is_from[:] = lower > state.lower[merge.into_col]
    merge.upper_is_from[:] = upper < state.upper[merge.into_col]
    state.lower[merge.into_col] = np.maximum(lower, state.lower[merge.into_col])
    state.upper[merge.into_col] = np.minimum(upper, state.upper[merge.into_col])
    state.steps.append(merge)


def _sum_duplicates(state: Reduction, doubtful: BoolArray) -> None:
    """Add up the entries at the same place, which only those can be that are in doubt."""
    row, col, value = state.row[doubtful], state.col[doubtful], state.value[doubtful]
    unique, place = np.unique(row * np.int64(state.has_col.size) + col, return_inverse=True)
    total = np.asarray(np.bincount(place, value, minlength=unique.size), dtype=np.float64)
    _keep_entries(state, ~doubtful)
    state.row = np.concatenate([state.row, (unique // state.has_col.size).astype(np.int32)])
    state.col = np.concatenate([state.col, (unique % state.has_col.size).astype(np.int32)])
    state.value = np.concatenate([state.value, total])
    _keep_entries(state, state.value != 0.0)


def _drop_empty_columns(state: Reduction) -> None:
    """Set columns without entries to the end that is cheapest."""
    empty = state.has_col & (np.bincount(state.col, minlength=state.has_col.size) == 0)
    nearest = np.clip(0.0, state.lower, state.upper)
    best = np.where(state.cost > 0.0, state.lower, np.where(state.cost < 0.0, state.upper, nearest))
    if not np.isfinite(best[empty]).all():
        worst = int(np.flatnonzero(empty & ~np.isfinite(best))[0])
        raise ChainRefusalError(f"presolve found that nothing holds {state.lp.col_name(worst)}")
    state.fixed[empty] = best[empty]
    state.has_col &= ~empty
