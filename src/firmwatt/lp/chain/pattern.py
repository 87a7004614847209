"""Which entries a stage has, the same for all lanes: the union over stages, found once a program.

Six kinds of entries stand side by side in one list per stage: a *core* row and a column of its stage; a core row of
the *next* stage and a column; a generalised *bound* row and its column; a *border row* and a column; a core row and a
border column (*core border*); a bound row and a border column (*bound border*).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numba import njit

from firmwatt.lp.chain.lanes import LANES
from firmwatt.lp.chain.layout import Layout, Part
from firmwatt.lp.chain.reduction import BoolArray, IntArray
from firmwatt.lp.chain.standard import StandardForm
from firmwatt.timegrid import FloatArray

CORE, NEXT, BOUND, BORDER_ROW, CORE_BORDER, BOUND_BORDER = range(6)
KINDS = 6
_NEVER = np.iinfo(np.int64).max


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


class _Seats(NamedTuple):
    """The entries of a part, and what tells where each belongs."""

    entries: Any
    row: Any
    col: Any
    value: Any
    row_lane: Any
    row_position: Any
    row_rank: Any
    col_lane: Any
    col_position: Any
    col_rank: Any
    has_slack: Any
    row_slot: Any
    col_slot: Any
    is_core: Any
    slack_slot: Any
    node_slot: Any
    first_lane: int
    end_lane: int
    border_cols: int


class _Places(NamedTuple):
    """The entries of a stage: a list for each kind and row slot; `head` is its first node, `after` the next one."""

    head: Any
    after: Any
    col_slot: Any
    place: Any


def find_pattern(form: StandardForm, layout: Layout, part: Part) -> Pattern:
    """Return the entries of a stage and their values.

    All is read from the program's entries where they stand: no list of a part's entries is made.
    """
    lanes, nodes = part.groups * LANES, layout.border_col.size + layout.border_row.size
    seats = _Seats(
        part.entries, form.row, form.col, form.value,
        layout.row_lane, layout.row_position, layout.row_rank, layout.col_lane, layout.col_position, layout.col_rank,
        form.has_slack, part.row_slot, part.col_slot, part.row_is_core, part.slack_slot,
        np.full((lanes, nodes), -1, dtype=np.int32), *part.lanes, layout.border_col.size,
    )  # fmt: skip
    border_ids = _border_slots(seats, part.depth)
    return _assemble(seats, part, border_ids)


@njit(cache=True, nogil=True)
def _seat(seats: _Seats, entry: int) -> Any:
    """Return kind, lane, position, row slot and column slot of an entry."""
    row, col = seats.row[entry], seats.col[entry]
    lane, other = seats.row_lane[row] - seats.first_lane, seats.col_lane[col] - seats.first_lane
    if seats.row_lane[row] < 0:
        slot = seats.node_slot[other, seats.border_cols + seats.row_position[row]]
        return BORDER_ROW, other, seats.col_position[col], slot, seats.col_slot[seats.col_rank[col]]
    position, row_slot = seats.row_position[row], seats.row_slot[seats.row_rank[row]]
    is_core = seats.is_core[row_slot]
    if seats.col_lane[col] < 0:
        slot = seats.node_slot[lane, seats.col_position[col]]
        return CORE_BORDER if is_core else BOUND_BORDER, lane, position, row_slot, slot
    kind = BOUND
    if is_core:
        kind = CORE if position == seats.col_position[col] else NEXT
    return kind, other, seats.col_position[col], row_slot, seats.col_slot[seats.col_rank[col]]


def _border_slots(seats: _Seats, depth: int) -> IntArray:
    """Give each border row and column that a lane touches a slot in that lane; alike ones get the same slot.

    Alike are those whose first entry, by slot, is the same: the capacity of one year stands for that of another.
    The slots are written into the seats; returned are the nodes of each lane.
    """
    lanes, total = seats.node_slot.shape
    first, earliest = np.full((lanes, total), _NEVER), np.full((lanes, total), depth)
    _meet_border(seats, first, earliest)
    pair = np.flatnonzero(first != _NEVER)
    if not pair.size:
        return np.full((lanes, 0), total)
    first, only_last = first.reshape(-1)[pair], earliest.reshape(-1)[pair] == depth - 1
    is_row = pair % total >= seats.border_cols
    alike = (only_last.astype(np.int64) * 2 + is_row) * (first.max() + 1) + first
    order = np.lexsort((pair, alike, pair // total))
    key = np.stack([pair[order] // total, alike[order]], axis=1)
    starts = np.flatnonzero(np.r_[True, (key[1:] != key[:-1]).any(axis=1)])
    rank = np.arange(pair.size) - np.repeat(starts, np.diff(np.r_[starts, pair.size]))
    name = alike[order] * np.int64(rank.max() + 1) + rank
    slots, slot_sorted = np.unique(name, return_inverse=True)
    slot = np.empty(pair.size, dtype=np.int64)
    slot[order] = slot_sorted
    ids = np.full((lanes, slots.size), total)
    ids[pair // total, slot] = pair % total
    seats.node_slot.reshape(-1)[pair] = slot
    return ids


@njit(cache=True, nogil=True)
def _meet_border(seats: _Seats, first: Any, earliest: Any) -> None:
    """Find the first slot and the earliest position at which each lane touches each node of the border."""
    for entry in seats.entries:
        row, col = seats.row[entry], seats.col[entry]
        if seats.row_lane[row] < 0:
            lane, node = seats.col_lane[col] - seats.first_lane, seats.border_cols + seats.row_position[row]
            position, slot = seats.col_position[col], seats.col_slot[seats.col_rank[col]]
        elif seats.col_lane[col] < 0:
            lane, node = seats.row_lane[row] - seats.first_lane, seats.col_position[col]
            position, slot = seats.row_position[row], seats.row_slot[seats.row_rank[row]]
        else:
            continue
        first[lane, node] = min(first[lane, node], slot)
        earliest[lane, node] = min(earliest[lane, node], position)


def _columns_of_lanes(seats: _Seats, part: Part, head: int) -> IntArray:
    """(column slots, lanes) how many stages between the edges of a lane have a column in the slot."""
    columns = np.zeros((part.col_slots, part.groups * LANES), dtype=np.int64)
    _count_columns(seats, (head, part.depth - 1), columns)
    return columns


@njit(cache=True, nogil=True)
def _count_columns(seats: _Seats, between: Any, columns: Any) -> None:
    begin, end = between
    for col in range(len(seats.col_lane)):
        lane = seats.col_lane[col]
        if seats.first_lane <= lane < seats.end_lane and begin <= seats.col_position[col] < end:
            columns[seats.col_slot[seats.col_rank[col]], lane - seats.first_lane] += 1
    for row in range(len(seats.row_lane)):
        lane, is_between = seats.row_lane[row], begin <= seats.row_position[row] < end
        if is_between and seats.has_slack[row] and seats.first_lane <= lane < seats.end_lane:
            columns[seats.slack_slot[seats.row_slot[seats.row_rank[row]]], lane - seats.first_lane] += 1


def _assemble(seats: _Seats, part: Part, border_ids: IntArray) -> Pattern:
    groups, depth, lanes = part.groups, part.depth, part.groups * LANES
    head = min(depth, int(part.first.max()) + 1)
    start, row_slot, col_slot, places = _places(seats, max(part.row_is_core.size, border_ids.shape[1]))
    count, with_slack = row_slot.size, _core_rows_with_slack(seats)
    edges = np.zeros((groups, head + 1, count, LANES))
    lowest, highest = np.full((count, lanes), np.inf), np.full((count, lanes), -np.inf)
    seen = np.zeros((count, lanes), dtype=np.int64)
    _read_values(seats, with_slack, places, (edges, lowest, highest, seen), depth)
    columns = _columns_of_lanes(seats, part, head)
    stages = np.tile(columns.any(axis=0) * max(0, depth - 1 - head), (count, 1))
    of_columns = slice(int(start[CORE_BORDER]))
    stages[of_columns] = columns[col_slot[of_columns]]
    is_constant = _are_constant(lowest == highest, seen, stages)
    constants = np.where((seen > 0) & is_constant[:, None], highest, 0.0)
    varying = np.flatnonzero(~is_constant)
    number = np.full(count, -1)
    number[varying] = np.arange(varying.size)
    values = np.zeros((groups, depth, varying.size, LANES))
    _store_varying(seats, with_slack, places, number, values)
    by_group = np.ascontiguousarray(constants.reshape(-1, groups, LANES).transpose(1, 0, 2))
    return Pattern(start, row_slot, col_slot, head, edges, varying, values, by_group, border_ids.shape[1], border_ids)


def _are_constant(is_same: BoolArray, seen: IntArray, stages: IntArray) -> BoolArray:
    """Return whether each entry is the same wherever a lane has its column.

    What stands beside a column that a stage does not have is of no account: its weight is zero.
    """
    same = ((seen == stages) & is_same) | (seen == 0) & (stages == 0)
    return np.asarray(same.all(axis=1) | (seen == 0).all(axis=1))


def _places(seats: _Seats, rows: int) -> tuple[IntArray, IntArray, IntArray, _Places]:
    """Return where each kind begins, row and column slots in their order, and the place of each among them."""
    head = np.full((KINDS, rows + 1), -1, dtype=np.int32)
    of_head, after, col_slot = _list_entries(seats, head)
    order = np.lexsort((col_slot, of_head))
    place = np.empty_like(order)
    place[order] = np.arange(order.size)
    kind, row_slot = np.divmod(of_head[order].astype(np.int64), rows + 1)
    start = np.searchsorted(kind, np.arange(KINDS + 1))
    return start, row_slot, col_slot[order].astype(np.int64), _Places(head, after, col_slot, place)


@njit(cache=True, nogil=True)
def _list_entries(seats: _Seats, head: Any) -> Any:
    """Return, for each entry that a stage may have, the list in which it stands, the one after it, its column slot."""
    of_head, after, col_slot = np.empty(64, np.int32), np.empty(64, np.int32), np.empty(64, np.int32)
    width, count = head.shape[1], 0
    for index in range(len(seats.entries) + len(seats.slack_slot)):
        if index < len(seats.entries):
            kind, _, _, row, col = _seat(seats, seats.entries[index])
        else:
            kind, row = CORE, index - len(seats.entries)
            col = seats.slack_slot[row]
            if col < 0 or not seats.is_core[row]:
                continue
        node = head[kind, row]
        while node >= 0 and col_slot[node] != col:
            node = after[node]
        if node >= 0:
            continue
        if count == len(after):
            of_head = np.concatenate((of_head, np.empty_like(of_head)))
            after = np.concatenate((after, np.empty_like(after)))
            col_slot = np.concatenate((col_slot, np.empty_like(col_slot)))
        of_head[count], after[count], col_slot[count] = kind * width + row, head[kind, row], col
        head[kind, row] = count
        count += 1
    return of_head[:count].copy(), after[:count].copy(), col_slot[:count].copy()


@njit(cache=True, nogil=True)
def _place_of(places: _Places, kind: int, row: int, col: int) -> Any:
    node = places.head[kind, row]
    while places.col_slot[node] != col:
        node = places.after[node]
    return places.place[node]


@njit(cache=True, nogil=True)
def _core_rows_with_slack(seats: _Seats) -> Any:
    """Return the core rows of the part whose slack is an entry."""
    found, count = np.empty(len(seats.row_lane), np.int32), 0
    for row in range(len(seats.row_lane)):
        is_here = seats.first_lane <= seats.row_lane[row] < seats.end_lane
        if is_here and seats.has_slack[row] and seats.is_core[seats.row_slot[seats.row_rank[row]]]:
            found[count] = row
            count += 1
    return found[:count].copy()


@njit(cache=True, nogil=True)
def _read_values(seats: _Seats, rows: Any, places: _Places, into: Any, depth: int) -> None:
    """Write the entries of the edges, and between them the least, the largest and the number in each lane."""
    for entry in seats.entries:
        kind, lane, position, row, col = _seat(seats, entry)
        _read_value(into, depth, (lane, position, _place_of(places, kind, row, col)), seats.value[entry])
    for row in rows:
        lane, slot = seats.row_lane[row] - seats.first_lane, seats.row_slot[seats.row_rank[row]]
        place = _place_of(places, CORE, slot, seats.slack_slot[slot])
        _read_value(into, depth, (lane, seats.row_position[row], place), 1.0)


@njit(cache=True, nogil=True)
def _read_value(into: Any, depth: int, seat: Any, value: float) -> None:
    edges, lowest, highest, seen = into
    lane, position, place = seat
    head = edges.shape[1] - 1
    if head <= position < depth - 1:
        lowest[place, lane] = min(lowest[place, lane], value)
        highest[place, lane] = max(highest[place, lane], value)
        seen[place, lane] += 1
    else:
        edges[lane // LANES, min(position, head), place, lane % LANES] = value


@njit(cache=True, nogil=True)
def _store_varying(seats: _Seats, rows: Any, places: _Places, number: Any, values: Any) -> None:
    """Write the entries that vary, stage by stage."""
    for entry in seats.entries:
        kind, lane, position, row, col = _seat(seats, entry)
        place = number[_place_of(places, kind, row, col)]
        if place >= 0:
            values[lane // LANES, position, place, lane % LANES] = seats.value[entry]
    for row in rows:
        lane, slot = seats.row_lane[row] - seats.first_lane, seats.row_slot[seats.row_rank[row]]
        place = number[_place_of(places, CORE, slot, seats.slack_slot[slot])]
        if place >= 0:
            values[lane // LANES, seats.row_position[row], place, lane % LANES] = 1.0
