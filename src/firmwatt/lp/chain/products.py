"""What a group of lanes leaves of sides and costs: side - A x and cost - Aᵀ y."""

from __future__ import annotations

import numpy as np

from firmwatt.lp.chain.elimination import StageProgram
from firmwatt.lp.chain.group import Flat, Group, compiled, read_stage
from firmwatt.lp.chain.pattern import BORDER_ROW, BOUND, BOUND_BORDER, CORE, CORE_BORDER, NEXT
from firmwatt.lp.chain.vectors import fma, load, store


@compiled
def subtract_product(
    program: StageProgram, group: Group, border: Flat, cols: Flat, rows: Flat, border_out: Flat
) -> None:
    """Take A x from `rows` and `border_out`, for the columns of a group and the border columns; slacks count."""
    start, height = program.kind_start, program.core + program.bounds
    values = np.zeros_like(group.constants)
    for stage in range(group.depth):
        read_stage(program, group, stage, values)
        x, first = stage * program.cols, stage * height
        for entry in range(start[CORE], start[CORE + 1]):
            row = first + program.entry_row[entry]
            store(rows, row, fma(-load(values, entry), load(cols, x + program.entry_col[entry]), load(rows, row)))
        if stage + 1 < group.depth:
            for entry in range(start[NEXT], start[NEXT + 1]):
                row = first + height + program.next_row[program.entry_row[entry]]
                store(rows, row, fma(-load(values, entry), load(cols, x + program.entry_col[entry]), load(rows, row)))
        for bound in range(program.bounds):
            row = first + program.core + bound
            store(rows, row, load(rows, row) - load(cols, x + program.bound_slack[bound]))
        for entry in range(start[BOUND], start[BOUND + 1]):
            row = first + program.core + program.entry_row[entry]
            store(rows, row, fma(-load(values, entry), load(cols, x + program.entry_col[entry]), load(rows, row)))
        for entry in range(start[BORDER_ROW], start[BORDER_ROW + 1]):
            slot = program.entry_row[entry]
            store(
                border_out,
                slot,
                fma(-load(values, entry), load(cols, x + program.entry_col[entry]), load(border_out, slot)),
            )
        for entry in range(start[CORE_BORDER], start[CORE_BORDER + 1]):
            row = first + program.entry_row[entry]
            store(rows, row, fma(-load(values, entry), load(border, program.entry_col[entry]), load(rows, row)))
        for entry in range(start[BOUND_BORDER], start[BOUND_BORDER + 1]):
            row = first + program.core + program.entry_row[entry]
            store(rows, row, fma(-load(values, entry), load(border, program.entry_col[entry]), load(rows, row)))


@compiled
def subtract_transposed_product(
    program: StageProgram, group: Group, border: Flat, cols: Flat, rows: Flat, border_out: Flat
) -> None:
    """Take Aᵀ y from `cols` and `border_out`, for the rows of a group and the border rows; slacks count."""
    start, height = program.kind_start, program.core + program.bounds
    values = np.zeros_like(group.constants)
    for stage in range(group.depth):
        read_stage(program, group, stage, values)
        x, first = stage * program.cols, stage * height
        for entry in range(start[CORE], start[CORE + 1]):
            col = x + program.entry_col[entry]
            store(cols, col, fma(-load(values, entry), load(rows, first + program.entry_row[entry]), load(cols, col)))
        if stage + 1 < group.depth:
            for entry in range(start[NEXT], start[NEXT + 1]):
                col, row = x + program.entry_col[entry], first + height + program.next_row[program.entry_row[entry]]
                store(cols, col, fma(-load(values, entry), load(rows, row), load(cols, col)))
        for bound in range(program.bounds):
            col = x + program.bound_slack[bound]
            store(cols, col, load(cols, col) - load(rows, first + program.core + bound))
        for entry in range(start[BOUND], start[BOUND + 1]):
            col = x + program.entry_col[entry]
            store(
                cols,
                col,
                fma(-load(values, entry), load(rows, first + program.core + program.entry_row[entry]), load(cols, col)),
            )
        for entry in range(start[BORDER_ROW], start[BORDER_ROW + 1]):
            col = x + program.entry_col[entry]
            store(cols, col, fma(-load(values, entry), load(border, program.entry_row[entry]), load(cols, col)))
        for entry in range(start[CORE_BORDER], start[CORE_BORDER + 1]):
            slot = program.entry_col[entry]
            store(
                border_out,
                slot,
                fma(-load(values, entry), load(rows, first + program.entry_row[entry]), load(border_out, slot)),
            )
        for entry in range(start[BOUND_BORDER], start[BOUND_BORDER + 1]):
            slot = program.entry_col[entry]
            store(
                border_out,
                slot,
                fma(
                    -load(values, entry),
                    load(rows, first + program.core + program.entry_row[entry]),
                    load(border_out, slot),
                ),
            )
