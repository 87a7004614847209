"""What a point and a vector of row duals prove, whoever made them: residuals, a dual bound, a gap."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from firmwatt.lp.scaling import near_bounds, without_far
from firmwatt.lp.sparse_lp import SparseLP
from firmwatt.timegrid import FloatArray

BoolArray = NDArray[np.bool_]

_PROPAGATION_ROUNDS = 3
_ROUNDING = 4.0 * float(np.finfo(np.float64).eps)  # cancellation alone can leave this much in a reduced cost
_RESIDUE, _TINY = 1e-6, 1e-13  # of a reduced cost's own terms, and of the largest cost
_OPEN_BOX = 1e3
_COLUMNS_AT_ONCE = 500_000


def point_within_bounds(lp: SparseLP, point: FloatArray) -> FloatArray:
    """Return the point with every column moved into its bounds."""
    return np.clip(point, lp.col_lower, lp.col_upper)


def worst_row_violation(lp: SparseLP, point: FloatArray) -> float:
    """Return the largest violation of a row, relative to the sum of the sizes of its terms (at least 1)."""
    if not lp.rows:
        return 0.0
    activity = lp.matrix @ point
    violation = np.maximum(np.maximum(lp.row_lower - activity, activity - lp.row_upper), 0.0)
    del activity
    size = np.zeros(lp.rows)
    for columns, magnitudes in _magnitudes(lp):
        size += magnitudes @ np.abs(point[columns])
    return float((violation / np.maximum(size, 1.0, out=size)).max())


def _magnitudes(lp: SparseLP) -> Iterator[tuple[slice, sp.csc_array]]:
    """Yield |A|, a part of the columns at a time: whole it would be half as large as the program."""
    matrix = lp.matrix
    for columns in _parts(lp):
        pointers = matrix.indptr[columns.start : columns.stop + 1]
        entries = slice(int(pointers[0]), int(pointers[-1]))
        part = np.abs(matrix.data[entries]), matrix.indices[entries], pointers - pointers[0]
        yield columns, sp.csc_array(part, shape=(lp.rows, pointers.size - 1))


def _parts(lp: SparseLP) -> Iterator[slice]:
    for first in range(0, lp.columns, _COLUMNS_AT_ONCE):
        yield slice(first, min(first + _COLUMNS_AT_ONCE, lp.columns))


def primal_objective(lp: SparseLP, point: FloatArray) -> float:
    """Return the cost of a point, `objective_offset` counted."""
    return float(lp.cost @ point) + lp.objective_offset


def usable_duals(lp: SparseLP, row_dual: FloatArray) -> FloatArray:
    """Return the duals with those set to zero that lean on a side which the row does not have."""
    leans_on_missing = ((row_dual > 0.0) & np.isneginf(lp.row_lower)) | ((row_dual < 0.0) & np.isposinf(lp.row_upper))
    return np.where(leans_on_missing, 0.0, row_dual)


def reduced_costs(lp: SparseLP, row_dual: FloatArray) -> FloatArray:
    """Return cost - Aᵀ row_dual."""
    priced = np.asarray(lp.matrix.T @ row_dual, dtype=np.float64)
    return np.subtract(lp.cost, priced, out=priced)


def dual_bound(lp: SparseLP, row_dual: FloatArray, point: FloatArray | None = None) -> float:
    """Return a value that no feasible point undercuts, from any row duals; -inf if they prove nothing.

    Parameters
    ----------
    lp
    row_dual : (rows,)
        Need not be feasible for the dual.
    point : (columns,)
        A feasible point, if there is one: better points must cost no more, which bounds columns that have no bound of
        their own.

    Notes
    -----
    For every y, min c x >= Σ_i (y_i > 0 ? y_i lower_i : y_i upper_i) + Σ_j min (c - Aᵀy)_j x_j over the column's box.
    Where the box is open, or its end far away, on the side that the reduced cost leans on, a box that holds for every
    optimum is derived from the rows and from the cost of `point`. A column that is open even so, whose reduced cost is
    but a solver's residue (1e-6 of its terms, or 1e-13 of the largest cost), is given a box a thousand times as large
    as the largest entry of `point`: there the value rests on that assumption. Programs whose columns all have finite
    bounds never need it. What rounding may have added is taken off: duals that are large and cancel would otherwise
    prove too much. Only on columns that are open, or as good as open, a reduced cost that may be nothing but rounding
    counts as zero.
    """
    duals = usable_duals(lp, row_dual)
    terms = duals * np.where(duals != 0.0, np.where(duals > 0.0, lp.row_lower, lp.row_upper), 0.0)
    from_rows, rounding = float(terms.sum()), _ROUNDING * float(np.abs(terms, out=terms).sum())
    del terms
    reduced, error = reduced_costs(lp, duals), _sizes(lp, duals)
    error *= _ROUNDING
    is_open = np.isinf(lp.col_lower) | np.isinf(lp.col_upper)
    is_small = np.abs(reduced) <= error
    reduced[is_open & is_small] = 0.0
    in_doubt = ~is_open & is_small & (error > 0.0)  # either end may be the one that counts
    lower, upper = lp.col_lower, lp.col_upper
    far = tuple(np.isinf(ends) for ends in near_bounds(lp))
    asked = ((reduced > 0.0) | in_doubt) & far[0], ((reduced < 0.0) | in_doubt) & far[1]
    if asked[0].any() or asked[1].any():
        lower, upper = implied_bounds(lp, np.inf if point is None else primal_objective(lp, point), asked)
        is_far = np.isinf(without_far(lp, lower, upper)).any(axis=0)
        reduced[in_doubt & is_far], in_doubt = 0.0, in_doubt & ~is_far
    largest = None if point is None else max(1.0, float(np.abs(point).max(initial=0.0)))
    from_columns, of_costs = 0.0, _TINY * float(np.abs(lp.cost).max(initial=0.0))
    for part in _parts(lp):
        boxes = _Boxes(reduced[part], error[part], lower[part], upper[part], in_doubt[part])
        least, lost = _least_of_columns(boxes, largest, of_costs)
        from_columns, rounding = from_columns + least, rounding + lost
    return from_rows + from_columns - rounding + lp.objective_offset if np.isfinite(from_columns) else -np.inf


class _Boxes(NamedTuple):
    """Reduced costs, what rounding may have left in them, boxes of the columns, and whether a sign is in doubt."""

    reduced: FloatArray
    error: FloatArray
    lower: FloatArray
    upper: FloatArray
    in_doubt: BoolArray


def _least_of_columns(boxes: _Boxes, largest: float | None, tiny: float) -> tuple[float, float]:
    """Return the least that columns can add to a dual bound, -inf if there is none, and what rounding may have added.

    Parameters
    ----------
    boxes
    largest
        Entry of a feasible point, if there is one.
    tiny
        Reduced costs up to this are residues, whatever their terms.
    """
    reduced, error, lower, upper, in_doubt = boxes
    bound = np.where(reduced > 0.0, lower, upper)
    if largest is not None:
        is_residue = np.isinf(bound) & (np.abs(reduced) <= np.maximum(_RESIDUE / _ROUNDING * error, tiny))
        bound = np.where(is_residue, np.sign(-reduced) * _OPEN_BOX * largest, bound)
    counted = np.where(reduced != 0.0, bound, 0.0)
    if not np.isfinite(counted).all():
        return -np.inf, 0.0
    sizes = np.where(in_doubt, np.maximum(np.abs(lower), np.abs(upper)), np.abs(counted))
    return float(reduced @ counted), float(error @ sizes) + _ROUNDING * float(np.abs(reduced) @ np.abs(counted))


def _sizes(lp: SparseLP, duals: FloatArray) -> FloatArray:
    """Return the sum of the sizes of the terms that make each reduced cost."""
    sizes, of_rows = np.abs(lp.cost), np.abs(duals)
    for columns, magnitudes in _magnitudes(lp):
        sizes[columns] += magnitudes.T @ of_rows
    return sizes


def relative_gap(primal: float, bound: float) -> float:
    """Return |primal - bound| / max(1, |primal|), nan where one of them is not finite."""
    if not (np.isfinite(primal) and np.isfinite(bound)):
        return float("nan")
    return abs(primal - bound) / max(1.0, abs(primal))


class _Entries(NamedTuple):
    """Coefficients one by one."""

    row: NDArray[np.integer]
    column: NDArray[np.integer]
    value: FloatArray


def implied_bounds(
    lp: SparseLP, best_objective: float = np.inf, asked: tuple[BoolArray, BoolArray] | None = None
) -> tuple[FloatArray, FloatArray]:
    """Return column bounds that every point keeps which is feasible and costs at most `best_objective`.

    Only bounds that are open or far away are narrowed: by each row's other terms, a few rounds, then by the cost.

    Parameters
    ----------
    lp
    best_objective
    asked : (columns,), (columns,)
        Which lower and which upper bounds are wanted; once these are finite, the others stay as they are. None = all.
    """
    lower, upper = (ends.copy() for ends in near_bounds(lp))
    _narrow_open(lp, (lower, upper), best_objective, asked)
    return np.maximum(lower, lp.col_lower), np.minimum(upper, lp.col_upper)


def _narrow_open(
    lp: SparseLP,
    bounds: tuple[FloatArray, FloatArray],
    best_objective: float,
    asked: tuple[BoolArray, BoolArray] | None,
) -> None:
    lower, upper = bounds
    column = np.repeat(np.arange(lp.columns, dtype=np.int32), np.diff(lp.matrix.indptr))
    entries = _Entries(np.asarray(lp.matrix.indices), column, np.asarray(lp.matrix.data))
    if asked is not None:
        is_border = lp.row_chain < 0
        of_asked = is_border.copy()
        of_asked[entries.row[(asked[0] | asked[1])[column]]] = True
        for rows in (is_border, of_asked):  # capacities first, then what hangs on them: that is most often enough
            chosen = rows[entries.row]
            _narrow_by_rows(lp, lower, upper, _Entries(*(part[chosen] for part in entries)))
            if np.isfinite(lower[asked[0]]).all() and np.isfinite(upper[asked[1]]).all():
                return
    for _ in range(_PROPAGATION_ROUNDS):
        before = int(np.isinf(lower).sum() + np.isinf(upper).sum())
        _narrow_by_rows(lp, lower, upper, entries)
        if np.isfinite(best_objective):
            priced = np.flatnonzero(lp.cost)
            costs = _Entries(np.zeros(priced.size, dtype=np.int64), priced, lp.cost[priced])
            _narrow(lower, upper, costs, np.array([best_objective - lp.objective_offset]))
        if int(np.isinf(lower).sum() + np.isinf(upper).sum()) == before:
            break


def _narrow_by_rows(lp: SparseLP, lower: FloatArray, upper: FloatArray, entries: _Entries) -> None:
    _narrow(lower, upper, entries, lp.row_upper)
    _narrow(lower, upper, entries._replace(value=-entries.value), -lp.row_lower)


def _narrow(lower: FloatArray, upper: FloatArray, entries: _Entries, row_upper: FloatArray) -> None:
    """Narrow open bounds in place by rows Σ value x <= row_upper, each with all its entries."""
    row, column, value = entries
    least = value * np.where(value > 0.0, lower[column], upper[column])
    is_open = ~np.isfinite(least)
    rows = row_upper.size
    open_terms = np.bincount(row, weights=is_open, minlength=rows)
    others = np.bincount(row, weights=np.where(is_open, 0.0, least), minlength=rows)
    helps = np.isfinite(row_upper[row]) & (open_terms[row] - is_open == 0) & (value != 0.0)
    limit = np.where(helps, row_upper[row] - others[row] + np.where(is_open, 0.0, least), np.inf)
    up = helps & (value > 0.0) & np.isinf(upper[column])
    down = helps & (value < 0.0) & np.isinf(lower[column])
    np.minimum.at(upper, column[up], limit[up] / value[up])
    np.maximum.at(lower, column[down], limit[down] / value[down])
