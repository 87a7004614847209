"""The element by element work of an interior point step, compiled; every function takes slices of vectors.

Each column is of a kind: absent, at least zero (x z = μ), boxed (also w t = μ with w = u - x), or free.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from firmwatt.lp.chain.group import compiled

ABSENT, LOWER, BOXED, FREE = range(4)
Flat = Any  # an array as Numba sees it


class Quad(NamedTuple):
    """A primal column x, its dual z, the room w below its upper bound, that bound's dual t; or a step of the four."""

    x: Flat
    z: Flat
    w: Flat
    t: Flat


@compiled
def diagonal(kind: Flat, at: Quad, lower_damping: float, free_damping: float, theta: Flat) -> None:
    """Write Θ = z / x + t / w, damped."""
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
def residuals(kind: Flat, at: Quad, upper: Flat, cost: Flat, priced: Flat, dual: Flat, room: Flat) -> Any:  # noqa: PLR0913, PLR0917
    """Write the residuals of dual rows and of w = u - x; return Σ x z + w t, pairs, c x, u t and both largest.

    Parameters
    ----------
    kind, at, upper, cost
    priced
        Aᵀ y.
    dual, room
        Written.
    """
    product, pairs, primal, of_upper, worst_dual, worst_room = 0.0, 0, 0.0, 0.0, 0.0, 0.0
    for i in range(len(kind)):
        dual[i] = 0.0
        room[i] = 0.0
        if kind[i] == ABSENT:
            continue
        primal += cost[i] * at.x[i]
        lack = cost[i] - priced[i]
        if kind[i] != FREE:
            lack -= at.z[i]
            product += at.x[i] * at.z[i]
            pairs += 1
        if kind[i] == BOXED:
            lack += at.t[i]
            product += at.w[i] * at.t[i]
            pairs += 1
            of_upper += upper[i] * at.t[i]
            room[i] = upper[i] - at.x[i] - at.w[i]
            worst_room = max(worst_room, abs(room[i]))
        dual[i] = lack
        worst_dual = max(worst_dual, abs(lack))
    return product, pairs, primal, of_upper, worst_dual, worst_room


@compiled
def predictor_side(kind: Flat, at: Quad, dual: Flat, room: Flat, side: Flat) -> None:
    """Write the right-hand side of the step that aims at x z = w t = 0."""
    for i in range(len(kind)):
        value = 0.0
        if kind[i] != ABSENT:
            value = dual[i]
            if kind[i] != FREE:
                value += at.z[i]
            if kind[i] == BOXED:
                value -= at.t[i] + at.t[i] * room[i] / at.w[i]
        side[i] = value


@compiled
def corrector_side(kind: Flat, at: Quad, of_x: Flat, of_w: Flat, side: Flat) -> None:
    """Write the right-hand side of a step that changes x z by `of_x` and w t by `of_w` alone."""
    for i in range(len(kind)):
        value = 0.0
        if kind[i] == LOWER or kind[i] == BOXED:
            value = -of_x[i] / at.x[i]
        if kind[i] == BOXED:
            value += of_w[i] / at.w[i]
        side[i] = value


@compiled
def add_corrector_side(kind: Flat, at: Quad, of_x: Flat, of_w: Flat, side: Flat) -> None:
    """Add the right-hand side of a step that changes x z by `of_x` and w t by `of_w` alone."""
    for i in range(len(kind)):
        value = 0.0
        if kind[i] == LOWER or kind[i] == BOXED:
            value = -of_x[i] / at.x[i]
        if kind[i] == BOXED:
            value += of_w[i] / at.w[i]
        side[i] += value


@compiled
def complete_predictor(kind: Flat, at: Quad, room: Flat, step: Quad) -> Any:
    """Write the other three parts of the predictor from its x; return the longest primal and dual steps."""
    primal, dual = 1.0, 1.0
    for i in range(len(kind)):
        if kind[i] == LOWER or kind[i] == BOXED:
            step.z[i] = -at.z[i] - at.z[i] * step.x[i] / at.x[i]
            if step.x[i] < 0.0:
                primal = min(primal, -at.x[i] / step.x[i])
            if step.z[i] < 0.0:
                dual = min(dual, -at.z[i] / step.z[i])
        elif kind[i] == ABSENT:
            step.x[i] = 0.0
        if kind[i] == BOXED:
            step.w[i] = room[i] - step.x[i]
            step.t[i] = -at.t[i] - at.t[i] * step.w[i] / at.w[i]
            if step.w[i] < 0.0:
                primal = min(primal, -at.w[i] / step.w[i])
            if step.t[i] < 0.0:
                dual = min(dual, -at.t[i] / step.t[i])
    return primal, dual


@compiled
def complete_corrector(kind: Flat, at: Quad, of_x: Flat, of_w: Flat, step: Quad) -> None:
    """Write the other three parts of a corrector from its x."""
    for i in range(len(kind)):
        if kind[i] == LOWER or kind[i] == BOXED:
            step.z[i] = (of_x[i] - at.z[i] * step.x[i]) / at.x[i]
        elif kind[i] == ABSENT:
            step.x[i] = 0.0
        if kind[i] == BOXED:
            step.w[i] = -step.x[i]
            step.t[i] = (of_w[i] + at.t[i] * step.x[i]) / at.w[i]


@compiled
def longest_steps(kind: Flat, at: Quad, step: Quad, more: Quad, share: float) -> Any:
    """Return the longest primal and dual steps along step + share × more."""
    primal, dual = 1.0, 1.0
    for i in range(len(kind)):
        if kind[i] == LOWER or kind[i] == BOXED:
            move = step.x[i] + share * more.x[i]
            if move < 0.0:
                primal = min(primal, -at.x[i] / move)
            move = step.z[i] + share * more.z[i]
            if move < 0.0:
                dual = min(dual, -at.z[i] / move)
        if kind[i] == BOXED:
            move = step.w[i] + share * more.w[i]
            if move < 0.0:
                primal = min(primal, -at.w[i] / move)
            move = step.t[i] + share * more.t[i]
            if move < 0.0:
                dual = min(dual, -at.t[i] / move)
    return primal, dual


@compiled
def tolerant_steps(kind: Flat, at: Quad, step: Quad, primal_room: float, dual_room: float) -> Any:
    """Return the longest primal and dual steps that leave nothing below zero by more than the rooms given."""
    primal, dual = 1.0, 1.0
    for i in range(len(kind)):
        if kind[i] == LOWER or kind[i] == BOXED:
            if step.x[i] < 0.0:
                primal = min(primal, -(at.x[i] + primal_room) / step.x[i])
            if step.z[i] < 0.0:
                dual = min(dual, -(at.z[i] + dual_room) / step.z[i])
        if kind[i] == BOXED:
            if step.w[i] < 0.0:
                primal = min(primal, -(at.w[i] + primal_room) / step.w[i])
            if step.t[i] < 0.0:
                dual = min(dual, -(at.t[i] + dual_room) / step.t[i])
    return primal, dual


@compiled
def add(step: Quad, more: Quad, share: float) -> None:
    """Add share × more to a step."""
    for i in range(len(step.x)):
        step.x[i] += share * more.x[i]
        step.z[i] += share * more.z[i]
        step.w[i] += share * more.w[i]
        step.t[i] += share * more.t[i]


@compiled
def products_after(kind: Flat, at: Quad, step: Quad, primal: float, dual: float) -> float:
    """Return Σ x z + w t after a step."""
    total = 0.0
    for i in range(len(kind)):
        if kind[i] == LOWER or kind[i] == BOXED:
            total += (at.x[i] + primal * step.x[i]) * (at.z[i] + dual * step.z[i])
        if kind[i] == BOXED:
            total += (at.w[i] + primal * step.w[i]) * (at.t[i] + dual * step.t[i])
    return total


@compiled
def second_order(kind: Flat, step: Quad, target: float, of_x: Flat, of_w: Flat) -> None:
    """Write what brings the products to the target despite the predictor's second order."""
    for i in range(len(kind)):
        if kind[i] == LOWER or kind[i] == BOXED:
            of_x[i] = target - step.x[i] * step.z[i]
        if kind[i] == BOXED:
            of_w[i] = target - step.w[i] * step.t[i]


@compiled
def outliers(kind: Flat, at: Quad, step: Quad, lengths: Any, target: float, of_x: Flat, of_w: Flat) -> None:  # noqa: PLR0913, PLR0917
    """Write what brings products that would lie far from the target back to within a tenth and ten times of it."""
    low, high = 0.1 * target, 10.0 * target
    primal, dual = lengths
    for i in range(len(kind)):
        if kind[i] == LOWER or kind[i] == BOXED:
            product = (at.x[i] + primal * step.x[i]) * (at.z[i] + dual * step.z[i])
            of_x[i] = max(0.0, low - product) - min(max(0.0, product - high), high)
        if kind[i] == BOXED:
            product = (at.w[i] + primal * step.w[i]) * (at.t[i] + dual * step.t[i])
            of_w[i] = max(0.0, low - product) - min(max(0.0, product - high), high)


@compiled
def move(kind: Flat, at: Quad, step: Quad, primal: float, dual: float, floor: float) -> None:
    """Step; nothing falls below `floor` times what it was."""
    for i in range(len(kind)):
        if kind[i] == ABSENT:
            continue
        if kind[i] == FREE:
            at.x[i] += primal * step.x[i]
            continue
        at.x[i] = max(at.x[i] + primal * step.x[i], floor * at.x[i])
        at.z[i] = max(at.z[i] + dual * step.z[i], floor * at.z[i])
        if kind[i] == BOXED:
            at.w[i] = max(at.w[i] + primal * step.w[i], floor * at.w[i])
            at.t[i] = max(at.t[i] + dual * step.t[i], floor * at.t[i])


@compiled
def steep(value: Flat, step: Flat, limit: float, found: Flat) -> int:
    """Write into `found` the ratios -step / value above the limit, as many as fit; return how many there are."""
    count = 0
    for i in range(len(value)):
        if -step[i] > limit * value[i]:
            if count < len(found):
                found[count] = -step[i] / value[i]
            count += 1
    return count


@compiled
def step_residual(kind: Flat, dual: Flat, step: Quad, side: Flat) -> None:
    """Write what a step leaves of the dual rows: dual - Aᵀ dy - dz + dt; `side` is Aᵀ dy on entry."""
    for i in range(len(kind)):
        if kind[i] == ABSENT:
            side[i] = 0.0
        else:
            side[i] = dual[i] - side[i]
            if kind[i] != FREE:
                side[i] -= step.z[i]
            if kind[i] == BOXED:
                side[i] += step.t[i]
