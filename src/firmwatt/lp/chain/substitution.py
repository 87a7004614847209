"""Solve the factorised chains of a group, the border held."""

from __future__ import annotations

import numpy as np

from firmwatt.lp.chain.elimination import StageProgram
from firmwatt.lp.chain.group import Flat, Group, compiled, stage_of
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
    height, width = (program.core + program.bounds) * LANES, program.cols * LANES
    carried = np.zeros((program.carried + 1) * LANES)
    sums = np.zeros((program.core + 1) * LANES)
    filled = np.zeros_like(group.constants)
    for position in range(group.depth):
        stage = stage_of(program, group, position, filled)
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
        stage = stage_of(program, group, position, filled)
        stage_cols = cols[position * width : (position + 1) * width]
        stage_rows = rows[position * height : (position + 1) * height]
        for index in range(program.carried):
            store(answer, program.core + index, load(answer, program.next_row[index]))
        _backward(program, stage, stage_rows, answer)
        _leave_stage(program, stage, answer, stage_cols, stage_rows, border_out)


@compiled
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


@compiled
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


@compiled
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


@compiled
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
