"""How chains are cut into pieces and laid side by side.

A *lane* is a piece of a chain, `depth` stages long; eight lanes form a *group* that the kernels work on at a time.
Chains of a *kind* have about the same rows and columns; groups of different kinds have patterns of their own, so that
a year in which little stands takes no time and memory for what comes later.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from firmwatt.lp.chain.reduction import BoolArray, ChainRefusalError, IntArray

LANES = 8
_CUT_STAGES = 12  # a cut costs about as much time as this many stages
_LEAST_DEPTH = 24
_KIND_WORK = 10_000  # slots × stages: a kind of its own must save more


@dataclass(frozen=True, slots=True)
class Lanes:
    """How chains are cut and laid out.

    Attributes
    ----------
    groups, depth
    lane, position : (chains, stages)
        Of each stage; shorter pieces are laid so that all end at the last position.
    first : (lanes,)
        Position at which each lane begins; 0 for lanes not in use.
    kind_groups : (kinds + 1,)
        The group in which each kind of chains begins.
    """

    groups: int
    depth: int
    lane: IntArray
    position: IntArray
    first: IntArray
    kind_groups: IntArray


def cut(length: IntArray, used: BoolArray, threads: int) -> Lanes:
    """Cut chains into pieces of about equal length, so many that lanes and threads are busy.

    Parameters
    ----------
    length : (chains,)
        Stages of each chain.
    used : (chains, slots)
        The rows and columns that a chain has in any stage.
    threads

    Raises
    ------
    ChainRefusalError
        There is no chain to work on.
    """
    chains = length.size
    if chains == 0:
        raise ChainRefusalError("the program has no chain")
    depth, kinds = _best_depth(length, used, threads)
    pieces = np.maximum(1, -(-length // depth))
    depth = int((-(-length // pieces)).max())
    stages = int(length.max())
    lane, position = np.full((chains, stages), -1), np.full((chains, stages), -1)
    groups_of_kind = -(-np.add.reduceat(pieces, kinds) // LANES)
    kind_groups = np.concatenate([[0], np.cumsum(groups_of_kind)])
    first = np.zeros(int(kind_groups[-1]) * LANES, dtype=np.int64)
    for kind, members in enumerate(np.split(np.arange(chains), kinds[1:])):
        next_lane = int(kind_groups[kind]) * LANES
        for chain in members:
            ends = np.linspace(0, length[chain], pieces[chain] + 1).round().astype(np.int64)
            for begin, end in pairwise(ends):
                lane[chain, begin:end] = next_lane
                first[next_lane] = depth - end + begin
                position[chain, begin:end] = depth - end + np.arange(begin, end)
                next_lane += 1
    return Lanes(int(kind_groups[-1]), depth, lane, position, first, kind_groups)


def _best_depth(length: IntArray, used: BoolArray, threads: int) -> tuple[int, IntArray]:
    """Return the longest piece that is allowed, such that the busiest thread has least to do, and the kinds.

    Kinds are returned as the number of the first chain of each.
    """
    longest = int(length.max())
    best, least = (longest, _kinds(np.ones_like(length), used, longest)), np.inf
    most_groups = 4 * threads + _runs(used).size
    for cuts in range(1, longest // _LEAST_DEPTH + 1):
        depth = -(-longest // cuts)
        pieces = np.maximum(1, -(-length // depth))
        kinds = _kinds(pieces, used, depth)
        widths = _widths(pieces, used, kinds)
        if widths.size > most_groups and cuts > 1:
            break
        work = _busiest(widths, threads) * (depth + _CUT_STAGES)
        if work < least:
            best, least = (depth, kinds), work
    return best


def _runs(used: BoolArray) -> IntArray:
    """Return the first chain of each run of chains that have the same slots."""
    return np.flatnonzero(np.r_[True, (used[1:] != used[:-1]).any(axis=1)])


def _kinds(pieces: IntArray, used: BoolArray, depth: int) -> IntArray:
    """Return the first chain of each run of chains that are best laid out together."""
    starts = _runs(used)
    unions, counts = np.logical_or.reduceat(used, starts), np.add.reduceat(pieces, starts)
    while starts.size > 1:
        groups, widths = -(-counts // LANES), unions.sum(axis=1)
        both = (unions[1:] | unions[:-1]).sum(axis=1)
        together = -(-(counts[1:] + counts[:-1]) // LANES) * both
        saved = (groups * widths)[1:] + (groups * widths)[:-1] - together
        best = int(np.argmax(saved))
        if saved[best] * depth < -_KIND_WORK:
            break
        unions[best] |= unions[best + 1]
        counts[best] += counts[best + 1]
        starts, unions, counts = (np.delete(part, best + 1, axis=0) for part in (starts, unions, counts))
    return starts


def _widths(pieces: IntArray, used: BoolArray, kinds: IntArray) -> IntArray:
    """Return how many slots each group has."""
    groups = -(-np.add.reduceat(pieces, kinds) // LANES)
    return np.repeat(np.logical_or.reduceat(used, kinds).sum(axis=1), groups)


def _busiest(widths: IntArray, threads: int) -> int:
    """Return the work of the thread with most to do when each takes the widest group that is left."""
    work = np.zeros(threads, dtype=np.int64)
    for width in np.sort(widths)[::-1]:
        work[np.argmin(work)] += width
    return int(work.max())
