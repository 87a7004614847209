"""Where each row and column lies: chains cut into pieces, pieces laid side by side in lanes, places within a stage.

A *lane* is a piece of a chain, `depth` stages long; eight lanes form a *group* that the kernels work on at a time. A
*slot* is the place of a row or column within its stage. What is not within a lane is the *border*: the program's
border, the columns that join two pieces of a chain, and equations without a column of their stage.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from firmwatt.lp.chain.presolve import BoolArray, ChainRefusalError, IntArray
from firmwatt.lp.chain.standard import StandardForm
from firmwatt.lp.sparse_lp import SparseLP

LANES = 8
_CUT_STAGES = 12  # a cut costs about as much time as this many stages
_LEAST_DEPTH = 24
_DENSE = 100_000  # numbers below this are looked up, not sorted


@dataclass(frozen=True, slots=True)
class Lanes:
    """How chains are cut and laid out.

    Attributes
    ----------
    groups, depth
    lane, position : (chains, stages)
        Of each stage; shorter pieces are laid so that all end at the last position.
    first : (lanes in use,)
        Position at which each lane begins.
    """

    groups: int
    depth: int
    lane: IntArray
    position: IntArray
    first: IntArray


@dataclass(frozen=True, slots=True)
class Layout:
    """The place of every row and column of the standard form.

    Attributes
    ----------
    lanes
    row_lane, row_position, row_slot : (rows,), lane -1 = border or gone
    col_lane, col_position, col_slot : (columns,), lane -1 = border or gone
    row_is_core : (row slots,)
        False for rows that hold at most one column of their stage and a slack: generalised bounds.
    slack_slot : (row slots,), -1 = no slack
        The column slot of the slack of a row slot.
    col_slots
        Slots of columns, slacks counted.
    border_col, border_row : positions in the program of what is border
    col_border, row_border : (columns,), (rows,), -1 = not border
        Number within the border.
    """

    lanes: Lanes
    row_lane: IntArray
    row_position: IntArray
    row_slot: IntArray
    col_lane: IntArray
    col_position: IntArray
    col_slot: IntArray
    row_is_core: BoolArray
    slack_slot: IntArray
    col_slots: int
    border_col: IntArray
    border_row: IntArray
    col_border: IntArray
    row_border: IntArray


def lay_out(lp: SparseLP, form: StandardForm, threads: int) -> Layout:
    """Return the layout of a program for that many threads.

    Raises
    ------
    ChainRefusalError
        There is no chain to work on.
    """
    lanes = _cut(lp, threads)
    has_row, has_col = form.reduction.has_row, form.reduction.has_col
    row_lane, row_position = _places(lanes, lp.row_chain, lp.row_stage, has_row)
    col_lane, col_position = _places(lanes, lp.col_chain, lp.col_stage, has_col)
    row_slot = _rank_in_stage(lp.row_chain, lp.row_stage)
    col_slot = _rank_in_stage(lp.col_chain, lp.col_stage)
    entry_row, entry_col = form.row, form.col
    joins = (row_lane[entry_row] >= 0) & (col_lane[entry_col] >= 0) & (row_lane[entry_row] != col_lane[entry_col])
    col_lane[entry_col[joins]] = -1
    within = (row_lane[entry_row] >= 0) & (col_lane[entry_col] >= 0)
    own = np.bincount(entry_row[within], minlength=lp.rows)
    row_lane[(own == 0) & ~form.has_slack] = -1
    crosses = within & (row_position[entry_row] != col_position[entry_col])
    is_core = ~form.has_slack | (own > 1)
    is_core[entry_row[crosses]] = True
    local = row_lane >= 0
    row_slot, col_slot = _without_gaps(row_slot, local), _without_gaps(col_slot, col_lane >= 0)
    row_is_core = np.zeros(int(row_slot.max(initial=-1)) + 1, dtype=np.bool_)
    row_is_core[row_slot[local & is_core]] = True
    slacked = np.unique(row_slot[local & form.has_slack])
    slack_slot = np.full(row_is_core.size, -1)
    slack_slot[slacked] = int(col_slot.max(initial=-1)) + 1 + np.arange(slacked.size)
    border_col, border_row = np.flatnonzero(has_col & (col_lane < 0)), np.flatnonzero(has_row & (row_lane < 0))
    return Layout(
        lanes=lanes,
        row_lane=row_lane,
        row_position=row_position,
        row_slot=row_slot,
        col_lane=col_lane,
        col_position=col_position,
        col_slot=col_slot,
        row_is_core=row_is_core,
        slack_slot=slack_slot,
        col_slots=int(col_slot.max(initial=-1)) + 1 + slacked.size,
        border_col=border_col,
        border_row=border_row,
        col_border=_numbers(border_col, lp.columns),
        row_border=_numbers(border_row, lp.rows),
    )


def _without_gaps(slot: IntArray, is_used: BoolArray) -> IntArray:
    """Number the slots in use without gaps; -1 where not in use."""
    numbered = np.full(slot.size, -1)
    numbered[is_used] = distinct(slot[is_used])[1]
    return numbered


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


def _numbers(members: IntArray, length: int) -> IntArray:
    number = np.full(length, -1)
    number[members] = np.arange(members.size)
    return number


def _places(
    lanes: Lanes, chain: NDArray[np.int32], stage: NDArray[np.int32], is_left: BoolArray
) -> tuple[IntArray, IntArray]:
    inside = is_left & (chain >= 0)
    lane = np.where(inside, lanes.lane[np.maximum(chain, 0), np.maximum(stage, 0)], -1)
    position = np.where(inside, lanes.position[np.maximum(chain, 0), np.maximum(stage, 0)], -1)
    return lane, position


def _rank_in_stage(chain: NDArray[np.int32], stage: NDArray[np.int32]) -> IntArray:
    """Return how many of the same stage stand before each; -1 in the border."""
    inside = np.flatnonzero(chain >= 0)
    rank = np.full(chain.size, -1)
    key = chain[inside].astype(np.int64) * (int(stage.max(initial=0)) + 1) + stage[inside]
    order = np.argsort(key, kind="stable")
    sorted_key = key[order]
    starts = np.flatnonzero(np.r_[True, sorted_key[1:] != sorted_key[:-1]]) if key.size else np.zeros(0, dtype=np.int64)
    lengths = np.diff(np.r_[starts, key.size])
    rank[inside[order]] = np.arange(key.size) - np.repeat(starts, lengths)
    return rank


def _cut(lp: SparseLP, threads: int) -> Lanes:
    """Cut chains into pieces of about equal length, so many that lanes and threads are busy."""
    chains = int(max(lp.row_chain.max(initial=-1), lp.col_chain.max(initial=-1))) + 1
    if chains == 0:
        raise ChainRefusalError("the program has no chain")
    stages = int(max(lp.row_stage.max(initial=-1), lp.col_stage.max(initial=-1))) + 1
    is_used = np.zeros((chains, stages), dtype=np.bool_)
    for of_chain, stage in ((lp.row_chain, lp.row_stage), (lp.col_chain, lp.col_stage)):
        is_used[of_chain[of_chain >= 0], stage[of_chain >= 0]] = True
    length = np.where(is_used.any(axis=1), stages - is_used[:, ::-1].argmax(axis=1), 0)
    pieces = np.maximum(1, -(-length // _best_depth(length, threads)))
    depth = int((-(-length // pieces)).max())
    lane, position = np.full((chains, stages), -1), np.full((chains, stages), -1)
    first_lane = np.cumsum(pieces) - pieces
    first = np.full(int(pieces.sum()), depth)
    for chain in range(chains):
        ends = np.linspace(0, length[chain], pieces[chain] + 1).round().astype(np.int64)
        for piece in range(pieces[chain]):
            inside = slice(ends[piece], ends[piece + 1])
            lane[chain, inside] = first_lane[chain] + piece
            first[first_lane[chain] + piece] = depth - ends[piece + 1] + ends[piece]
            position[chain, inside] = depth - ends[piece + 1] + np.arange(ends[piece], ends[piece + 1])
    groups = int(-(-pieces.sum() // LANES))
    return Lanes(groups, depth, lane, position, first)


def _best_depth(length: IntArray, threads: int) -> int:
    """Return the longest piece that is allowed, such that the busiest thread has least to do."""
    longest = int(length.max())
    best, least = longest, np.inf
    for cuts in range(1, longest // _LEAST_DEPTH + 1):
        depth = -(-longest // cuts)
        groups = -(-int((-(-length // depth)).sum()) // LANES)
        if groups > 4 * threads and cuts > 1:
            break
        work = -(-groups // threads) * (depth + _CUT_STAGES)
        if work < least:
            best, least = depth, work
    return best
