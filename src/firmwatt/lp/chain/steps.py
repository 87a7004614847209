"""The element by element work of an interior point step, compiled; every function takes slices of vectors.

Each column is of a kind: absent, at least zero (x z = μ), boxed (also w t = μ with w = u - x), or free. Of a step, only
the change of x and the changes wanted of the products are stored: the changes of z, w and t follow from them.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from firmwatt.lp.chain.group import compiled

ABSENT, LOWER, BOXED, FREE = range(4)
Flat = Any  # an array as Numba sees it


class Quad(NamedTuple):
    """A primal column x, its dual z, the room w below its upper bound, that bound's dual t."""

    x: Flat
    z: Flat
    w: Flat
    t: Flat


class Step(NamedTuple):
    """The change of x, and what x z and w t are to become in first order."""

    x: Flat
    of_x: Flat
    of_w: Flat


class Point(NamedTuple):
    """Where a step is taken: kinds of columns, the point, and upper bounds."""

    kind: Flat
    at: Quad
    upper: Flat


@compiled
def diagonal(point: Point, lower_damping: float, free_damping: float, theta: Flat) -> None:
    """Write Θ = z / x + t / w, damped."""
    kind, at = point.kind, point.at
    for i in range(len(kind)):
        if kind[i] == LOWER:
            theta[i] = at.z[i] / at.x[i] + lower_damping
        elif kind[i] == BOXED:
            theta[i] = at.z[i] / at.x[i] + at.t[i] / at.w[i] + lower_damping
        elif kind[i] == FREE:
            theta[i] = free_damping
        else:
            theta[i] = np.inf


@compiled
def residuals(point: Point, cost: Flat, dual: Flat) -> Any:
    """Write the residuals of dual rows; return Σ x z + w t, pairs, c x, u t, and the largest of them and of w = u - x.

    Parameters
    ----------
    point, cost
    dual
        cost - Aᵀ y on entry, the residuals on return.
    """
    kind, at, upper = point.kind, point.at, point.upper
    product, pairs, primal, of_upper, worst_dual, worst_room = 0.0, 0, 0.0, 0.0, 0.0, 0.0
    for i in range(len(kind)):
        if kind[i] == ABSENT:
            dual[i] = 0.0
            continue
        primal += cost[i] * at.x[i]
        lack = dual[i]
        if kind[i] != FREE:
            lack -= at.z[i]
            product += at.x[i] * at.z[i]
            pairs += 1
        if kind[i] == BOXED:
            lack += at.t[i]
            product += at.w[i] * at.t[i]
            pairs += 1
            of_upper += upper[i] * at.t[i]
            worst_room = max(worst_room, abs(upper[i] - at.x[i] - at.w[i]))
        dual[i] = lack
        worst_dual = max(worst_dual, abs(lack))
    return product, pairs, primal, of_upper, worst_dual, worst_room


@compiled
def predictor_side(point: Point, dual: Flat, aim: float, side: Flat) -> None:
    """Write the right-hand side of the step that aims at x z = w t = aim."""
    kind, at = point.kind, point.at
    for i in range(len(kind)):
        value = 0.0
        if kind[i] != ABSENT:
            value = dual[i]
            if kind[i] != FREE:
                value += at.z[i] - aim / at.x[i]
            if kind[i] == BOXED:
                room = point.upper[i] - at.x[i] - at.w[i]
                value -= at.t[i] + (at.t[i] * room - aim) / at.w[i]
        side[i] = value


@compiled
def _follows(point: Point, i: int, move: float, of_x: float, of_w: float) -> Any:
    """Return the changes of z, w and t of a column with bounds."""
    at = point.at
    of_z = (of_x - at.z[i] * move) / at.x[i] - at.z[i]
    if point.kind[i] == BOXED:
        of_room = point.upper[i] - at.x[i] - at.w[i] - move
        return of_z, of_room, (of_w - at.t[i] * of_room) / at.w[i] - at.t[i]
    return of_z, 0.0, 0.0


@compiled
def _shortened(length: float, value: float, move: float) -> float:
    """Return the length of a step, shortened where it takes a value below zero; few need a division."""
    return -value / move if value + length * move < 0.0 else length


@compiled
def longest_steps(point: Point, step: Step, by: float, rooms: Any) -> Any:
    """Return the longest primal and dual steps that leave nothing below zero by more than the rooms given.

    Parameters
    ----------
    point, step
    by
        0 for the predictor, which wants no product changed, 1 for the whole step.
    rooms
        Primal and dual.
    """
    kind, at = point.kind, point.at
    primal, dual = 1.0, 1.0
    for i in range(len(kind)):
        if kind[i] == LOWER or kind[i] == BOXED:
            of_z, of_w, of_t = _follows(point, i, step.x[i], by * step.of_x[i], by * step.of_w[i])
            primal = _shortened(primal, at.x[i] + rooms[0], step.x[i])
            dual = _shortened(dual, at.z[i] + rooms[1], of_z)
            if kind[i] == BOXED:
                primal = _shortened(primal, at.w[i] + rooms[0], of_w)
                dual = _shortened(dual, at.t[i] + rooms[1], of_t)
    return primal, dual


@compiled
def products_after(point: Point, step: Step, primal: float, dual: float) -> float:
    """Return Σ x z + w t after a predictor."""
    kind, at = point.kind, point.at
    total = 0.0
    for i in range(len(kind)):
        if kind[i] == LOWER or kind[i] == BOXED:
            of_z, of_w, of_t = _follows(point, i, step.x[i], 0.0, 0.0)
            total += (at.x[i] + primal * step.x[i]) * (at.z[i] + dual * of_z)
            if kind[i] == BOXED:
                total += (at.w[i] + primal * of_w) * (at.t[i] + dual * of_t)
    return total


@compiled
def corrector_side(point: Point, step: Step, aims: Any, side: Flat) -> None:
    """Write what products are to become despite the predictor's second order, and the right-hand side for that.

    Parameters
    ----------
    point
    step
        The predictor.
    aims
        What products the predictor aimed at, and what they are to be.
    side
        The residuals of the dual rows less the predictor's Aᵀ dy on entry.
    """
    aim, target = aims
    kind, at = point.kind, point.at
    for i in range(len(kind)):
        value = 0.0
        if kind[i] != ABSENT:
            value = side[i]
        if kind[i] == LOWER or kind[i] == BOXED:
            of_z, of_w, of_t = _follows(point, i, step.x[i], aim, aim)
            step.of_x[i] = target - step.x[i] * of_z
            value -= of_z + (step.of_x[i] - aim) / at.x[i]
            if kind[i] == BOXED:
                step.of_w[i] = target - of_w * of_t
                value += of_t + (step.of_w[i] - aim) / at.w[i]
        side[i] = value


@compiled
def add_correction(point: Point, step: Step, more: Flat) -> None:
    """Add a correction to the change of x; nothing where there is no column."""
    for i in range(len(more)):
        if point.kind[i] == ABSENT:
            more[i] = 0.0
        step.x[i] = 0.0 if point.kind[i] == ABSENT else step.x[i] + more[i]


@compiled
def _outliers(point: Point, step: Step, i: int, lengths: Any, target: float) -> Any:
    """Return what brings products that would lie far from the target back to within a tenth and ten times of it."""
    at = point.at
    low, high = 0.1 * target, 10.0 * target
    of_z, of_w, of_t = _follows(point, i, step.x[i], step.of_x[i], step.of_w[i])
    product = (at.x[i] + lengths[0] * step.x[i]) * (at.z[i] + lengths[1] * of_z)
    of_x = max(0.0, low - product) - min(max(0.0, product - high), high)
    if point.kind[i] != BOXED:
        return of_x, 0.0
    product = (at.w[i] + lengths[0] * of_w) * (at.t[i] + lengths[1] * of_t)
    return of_x, max(0.0, low - product) - min(max(0.0, product - high), high)


@compiled
def centring_side(point: Point, step: Step, lengths: Any, target: float, side: Flat) -> None:
    """Write the right-hand side of a step that brings outlying products back and changes nothing else."""
    kind, at = point.kind, point.at
    for i in range(len(kind)):
        value = 0.0
        if kind[i] == LOWER or kind[i] == BOXED:
            of_x, of_w = _outliers(point, step, i, lengths, target)
            value = -of_x / at.x[i]
            if kind[i] == BOXED:
                value += of_w / at.w[i]
        side[i] = value


@compiled
def centred_steps(point: Point, step: Step, more: Flat, centring: Any, share: float) -> Any:
    """Return the longest primal and dual steps with a share of the centring added.

    Parameters
    ----------
    point, step
    more
        What the centring changes of x.
    centring
        The lengths and the target that it aims at.
    share
    """
    kind, at = point.kind, point.at
    primal, dual = 1.0, 1.0
    for i in range(len(kind)):
        if kind[i] == LOWER or kind[i] == BOXED:
            add_x, add_w = _outliers(point, step, i, centring[0], centring[1])
            move = step.x[i] + share * more[i]
            of_z, of_w, of_t = _follows(point, i, move, step.of_x[i] + share * add_x, step.of_w[i] + share * add_w)
            primal = _shortened(primal, at.x[i], move)
            dual = _shortened(dual, at.z[i], of_z)
            if kind[i] == BOXED:
                primal = _shortened(primal, at.w[i], of_w)
                dual = _shortened(dual, at.t[i], of_t)
    return primal, dual


@compiled
def add_centring(point: Point, step: Step, more: Flat, centring: Any, share: float) -> None:
    """Add a share of the centring to a step."""
    kind = point.kind
    for i in range(len(kind)):
        if kind[i] == LOWER or kind[i] == BOXED:
            add_x, add_w = _outliers(point, step, i, centring[0], centring[1])
            step.of_x[i] += share * add_x
            step.of_w[i] += share * add_w
        if kind[i] != ABSENT:
            step.x[i] += share * more[i]


@compiled
def move(point: Point, step: Step, primal: float, dual: float, floor: float) -> None:
    """Step; nothing falls below `floor` times what it was."""
    kind, at = point.kind, point.at
    for i in range(len(kind)):
        if kind[i] == ABSENT:
            continue
        if kind[i] == FREE:
            at.x[i] += primal * step.x[i]
            continue
        of_z, of_w, of_t = _follows(point, i, step.x[i], step.of_x[i], step.of_w[i])
        at.x[i] = max(at.x[i] + primal * step.x[i], floor * at.x[i])
        at.z[i] = max(at.z[i] + dual * of_z, floor * at.z[i])
        if kind[i] == BOXED:
            at.w[i] = max(at.w[i] + primal * of_w, floor * at.w[i])
            at.t[i] = max(at.t[i] + dual * of_t, floor * at.t[i])


@compiled
def steep(point: Point, step: Step, limits: Any, most: int) -> Any:
    """Return the ratios -step / value above the limits, primal and dual, as many as fit, and how many there are."""
    kind, at = point.kind, point.at
    primal, dual = np.empty(most), np.empty(most)
    primals, duals = 0, 0
    for i in range(len(kind)):
        if kind[i] == LOWER or kind[i] == BOXED:
            of_z, of_w, of_t = _follows(point, i, step.x[i], step.of_x[i], step.of_w[i])
            for value, change in ((at.x[i], step.x[i]), (at.w[i], of_w)):
                if -change > limits[0] * value:
                    if primals < most:
                        primal[primals] = -change / value
                    primals += 1
            for value, change in ((at.z[i], of_z), (at.t[i], of_t)):
                if -change > limits[1] * value:
                    if duals < most:
                        dual[duals] = -change / value
                    duals += 1
    return primal[: min(primals, most)], primals, dual[: min(duals, most)], duals
