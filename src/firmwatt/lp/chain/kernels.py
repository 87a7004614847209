"""The three loops over stages in which the time goes: factorise, solve, multiply. Eight lanes at a time.

Arrays are flat float64 with eight lanes innermost: a position counts vectors.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit

from firmwatt.lp.chain.elimination import StageProgram
from firmwatt.lp.chain.pattern import BORDER_ROW, BOUND, BOUND_BORDER, CORE, CORE_BORDER, NEXT
from firmwatt.lp.chain.vectors import LANES, fma, load, spread, store, where_below

Flat = Any  # a float64 array as Numba sees it
_SMALLEST_PIVOT = 1e-20  # of the diagonal before elimination
_SKIPPED_PIVOT = 1e128  # taken where cancellation left nothing: the row says what others said already
_compiled = njit(cache=True, nogil=True, error_model="numpy", boundscheck=False)


class Group(NamedTuple):
    """Eight lanes, or one stage of them, as the kernels see them.

    Attributes
    ----------
    depth
        Number of stages.
    delta
        Added to the diagonal of the normal matrix.
    head
        So many stages begin the lanes; they and the last are edges.
    edges : (head + 1, entries)
    values : (depth, varying)
        The entries that differ from stage to stage between the edges.
    constants : (entries,)
        The others; while a stage is at work, all its entries.
    weights : (depth, cols)
        The inverse diagonal D = 1 / Θ; once factorised, what is left of it when the bound rows are eliminated.
    factor : (depth, kept)
    pivots : (depth, core)
        Their inverses.
    """

    depth: int
    delta: float
    head: int
    edges: Flat
    values: Flat
    constants: Flat
    weights: Flat
    factor: Flat
    pivots: Flat


@_compiled
def _stage(program: StageProgram, group: Group, stage: int, entries: Flat) -> Group:
    """Return one stage; `entries` is filled with its entries."""
    kept, cols, core = program.kept_start[-1] * LANES, program.cols * LANES, program.core * LANES
    count = program.kind_start[-1]
    if stage < group.head or stage == group.depth - 1:
        first = min(stage, group.head) * count
        for entry in range(count):
            store(entries, entry, load(group.edges, first + entry))
    else:
        for entry in range(count):
            store(entries, entry, load(group.constants, entry))
        varying = len(program.varying)
        for index in range(varying):
            store(entries, program.varying[index], load(group.values, stage * varying + index))
    return Group(
        1,
        group.delta,
        group.head,
        group.edges,
        group.values,
        entries,
        group.weights[stage * cols : (stage + 1) * cols],
        group.factor[stage * kept : (stage + 1) * kept],
        group.pivots[stage * core : (stage + 1) * core],
    )


@_compiled
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
        stage = _stage(program, group, position, filled)
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
        _eliminate_rows(program, stage, work, buffers)
    square[:] = work[first_square * LANES :]


@_compiled
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


@_compiled
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


@_compiled
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


@_compiled
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


@_compiled
def solve_chains(
    program: StageProgram, group: Group, border_in: Flat, cols: Flat, rows: Flat, border_out: Flat
) -> None:
    """Solve -Θ x + Aᵀ y = f, A x + δ y = g for one group, the border held at `border_in`.

    Parameters
    ----------
    program
    group
        As `factorise` left it.
    border_in : (border,)
    cols : (depth, cols)
        f on entry, x on return.
    rows : (depth, core + bounds)
        g on entry, y on return.
    border_out : (border,)
        Gains what the border equations get from x and y: A x of border rows, Aᵀ y of border columns.
    """
    height, width = (program.core + program.bounds) * LANES, program.cols * LANES
    carried = np.zeros((program.carried + 1) * LANES)
    sums = np.zeros((program.core + 1) * LANES)
    filled = np.zeros_like(group.constants)
    for position in range(group.depth):
        stage = _stage(program, group, position, filled)
        stage_cols = cols[position * width : (position + 1) * width]
        stage_rows = rows[position * height : (position + 1) * height]
        _enter_stage(program, stage, border_in, stage_cols, stage_rows)
        sums[: program.core * LANES] = stage_rows[: program.core * LANES]
        for index in range(program.carried):
            row = program.next_row[index]
            store(sums, row, load(sums, row) + load(carried, index))
            store(carried, index, spread(0.0))
        _forward(program, stage, stage_cols, sums, carried)
        stage_rows[: program.core * LANES] = sums[: program.core * LANES]
    answer = np.zeros((program.core + program.carried + 1) * LANES)
    for position in range(group.depth - 1, -1, -1):
        stage = _stage(program, group, position, filled)
        stage_cols = cols[position * width : (position + 1) * width]
        stage_rows = rows[position * height : (position + 1) * height]
        for index in range(program.carried):
            store(answer, program.core + index, load(answer, program.next_row[index]))
        _backward(program, stage, stage_rows, answer)
        _leave_stage(program, stage, answer, stage_cols, stage_rows, border_out)


@_compiled
def _enter_stage(program: StageProgram, stage: Group, border: Flat, cols: Flat, rows: Flat) -> None:
    """Move the border to the right-hand side and eliminate the bound rows from it."""
    values, weights = stage.constants, stage.weights
    start = program.kind_start
    for entry in range(start[BORDER_ROW], start[BORDER_ROW + 1]):
        col = program.entry_col[entry]
        store(cols, col, fma(-load(values, entry), load(border, program.entry_row[entry]), load(cols, col)))
    for entry in range(start[CORE_BORDER], start[CORE_BORDER + 1]):
        row = program.entry_row[entry]
        store(rows, row, fma(-load(values, entry), load(border, program.entry_col[entry]), load(rows, row)))
    for entry in range(start[BOUND_BORDER], start[BOUND_BORDER + 1]):
        row = program.core + program.entry_row[entry]
        store(rows, row, fma(-load(values, entry), load(border, program.entry_col[entry]), load(rows, row)))
    for bound in range(program.bounds):
        slack, row = program.bound_slack[bound], program.core + bound
        store(rows, row, fma(load(weights, slack), load(cols, slack), load(rows, row)))
    for entry in range(start[BOUND], start[BOUND + 1]):
        col, bound = program.entry_col[entry], program.entry_row[entry]
        strength = spread(1.0) / (load(weights, program.bound_slack[bound]) + spread(stage.delta))
        pull = load(values, entry) * strength
        store(cols, col, fma(-pull, load(rows, program.core + bound), load(cols, col)))


@_compiled
def _forward(program: StageProgram, stage: Group, cols: Flat, sums: Flat, carried: Flat) -> None:
    """Add A D f to the right-hand side of core and carried rows and eliminate forward."""
    values, weights, factor = stage.constants, stage.weights, stage.factor
    start = program.kind_start
    for entry in range(start[CORE], start[CORE + 1]):
        col, row = program.entry_col[entry], program.entry_row[entry]
        store(sums, row, fma(load(values, entry) * load(weights, col), load(cols, col), load(sums, row)))
    for entry in range(start[NEXT], start[NEXT + 1]):
        col, place = program.entry_col[entry], program.entry_row[entry]
        store(carried, place, fma(load(values, entry) * load(weights, col), load(cols, col), load(carried, place)))
    for row in range(program.core):
        begin, offset = program.struct_start[row], program.kept_start[row]
        value = -load(sums, row)
        for index in range(program.inner[row]):
            node = program.struct[begin + index]
            store(sums, node, fma(load(factor, offset + index), value, load(sums, node)))
        for index in range(program.inner[row], program.kept[row]):
            node = program.struct[begin + index] - program.core
            store(carried, node, fma(load(factor, offset + index), value, load(carried, node)))


@_compiled
def _backward(program: StageProgram, stage: Group, rows: Flat, answer: Flat) -> None:
    """Substitute backward; `answer` holds core rows, then carried ones."""
    factor, pivots = stage.factor, stage.pivots
    for row in range(program.core - 1, -1, -1):
        begin, offset, count = program.struct_start[row], program.kept_start[row], program.kept[row]
        even, odd = load(rows, row) * load(pivots, row), spread(0.0)
        for index in range(0, count - 1, 2):
            even = fma(-load(factor, offset + index), load(answer, program.struct[begin + index]), even)
            odd = fma(-load(factor, offset + index + 1), load(answer, program.struct[begin + index + 1]), odd)
        if count % 2:
            even = fma(-load(factor, offset + count - 1), load(answer, program.struct[begin + count - 1]), even)
        value = even + odd
        store(answer, row, value)
        store(rows, row, value)


@_compiled
def _leave_stage(program: StageProgram, stage: Group, answer: Flat, cols: Flat, rows: Flat, border: Flat) -> None:
    """Find the columns and the bound rows' duals from those of the core rows; gather what the border gets."""
    values, weights = stage.constants, stage.weights
    start = program.kind_start
    for col in range(program.cols):
        store(cols, col, -load(cols, col))
    for entry in range(start[CORE], start[CORE + 1]):
        col = program.entry_col[entry]
        store(cols, col, fma(load(values, entry), load(answer, program.entry_row[entry]), load(cols, col)))
    for entry in range(start[NEXT], start[NEXT + 1]):
        col, place = program.entry_col[entry], program.entry_row[entry]
        store(cols, col, fma(load(values, entry), load(answer, program.core + place), load(cols, col)))
    for col in range(program.cols):
        store(cols, col, load(cols, col) * load(weights, col))
    for entry in range(start[BOUND], start[BOUND + 1]):
        row = program.core + program.entry_row[entry]
        store(rows, row, fma(-load(values, entry), load(cols, program.entry_col[entry]), load(rows, row)))
    for bound in range(program.bounds):
        slack, row = program.bound_slack[bound], program.core + bound
        weight = load(weights, slack)
        dual = load(rows, row) / (weight + spread(stage.delta))
        store(rows, row, dual)
        store(cols, slack, fma(weight, dual, load(cols, slack)))
    for entry in range(start[BORDER_ROW], start[BORDER_ROW + 1]):
        slot = program.entry_row[entry]
        store(border, slot, fma(load(values, entry), load(cols, program.entry_col[entry]), load(border, slot)))
    for entry in range(start[CORE_BORDER], start[CORE_BORDER + 1]):
        slot = program.entry_col[entry]
        store(border, slot, fma(load(values, entry), load(answer, program.entry_row[entry]), load(border, slot)))
    for entry in range(start[BOUND_BORDER], start[BOUND_BORDER + 1]):
        slot, row = program.entry_col[entry], program.core + program.entry_row[entry]
        store(border, slot, fma(load(values, entry), load(rows, row), load(border, slot)))


@_compiled
def multiply(program: StageProgram, group: Group, border: Flat, cols: Flat, rows: Flat, border_out: Flat) -> None:
    """Add A x to `rows` and `border_out`, for the columns of a group and the border columns; slacks count."""
    start, height = program.kind_start, program.core + program.bounds
    filled = np.zeros_like(group.constants)
    for stage in range(group.depth):
        values = _stage(program, group, stage, filled).constants
        x, first = stage * program.cols, stage * height
        for entry in range(start[CORE], start[CORE + 1]):
            row = first + program.entry_row[entry]
            product = load(values, entry) * load(cols, x + program.entry_col[entry])
            store(rows, row, load(rows, row) + product)
        if stage + 1 < group.depth:
            for entry in range(start[NEXT], start[NEXT + 1]):
                row = first + height + program.next_row[program.entry_row[entry]]
                product = load(values, entry) * load(cols, x + program.entry_col[entry])
                store(rows, row, load(rows, row) + product)
        for bound in range(program.bounds):
            row = first + program.core + bound
            store(rows, row, load(rows, row) + load(cols, x + program.bound_slack[bound]))
        for entry in range(start[BOUND], start[BOUND + 1]):
            row = first + program.core + program.entry_row[entry]
            product = load(values, entry) * load(cols, x + program.entry_col[entry])
            store(rows, row, load(rows, row) + product)
        for entry in range(start[BORDER_ROW], start[BORDER_ROW + 1]):
            slot = program.entry_row[entry]
            product = load(values, entry) * load(cols, x + program.entry_col[entry])
            store(border_out, slot, load(border_out, slot) + product)
        for entry in range(start[CORE_BORDER], start[CORE_BORDER + 1]):
            row = first + program.entry_row[entry]
            product = load(values, entry) * load(border, program.entry_col[entry])
            store(rows, row, load(rows, row) + product)
        for entry in range(start[BOUND_BORDER], start[BOUND_BORDER + 1]):
            row = first + program.core + program.entry_row[entry]
            product = load(values, entry) * load(border, program.entry_col[entry])
            store(rows, row, load(rows, row) + product)


@_compiled
def multiply_transposed(
    program: StageProgram, group: Group, border: Flat, cols: Flat, rows: Flat, border_out: Flat
) -> None:
    """Add Aᵀ y to `cols` and `border_out`, for the rows of a group and the border rows; slacks count."""
    start, height = program.kind_start, program.core + program.bounds
    filled = np.zeros_like(group.constants)
    for stage in range(group.depth):
        values = _stage(program, group, stage, filled).constants
        x, first = stage * program.cols, stage * height
        for entry in range(start[CORE], start[CORE + 1]):
            col = x + program.entry_col[entry]
            product = load(values, entry) * load(rows, first + program.entry_row[entry])
            store(cols, col, load(cols, col) + product)
        if stage + 1 < group.depth:
            for entry in range(start[NEXT], start[NEXT + 1]):
                col = x + program.entry_col[entry]
                product = load(values, entry) * load(rows, first + height + program.next_row[program.entry_row[entry]])
                store(cols, col, load(cols, col) + product)
        for bound in range(program.bounds):
            col = x + program.bound_slack[bound]
            store(cols, col, load(cols, col) + load(rows, first + program.core + bound))
        for entry in range(start[BOUND], start[BOUND + 1]):
            col = x + program.entry_col[entry]
            product = load(values, entry) * load(rows, first + program.core + program.entry_row[entry])
            store(cols, col, load(cols, col) + product)
        for entry in range(start[BORDER_ROW], start[BORDER_ROW + 1]):
            col = x + program.entry_col[entry]
            product = load(values, entry) * load(border, program.entry_row[entry])
            store(cols, col, load(cols, col) + product)
        for entry in range(start[CORE_BORDER], start[CORE_BORDER + 1]):
            slot = program.entry_col[entry]
            product = load(values, entry) * load(rows, first + program.entry_row[entry])
            store(border_out, slot, load(border_out, slot) + product)
        for entry in range(start[BOUND_BORDER], start[BOUND_BORDER + 1]):
            slot = program.entry_col[entry]
            product = load(values, entry) * load(rows, first + program.core + program.entry_row[entry])
            store(border_out, slot, load(border_out, slot) + product)
