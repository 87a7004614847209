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

from firmwatt.lp.chain.layout import LANES, Layout, distinct
from firmwatt.lp.chain.presolve import BoolArray, IntArray
from firmwatt.lp.chain.standard import StandardForm
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


def find_pattern(form: StandardForm, layout: Layout) -> Pattern:
    """Return the entries of a stage and their values."""
    row, col = form.row, form.col
    in_row, in_col = layout.row_lane[row] >= 0, layout.col_lane[col] >= 0
    same = layout.row_position[row] == layout.col_position[col]
    core = np.append(layout.row_is_core, False)[layout.row_slot[row]] & in_row
    bound = in_row & ~core
    border_slot, border_ids = _border_slots(form, layout, in_row, in_col)
    kinds = [
        _with_slacks(_local(form, layout, core & in_col & same), form, layout, is_core=True),
        _local(form, layout, core & in_col & ~same),
        _with_slacks(_local(form, layout, bound & in_col), form, layout, is_core=False),
        _of_border_rows(form, layout, ~in_row & in_col, border_slot),
        _of_border_cols(form, layout, core & ~in_col, border_slot),
        _of_border_cols(form, layout, bound & ~in_col, border_slot),
    ]
    return _assemble(kinds, form, layout, border_ids)


def _local(form: StandardForm, layout: Layout, chosen: BoolArray) -> _Entries:
    row, col = form.row[chosen], form.col[chosen]
    return _Entries(
        layout.col_lane[col], layout.col_position[col], layout.row_slot[row], layout.col_slot[col], form.value[chosen]
    )


def _with_slacks(entries: _Entries, form: StandardForm, layout: Layout, *, is_core: bool) -> _Entries:
    """Return core entries with those of slacks; bound rows know their slack without an entry."""
    if not is_core:
        return entries
    rows = np.flatnonzero(form.has_slack & (layout.row_lane >= 0))
    rows = rows[layout.row_is_core[layout.row_slot[rows]]]
    slot = layout.row_slot[rows]
    return _Entries(
        np.concatenate([entries.lane, layout.row_lane[rows]]),
        np.concatenate([entries.position, layout.row_position[rows]]),
        np.concatenate([entries.row_slot, slot]),
        np.concatenate([entries.col_slot, layout.slack_slot[slot]]),
        np.concatenate([entries.value, np.ones(rows.size)]),
    )


def _of_border_rows(form: StandardForm, layout: Layout, chosen: BoolArray, border_slot: IntArray) -> _Entries:
    col = form.col[chosen]
    return _Entries(
        layout.col_lane[col], layout.col_position[col], border_slot[chosen], layout.col_slot[col], form.value[chosen]
    )


def _of_border_cols(form: StandardForm, layout: Layout, chosen: BoolArray, border_slot: IntArray) -> _Entries:
    row = form.row[chosen]
    return _Entries(
        layout.row_lane[row], layout.row_position[row], layout.row_slot[row], border_slot[chosen], form.value[chosen]
    )


def _border_slots(
    form: StandardForm, layout: Layout, in_row: BoolArray, in_col: BoolArray
) -> tuple[IntArray, IntArray]:
    """Give each border row and column that a lane touches a slot in that lane; alike ones get the same slot.

    Alike are those whose first entry, by slot, is the same: the capacity of one year stands for that of another.
    """
    border_cols = layout.border_col.size
    total = border_cols + layout.border_row.size
    by_col, by_row = in_row & ~in_col, ~in_row & in_col
    lane = np.where(by_col, layout.row_lane[form.row], layout.col_lane[form.col])
    position = np.where(by_col, layout.row_position[form.row], layout.col_position[form.col])
    node = np.where(by_col, layout.col_border[form.col], border_cols + layout.row_border[form.row])
    local = np.where(by_col, layout.row_slot[form.row], layout.col_slot[form.col])
    touching = np.flatnonzero(by_col | by_row)
    groups, depth = layout.lanes.groups, layout.lanes.depth
    ids = np.full((groups * LANES, 0), total)
    slot_of_entry = np.full(form.row.size, -1)
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


def _columns_of_lanes(form: StandardForm, layout: Layout, head: int) -> IntArray:
    """(column slots, lanes) how many stages between the edges of a lane have a column in the slot."""
    lanes = layout.lanes.groups * LANES
    cols = np.flatnonzero(layout.col_lane >= 0)
    rows = np.flatnonzero((layout.row_lane >= 0) & form.has_slack)
    slot = np.concatenate([layout.col_slot[cols], layout.slack_slot[layout.row_slot[rows]]])
    lane = np.concatenate([layout.col_lane[cols], layout.row_lane[rows]])
    position = np.concatenate([layout.col_position[cols], layout.row_position[rows]])
    between = (position >= head) & (position < layout.lanes.depth - 1)
    key = slot[between] * lanes + lane[between]
    return np.bincount(key, minlength=layout.col_slots * lanes).reshape(-1, lanes)


def _assemble(kinds: list[_Entries], form: StandardForm, layout: Layout, border_ids: IntArray) -> Pattern:
    groups, depth = layout.lanes.groups, layout.lanes.depth
    head = min(depth, int(layout.lanes.first.max()) + 1)
    width = int(max(layout.col_slots, border_ids.shape[1])) + 1
    unions, places = [], []
    for entries in kinds:
        union, place = distinct(entries.row_slot * np.int64(width) + entries.col_slot)
        unions.append(union)
        places.append(place)
    start = np.concatenate([[0], np.cumsum([union.size for union in unions])]).astype(np.int64)
    row_slot, col_slot = np.divmod(np.concatenate(unions), width)
    columns = _columns_of_lanes(form, layout, head)
    edges = np.zeros((groups, head + 1, row_slot.size, LANES))
    constants, is_constant = np.zeros((row_slot.size, groups * LANES)), np.zeros(row_slot.size, dtype=np.bool_)
    for kind, entries in enumerate(kinds):
        inside, place = slice(int(start[kind]), int(start[kind + 1])), places[kind]
        between = (entries.position >= head) & (entries.position < depth - 1)
        lane, edge = entries.lane[~between], np.minimum(entries.position[~between], head)
        edges[lane // LANES, edge, start[kind] + place[~between], lane % LANES] = entries.value[~between]
        everywhere = np.full((unions[kind].size, groups * LANES), max(0, depth - 1 - head))
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
