"""Factorise the chains of a group, stage by stage: the loop in which most of the time goes."""

from __future__ import annotations

from typing import Any

import numpy as np

from firmwatt.lp.chain.elimination import StageProgram
from firmwatt.lp.chain.group import Flat, Group, compiled, inlined, read_stage
from firmwatt.lp.chain.pattern import BORDER_ROW, BOUND, BOUND_BORDER, CORE, CORE_BORDER, NEXT
from firmwatt.lp.chain.vectors import LANES, fma, load, spread, store, where_below

_SMALLEST_PIVOT = 1e-20  # of the diagonal before elimination
_SKIPPED_PIVOT = 1e128  # taken where cancellation left nothing: the row says what others said already


@compiled
def factorise(program: StageProgram, group: Group, square: Flat) -> None:
    """Factorise the chains of a group and leave the border's part of the normal matrix in `square`.

    Parameters
    ----------
    program
    group
        Weights are replaced, factor and pivots written.
    square : (carried + border, carried + border)
        Written above the diagonal.
    """
    entries = program.kind_start[-1]
    outer = program.carried + program.border
    first_square = program.work - outer * outer
    diagonal = first_square - program.core
    work = np.zeros(program.work * LANES)
    touch = np.zeros((entries + len(program.tied_col) + 1) * LANES)
    weighted = np.zeros((entries + len(program.tied_col) + 1) * LANES)
    buffers = (
        np.zeros((program.core + outer + 1) * LANES),
        np.zeros((program.core + outer + 1) * LANES),
        np.zeros(program.core * outer * LANES),
        np.zeros(program.core * outer * LANES),
    )
    values = np.zeros_like(group.constants)
    for stage in range(group.depth):
        read_stage(program, group, stage, values)
        work[: first_square * LANES] = 0.0
        for row in range(program.core):
            store(work, diagonal + row, spread(group.delta))
        for index in range(len(program.carry_from)):
            goal, taken = program.carry_to[index], load(work, program.carry_from[index])
            if goal >= diagonal:  # a sum of squares, whatever rounding has left of it
                taken = where_below(taken, spread(0.0), spread(0.0))
            store(work, goal, load(work, goal) + taken)
        work[first_square * LANES : (first_square + program.carried * outer) * LANES] = 0.0
        _eliminate_bounds(program, group, stage, values, touch, work)
        _add_columns(program, group, stage, values, touch, weighted, work)
        for row in range(program.core):
            whole = load(work, diagonal + row)
            store(work, diagonal + row, fma(whole, spread(group.relative), whole))
        _eliminate_rows(program, group, stage, work, buffers)
    square[:] = work[first_square * LANES :]


@inlined
def _eliminate_bounds(program: StageProgram, group: Group, stage: int, values: Flat, touch: Flat, work: Flat) -> None:
    """Take the bound rows of a stage out: they weaken their columns and tie them to border columns."""
    weights, x = group.weights, stage * program.cols
    one, shift = spread(1.0), spread(group.delta)
    start, entries = program.kind_start, program.kind_start[-1]
    for tie in range(len(program.tied_col)):
        store(touch, entries + tie, spread(0.0))
    for term in range(len(program.tie_terms)):
        bound, border, tie = program.tie_terms[term]
        slack = x + program.bound_slack[program.entry_row[start[BOUND] + bound]]
        strength = one / (load(weights, slack) + shift)
        product = load(values, start[BOUND] + bound) * load(values, start[BOUND_BORDER] + border)
        store(touch, entries + tie, load(touch, entries + tie) - product * strength)
    for term in range(len(program.square_terms)):
        first, second, row, goal = program.square_terms[term]
        strength = one / (load(weights, x + program.bound_slack[row]) + shift)
        product = load(values, start[BOUND_BORDER] + first) * load(values, start[BOUND_BORDER] + second)
        store(work, goal, load(work, goal) - product * strength)
    for entry in range(start[BOUND], start[BOUND + 1]):
        col = x + program.entry_col[entry]
        slack = x + program.bound_slack[program.entry_row[entry]]
        strength = one / (load(weights, slack) + shift)
        value, weight = load(values, entry), load(weights, col)
        store(weights, col, weight / fma(value * value * strength, weight, one))


@inlined
def _add_columns(  # noqa: PLR0913, PLR0917
    program: StageProgram, group: Group, stage: int, values: Flat, touch: Flat, weighted: Flat, work: Flat
) -> None:
    """Add the clique of every column of a stage to the normal matrix, and the border columns of its core rows."""
    weights, x = group.weights, stage * program.cols
    start, entries = program.kind_start, program.kind_start[-1]
    for kind in (CORE, NEXT, BORDER_ROW):
        for entry in range(start[kind], start[kind + 1]):
            value = load(values, entry)
            store(touch, entry, value)
            store(weighted, entry, value * load(weights, x + program.entry_col[entry]))
    for tie in range(len(program.tied_col)):
        store(weighted, entries + tie, load(touch, entries + tie) * load(weights, x + program.tied_col[tie]))
    for term in range(len(program.products)):
        goal = program.products[term, 0]
        store(
            work,
            goal,
            fma(load(weighted, program.products[term, 1]), load(touch, program.products[term, 2]), load(work, goal)),
        )
    for entry in range(len(program.border_place)):
        goal = program.border_place[entry]
        store(work, goal, load(work, goal) + load(values, start[CORE_BORDER] + entry))


@inlined
def _eliminate_rows(program: StageProgram, group: Group, stage: int, work: Flat, buffers: Any) -> None:
    """Eliminate the core rows of a stage; what they leave on carried and border nodes stays in the square."""
    factor, pivots = group.factor, group.pivots
    kept, pivot_of = stage * program.kept_start[-1], stage * program.core
    row_buffer, scaled_buffer, panel, scaled = buffers
    outer = program.carried + program.border
    first_square = program.work - outer * outer
    diagonal = first_square - program.core
    target, dense = 0, 0
    for row in range(program.core):
        store(pivots, pivot_of + row, load(work, diagonal + row))
    for row in range(program.core):
        begin, end = program.struct_start[row], program.struct_start[row + 1]
        count, inner = end - begin, program.inner[row]
        pivot = load(work, diagonal + row)
        whole = load(pivots, pivot_of + row)
        inverse = spread(1.0) / where_below(pivot, whole * spread(_SMALLEST_PIVOT), spread(_SKIPPED_PIVOT))
        store(pivots, pivot_of + row, inverse)
        for index in range(count):
            value = load(work, begin + index)
            store(row_buffer, index, value)
            store(scaled_buffer, index, -(value * inverse))
        for index in range(program.kept[row]):
            store(factor, kept + program.kept_start[row] + index, -load(scaled_buffer, index))
        for first in range(inner):
            multiple = load(scaled_buffer, first)
            for second in range(first, count):
                goal = program.targets[target]
                target += 1
                store(work, goal, fma(load(row_buffer, second), multiple, load(work, goal)))
        if program.is_dense[row]:
            for place in range(dense * outer * LANES, (dense + 1) * outer * LANES):
                panel[place] = 0.0
                scaled[place] = 0.0
            for index in range(inner, count):
                place = dense * outer + program.struct[begin + index] - program.core
                store(panel, place, load(row_buffer, index))
                store(scaled, place, load(scaled_buffer, index))
            dense += 1
            continue
        for first in range(inner, count):
            multiple = load(scaled_buffer, first)
            low = program.struct[begin + first] - program.core
            origin = first_square + low * outer - program.core
            for second in range(first, count):
                goal = origin + program.struct[begin + second]
                store(work, goal, fma(load(row_buffer, second), multiple, load(work, goal)))
    if dense:
        _update_square(work[first_square * LANES :], panel, scaled, dense, outer)


@compiled
def _update_square(square: Flat, panel: Flat, scaled: Flat, rows: int, outer: int) -> None:
    """Add Σ scaledᵀ panel of the dense rows to the upper triangle of the square, four by four at a time.

    Sixteen sums stay in registers, so that arithmetic and not memory sets the pace.
    """
    whole = outer - outer % 4
    for low in range(0, whole, 4):
        for high in range(low, whole, 4):
            p0 = low * outer + high
            p1, p2, p3 = p0 + outer, p0 + 2 * outer, p0 + 3 * outer
            a0, a1, a2, a3 = load(square, p0), load(square, p0 + 1), load(square, p0 + 2), load(square, p0 + 3)
            b0, b1, b2, b3 = load(square, p1), load(square, p1 + 1), load(square, p1 + 2), load(square, p1 + 3)
            c0, c1, c2, c3 = load(square, p2), load(square, p2 + 1), load(square, p2 + 2), load(square, p2 + 3)
            d0, d1, d2, d3 = load(square, p3), load(square, p3 + 1), load(square, p3 + 2), load(square, p3 + 3)
            for row in range(rows):
                at, below = row * outer + high, row * outer + low
                u0, u1, u2, u3 = load(panel, at), load(panel, at + 1), load(panel, at + 2), load(panel, at + 3)
                s = load(scaled, below)
                a0, a1, a2, a3 = fma(u0, s, a0), fma(u1, s, a1), fma(u2, s, a2), fma(u3, s, a3)
                s = load(scaled, below + 1)
                b0, b1, b2, b3 = fma(u0, s, b0), fma(u1, s, b1), fma(u2, s, b2), fma(u3, s, b3)
                s = load(scaled, below + 2)
                c0, c1, c2, c3 = fma(u0, s, c0), fma(u1, s, c1), fma(u2, s, c2), fma(u3, s, c3)
                s = load(scaled, below + 3)
                d0, d1, d2, d3 = fma(u0, s, d0), fma(u1, s, d1), fma(u2, s, d2), fma(u3, s, d3)
            _store_four(square, p0, a0, a1, a2, a3)
            _store_four(square, p1, b0, b1, b2, b3)
            _store_four(square, p2, c0, c1, c2, c3)
            _store_four(square, p3, d0, d1, d2, d3)
    for high in range(whole, outer):
        for low in range(high + 1):
            total = load(square, low * outer + high)
            for row in range(rows):
                total = fma(load(panel, row * outer + high), load(scaled, row * outer + low), total)
            store(square, low * outer + high, total)


@compiled
def _store_four(square: Flat, first: int, a: Any, b: Any, c: Any, d: Any) -> None:
    store(square, first, a)
    store(square, first + 1, b)
    store(square, first + 2, c)
    store(square, first + 3, d)
