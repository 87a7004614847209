"""The linear system of each interior point step, solved through chains and border.

Vectors of columns hold, in this order: the column slots of all groups, stages and lanes; border columns; slacks of
border rows. Vectors of rows hold the row slots of all groups, stages and lanes, then border rows. A slot that a lane
does not have is a zero.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from firmwatt.lp.chain.border import BorderFactor, border_of, factorise_border
from firmwatt.lp.chain.elimination import plan_elimination
from firmwatt.lp.chain.factorisation import factorise
from firmwatt.lp.chain.group import Group
from firmwatt.lp.chain.layout import LANES, Layout, lay_out
from firmwatt.lp.chain.pattern import find_pattern
from firmwatt.lp.chain.presolve import BoolArray, ChainRefusalError, IntArray
from firmwatt.lp.chain.products import multiply, multiply_transposed
from firmwatt.lp.chain.standard import StandardForm
from firmwatt.lp.chain.steps import Quad
from firmwatt.lp.chain.substitution import solve_chains
from firmwatt.lp.sparse_lp import SparseLP
from firmwatt.timegrid import FloatArray

_MOST_BORDER = 8000
_LOST = 1e-100  # inverse of a pivot that the kernels skip
_WORTH_A_THREAD = 20_000


class ChainSystem:
    """[-Θ Aᵀ; A δ] of a program in the layout of the kernels.

    Attributes
    ----------
    threads
    cols, rows
        Lengths of the vectors.
    col_place : (columns,), -1 = gone
        Where a column of the standard form lies in a vector of columns.
    row_place : (rows,), -1 = gone
    slack_place : (rows,), -1 = no slack
    """

    def __init__(self, lp: SparseLP, form: StandardForm, threads: int, pool: ThreadPoolExecutor | None) -> None:
        self._pool = pool if threads > 1 else None
        layout = lay_out(lp, form, threads)
        if layout.border_col.size + layout.border_row.size > _MOST_BORDER:
            raise ChainRefusalError(
                f"{layout.border_col.size + layout.border_row.size} columns and rows are in the border, "
                f"more than the chain solver is made for ({_MOST_BORDER})"
            )
        pattern = find_pattern(form, layout)
        planned = plan_elimination(pattern, layout)
        self.threads = threads
        self._program, self._border = planned.program, border_of(form, layout, pattern.border_ids)
        self._groups, self._depth = layout.lanes.groups, layout.lanes.depth
        self._border_ids, self._pattern = pattern.border_ids, pattern
        self._height = self._program.core + self._program.bounds
        self._local_cols = self._groups * self._depth * self._program.cols * LANES
        self._local_rows = self._groups * self._depth * self._height * LANES
        self.cols = self._local_cols + self._border.cols + self._border.rows
        self.rows = self._local_rows + self._border.rows
        self._allocate()
        self._place(form, layout, planned.row_place)

    def _allocate(self) -> None:
        program, stages = self._program, self._groups * self._depth
        outer = program.carried + program.border
        self._factor = np.zeros((self._groups, self._depth * int(program.kept_start[-1]) * LANES))
        self._pivots = np.zeros((self._groups, self._depth * program.core * LANES))
        self._weights = np.zeros((self._groups, self._depth * program.cols * LANES))
        self._squares = np.zeros((self._groups, outer * outer * LANES))
        self._slack_weight = np.zeros(self._border.rows)
        self._delta, self._relative = 0.0, 0.0
        self._border_factor = BorderFactor((), np.zeros(0, dtype=np.int64), np.zeros(0), None)
        self.stages = stages

    def _place(self, form: StandardForm, layout: Layout, row_place: IntArray) -> None:
        def spot(lane: IntArray, position: IntArray, slot: IntArray, width: int) -> IntArray:
            return (((lane // LANES) * self._depth + position) * width + slot) * LANES + lane % LANES

        columns, rows = layout.col_lane.size, layout.row_lane.size
        self.col_place, self.row_place = np.full(columns, -1), np.full(rows, -1)
        self.slack_place = np.full(rows, -1)
        inside = np.flatnonzero(layout.col_lane >= 0)
        self.col_place[inside] = spot(
            layout.col_lane[inside], layout.col_position[inside], layout.col_slot[inside], self._program.cols
        )
        self.col_place[layout.border_col] = self._local_cols + np.arange(layout.border_col.size)
        inside = np.flatnonzero(layout.row_lane >= 0)
        slot = row_place[layout.row_slot[inside]]
        self.row_place[inside] = spot(layout.row_lane[inside], layout.row_position[inside], slot, self._height)
        slacked = inside[form.has_slack[inside]]
        slot = layout.slack_slot[layout.row_slot[slacked]]
        self.slack_place[slacked] = spot(
            layout.row_lane[slacked], layout.row_position[slacked], slot, self._program.cols
        )
        self.row_place[layout.border_row] = self._local_rows + np.arange(layout.border_row.size)
        slack_rows = layout.border_row[self._border.slack_rows]
        self.slack_place[slack_rows] = self._local_cols + self._border.cols + self._border.slack_rows

    def factorise(self, theta: FloatArray, delta: float, relative: float = 0.0) -> bool:
        """Factorise for a diagonal; return whether all numbers stayed finite.

        Parameters
        ----------
        theta : (cols,), > 0
            Infinite where there is no column.
        delta : > 0
            Added to the diagonal of the normal matrix.
        relative : >= 0
            The share of its own size that is added to it besides.
        """
        self._delta, self._relative = delta, relative
        border = self._border
        local = theta[: self._local_cols].reshape(self._groups, -1)

        def one(index: int) -> None:
            np.divide(1.0, local[index], out=self._weights[index])
            factorise(self._program, self._group(index), self._squares[index])

        self._each(one)
        outer, carried = self._program.carried + self._program.border, self._program.carried
        squares = self._squares.reshape(self._groups, outer, outer, LANES)[:, carried:, carried:]
        squares = squares.transpose(0, 3, 1, 2).reshape(self._groups * LANES, outer - carried, outer - carried)
        self._slack_weight = np.zeros(border.rows)
        slack = self._local_cols + border.cols + border.slack_rows
        self._slack_weight[border.slack_rows] = 1.0 / theta[slack]
        diagonal = np.concatenate(
            [-theta[self._local_cols : self._local_cols + border.cols], delta + self._slack_weight]
        )
        self._border_factor = factorise_border(border, squares, diagonal)
        return self._border_factor.is_finite

    def has_lost_pivots(self) -> bool:
        """Return whether cancellation left nothing of some row, so that it was skipped."""
        return bool((self._pivots < _LOST).any())

    def solve(self, cols: FloatArray, rows: FloatArray, x: FloatArray, y: FloatArray) -> None:
        """Write x and y with -Θ x + Aᵀ y = cols and A x + δ y = rows, as precise as one pass is."""
        border, split = self._border, self._local_cols + self._border.cols
        gathered = self._solve_local((cols, rows), np.zeros(border.size), x, y)
        right = np.concatenate([cols[self._local_cols : split], rows[self._local_rows :]])
        right[border.cols :] += self._slack_weight * cols[split:]
        answer = self._border_factor.solve(right - gathered)
        self._solve_local((cols, rows), answer, x, y)
        x[self._local_cols : split] = answer[: border.cols]
        y[self._local_rows :] = answer[border.cols :]
        x[split:] = self._slack_weight * (y[self._local_rows :] - cols[split:])

    def _solve_local(
        self, right: tuple[FloatArray, FloatArray], border: FloatArray, x: FloatArray, y: FloatArray
    ) -> FloatArray:
        """Solve all chains into x and y with the border held; return what the border equations get."""
        cols, rows = (self._by_group(part) for part in right)
        local_x, local_y = self._by_group(x), self._by_group(y)
        held, gathered = self._to_lanes(border), self._empty_border()

        def one(index: int) -> None:
            np.copyto(local_x[index], cols[index])
            np.copyto(local_y[index], rows[index])
            solve_chains(
                self._program, self._group(index), held[index], local_x[index], local_y[index], gathered[index]
            )

        self._each(one)
        return self._from_lanes(gathered)

    def _by_group(self, vector: FloatArray) -> FloatArray:
        """Return the part of a vector of columns or rows that lies within groups, (groups, ...)."""
        length = self._local_cols if vector.size == self.cols else self._local_rows
        return vector[:length].reshape(self._groups, -1)

    def times(self, cols: FloatArray, out: FloatArray) -> None:
        """Write A x, slacks counted."""
        border, split = self._border, self._local_cols + self._border.cols
        local_cols, local_rows = self._by_group(cols), self._by_group(out)
        nodes = np.concatenate([cols[self._local_cols : split], np.zeros(border.rows)])
        held, gathered = self._to_lanes(nodes), self._empty_border()

        def one(index: int) -> None:
            local_rows[index] = 0.0
            multiply(
                self._program, self._group(index), held[index], local_cols[index], local_rows[index], gathered[index]
            )

        self._each(one)
        out[self._local_rows :] = self._from_lanes(gathered)[border.cols :]
        out[self._local_rows :] += border.matrix @ cols[self._local_cols : split]
        out[self._local_rows + border.slack_rows] += cols[split + border.slack_rows]

    def transposed_times(self, rows: FloatArray, out: FloatArray) -> None:
        """Write Aᵀ y, slacks counted."""
        border, split = self._border, self._local_cols + self._border.cols
        local_cols, local_rows = self._by_group(out), self._by_group(rows)
        nodes = np.concatenate([np.zeros(border.cols), rows[self._local_rows :]])
        held, gathered = self._to_lanes(nodes), self._empty_border()

        def one(index: int) -> None:
            local_cols[index] = 0.0
            multiply_transposed(
                self._program, self._group(index), held[index], local_cols[index], local_rows[index], gathered[index]
            )

        self._each(one)
        out[self._local_cols : split] = self._from_lanes(gathered)[: border.cols]
        out[self._local_cols : split] += border.matrix.T @ rows[self._local_rows :]
        out[split:] = 0.0
        out[split + border.slack_rows] = rows[self._local_rows + border.slack_rows]

    def present_columns(self) -> BoolArray:
        """Return which places of a vector of columns hold a column or a slack."""
        present = np.zeros(self.cols, dtype=np.bool_)
        present[self.col_place[self.col_place >= 0]] = True
        present[self.slack_place[self.slack_place >= 0]] = True
        return present

    def _group(self, index: int) -> Group:
        return Group(
            self._depth,
            self._delta,
            self._relative,
            self._pattern.head,
            self._pattern.edges[index].reshape(-1),
            self._pattern.values[index].reshape(-1),
            self._pattern.constants[index].reshape(-1),
            self._weights[index],
            self._factor[index],
            self._pivots[index],
        )

    def _each(self, work: Callable[[int], None]) -> None:
        """Do the work of every group, in threads where there are several."""
        if self._pool is None or self._groups == 1:
            for index in range(self._groups):
                work(index)
        else:
            list(self._pool.map(work, range(self._groups)))

    def on_slices(self, work: Callable[..., Any], arguments: tuple[Any, ...]) -> list[Any]:
        """Call a function on slices of all vectors of columns among the arguments, in threads; return its answers."""
        if self._pool is None or self.cols < _WORTH_A_THREAD:
            return [work(*arguments)]
        ends = np.linspace(0, self.cols, self.threads + 1).astype(np.int64)

        def one(index: int) -> Any:
            inside = slice(ends[index], ends[index + 1])
            return work(*(_sliced(argument, inside, self.cols) for argument in arguments))

        return list(self._pool.map(one, range(self.threads)))

    def _empty_border(self) -> FloatArray:
        return np.zeros((self._groups, self._program.border * LANES))

    def _to_lanes(self, border: FloatArray) -> FloatArray:
        padded = np.append(border, 0.0)[self._border_ids].reshape(self._groups, LANES, -1)
        return np.ascontiguousarray(padded.transpose(0, 2, 1)).reshape(self._groups, -1)

    def _from_lanes(self, lanes: FloatArray) -> FloatArray:
        by_lane = lanes.reshape(self._groups, -1, LANES).transpose(0, 2, 1)
        ids = self._border_ids.reshape(self._groups, LANES, -1)
        return np.asarray(np.bincount(ids.ravel(), by_lane.ravel(), minlength=self._border.size + 1)[:-1])


def _sliced(argument: Any, inside: slice, length: int) -> Any:
    if isinstance(argument, np.ndarray):
        return argument[inside] if argument.size == length else argument
    if isinstance(argument, Quad):
        return Quad(*(part[inside] for part in argument))
    return argument
