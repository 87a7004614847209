"""A x and Aᵀ y of a group of lanes."""

from __future__ import annotations

import numpy as np

from firmwatt.lp.chain.elimination import StageProgram
from firmwatt.lp.chain.group import Flat, Group, compiled, read_stage
from firmwatt.lp.chain.pattern import BORDER_ROW, BOUND, BOUND_BORDER, CORE, CORE_BORDER, NEXT
from firmwatt.lp.chain.vectors import load, store


@compiled
def multiply(program: StageProgram, group: Group, border: Flat, cols: Flat, rows: Flat, border_out: Flat) -> None:
    """Add A x to `rows` and `border_out`, for the columns of a group and the border columns; slacks count."""
    start, height = program.kind_start, program.core + program.bounds
    values = np.zeros_like(group.constants)
    for stage in range(group.depth):
        read_stage(program, group, stage, values)
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


@compiled
def multiply_transposed(
    program: StageProgram, group: Group, border: Flat, cols: Flat, rows: Flat, border_out: Flat
) -> None:
    """Add Aᵀ y to `cols` and `border_out`, for the rows of a group and the border rows; slacks count."""
    start, height = program.kind_start, program.core + program.bounds
    values = np.zeros_like(group.constants)
    for stage in range(group.depth):
        read_stage(program, group, stage, values)
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
