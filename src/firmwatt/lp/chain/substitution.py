"""Solve the factorised chains of a group, the border held."""

from __future__ import annotations

import numpy as np

from firmwatt.lp.chain.elimination import StageProgram
from firmwatt.lp.chain.group import Flat, Group, compiled, inlined, read_stage
from firmwatt.lp.chain.pattern import BORDER_ROW, BOUND, BOUND_BORDER, CORE, CORE_BORDER, NEXT
from firmwatt.lp.chain.vectors import LANES, fma, load, spread, store


@compiled
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
    carried = np.zeros((program.carried + 1) * LANES)
    sums = np.zeros((program.core + 1) * LANES)
    values = np.zeros_like(group.constants)
    for stage in range(group.depth):
        read_stage(program, group, stage, values)
        _enter_stage(program, group, stage, values, border_in, cols, rows)
        first = stage * (program.core + program.bounds)
        for row in range(program.core):
            store(sums, row, load(rows, first + row))
        for index in range(program.carried):
            row = program.next_row[index]
            store(sums, row, load(sums, row) + load(carried, index))
            store(carried, index, spread(0.0))
        _forward(program, group, stage, values, cols, sums, carried)
        for row in range(program.core):
            store(rows, first + row, load(sums, row))
    answer = np.zeros((program.core + program.carried + 1) * LANES)
    for stage in range(group.depth - 1, -1, -1):
        read_stage(program, group, stage, values)
        for index in range(program.carried):
            store(answer, program.core + index, load(answer, program.next_row[index]))
        _backward(program, group, stage, rows, answer)
        _leave_stage(program, group, stage, values, answer, cols, rows, border_out)


@inlined
def _enter_stage(  # noqa: PLR0913, PLR0917
    program: StageProgram, group: Group, stage: int, values: Flat, border: Flat, cols: Flat, rows: Flat
) -> None:
    """Move the border to the right-hand side and eliminate the bound rows from it."""
    weights, start = group.weights, program.kind_start
    x, y = stage * program.cols, stage * (program.core + program.bounds)
    bounds = y + program.core
    for entry in range(start[BORDER_ROW], start[BORDER_ROW + 1]):
        col = x + program.entry_col[entry]
        store(cols, col, fma(-load(values, entry), load(border, program.entry_row[entry]), load(cols, col)))
    for entry in range(start[CORE_BORDER], start[CORE_BORDER + 1]):
        row = y + program.entry_row[entry]
        store(rows, row, fma(-load(values, entry), load(border, program.entry_col[entry]), load(rows, row)))
    for entry in range(start[BOUND_BORDER], start[BOUND_BORDER + 1]):
        row = bounds + program.entry_row[entry]
        store(rows, row, fma(-load(values, entry), load(border, program.entry_col[entry]), load(rows, row)))
    for bound in range(program.bounds):
        slack, row = x + program.bound_slack[bound], bounds + bound
        store(rows, row, fma(load(weights, slack), load(cols, slack), load(rows, row)))
    for entry in range(start[BOUND], start[BOUND + 1]):
        col, bound = x + program.entry_col[entry], program.entry_row[entry]
        strength = spread(1.0) / (load(weights, x + program.bound_slack[bound]) + spread(group.delta))
        pull = load(values, entry) * strength
        store(cols, col, fma(-pull, load(rows, bounds + bound), load(cols, col)))


@inlined
def _forward(  # noqa: PLR0913, PLR0917
    program: StageProgram, group: Group, stage: int, values: Flat, cols: Flat, sums: Flat, carried: Flat
) -> None:
    """Add A D f to the right-hand side of core and carried rows and eliminate forward."""
    weights, factor, start = group.weights, group.factor, program.kind_start
    x, first = stage * program.cols, stage * program.kept_start[-1]
    for entry in range(start[CORE], start[CORE + 1]):
        col, row = x + program.entry_col[entry], program.entry_row[entry]
        store(sums, row, fma(load(values, entry) * load(weights, col), load(cols, col), load(sums, row)))
    for entry in range(start[NEXT], start[NEXT + 1]):
        col, place = x + program.entry_col[entry], program.entry_row[entry]
        store(carried, place, fma(load(values, entry) * load(weights, col), load(cols, col), load(carried, place)))
    for row in range(program.core):
        begin, offset = program.struct_start[row], first + program.kept_start[row]
        value = -load(sums, row)
        for index in range(program.inner[row]):
            node = program.struct[begin + index]
            store(sums, node, fma(load(factor, offset + index), value, load(sums, node)))
        for index in range(program.inner[row], program.kept[row]):
            node = program.struct[begin + index] - program.core
            store(carried, node, fma(load(factor, offset + index), value, load(carried, node)))


@inlined
def _backward(program: StageProgram, group: Group, stage: int, rows: Flat, answer: Flat) -> None:
    """Substitute backward; `answer` holds core rows, then carried ones."""
    factor, pivots = group.factor, group.pivots
    first, y = stage * program.kept_start[-1], stage * (program.core + program.bounds)
    for row in range(program.core - 1, -1, -1):
        begin, offset, count = program.struct_start[row], first + program.kept_start[row], program.kept[row]
        even, odd = load(rows, y + row) * load(pivots, stage * program.core + row), spread(0.0)
        for index in range(0, count - 1, 2):
            even = fma(-load(factor, offset + index), load(answer, program.struct[begin + index]), even)
            odd = fma(-load(factor, offset + index + 1), load(answer, program.struct[begin + index + 1]), odd)
        if count % 2:
            even = fma(-load(factor, offset + count - 1), load(answer, program.struct[begin + count - 1]), even)
        value = even + odd
        store(answer, row, value)
        store(rows, y + row, value)


@inlined
def _leave_stage(  # noqa: PLR0913, PLR0917
    program: StageProgram, group: Group, stage: int, values: Flat, answer: Flat, cols: Flat, rows: Flat, border: Flat
) -> None:
    """Find the columns and the bound rows' duals from those of the core rows; gather what the border gets."""
    weights, start = group.weights, program.kind_start
    x, bounds = stage * program.cols, stage * (program.core + program.bounds) + program.core
    for col in range(x, x + program.cols):
        store(cols, col, -load(cols, col))
    for entry in range(start[CORE], start[CORE + 1]):
        col = x + program.entry_col[entry]
        store(cols, col, fma(load(values, entry), load(answer, program.entry_row[entry]), load(cols, col)))
    for entry in range(start[NEXT], start[NEXT + 1]):
        col, place = x + program.entry_col[entry], program.entry_row[entry]
        store(cols, col, fma(load(values, entry), load(answer, program.core + place), load(cols, col)))
    for col in range(x, x + program.cols):
        store(cols, col, load(cols, col) * load(weights, col))
    for entry in range(start[BOUND], start[BOUND + 1]):
        row = bounds + program.entry_row[entry]
        store(rows, row, fma(-load(values, entry), load(cols, x + program.entry_col[entry]), load(rows, row)))
    for bound in range(program.bounds):
        slack, row = x + program.bound_slack[bound], bounds + bound
        weight = load(weights, slack)
        dual = load(rows, row) / (weight + spread(group.delta))
        store(rows, row, dual)
        store(cols, slack, fma(weight, dual, load(cols, slack)))
    for entry in range(start[BORDER_ROW], start[BORDER_ROW + 1]):
        slot = program.entry_row[entry]
        store(border, slot, fma(load(values, entry), load(cols, x + program.entry_col[entry]), load(border, slot)))
    for entry in range(start[CORE_BORDER], start[CORE_BORDER + 1]):
        slot = program.entry_col[entry]
        store(border, slot, fma(load(values, entry), load(answer, program.entry_row[entry]), load(border, slot)))
    for entry in range(start[BOUND_BORDER], start[BOUND_BORDER + 1]):
        slot, row = program.entry_col[entry], bounds + program.entry_row[entry]
        store(border, slot, fma(load(values, entry), load(rows, row), load(border, slot)))
