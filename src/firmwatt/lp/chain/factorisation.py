"""Factorise the chains of a group, stage by stage: the loop in which most of the time goes."""

from __future__ import annotations

from typing import Any

import numpy as np

from firmwatt.lp.chain.elimination import StageProgram
from firmwatt.lp.chain.group import Flat, Group, compiled, stage_of
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
        np.zeros((program.core + 1) * (outer + 2) * LANES),
        np.zeros((program.core + 1) * (outer + 2) * LANES),
    )
    filled = np.zeros_like(group.constants)
    for position in range(group.depth):
        stage = stage_of(program, group, position, filled)
        work[: first_square * LANES] = 0.0
        for row in range(program.core):
            store(work, diagonal + row, spread(group.delta))
        for index in range(len(program.carry_from)):
            goal, taken = program.carry_to[index], load(work, program.carry_from[index])
            if goal >= diagonal:  # a sum of squares, whatever rounding has left of it
                taken = where_below(taken, spread(0.0), spread(0.0))
            store(work, goal, load(work, goal) + taken)
        work[first_square * LANES : (first_square + program.carried * outer) * LANES] = 0.0
        _eliminate_bounds(program, stage, touch, work)
        _add_columns(program, stage, touch, weighted, work)
        for row in range(program.core):
            whole = load(work, diagonal + row)
            store(work, diagonal + row, fma(whole, spread(group.relative), whole))
        _eliminate_rows(program, stage, work, buffers)
    square[:] = work[first_square * LANES :]


@compiled
def _eliminate_bounds(program: StageProgram, stage: Group, touch: Flat, work: Flat) -> None:
    """Take the bound rows of a stage out: they weaken their columns and tie them to border columns."""
    values, weights = stage.constants, stage.weights
    one, shift = spread(1.0), spread(stage.delta)
    start, entries = program.kind_start, program.kind_start[-1]
    for tie in range(len(program.tied_col)):
        store(touch, entries + tie, spread(0.0))
    for term in range(len(program.tie_terms)):
        bound, border, tie = program.tie_terms[term]
        slack = program.bound_slack[program.entry_row[start[BOUND] + bound]]
        strength = one / (load(weights, slack) + shift)
        product = load(values, start[BOUND] + bound) * load(values, start[BOUND_BORDER] + border)
        store(touch, entries + tie, load(touch, entries + tie) - product * strength)
    for term in range(len(program.square_terms)):
        first, second, row, goal = program.square_terms[term]
        strength = one / (load(weights, program.bound_slack[row]) + shift)
        product = load(values, start[BOUND_BORDER] + first) * load(values, start[BOUND_BORDER] + second)
        store(work, goal, load(work, goal) - product * strength)
    for entry in range(start[BOUND], start[BOUND + 1]):
        col = program.entry_col[entry]
        slack = program.bound_slack[program.entry_row[entry]]
        strength = one / (load(weights, slack) + shift)
        value, weight = load(values, entry), load(weights, col)
        store(weights, col, weight / fma(value * value * strength, weight, one))


@compiled
def _add_columns(program: StageProgram, stage: Group, touch: Flat, weighted: Flat, work: Flat) -> None:
    """Add the clique of every column of a stage to the normal matrix, and the border columns of its core rows."""
    values, weights = stage.constants, stage.weights
    start, entries = program.kind_start, program.kind_start[-1]
    for kind in (CORE, NEXT, BORDER_ROW):
        for entry in range(start[kind], start[kind + 1]):
            value = load(values, entry)
            store(touch, entry, value)
            store(weighted, entry, value * load(weights, program.entry_col[entry]))
    for tie in range(len(program.tied_col)):
        store(weighted, entries + tie, load(touch, entries + tie) * load(weights, program.tied_col[tie]))
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


@compiled
def _eliminate_rows(program: StageProgram, stage: Group, work: Flat, buffers: Any) -> None:
    """Eliminate the core rows of a stage; what they leave on carried and border nodes stays in the square."""
    factor, pivots = stage.factor, stage.pivots
    row_buffer, scaled_buffer, panel, scaled = buffers
    outer = program.carried + program.border
    first_square = program.work - outer * outer
    diagonal = first_square - program.core
    width = outer + 2
    target, dense = 0, 0
    for row in range(program.core):
        store(pivots, row, load(work, diagonal + row))
    for row in range(program.core):
        begin, end = program.struct_start[row], program.struct_start[row + 1]
        count, inner = end - begin, program.inner[row]
        pivot = load(work, diagonal + row)
        whole = load(pivots, row)
        inverse = spread(1.0) / where_below(pivot, whole * spread(_SMALLEST_PIVOT), spread(_SKIPPED_PIVOT))
        store(pivots, row, inverse)
        for index in range(count):
            value = load(work, begin + index)
            store(row_buffer, index, value)
            store(scaled_buffer, index, -(value * inverse))
        for index in range(program.kept[row]):
            store(factor, program.kept_start[row] + index, -load(scaled_buffer, index))
        for first in range(inner):
            multiple = load(scaled_buffer, first)
            for second in range(first, count):
                goal = program.targets[target]
                target += 1
                store(work, goal, fma(load(row_buffer, second), multiple, load(work, goal)))
        if program.is_dense[row]:
            for place in range(dense * width * LANES, (dense + 1) * width * LANES):
                panel[place] = 0.0
                scaled[place] = 0.0
            for index in range(inner, count):
                place = dense * width + program.struct[begin + index] - program.core
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
    """Add Σ scaledᵀ panel of the dense rows to the upper triangle of the square, four by two at a time."""
    width = outer + 2
    for low in range(0, outer - 1, 2):
        for high in range(low, outer - 1, 2):
            first, second = low * outer + high, (low + 1) * outer + high
            a0, a1 = load(square, first), load(square, first + 1)
            b0, b1 = load(square, second), load(square, second + 1)
            for row in range(rows):
                u0, u1 = load(panel, row * width + high), load(panel, row * width + high + 1)
                s0, s1 = load(scaled, row * width + low), load(scaled, row * width + low + 1)
                a0, a1, b0, b1 = fma(u0, s0, a0), fma(u1, s0, a1), fma(u0, s1, b0), fma(u1, s1, b1)
            store(square, first, a0)
            store(square, first + 1, a1)
            store(square, second, b0)
            store(square, second + 1, b1)
    if outer % 2:
        last = outer - 1
        for low in range(outer):
            total = load(square, low * outer + last)
            for row in range(rows):
                total = fma(load(panel, row * width + last), load(scaled, row * width + low), total)
            store(square, low * outer + last, total)
