"""Where each row and column lies: in which lane, at which stage of it, in which place within the stage.

A *slot* is the place of a row or column within its stage. What is not within a lane is the *border*: the program's
border, the columns that join two pieces of a chain, and equations without a column of their stage. A *part* holds the
lanes of one kind, with slots of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit

from firmwatt.lp.chain.lanes import LANES, Lanes, cut
from firmwatt.lp.chain.presolve import BoolArray, IntArray, Small
from firmwatt.lp.chain.standard import StandardForm
from firmwatt.lp.sparse_lp import SparseLP
from firmwatt.timegrid import FloatArray

_DENSE = 100_000  # numbers below this are looked up, not sorted


@dataclass(frozen=True, slots=True)
class Layout:
    """The place of every row and column of the standard form.

    Attributes
    ----------
    lanes
    row_lane, row_position, row_rank : (rows,), lane -1 = border or gone
        A rank counts those of the same stage.
    row_is_core : (rows,)
        False for rows that hold at most one column of their stage and a slack: generalised bounds.
    col_lane, col_position, col_rank : (columns,), lane -1 = border or gone
    border_col, border_row : positions in the program of what is border
    """

    lanes: Lanes
    row_lane: Small
    row_position: Small
    row_rank: Small
    row_is_core: BoolArray
    col_lane: Small
    col_position: Small
    col_rank: Small
    border_col: IntArray
    border_row: IntArray


@dataclass(frozen=True, slots=True)
class Part:
    """The rows, columns and entries of the lanes of one kind, numbered from 0; border rows and columns come last.

    Attributes
    ----------
    rows, cols
        Positions in the program of those within lanes.
    first_group, groups, depth
    first : (lanes,)
        Position at which each lane begins.
    row, col, value : (entries,)
    row_lane, row_position, row_slot : (rows + border rows,), lane -1 = border
    col_lane, col_position, col_slot : (cols + border columns,), lane -1 = border
    has_slack : (rows + border rows,)
    row_is_core : (row slots,)
    slack_slot : (row slots,), -1 = no slack
        The column slot of the slack of a row slot.
    col_slots
        Slots of columns, slacks counted.
    border_cols, border_rows
    """

    rows: IntArray
    cols: IntArray
    first_group: int
    groups: int
    depth: int
    first: IntArray
    row: IntArray
    col: IntArray
    value: FloatArray
    row_lane: IntArray
    row_position: IntArray
    row_slot: IntArray
    col_lane: IntArray
    col_position: IntArray
    col_slot: IntArray
    has_slack: BoolArray
    row_is_core: BoolArray
    slack_slot: IntArray
    col_slots: int
    border_cols: int
    border_rows: int


def lay_out(lp: SparseLP, form: StandardForm, threads: int) -> Layout:
    """Return the layout of a program for that many threads.

    Raises
    ------
    ChainRefusalError
        There is no chain to work on.
    """
    has_row, has_col, has_slack = form.reduction.has_row, form.reduction.has_col, form.has_slack
    row_rank = _rank_in_stage(lp.row_chain, lp.row_stage)
    col_rank = _rank_in_stage(lp.col_chain, lp.col_stage)
    used = _used_slots(lp, (row_rank, col_rank), (has_row, has_col))
    lanes = cut(_lengths(lp, used.shape[0]), used, threads)
    row_lane, row_position = _places(lanes, lp.row_chain, lp.row_stage, has_row)
    col_lane, col_position = _places(lanes, lp.col_chain, lp.col_stage, has_col)
    lane_of_row, lane_of_col = row_lane[form.row], col_lane[form.col]
    col_lane[form.col[(lane_of_row >= 0) & (lane_of_col >= 0) & (lane_of_row != lane_of_col)]] = -1
    within = (lane_of_row >= 0) & (col_lane[form.col] >= 0)
    row, col = form.row[within], form.col[within]
    own = np.bincount(row, minlength=lp.rows)
    row_lane[(own == 0) & ~has_slack] = -1
    is_core = ~has_slack | (own > 1)
    is_core[row[row_position[row] != col_position[col]]] = True
    return Layout(
        lanes=lanes,
        row_lane=row_lane,
        row_position=row_position,
        row_rank=row_rank,
        row_is_core=is_core,
        col_lane=col_lane,
        col_position=col_position,
        col_rank=col_rank,
        border_col=np.flatnonzero(has_col & (col_lane < 0)),
        border_row=np.flatnonzero(has_row & (row_lane < 0)),
    )


def parts(form: StandardForm, layout: Layout) -> Iterator[Part]:
    """Yield the part of each kind of chains."""
    lanes = layout.lanes
    kind_of_lane = np.repeat(np.arange(lanes.kind_groups.size - 1), np.diff(lanes.kind_groups) * LANES)
    kind_of_lane = np.append(kind_of_lane, -1).astype(np.int16)
    of_row, of_col = kind_of_lane[layout.row_lane], kind_of_lane[layout.col_lane]
    of_entry = np.maximum(of_row[form.row], of_col[form.col])
    has_slack = form.has_slack
    for kind in range(lanes.kind_groups.size - 1):
        rows, cols = np.flatnonzero(of_row == kind), np.flatnonzero(of_col == kind)
        entries = np.flatnonzero(of_entry == kind)
        yield _part(form, layout, kind, (rows, cols, entries), has_slack)


def _part(
    form: StandardForm, layout: Layout, kind: int, members: tuple[IntArray, IntArray, IntArray], has_slack: BoolArray
) -> Part:
    rows, cols, entries = members
    first_group, end = (int(group) for group in layout.lanes.kind_groups[kind : kind + 2])
    row_number, col_number = _numbers(rows, layout.border_row), _numbers(cols, layout.border_col)
    row_lane, row_position, row_slot = _placed(
        layout.row_lane, layout.row_position, layout.row_rank, rows, layout.border_row.size
    )
    col_lane, col_position, col_slot = _placed(
        layout.col_lane, layout.col_position, layout.col_rank, cols, layout.border_col.size
    )
    slots = int(row_slot.max(initial=-1)) + 1
    row_is_core, slacked = np.zeros(slots, dtype=np.bool_), np.zeros(slots, dtype=np.bool_)
    row_is_core[row_slot[: rows.size][layout.row_is_core[rows]]] = True
    slacked[row_slot[: rows.size][has_slack[rows]]] = True
    col_slots = int(col_slot.max(initial=-1)) + 1
    return Part(
        rows=rows,
        cols=cols,
        first_group=first_group,
        groups=end - first_group,
        depth=layout.lanes.depth,
        first=layout.lanes.first[first_group * LANES : end * LANES],
        row=row_number[form.row[entries]],
        col=col_number[form.col[entries]],
        value=form.value[entries],
        row_lane=row_lane - np.where(row_lane >= 0, first_group * LANES, 0),
        row_position=row_position,
        row_slot=row_slot,
        col_lane=col_lane - np.where(col_lane >= 0, first_group * LANES, 0),
        col_position=col_position,
        col_slot=col_slot,
        has_slack=has_slack[np.concatenate([rows, layout.border_row])],
        row_is_core=row_is_core,
        slack_slot=np.where(slacked, col_slots + np.cumsum(slacked) - 1, -1),
        col_slots=col_slots + int(slacked.sum()),
        border_cols=layout.border_col.size,
        border_rows=layout.border_row.size,
    )


def _numbers(members: IntArray, border: IntArray) -> IntArray:
    """Return the number of each row (or column) of the program within a part; nothing where it has none."""
    length = int(max(members.max(initial=-1), border.max(initial=-1))) + 1
    number = np.empty(length, dtype=np.int64)
    number[members] = np.arange(members.size)
    number[border] = members.size + np.arange(border.size)
    return number


def _placed(lane: Small, position: Small, rank: Small, members: IntArray, border: int) -> tuple[IntArray, ...]:
    """Return lane, position and slot of the members of a part, -1 for the border behind them."""
    nowhere = np.full(border, -1)
    slot = distinct(rank[members].astype(np.int64))[1]
    return tuple(np.concatenate([own.astype(np.int64), nowhere]) for own in (lane[members], position[members], slot))


def distinct(number: IntArray) -> tuple[IntArray, IntArray]:
    """Return the distinct numbers in order, and the place of each among them: by a table where they are dense.

    Parameters
    ----------
    number : >= 0

    Examples
    --------
    >>> [part.tolist() for part in distinct(np.array([5, 2, 5]))]
    [[2, 5], [1, 0, 1]]
    """
    end = int(number.max(initial=-1)) + 1
    if end > max(_DENSE, number.size):
        found, place = np.unique(number, return_inverse=True)
        return found, place
    occurs = np.zeros(end, dtype=np.bool_)
    occurs[number] = True
    return np.flatnonzero(occurs), (np.cumsum(occurs) - 1)[number]


def _places(lanes: Lanes, chain: Small, stage: Small, is_left: BoolArray) -> tuple[Small, Small]:
    """Return the lane of each row or column that is left, and its position there; -1 for the others."""
    inside = np.flatnonzero(is_left & (chain >= 0))
    lane, position = np.full(chain.size, -1, dtype=np.int32), np.full(chain.size, -1, dtype=np.int32)
    lane[inside] = lanes.lane[chain[inside], stage[inside]]
    position[inside] = lanes.position[chain[inside], stage[inside]]
    return lane, position


def _rank_in_stage(chain: Small, stage: Small) -> Small:
    """Return how many of the same stage stand before each; -1 in the border."""
    rank = np.full(chain.size, -1, dtype=np.int32)
    seen = np.zeros((int(chain.max(initial=-1)) + 1, int(stage.max(initial=-1)) + 1), dtype=np.int32)
    _count(chain, stage, seen, rank)
    return rank


@njit(cache=True, nogil=True)
def _count(chain: Any, stage: Any, seen: Any, rank: Any) -> None:
    """Number the members of each stage in their order."""
    for index in range(len(chain)):
        if chain[index] >= 0:
            rank[index] = seen[chain[index], stage[index]]
            seen[chain[index], stage[index]] += 1


def _used_slots(lp: SparseLP, slots: tuple[Small, Small], is_left: tuple[BoolArray, BoolArray]) -> BoolArray:
    """(chains, row slots + column slots) which slots a chain has in any stage."""
    chains = int(max(lp.row_chain.max(initial=-1), lp.col_chain.max(initial=-1))) + 1
    sides = []
    for chain, slot, left in zip((lp.row_chain, lp.col_chain), slots, is_left, strict=True):
        inside = left & (chain >= 0)
        used = np.zeros((chains, int(slot.max(initial=-1)) + 1), dtype=np.bool_)
        used[chain[inside], slot[inside]] = True
        sides.append(used)
    return np.hstack(sides)


def _lengths(lp: SparseLP, chains: int) -> IntArray:
    """(chains,) how many stages each chain has."""
    stages = int(max(lp.row_stage.max(initial=0), lp.col_stage.max(initial=0))) + 1
    is_used = np.zeros((chains, stages), dtype=np.bool_)
    for of_chain, stage in ((lp.row_chain, lp.row_stage), (lp.col_chain, lp.col_stage)):
        is_used[of_chain[of_chain >= 0], stage[of_chain >= 0]] = True
    return np.asarray(np.where(is_used.any(axis=1), stages - is_used[:, ::-1].argmax(axis=1), 0))
