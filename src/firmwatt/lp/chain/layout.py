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
from firmwatt.lp.chain.reduction import BoolArray, IntArray, Small
from firmwatt.lp.chain.standard import StandardForm
from firmwatt.lp.sparse_lp import SparseLP


@dataclass(frozen=True, slots=True)
class Layout:
    """The place of every row and column of the standard form.

    Attributes
    ----------
    lanes
    row_lane, row_position, row_rank : (rows,), lane -1 = border or gone
        A rank counts those of the same stage; the position of what is border is its number there.
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
    """The lanes of one kind, and the slots of their rows and columns.

    Attributes
    ----------
    entries
        Numbers of the entries of the standard form that touch its lanes.
    first_group, groups, depth
    first : (lanes,)
        Position at which each lane begins.
    row_slot, col_slot : (ranks,), -1 = no such row or column in these lanes
        Of the rows and columns of each rank.
    row_is_core : (row slots,)
    slack_slot : (row slots,), -1 = no slack
        The column slot of the slack of a row slot.
    col_slots
        Slots of columns, slacks counted.
    """

    entries: Small
    first_group: int
    groups: int
    depth: int
    first: IntArray
    row_slot: Small
    col_slot: Small
    row_is_core: BoolArray
    slack_slot: IntArray
    col_slots: int

    @property
    def lanes(self) -> tuple[int, int]:
        """Return the first lane and the one behind the last."""
        return self.first_group * LANES, (self.first_group + self.groups) * LANES


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
    joins, own, crosses = np.zeros(col_lane.size, np.bool_), np.zeros(row_lane.size, np.int32), np.zeros_like(has_row)
    _find_joining(form.row, form.col, (row_lane, col_lane), joins)
    col_lane[joins] = -1
    _count_own(form.row, form.col, (row_lane, row_position), (col_lane, col_position), (own, crosses))
    row_lane[(own == 0) & ~has_slack] = -1
    border_col, border_row = np.flatnonzero(has_col & (col_lane < 0)), np.flatnonzero(has_row & (row_lane < 0))
    col_position[border_col], row_position[border_row] = np.arange(border_col.size), np.arange(border_row.size)
    return Layout(
        lanes=lanes,
        row_lane=row_lane,
        row_position=row_position,
        row_rank=row_rank,
        row_is_core=~has_slack | (own > 1) | crosses,
        col_lane=col_lane,
        col_position=col_position,
        col_rank=col_rank,
        border_col=border_col,
        border_row=border_row,
    )


@njit(cache=True, nogil=True)
def _find_joining(row: Any, col: Any, lanes: Any, joins: Any) -> None:
    """Mark the columns that a row of another lane touches."""
    for entry in range(len(row)):
        of_row, of_col = lanes[0][row[entry]], lanes[1][col[entry]]
        if of_row >= 0 and of_col >= 0 and of_row != of_col:
            joins[col[entry]] = True


@njit(cache=True, nogil=True)
def _count_own(row: Any, col: Any, rows: Any, cols: Any, found: Any) -> None:
    """Count the columns of its lane that each row touches, and mark the rows that touch one of another stage."""
    for entry in range(len(row)):
        at, of = row[entry], col[entry]
        if rows[0][at] >= 0 and cols[0][of] >= 0:
            found[0][at] += 1
            if rows[1][at] != cols[1][of]:
                found[1][at] = True


def parts(form: StandardForm, layout: Layout) -> Iterator[Part]:
    """Yield the part of each kind of chains."""
    lanes = layout.lanes
    kinds = lanes.kind_groups.size - 1
    kind_of_lane = np.repeat(np.arange(kinds), np.diff(lanes.kind_groups) * LANES)
    kind_of_lane = np.append(kind_of_lane, -1).astype(np.int16)
    start, order = np.zeros(kinds + 1, dtype=np.int64), np.empty(form.row.size, dtype=np.int32)
    _sort_by_kind((form.row, form.col), (layout.row_lane, layout.col_lane), kind_of_lane, start, order)
    for kind in range(kinds):
        yield _part(form, layout, kind, order[start[kind] : start[kind + 1]])


@njit(cache=True, nogil=True)
def _sort_by_kind(entries: Any, lanes: Any, kind_of_lane: Any, start: Any, order: Any) -> None:
    """Write the numbers of the entries of each kind one kind after the other, and where each kind begins."""
    kinds = len(start) - 1
    for entry in range(len(order)):
        kind = max(kind_of_lane[lanes[0][entries[0][entry]]], kind_of_lane[lanes[1][entries[1][entry]]])
        if kind >= 0:
            start[kind + 1] += 1
    for kind in range(kinds):
        start[kind + 1] += start[kind]
    filled = start[:-1].copy()
    for entry in range(len(order)):
        kind = max(kind_of_lane[lanes[0][entries[0][entry]]], kind_of_lane[lanes[1][entries[1][entry]]])
        if kind >= 0:
            order[filled[kind]] = entry
            filled[kind] += 1


def _part(form: StandardForm, layout: Layout, kind: int, entries: Small) -> Part:
    first_group, end = (int(group) for group in layout.lanes.kind_groups[kind : kind + 2])
    inside = first_group * LANES, end * LANES
    has_row, is_core, has_slack = (np.zeros(int(layout.row_rank.max(initial=-1)) + 2, np.bool_) for _ in range(3))
    _mark_ranks(inside, layout.row_lane, layout.row_rank, np.broadcast_to(np.True_, layout.row_lane.shape), has_row)
    _mark_ranks(inside, layout.row_lane, layout.row_rank, layout.row_is_core, is_core)
    _mark_ranks(inside, layout.row_lane, layout.row_rank, form.has_slack, has_slack)
    has_col = np.zeros(int(layout.col_rank.max(initial=-1)) + 2, np.bool_)
    _mark_ranks(inside, layout.col_lane, layout.col_rank, np.broadcast_to(np.True_, layout.col_lane.shape), has_col)
    slacked, cols = has_slack[has_row], int(has_col.sum())
    return Part(
        entries=entries,
        first_group=first_group,
        groups=end - first_group,
        depth=layout.lanes.depth,
        first=layout.lanes.first[inside[0] : inside[1]],
        row_slot=_numbered(has_row),
        col_slot=_numbered(has_col),
        row_is_core=is_core[has_row],
        slack_slot=np.where(slacked, cols + np.cumsum(slacked) - 1, -1),
        col_slots=cols + int(slacked.sum()),
    )


@njit(cache=True, nogil=True)
def _mark_ranks(inside: Any, lane: Any, rank: Any, chosen: Any, marked: Any) -> None:
    """Mark the ranks that occur in the lanes among the chosen rows or columns."""
    for index in range(len(lane)):
        if chosen[index] and inside[0] <= lane[index] < inside[1]:
            marked[rank[index]] = True


def _numbered(occurs: BoolArray) -> Small:
    return np.where(occurs, np.cumsum(occurs) - 1, -1).astype(np.int32)


def _places(lanes: Lanes, chain: Small, stage: Small, is_left: BoolArray) -> tuple[Small, Small]:
    """Return the lane of each row or column that is left, and its position there; -1 for the others."""
    lane, position = np.full(chain.size, -1, dtype=np.int32), np.full(chain.size, -1, dtype=np.int32)
    _seat_stages((chain, stage), is_left, (lanes.lane, lanes.position), (lane, position))
    return lane, position


@njit(cache=True, nogil=True)
def _seat_stages(label: Any, is_left: Any, of_stage: Any, place: Any) -> None:
    for index in range(len(is_left)):
        if is_left[index] and label[0][index] >= 0:
            place[0][index] = of_stage[0][label[0][index], label[1][index]]
            place[1][index] = of_stage[1][label[0][index], label[1][index]]


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
        used = np.zeros((chains, int(slot.max(initial=-1)) + 1), dtype=np.bool_)
        _mark(chain, slot, left, used)
        sides.append(used)
    return np.hstack(sides)


def _lengths(lp: SparseLP, chains: int) -> IntArray:
    """(chains,) how many stages each chain has."""
    stages = int(max(lp.row_stage.max(initial=0), lp.col_stage.max(initial=0))) + 1
    is_used = np.zeros((chains, stages), dtype=np.bool_)
    for of_chain, stage in ((lp.row_chain, lp.row_stage), (lp.col_chain, lp.col_stage)):
        _mark(of_chain, stage, np.broadcast_to(np.True_, stage.shape), is_used)
    return np.asarray(np.where(is_used.any(axis=1), stages - is_used[:, ::-1].argmax(axis=1), 0))


@njit(cache=True, nogil=True)
def _mark(chain: Any, place: Any, is_left: Any, used: Any) -> None:
    """Mark the places that the rows or columns left of each chain have."""
    for index in range(len(chain)):
        if is_left[index] and chain[index] >= 0:
            used[chain[index], place[index]] = True
