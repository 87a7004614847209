"""The linear system of each interior point step, solved through chains and border.

Vectors of columns hold, in this order: the column slots of all groups, stages and lanes; border columns; slacks of
border rows. Vectors of rows hold the row slots of all groups, stages and lanes, then border rows. A slot that a lane
does not have is a zero.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import numpy as np

from firmwatt.lp.chain.border import BorderFactor, border_of, factorise_border
from firmwatt.lp.chain.elimination import StageProgram, plan_elimination
from firmwatt.lp.chain.factorisation import factorise
from firmwatt.lp.chain.group import Group, compiled
from firmwatt.lp.chain.lanes import LANES
from firmwatt.lp.chain.layout import Layout, Part, lay_out, parts
from firmwatt.lp.chain.pattern import Pattern, find_pattern
from firmwatt.lp.chain.products import subtract_product, subtract_transposed_product
from firmwatt.lp.chain.reduction import BoolArray, ChainRefusalError
from firmwatt.lp.chain.standard import StandardForm
from firmwatt.lp.chain.steps import Point, Quad, Step
from firmwatt.lp.chain.substitution import solve_chains
from firmwatt.lp.sparse_lp import SparseLP
from firmwatt.timegrid import FloatArray

_MOST_BORDER = 20_000
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
        self.threads = threads
        layout = lay_out(lp, form, threads)
        if layout.border_col.size + layout.border_row.size > _MOST_BORDER:
            raise ChainRefusalError(
                f"{layout.border_col.size + layout.border_row.size} columns and rows are in the border, "
                f"more than the chain solver is made for ({_MOST_BORDER})"
            )
        self._depth = layout.lanes.depth
        self._programs: list[StageProgram] = []  # of each group
        self._patterns: list[tuple[Pattern, int]] = []  # of each group, and the group's number there
        self._col_end, self._row_end = [0], [0]
        self.col_place, self.row_place, self.slack_place = (
            np.full(size, -1, dtype=np.int32) for size in (lp.columns, lp.rows, lp.rows)
        )
        for part in parts(form, layout):
            self._add_part(form, layout, part)
        self._groups = len(self._programs)
        self._local_cols, self._local_rows = self._col_end[-1], self._row_end[-1]
        self._border_ids = [
            pattern.border_ids[group * LANES : (group + 1) * LANES] for pattern, group in self._patterns
        ]
        self._border = border_of(form, (layout.border_col, layout.border_row), self._border_ids)
        self._border_transposed = self._border.matrix.T.tocsr()
        self.cols = self._local_cols + self._border.cols + self._border.rows
        self.rows = self._local_rows + self._border.rows
        self.slack_place[~form.has_slack] = -1
        self._place_border(layout)
        self._by_size = [int(group) for group in np.argsort(-np.diff(self._col_end), kind="stable")]
        self.rest()

    def _add_part(self, form: StandardForm, layout: Layout, part: Part) -> None:
        """Plan the groups of a part and place its rows and columns."""
        pattern = find_pattern(form, layout, part)
        planned = plan_elimination(pattern, part)
        program = planned.program
        height, cols, rows = program.core + program.bounds, self._col_end[-1], self._row_end[-1]
        of_cols = layout.col_lane, layout.col_position, layout.col_rank
        of_rows = layout.row_lane, layout.row_position, layout.row_rank
        slack_slot = np.append(part.slack_slot, -1)[part.row_slot]
        for of, slot, width, first, place in (
            (of_cols, part.col_slot, program.cols, cols, self.col_place),
            (of_rows, np.append(planned.row_place, -1)[part.row_slot], height, rows, self.row_place),
            (of_rows, slack_slot, program.cols, cols, self.slack_place),
        ):
            _place_members(part.lanes, of, slot, (first, part.depth, width), place)
        for group in range(part.groups):
            self._programs.append(program)
            self._patterns.append((pattern, group))
            self._col_end.append(self._col_end[-1] + part.depth * program.cols * LANES)
            self._row_end.append(self._row_end[-1] + part.depth * height * LANES)

    def _place_border(self, layout: Layout) -> None:
        border = self._border
        self.col_place[layout.border_col] = self._local_cols + np.arange(border.cols)
        self.row_place[layout.border_row] = self._local_rows + np.arange(border.rows)
        self.slack_place[layout.border_row[border.slack_rows]] = self._local_cols + border.cols + border.slack_rows

    def rest(self) -> None:
        """Let go of the factor: it is made anew before the next system is solved."""
        self._factor, self._pivots, self._squares = ([np.zeros(0)] * len(self._programs) for _ in range(3))
        self._spare: list[tuple[FloatArray, FloatArray]] = []
        self._weights = self._slack_weight = np.zeros(0)
        self._delta, self._relative = 0.0, 0.0
        self._border_factor = BorderFactor()

    def _allocate(self) -> None:
        depth = self._depth
        self._factor = [np.zeros(depth * int(one.kept_start[-1]) * LANES) for one in self._programs]
        self._pivots = [np.zeros(depth * one.core * LANES) for one in self._programs]
        self._squares = [np.zeros((one.carried + one.border) ** 2 * LANES) for one in self._programs]
        self._weights = np.zeros(self._local_cols)
        widest, highest = int(np.diff(self._col_end).max()), int(np.diff(self._row_end).max())
        self._spare = [(np.zeros(widest), np.zeros(highest)) for _ in range(self.threads)]

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
        if not self._spare:
            self._allocate()
        self._delta, self._relative = delta, relative
        border, split = self._border, self._local_cols + self._border.cols
        local, weights = self._by_group(theta), self._by_group(self._weights)

        def one(index: int) -> None:
            np.divide(1.0, local[index], out=weights[index])
            factorise(self._programs[index], self._group(index), self._squares[index])

        self._each(one)
        self._slack_weight = np.zeros(border.rows)
        self._slack_weight[border.slack_rows] = 1.0 / theta[split + border.slack_rows]
        diagonal = np.concatenate([-theta[self._local_cols : split], delta + self._slack_weight])
        self._border_factor = factorise_border(border, [self._square(group) for group in range(self._groups)], diagonal)
        return self._border_factor.is_finite

    def _square(self, group: int) -> FloatArray:
        """(8, slots, slots) what the lanes of a group leave on the border: upper triangles."""
        program = self._programs[group]
        outer = program.carried + program.border
        square = self._squares[group].reshape(outer, outer, LANES)[program.carried :, program.carried :]
        return square.transpose(2, 0, 1)

    def has_lost_pivots(self) -> bool:
        """Return whether cancellation left nothing of some row, so that it was skipped."""
        return any((pivots < _LOST).any() for pivots in self._pivots)

    def solve(self, x: FloatArray, y: FloatArray) -> None:
        """Solve -Θ x + Aᵀ y = f, A x + δ y = g, as precise as one pass is.

        Parameters
        ----------
        x : (cols,)
            f on entry, x on return.
        y : (rows,)
            g on entry, y on return.
        """
        border, split = self._border, self._local_cols + self._border.cols
        right = np.concatenate([x[self._local_cols : split], y[self._local_rows :]])
        right[border.cols :] += self._slack_weight * x[split:]
        gathered = self._solve_local(np.zeros(border.size), x, y, keeps=False)
        answer = self._border_factor.solve(right - gathered)
        self._solve_local(answer, x, y, keeps=True)
        x[self._local_cols : split] = answer[: border.cols]
        y[self._local_rows :] = answer[border.cols :]
        x[split:] = self._slack_weight * (y[self._local_rows :] - x[split:])

    def _solve_local(self, border: FloatArray, x: FloatArray, y: FloatArray, *, keeps: bool) -> FloatArray:
        """Solve all chains with the border held; return what the border equations get.

        The solution replaces the right-hand sides in x and y if it is to be kept.
        """
        local_x, local_y = self._by_group(x), self._by_group(y)
        held, gathered = self._to_lanes(border), self._empty_border()

        def one(index: int) -> None:
            cols, rows = local_x[index], local_y[index]
            spare = None if keeps else self._spare.pop()
            if spare is not None:
                cols, rows = spare[0][: cols.size], spare[1][: rows.size]
                np.copyto(cols, local_x[index])
                np.copyto(rows, local_y[index])
            solve_chains(self._programs[index], self._group(index), held[index], cols, rows, gathered[index])
            if spare is not None:
                self._spare.append(spare)

        self._each(one)
        return self._from_lanes(gathered)

    def _by_group(self, vector: FloatArray) -> list[FloatArray]:
        """Return the parts of a vector of columns or rows that lie within groups."""
        ends = self._row_end if vector.size == self.rows else self._col_end
        return [vector[begin:end] for begin, end in pairwise(ends)]

    def subtract_times(self, side: FloatArray, cols: FloatArray, out: FloatArray) -> None:
        """Write side - A x, slacks counted; `out` may be the side itself."""
        border, split = self._border, self._local_cols + self._border.cols
        sides, local_cols, local_rows = (self._by_group(part) for part in (side, cols, out))
        nodes = np.concatenate([cols[self._local_cols : split], np.zeros(border.rows)])
        held, gathered = self._to_lanes(nodes), self._empty_border()

        def one(index: int) -> None:
            if out is not side:
                np.copyto(local_rows[index], sides[index])
            work = self._programs[index], self._group(index), held[index]
            subtract_product(*work, local_cols[index], local_rows[index], gathered[index])

        self._each(one)
        rest = side[self._local_rows :] + self._from_lanes(gathered)[border.cols :]
        rest -= border.matrix @ cols[self._local_cols : split]
        rest[border.slack_rows] -= cols[split + border.slack_rows]
        out[self._local_rows :] = rest

    def subtract_transposed_times(self, cost: FloatArray, rows: FloatArray, out: FloatArray) -> None:
        """Write cost - Aᵀ y, slacks counted; `out` may be the cost itself."""
        border, split = self._border, self._local_cols + self._border.cols
        costs, local_cols, local_rows = (self._by_group(part) for part in (cost, out, rows))
        nodes = np.concatenate([np.zeros(border.cols), rows[self._local_rows :]])
        held, gathered = self._to_lanes(nodes), self._empty_border()

        def one(index: int) -> None:
            if out is not cost:
                np.copyto(local_cols[index], costs[index])
            work = self._programs[index], self._group(index), held[index]
            subtract_transposed_product(*work, local_cols[index], local_rows[index], gathered[index])

        self._each(one)
        rest = cost[self._local_cols : split] + self._from_lanes(gathered)[: border.cols]
        rest -= self._border_transposed @ rows[self._local_rows :]
        out[self._local_cols : split] = rest
        out[split:] = cost[split:]
        out[split + border.slack_rows] -= rows[self._local_rows + border.slack_rows]

    def present_columns(self) -> BoolArray:
        """Return which places of a vector of columns hold a column or a slack."""
        present = np.zeros(self.cols, dtype=np.bool_)
        present[self.col_place[self.col_place >= 0]] = True
        present[self.slack_place[self.slack_place >= 0]] = True
        return present

    def _group(self, index: int) -> Group:
        pattern, group = self._patterns[index]
        return Group(
            self._depth,
            self._delta,
            self._relative,
            pattern.head,
            pattern.edges[group].reshape(-1),
            pattern.values[group].reshape(-1),
            pattern.constants[group].reshape(-1),
            self._weights[self._col_end[index] : self._col_end[index + 1]],
            self._factor[index],
            self._pivots[index],
        )

    def _each(self, work: Callable[[int], None]) -> None:
        """Do the work of every group, in threads where there are several, widest first."""
        self._share(work, self._by_size if self._pool is not None else range(self._groups))

    def _share(self, work: Callable[[int], None], numbers: Sequence[int]) -> None:
        """Do some pieces of work; this thread takes its part, since to wake another takes longer than a short one."""
        left = iter(numbers)

        def take() -> None:
            for number in left:  # the interpreter hands out one number at a time
                work(number)

        helpers = min(self.threads, len(numbers)) - 1 if self._pool is not None else 0
        helping = [self._pool.submit(take) for _ in range(helpers)] if self._pool is not None else []
        take()
        for helper in helping:
            helper.result()

    def on_slices(self, work: Callable[..., Any], arguments: tuple[Any, ...]) -> list[Any]:
        """Call a function on slices of all vectors of columns among the arguments, in threads; return its answers."""
        if self._pool is None or self.cols < _WORTH_A_THREAD:
            return [work(*arguments)]
        answers: list[Any] = [None] * self.threads

        def one(index: int) -> None:
            inside = slice(self.cols * index // self.threads, self.cols * (index + 1) // self.threads)
            answers[index] = work(*(_sliced(argument, inside, self.cols) for argument in arguments))

        self._share(one, range(self.threads))
        return answers

    def _empty_border(self) -> list[FloatArray]:
        return [np.zeros(program.border * LANES) for program in self._programs]

    def _to_lanes(self, border: FloatArray) -> list[FloatArray]:
        padded = np.append(border, 0.0)
        return [padded[ids.T].reshape(-1) for ids in self._border_ids]

    def _from_lanes(self, lanes: list[FloatArray]) -> FloatArray:
        ids = np.concatenate([ids.T.reshape(-1) for ids in self._border_ids])
        return np.asarray(np.bincount(ids, np.concatenate(lanes), minlength=self._border.size + 1)[:-1])


@compiled
def _place_members(inside: Any, seat: Any, slot: Any, shape: Any, place: Any) -> None:
    """Write where the rows or columns of a part lie in a vector: groups, then stages, then slots, then lanes."""
    lane, position, rank = seat
    first, depth, width = shape
    for index in range(len(lane)):
        if inside[0] <= lane[index] < inside[1]:
            group, within = divmod(lane[index] - inside[0], LANES)
            stage = group * depth + position[index]
            place[index] = first + (stage * width + slot[rank[index]]) * LANES + within


def _sliced(argument: Any, inside: slice, length: int) -> Any:
    if isinstance(argument, np.ndarray):
        return argument[inside] if argument.size == length else argument
    if isinstance(argument, Quad | Step | Point):
        return type(argument)(*(_sliced(part, inside, length) for part in argument))
    return argument
