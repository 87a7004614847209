"""Where an interior point method begins.

Three ways: in the middle of the boxes; at Mehrotra's least squares point, all values moved inside by the same amount;
or *sized*: at the point nearest to 0.4 of what each column can reach, distances measured by that reach, which bounds
and rows tell together. Capacities of gigawatts and hours of kilowatts then begin equally far from their ends.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from firmwatt.lp.chain.group import Flat, compiled
from firmwatt.lp.chain.presolve import BoolArray
from firmwatt.lp.chain.standard import StandardForm
from firmwatt.lp.chain.steps import ABSENT, BOXED, FREE, LOWER
from firmwatt.timegrid import FloatArray

if TYPE_CHECKING:
    from firmwatt.lp.chain.interior import InteriorPoint

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


def begin(point: InteriorPoint, form: StandardForm, start: Start) -> None:
    """Put a point where it begins."""
    if start is Start.SIZED:
        _begin_sized(point, form)
    elif start is Start.PLAIN:
        _begin_plainly(point)
    else:
        _begin_at_least_squares(point)


def _begin_plainly(point: InteriorPoint) -> None:
    boxed, bounded = _boxed_and_bounded(point)
    at = point.at
    at.x[:] = np.where(boxed, 0.4 * point.point.upper, np.where(bounded, 1.0, 0.0))
    at.w[:] = np.where(boxed, point.point.upper - at.x, 0.0)
    at.z[:] = np.where(bounded, np.maximum(0.05, 0.5 * point.cost), 0.0)
    at.t[:] = np.where(boxed, 0.05, 0.0)
    point.duals[:] = 0.0


def _begin_at_least_squares(point: InteriorPoint) -> None:
    """Mehrotra's start: the shortest x with A x = b, the shortest slopes, both moved inside."""
    boxed, bounded = _boxed_and_bounded(point)
    absent = point.point.kind == ABSENT
    theta = np.where(boxed, 2.0, np.where(absent, np.inf, 1.0))
    point.system.factorise(theta, _DAMPING)
    x, _ = _solved(point, np.where(boxed, -point.point.upper, 0.0), point.side)
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


def _solved(point: InteriorPoint, cols: FloatArray, rows: FloatArray) -> tuple[FloatArray, FloatArray]:
    x, y = np.zeros(cols.size), np.zeros(rows.size)
    point.system.solve(cols, rows, x, y)
    return x, y


def _slope_of_least_squares(point: InteriorPoint) -> FloatArray:
    """Set the duals to those of the shortest slopes, for the factor at hand; return the slopes."""
    absent = point.point.kind == ABSENT
    no_rows = np.zeros(point.system.rows)
    slope, point.duals[:] = _solved(point, np.where(absent, 0.0, point.cost), no_rows)
    point.system.transposed_times(point.duals, slope)
    np.subtract(point.cost, slope, out=slope)
    slope[absent] = 0.0
    return slope


def _begin_sized(point: InteriorPoint, form: StandardForm) -> None:
    boxed, bounded = _boxed_and_bounded(point)
    at, reach = point.at, _reach_in_layout(point, form)
    theta = np.where(
        bounded, reach**-2.0, np.where(point.point.kind == FREE, (_FREE_REACH * np.median(reach)) ** -2.0, np.inf)
    )
    point.system.factorise(theta / np.median(theta[bounded]) if bounded.any() else theta, _DAMPING)
    at.x[:] = np.where(bounded, _SHARE * reach, 0.0)
    left = np.zeros(point.system.rows)
    point.system.times(at.x, left)
    at.x[:] += _solved(point, np.zeros(point.system.cols), point.side - left)[0]
    least = np.where(bounded, _EDGE * reach, -np.inf)
    at.x[:] = np.where(point.point.kind == ABSENT, 0.0, np.maximum(at.x, least))
    at.x[:] = np.where(boxed, np.minimum(at.x, (1.0 - _EDGE) * point.point.upper), at.x)
    at.w[:] = np.where(boxed, point.point.upper - at.x, 0.0)
    slope = _slope_of_least_squares(point)
    product = max(float((np.abs(slope) * at.x)[bounded].mean()), 1e-8) if bounded.any() else 0.0
    at.z[:], at.t[:] = 0.0, 0.0
    at.z[bounded] = np.maximum(slope[bounded], 0.0) + product / at.x[bounded]
    at.t[boxed] = np.maximum(-slope[boxed], 0.0) + product / at.w[boxed]


def _boxed_and_bounded(point: InteriorPoint) -> tuple[BoolArray, BoolArray]:
    boxed = point.point.kind == BOXED
    return boxed, boxed | (point.point.kind == LOWER)


def _reach_in_layout(point: InteriorPoint, form: StandardForm) -> FloatArray:
    of_cols, of_slacks = reach(form)
    known = of_cols[np.isfinite(of_cols) & (of_cols > 0.0)]
    usual = float(np.median(known)) if known.size else 1.0
    placed = np.full(point.system.cols, usual)
    for place, sizes in ((point.system.col_place, of_cols), (point.system.slack_place, of_slacks)):
        has_place = place >= 0
        placed[place[has_place]] = np.where(np.isfinite(sizes), sizes, usual)[has_place]
    placed = np.maximum(placed, _LEAST_REACH * usual)
    return np.asarray(np.where(point.point.kind == BOXED, np.minimum(placed, point.point.upper), placed))


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
