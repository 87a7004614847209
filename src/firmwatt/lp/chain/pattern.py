"""Which entries a stage has, the same for all lanes: the union over stages, found once a program.

Six kinds of entries stand side by side in one list per stage: a *core* row and a column of its stage; a core row of
the *next* stage and a column; a generalised *bound* row and its column; a *border row* and a column; a core row and a
border column (*core border*); a bound row and a border column (*bound border*).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit

from firmwatt.lp.chain.lanes import LANES
from firmwatt.lp.chain.layout import Part, distinct
from firmwatt.lp.chain.presolve import BoolArray, IntArray
from firmwatt.timegrid import FloatArray

CORE, NEXT, BOUND, BORDER_ROW, CORE_BORDER, BOUND_BORDER = range(6)
KINDS = 6


@dataclass(frozen=True, slots=True)
class Pattern:
    """The entries of a stage.

    Attributes
    ----------
    kind_start : (7,)
        Where the entries of each kind begin.
    row_slot : (entries,)
        Slot of the row, or border slot of a border row.
    col_slot : (entries,)
        Slot of the column, or border slot of a border column.
    head
        So many stages begin a lane, or come before it does; they and the last one are the *edges*.
    edges : (groups, head + 1, entries, 8)
        Entries of the edges.
    varying : numbers of the entries that differ from stage to stage between the edges
    values : (groups, depth, varying, 8)
    constants : (groups, entries, 8)
        The entries that do not vary; zero where one varies.
    border_slots
        Border columns and rows that a lane touches, at most.
    border_ids : (lanes, border slots)
        Number of each in the border (columns first, then rows); one past the last where a lane has none.
    """

    kind_start: IntArray
    row_slot: IntArray
    col_slot: IntArray
    head: int
    edges: FloatArray
    varying: IntArray
    values: FloatArray
    constants: FloatArray
    border_slots: int
    border_ids: IntArray

    def of_kind(self, kind: int) -> tuple[IntArray, IntArray]:
        """Return row and column slots of the entries of a kind."""
        inside = slice(int(self.kind_start[kind]), int(self.kind_start[kind + 1]))
        return self.row_slot[inside], self.col_slot[inside]


@dataclass(frozen=True, slots=True)
class _Entries:
    """Entries of lanes, one array each."""

    lane: IntArray
    position: IntArray
    row_slot: IntArray
    col_slot: IntArray
    value: FloatArray


def find_pattern(part: Part) -> Pattern:
    """Return the entries of a stage and their values."""
    row, col = part.row, part.col
    in_row, in_col = part.row_lane[row] >= 0, part.col_lane[col] >= 0
    same = part.row_position[row] == part.col_position[col]
    core = np.append(part.row_is_core, False)[part.row_slot[row]] & in_row
    bound = in_row & ~core
    border_slot, border_ids = _border_slots(part, in_row, in_col)
    kinds = [
        _with_slacks(_local(part, core & in_col & same), part, is_core=True),
        _local(part, core & in_col & ~same),
        _with_slacks(_local(part, bound & in_col), part, is_core=False),
        _of_border_rows(part, ~in_row & in_col, border_slot),
        _of_border_cols(part, core & ~in_col, border_slot),
        _of_border_cols(part, bound & ~in_col, border_slot),
    ]
    return _assemble(kinds, part, border_ids)


def _local(part: Part, chosen: BoolArray) -> _Entries:
    row, col = part.row[chosen], part.col[chosen]
    return _Entries(
        part.col_lane[col], part.col_position[col], part.row_slot[row], part.col_slot[col], part.value[chosen]
    )


def _with_slacks(entries: _Entries, part: Part, *, is_core: bool) -> _Entries:
    """Return core entries with those of slacks; bound rows know their slack without an entry."""
    if not is_core:
        return entries
    rows = np.flatnonzero(part.has_slack & (part.row_lane >= 0))
    rows = rows[part.row_is_core[part.row_slot[rows]]]
    slot = part.row_slot[rows]
    return _Entries(
        np.concatenate([entries.lane, part.row_lane[rows]]),
        np.concatenate([entries.position, part.row_position[rows]]),
        np.concatenate([entries.row_slot, slot]),
        np.concatenate([entries.col_slot, part.slack_slot[slot]]),
        np.concatenate([entries.value, np.ones(rows.size)]),
    )


def _of_border_rows(part: Part, chosen: BoolArray, border_slot: IntArray) -> _Entries:
    col = part.col[chosen]
    return _Entries(
        part.col_lane[col], part.col_position[col], border_slot[chosen], part.col_slot[col], part.value[chosen]
    )


def _of_border_cols(part: Part, chosen: BoolArray, border_slot: IntArray) -> _Entries:
    row = part.row[chosen]
    return _Entries(
        part.row_lane[row], part.row_position[row], part.row_slot[row], border_slot[chosen], part.value[chosen]
    )


def _border_slots(part: Part, in_row: BoolArray, in_col: BoolArray) -> tuple[IntArray, IntArray]:
    """Give each border row and column that a lane touches a slot in that lane; alike ones get the same slot.

    Alike are those whose first entry, by slot, is the same: the capacity of one year stands for that of another.
    """
    border_cols = part.border_cols
    total = border_cols + part.border_rows
    by_col, by_row = in_row & ~in_col, ~in_row & in_col
    lane = np.where(by_col, part.row_lane[part.row], part.col_lane[part.col])
    position = np.where(by_col, part.row_position[part.row], part.col_position[part.col])
    node = np.where(by_col, part.col - part.cols.size, border_cols + part.row - part.rows.size)
    local = np.where(by_col, part.row_slot[part.row], part.col_slot[part.col])
    touching = np.flatnonzero(by_col | by_row)
    groups, depth = part.groups, part.depth
    ids = np.full((groups * LANES, 0), total)
    slot_of_entry = np.full(part.row.size, -1)
    if not touching.size:
        return slot_of_entry, ids
    pair, place = distinct(lane[touching] * np.int64(total) + node[touching])
    first = np.full(pair.size, np.iinfo(np.int64).max)
    np.minimum.at(first, place, local[touching])
    earliest = np.full(pair.size, depth)
    np.minimum.at(earliest, place, position[touching])
    only_last = earliest == depth - 1
    is_row = pair % total >= border_cols
    alike = (only_last.astype(np.int64) * 2 + is_row) * (first.max() + 1) + first
    order = np.lexsort((pair, alike, pair // total))
    key = np.stack([pair[order] // total, alike[order]], axis=1)
    starts = np.flatnonzero(np.r_[True, (key[1:] != key[:-1]).any(axis=1)])
    rank = np.arange(pair.size) - np.repeat(starts, np.diff(np.r_[starts, pair.size]))
    name = alike[order] * np.int64(rank.max() + 1) + rank
    slots, slot_sorted = np.unique(name, return_inverse=True)
    slot = np.empty(pair.size, dtype=np.int64)
    slot[order] = slot_sorted
    ids = np.full((groups * LANES, slots.size), total)
    ids[pair // total, slot] = pair % total
    slot_of_entry[touching] = slot[place]
    return slot_of_entry, ids


def _columns_of_lanes(part: Part, head: int) -> IntArray:
    """(column slots, lanes) how many stages between the edges of a lane have a column in the slot."""
    lanes = part.groups * LANES
    cols = np.flatnonzero(part.col_lane >= 0)
    rows = np.flatnonzero((part.row_lane >= 0) & part.has_slack)
    slot = np.concatenate([part.col_slot[cols], part.slack_slot[part.row_slot[rows]]])
    lane = np.concatenate([part.col_lane[cols], part.row_lane[rows]])
    position = np.concatenate([part.col_position[cols], part.row_position[rows]])
    between = (position >= head) & (position < part.depth - 1)
    key = slot[between] * lanes + lane[between]
    return np.bincount(key, minlength=part.col_slots * lanes).reshape(-1, lanes)


def _assemble(kinds: list[_Entries], part: Part, border_ids: IntArray) -> Pattern:
    groups, depth = part.groups, part.depth
    head = min(depth, int(part.first.max()) + 1)
    width = int(max(part.col_slots, border_ids.shape[1])) + 1
    unions, places = [], []
    for entries in kinds:
        union, place = distinct(entries.row_slot * np.int64(width) + entries.col_slot)
        unions.append(union)
        places.append(place)
    start = np.concatenate([[0], np.cumsum([union.size for union in unions])]).astype(np.int64)
    row_slot, col_slot = np.divmod(np.concatenate(unions), width)
    columns = _columns_of_lanes(part, head)
    edges = np.zeros((groups, head + 1, row_slot.size, LANES))
    constants, is_constant = np.zeros((row_slot.size, groups * LANES)), np.zeros(row_slot.size, dtype=np.bool_)
    for kind, entries in enumerate(kinds):
        inside, place = slice(int(start[kind]), int(start[kind + 1])), places[kind]
        between = (entries.position >= head) & (entries.position < depth - 1)
        lane, edge = entries.lane[~between], np.minimum(entries.position[~between], head)
        edges[lane // LANES, edge, start[kind] + place[~between], lane % LANES] = entries.value[~between]
        everywhere = np.tile(columns.any(axis=0) * max(0, depth - 1 - head), (unions[kind].size, 1))
        stages = columns[col_slot[inside]] if kind < CORE_BORDER else everywhere
        found = place[between], entries.lane[between], entries.value[between]
        constants[inside], is_constant[inside] = _constants(*found, stages)
    varying = np.flatnonzero(~is_constant)
    constants[varying] = 0.0
    number = np.full(row_slot.size, -1)
    number[varying] = np.arange(varying.size)
    values = np.zeros((groups, depth, varying.size, LANES))
    for kind, entries in enumerate(kinds):
        place = number[start[kind] + places[kind]]
        lane, position, value = (part[place >= 0] for part in (entries.lane, entries.position, entries.value))
        values[lane // LANES, position, place[place >= 0], lane % LANES] = value
    by_group = np.ascontiguousarray(constants.reshape(-1, groups, LANES).transpose(1, 0, 2))
    return Pattern(start, row_slot, col_slot, head, edges, varying, values, by_group, border_ids.shape[1], border_ids)


def _constants(place: IntArray, lane: IntArray, value: FloatArray, stages: IntArray) -> tuple[FloatArray, BoolArray]:
    """Return the value of each entry in each lane, and whether it is the same wherever the lane has its column.

    What stands beside a column that a stage does not have is of no account: its weight is zero.
    """
    count, lanes = stages.shape
    lowest, highest = np.full(count * lanes, np.inf), np.full(count * lanes, -np.inf)
    key = place * lanes + lane
    _spread_of(key, value, lowest, highest)
    seen = np.bincount(key, minlength=count * lanes).reshape(count, lanes)
    same = ((seen == stages) & (lowest == highest).reshape(count, lanes)) | (seen == 0) & (stages == 0)
    is_constant = same.all(axis=1) | (seen == 0).all(axis=1)
    return np.where(seen > 0, highest.reshape(count, lanes), 0.0), is_constant


@njit(cache=True, nogil=True)
def _spread_of(key: Any, value: Any, lowest: Any, highest: Any) -> None:
    """Lower and raise the ends of each key to what its values reach."""
    for entry in range(len(key)):
        at = key[entry]
        lowest[at] = min(lowest[at], value[entry])
        highest[at] = max(highest[at], value[entry])
