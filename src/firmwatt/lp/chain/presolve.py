"""Take out of a program what needs no solver: fixed columns, empty rows and columns, rows that are mere bounds."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from firmwatt.lp.chain.reduction import (
    BoolArray,
    Bounding,
    ChainRefusalError,
    Forcing,
    IntArray,
    Merge,
    Reduction,
    Small,
)
from firmwatt.lp.scaling import near_bounds, near_sides
from firmwatt.lp.sparse_lp import SparseLP
from firmwatt.timegrid import FloatArray

_ROUNDS = 4
_SAME, _BROKEN = 1e-12, 1e-6  # relative distance of bounds that are one, and that cross
_SHORT_COLUMN = 4


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
    _drop_entries(state)
    return state


def _drop_entries(state: Reduction) -> None:
    """Drop the entries of rows and columns that are gone, and those that are zero."""
    marks = state.has_row, state.has_col
    kept = _count_kept(state.row, state.col, state.value, marks)
    if kept == state.row.size:
        return
    own, whole = (state.row, state.value), (state.lp.matrix.indices, state.lp.matrix.data)
    is_shared = any(map(np.may_share_memory, own, whole))  # an equal dtype that is another object makes a view
    new = state.row, state.col, state.value
    if is_shared:
        new = np.empty(kept, dtype=np.int32), np.empty(kept, dtype=np.int32), np.empty(kept)
    _move_kept(state.row, state.col, state.value, marks, new)
    state.row, state.col, state.value = new[0][:kept], new[1][:kept], new[2][:kept]


@njit(cache=True, nogil=True)
def _count_kept(row: Any, col: Any, value: Any, marks: Any) -> int:
    kept = 0
    for entry in range(len(row)):
        if marks[0][row[entry]] and marks[1][col[entry]] and value[entry] != 0.0:
            kept += 1
    return kept


@njit(cache=True, nogil=True)
def _move_kept(row: Any, col: Any, value: Any, marks: Any, new: Any) -> None:
    """Write the entries that are kept one after the other; the new places may be the old ones."""
    kept = 0
    for entry in range(len(row)):
        if marks[0][row[entry]] and marks[1][col[entry]] and value[entry] != 0.0:
            new[0][kept], new[1][kept], new[2][kept] = row[entry], col[entry], value[entry]
            kept += 1


@njit(cache=True, nogil=True)
def _count(member: Any, count: Any) -> None:
    for entry in range(len(member)):
        count[member[entry]] += 1


def counted(member: Small, size: int) -> Small:
    """Return how many entries each row (or column) has."""
    count = np.zeros(size, dtype=np.int32)
    _count(member, count)
    return count


def _drop_fixed_columns(state: Reduction) -> None:
    is_fixed = np.zeros(state.has_col.size, dtype=np.bool_)
    crosses = _fix_columns(
        (state.lower, state.upper), (state.lower_row, state.upper_row), (state.has_col, is_fixed), state.fixed
    )
    if crosses:
        raise ChainRefusalError("presolve found bounds that cross")
    if not is_fixed.any():
        return
    shift = np.zeros(state.row_lower.size)
    _add_fixed((state.row, state.col, state.value), is_fixed, state.fixed, shift)
    state.row_lower -= shift
    state.row_upper -= shift
    _drop_entries(state)


@njit(cache=True, nogil=True)
def _fix_columns(bounds: Any, owners: Any, marks: Any, fixed: Any) -> bool:
    """Fix the columns whose bounds are one; return whether the bounds of some column cross."""
    lower, upper = bounds
    for col in range(len(fixed)):
        if not marks[0][col]:
            continue
        size = 1.0
        for bound in (lower[col], upper[col]):
            if np.isfinite(bound):
                size = max(size, abs(bound))
        if lower[col] > upper[col] + _BROKEN * size:
            return True
        if upper[col] - lower[col] <= _SAME * size:
            own = owners[0][col] < 0 and owners[1][col] < 0 and lower[col] == upper[col]
            fixed[col] = lower[col] if own else 0.5 * (lower[col] + upper[col])
            marks[0][col], marks[1][col] = False, True
    return False


@njit(cache=True, nogil=True)
def _add_fixed(entries: Any, is_fixed: Any, fixed: Any, shift: Any) -> None:
    """Add up what the columns just fixed take of each row."""
    for entry in range(len(entries[0])):
        if is_fixed[entries[1][entry]]:
            shift[entries[0][entry]] += entries[2][entry] * fixed[entries[1][entry]]


def _size(bound: FloatArray) -> FloatArray:
    return np.asarray(np.where(np.isfinite(bound), np.abs(bound), 0.0))


def _check_rows(state: Reduction) -> None:
    """Drop rows without sides and rows without entries."""
    empty = np.flatnonzero(state.has_row & (counted(state.row, state.has_row.size) == 0))
    size = np.maximum(1.0, np.maximum(_size(state.lp.row_lower[empty]), _size(state.lp.row_upper[empty])))
    broken = (state.row_lower[empty] > _BROKEN * size) | (state.row_upper[empty] < -_BROKEN * size)
    if broken.any():
        raise ChainRefusalError(f"presolve found that {state.lp.row_name(int(empty[broken][0]))} cannot hold")
    state.has_row[empty] = False
    state.has_row &= np.isfinite(state.row_lower) | np.isfinite(state.row_upper)
    _drop_entries(state)


def _rows_to_bounds(state: Reduction) -> bool:
    """Turn rows with one entry into bounds; return whether there were any."""
    entries = counted(state.row, state.has_row.size)
    single = np.flatnonzero((entries == 1)[state.row])
    if not single.size:
        return False
    row, col, value = state.row[single], state.col[single], state.value[single]
    ends = state.row_lower[row] / value, state.row_upper[row] / value
    lower, upper = np.where(value > 0.0, ends[0], ends[1]), np.where(value > 0.0, ends[1], ends[0])
    _narrow(row, col, (lower, upper), (state.lower, state.upper), (state.lower_row, state.upper_row))
    none = np.zeros(row.size, dtype=np.bool_)
    state.steps.append(Bounding(row, col, value, none, none.copy()))
    state.has_row[row] = False
    _drop_entries(state)
    return True


@njit(cache=True, nogil=True)
def _narrow(row: Any, col: Any, proposed: Any, bounds: Any, owners: Any) -> None:
    """Narrow the bounds of columns to what rows propose, and note whose they are."""
    for index in range(len(row)):
        at = col[index]
        if proposed[0][index] > bounds[0][at]:
            bounds[0][at], owners[0][at] = proposed[0][index], row[index]
        if proposed[1][index] < bounds[1][at]:
            bounds[1][at], owners[1][at] = proposed[1][index], row[index]


def _settle_owners(state: Reduction) -> None:
    """Tell the rows that were turned into bounds which of the columns' bounds are theirs in the end."""
    for step in state.steps:
        if isinstance(step, Bounding):
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
        np.maximum(1.0, size, out=size)
        forces = state.has_row & np.isfinite(side) & np.isfinite(size)
        forces[forces] = np.abs(side[forces] - nearest[forces]) <= _SAME * size[forces]
        del nearest, size
        chosen = np.flatnonzero(forces[state.row])
        if not chosen.size:
            continue
        found = True
        row, col, value = state.row[chosen], state.col[chosen], state.value[chosen]
        state.lower[col] = state.upper[col] = np.where(sign * value < 0.0, state.lower[col], state.upper[col])
        state.steps.append(Forcing(row, col, value, sign))
        state.has_row[row] = False
        _drop_fixed_columns(state)
        _drop_entries(state)
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
    entries, per_col = counted(state.row, lp.rows), counted(state.col, lp.columns)
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
    _merge_bounds(state, Merge(
        row, from_col, to_col, state.value[source], state.value[into], state.row_lower[row],
        np.zeros(row.size, dtype=np.bool_), np.zeros(row.size, dtype=np.bool_),
    ), start, ratio)  # fmt: skip
    state.cost[to_col] += ratio * state.cost[from_col]
    state.has_row[row] = False
    _drop_entries(state)
    state.has_col[from_col] = False
    is_merged, number = np.zeros(lp.columns, dtype=np.bool_), np.zeros(lp.columns, dtype=np.int32)
    is_merged[from_col], number[from_col] = True, np.arange(from_col.size)
    moved = np.flatnonzero(is_merged[state.col])
    of = number[state.col[moved]]
    shift = np.bincount(state.row[moved], state.value[moved] * start[of], minlength=lp.rows)
    state.row_lower -= shift
    state.row_upper -= shift
    state.value[moved], state.col[moved] = state.value[moved] * ratio[of], to_col[of]
    is_merged[to_col] = True
    _sum_duplicates(state, np.flatnonzero(is_merged[state.col]))


def _is_first(cols: Small) -> BoolArray:
    first = np.zeros(cols.size, dtype=np.bool_)
    first[np.unique(cols, return_index=True)[1]] = True
    return first


def _merge_bounds(state: Reduction, merge: Merge, start: FloatArray, ratio: FloatArray) -> None:
    """Lay the bounds of the columns that go on those into which they are merged."""
    ends = (state.lower[merge.from_col] - start) / ratio, (state.upper[merge.from_col] - start) / ratio
    lower, upper = np.where(ratio > 0.0, ends[0], ends[1]), np.where(ratio > 0.0, ends[1], ends[0])
    merge.lower_is_from[:] = lower > state.lower[merge.into_col]
    merge.upper_is_from[:] = upper < state.upper[merge.into_col]
    state.lower[merge.into_col] = np.maximum(lower, state.lower[merge.into_col])
    state.upper[merge.into_col] = np.minimum(upper, state.upper[merge.into_col])
    state.steps.append(merge)


def _sum_duplicates(state: Reduction, doubtful: IntArray) -> None:
    """Add up the entries at the same place, which only those can be that are in doubt."""
    row, col, value = state.row[doubtful], state.col[doubtful], state.value[doubtful]
    unique, place = np.unique(row * np.int64(state.has_col.size) + col, return_inverse=True)
    state.value[doubtful] = 0.0
    here = doubtful[: unique.size]
    state.row[here], state.col[here] = np.divmod(unique, state.has_col.size)
    state.value[here] = np.bincount(place, value, minlength=unique.size)
    _drop_entries(state)


def _drop_empty_columns(state: Reduction) -> None:
    """Set columns without entries to the end that is cheapest."""
    empty = np.flatnonzero(state.has_col & (counted(state.col, state.has_col.size) == 0))
    lower, upper, cost = state.lower[empty], state.upper[empty], state.cost[empty]
    best = np.where(cost > 0.0, lower, np.where(cost < 0.0, upper, np.clip(0.0, lower, upper)))
    if not np.isfinite(best).all():
        worst = int(empty[~np.isfinite(best)][0])
        raise ChainRefusalError(f"presolve found that nothing holds {state.lp.col_name(worst)}")
    state.fixed[empty] = best
    state.has_col[empty] = False
