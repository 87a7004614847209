"""Where an interior point method begins.

Three ways: in the middle of the boxes; at Mehrotra's least squares point, all values moved inside by the same amount;
or *sized*: at the point nearest to 0.4 of what each column can reach, distances measured by that reach, which bounds
and rows tell together. Capacities of gigawatts and hours of kilowatts then begin equally far from their ends.
"""

from __future__ import annotations

from enum import Enum
from typing import Any, NamedTuple, Protocol

import numpy as np

from firmwatt.lp.chain.group import Flat, compiled
from firmwatt.lp.chain.reduction import BoolArray
from firmwatt.lp.chain.standard import StandardForm
from firmwatt.lp.chain.steps import ABSENT, BOXED, FREE, LOWER, Point, Quad
from firmwatt.lp.chain.system import ChainSystem
from firmwatt.timegrid import FloatArray

_ROUNDS = 4
_SHARE, _EDGE = 0.4, 0.05  # of a column's reach: where it is aimed at, and how near its ends it may begin
_LEAST_REACH = 1e-3  # of the median reach
_FREE_REACH = 1e3
_DAMPING = 1e-8


class Start(Enum):
    """Where to begin."""

    SIZED = "sized"
    PLAIN = "plain"
    LEAST_SQUARES = "least squares"


class Entries(NamedTuple):
    """The entries of a standard form, and which columns are free."""

    row: Flat
    col: Flat
    value: Flat
    is_free: Flat


class Placed(NamedTuple):
    """What an interior point works on, in the layout of a system.

    Attributes
    ----------
    kind, cost, upper : (cols,)
        Upper bounds are zero but for boxed columns.
    side : (rows,)
    unit
        What one of the standard form's objective is worth.
    reach : (cols,), or None if the start asks for none
        How far each column can go from zero.
    """

    kind: np.ndarray[Any, np.dtype[np.int8]]
    cost: FloatArray
    upper: FloatArray
    side: FloatArray
    unit: float
    reach: FloatArray | None


def place(form: StandardForm, system: ChainSystem, reached: tuple[FloatArray, FloatArray] | None) -> Placed:
    """Return a standard form as an interior point needs it.

    Parameters
    ----------
    form
        Its entries are not read.
    system
    reached
        What `reach` said of the form, for a start that is sized.
    """
    upper = _in_layout(system, form.upper, form.slack_upper)
    present = system.present_columns()
    kind = np.where(np.isfinite(upper), np.int8(BOXED), np.int8(LOWER))
    kind[~present] = ABSENT
    kind[system.col_place[(system.col_place >= 0) & form.is_free]] = FREE
    upper[kind != BOXED] = 0.0
    side = np.zeros(system.rows)
    _put(system.row_place, form.side, side)
    sizes = None if reached is None else _sizes(system, reached, (kind, upper))
    return Placed(kind, _in_layout(system, form.cost, None), upper, side, form.cost_unit * form.side_unit, sizes)


def _in_layout(system: ChainSystem, of_cols: FloatArray, of_slacks: FloatArray | None) -> FloatArray:
    vector = np.zeros(system.cols)
    _put(system.col_place, of_cols, vector)
    if of_slacks is not None:
        _put(system.slack_place, of_slacks, vector)
    return vector


@compiled
def _put(places: Flat, values: Flat, vector: Flat) -> None:
    """Write values to their places, but for those without one."""
    for index in range(len(places)):
        if places[index] >= 0:
            vector[places[index]] = values[index]


def _sizes(system: ChainSystem, reached: tuple[FloatArray, FloatArray], boxes: tuple[Flat, FloatArray]) -> FloatArray:
    """Return the reach of each place, a usual one where nothing is known; none less than a thousandth of that."""
    known = reached[0][np.isfinite(reached[0]) & (reached[0] > 0.0)]
    usual = float(np.median(known, overwrite_input=True)) if known.size else 1.0
    sizes = _in_layout(system, *reached)
    sizes[~system.present_columns() | ~np.isfinite(sizes)] = usual
    np.maximum(sizes, _LEAST_REACH * usual, out=sizes)
    np.minimum(sizes, boxes[1], out=sizes, where=boxes[0] == BOXED)
    return sizes


class Beginner(Protocol):
    """What a start needs to know of an interior point: where it is written to, and what is used up on the way."""

    system: ChainSystem
    cost: FloatArray
    side: FloatArray
    at: Quad
    point: Point
    duals: FloatArray
    lack: FloatArray
    dual_lack: FloatArray


def begin(point: Beginner, reached: FloatArray | None, start: Start) -> None:
    """Put a point where it begins.

    Parameters
    ----------
    point
    reached : (cols,)
        Used up by a start that is sized.
    start
    """
    if start is Start.SIZED and reached is not None:
        _begin_sized(point, reached)
    elif start is Start.PLAIN:
        _begin_plainly(point)
    else:
        _begin_at_least_squares(point)


def _begin_plainly(point: Beginner) -> None:
    boxed, bounded = _boxed_and_bounded(point)
    at = point.at
    at.x[:] = np.where(boxed, 0.4 * point.point.upper, np.where(bounded, 1.0, 0.0))
    at.w[:] = np.where(boxed, point.point.upper - at.x, 0.0)
    at.z[:] = np.where(bounded, np.maximum(0.05, 0.5 * point.cost), 0.0)
    at.t[:] = np.where(boxed, 0.05, 0.0)
    point.duals[:] = 0.0


def _begin_at_least_squares(point: Beginner) -> None:
    """Mehrotra's start: the shortest x with A x = b, the shortest slopes, both moved inside."""
    boxed, bounded = _boxed_and_bounded(point)
    absent = point.point.kind == ABSENT
    theta = np.where(boxed, 2.0, np.where(absent, np.inf, 1.0))
    point.system.factorise(theta, _DAMPING)
    x = np.where(boxed, -point.point.upper, 0.0)
    point.system.solve(x, point.side.copy())
    slope = _slope_of_least_squares(point)
    x[absent] = 0.0
    w = np.where(boxed, point.point.upper - x, 0.0)
    z = np.where(boxed, 0.5 * slope, np.where(bounded, slope, 0.0))
    t = np.where(boxed, -0.5 * slope, 0.0)
    primal, dual = np.concatenate([x[bounded], w[boxed]]), np.concatenate([z[bounded], t[boxed]])
    shift_x = max(0.0, -1.5 * float(primal.min(initial=0.0)))
    shift_z = max(0.0, -1.5 * float(dual.min(initial=0.0)))
    product = max(float((primal + shift_x) @ (dual + shift_z)), 1e-8)
    shift_x = max(shift_x + 0.5 * product / max(float((dual + shift_z).sum()), 1e-8), 1e-3)
    shift_z = max(shift_z + 0.5 * product / max(float((primal + shift_x).sum()), 1e-8), 1e-3)
    point.at.x[:] = np.where(bounded, x + shift_x, x)
    point.at.z[:] = np.where(bounded, z + shift_z, 0.0)
    point.at.w[:] = np.where(boxed, w + shift_x, 0.0)
    point.at.t[:] = np.where(boxed, t + shift_z, 0.0)


def _slope_of_least_squares(point: Beginner) -> FloatArray:
    """Set the duals to those of the shortest slopes, for the factor at hand; return the slopes."""
    absent, slope = point.point.kind == ABSENT, point.dual_lack
    np.copyto(slope, point.cost)
    slope[absent], point.duals[:] = 0.0, 0.0
    point.system.solve(slope, point.duals)
    point.system.subtract_transposed_times(point.cost, point.duals, slope)
    slope[absent] = 0.0
    return slope


def _begin_sized(point: Beginner, reached: FloatArray) -> None:
    """Go to the sized start; all is done in the vectors of the point, so that no others are needed."""
    if not reached.size:  # presolve left nothing
        return
    at, lack, move, theta = point.at, point.lack, point.dual_lack, point.at.t
    free = (_FREE_REACH * float(np.median(reached))) ** -2.0
    _size_diagonal(point.point.kind, reached, free, theta)
    bounded = theta[(point.point.kind == LOWER) | (point.point.kind == BOXED)]
    if bounded.size:
        theta /= np.median(bounded, overwrite_input=True)
    del bounded
    point.system.factorise(theta, _DAMPING)
    _set_share(point.point, reached)
    point.system.subtract_times(point.side, at.x, lack)
    move[:] = 0.0
    point.system.solve(move, lack)
    _move_inside(point.point, reached, move)
    slope = _slope_of_least_squares(point)
    total, count = _products(point.point, slope)
    _set_slopes(point.point, slope, max(total / count, 1e-8) if count else 0.0)


@compiled
def _size_diagonal(kind: Flat, reached: Flat, free: float, theta: Flat) -> None:
    """Write what measures distances by the reach of each column."""
    for i in range(len(kind)):
        if kind[i] == ABSENT:
            theta[i] = np.inf
        else:
            theta[i] = free if kind[i] == FREE else reached[i] ** -2.0


@compiled
def _set_share(point: Point, reached: Flat) -> None:
    """Set each column with bounds to its share of its reach."""
    for i in range(len(reached)):
        point.at.x[i] = _SHARE * reached[i] if point.kind[i] == LOWER or point.kind[i] == BOXED else 0.0


@compiled
def _move_inside(point: Point, reached: Flat, move: Flat) -> None:
    """Move the columns, as far as they stay inside their bounds."""
    kind, at, upper = point.kind, point.at, point.upper
    for i in range(len(kind)):
        at.w[i] = 0.0
        if kind[i] == FREE:
            at.x[i] += move[i]
        elif kind[i] != ABSENT:
            at.x[i] = max(at.x[i] + move[i], _EDGE * reached[i])
            if kind[i] == BOXED:
                at.x[i] = min(at.x[i], (1.0 - _EDGE) * upper[i])
                at.w[i] = upper[i] - at.x[i]


@compiled
def _products(point: Point, slope: Flat) -> Any:
    """Return Σ |slope| x over the columns with bounds, and their number."""
    total, count = 0.0, 0
    for i in range(len(slope)):
        if point.kind[i] == LOWER or point.kind[i] == BOXED:
            total += abs(slope[i]) * point.at.x[i]
            count += 1
    return total, count


@compiled
def _set_slopes(point: Point, slope: Flat, product: float) -> None:
    """Split slopes into the duals of both bounds, and add what makes the products at least `product`."""
    kind, at = point.kind, point.at
    for i in range(len(kind)):
        at.z[i], at.t[i] = 0.0, 0.0
        if kind[i] == LOWER or kind[i] == BOXED:
            at.z[i] = max(slope[i], 0.0) + product / at.x[i]
        if kind[i] == BOXED:
            at.t[i] = max(-slope[i], 0.0) + product / at.w[i]


def _boxed_and_bounded(point: Beginner) -> tuple[BoolArray, BoolArray]:
    boxed = point.point.kind == BOXED
    return boxed, boxed | (point.point.kind == LOWER)


def reach(form: StandardForm) -> tuple[FloatArray, FloatArray]:
    """Return how far each column, and the slack of each row, can go from zero; inf where nothing says so.

    Parameters
    ----------
    form
    """
    entries = Entries(form.row, form.col, form.value, form.is_free)
    upper = np.where(form.is_free, np.inf, form.upper)
    sides = (
        (1.0, form.side, np.ones(form.side.size, dtype=np.bool_)),
        (-1.0, form.slack_upper - form.side, np.isfinite(form.slack_upper)),
    )
    for _ in range(_ROUNDS):
        before = int(np.isinf(upper).sum())
        for sign, side, applies in sides:
            least, open_terms = _least_activity(entries, form.side.size, upper, sign)
            _narrow(entries, sign, applies & (open_terms == 0), side - least, upper)
        if int(np.isinf(upper).sum()) in (0, before):
            break
    least, open_terms = _least_activity(entries, form.side.size, upper, 1.0)
    room = np.where(open_terms == 0, np.maximum(form.side - least, 0.0), np.inf)
    return upper, np.minimum(room, form.slack_upper)


def _least_activity(entries: Entries, rows: int, upper: FloatArray, sign: float) -> tuple[FloatArray, FloatArray]:
    least, open_terms = np.zeros(rows), np.zeros(rows)
    _add_least(entries, sign, upper, least, open_terms)
    return least, open_terms


@compiled
def _add_least(entries: Entries, sign: float, upper: Flat, least: Flat, open_terms: Flat) -> None:
    """Add up the least that the entries of each row can be, and how many of them have no least."""
    for entry in range(len(entries.row)):
        row, col, size = entries.row[entry], entries.col[entry], sign * entries.value[entry]
        if entries.is_free[col] or (size < 0.0 and np.isinf(upper[col])):
            open_terms[row] += 1.0
        elif size < 0.0:
            least[row] += size * upper[col]


@compiled
def _narrow(entries: Entries, sign: float, applies: Flat, room: Flat, upper: Flat) -> None:
    """Lower the upper bounds of columns to the room that a row leaves them."""
    for entry in range(len(entries.row)):
        row, col, size = entries.row[entry], entries.col[entry], sign * entries.value[entry]
        if size > 0.0 and applies[row] and not entries.is_free[col]:
            most = max(0.0, room[row] / size)
            if most < upper[col] and (np.isinf(upper[col]) or most > 0.0):
                upper[col] = most
