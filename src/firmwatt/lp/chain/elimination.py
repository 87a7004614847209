"""The order in which a stage's core rows are eliminated, and the list of what each step touches.

Nodes of a stage, in the order of elimination: its core rows; the core rows of the next stage that it touches (the
*carried* ones); the border slots. Column by column, the normal matrix A D Aᵀ is a sum of cliques over these nodes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from firmwatt.lp.chain.layout import Part
from firmwatt.lp.chain.pattern import BORDER_ROW, BOUND, BOUND_BORDER, CORE, CORE_BORDER, NEXT, Pattern
from firmwatt.lp.chain.reduction import BoolArray, ChainRefusalError, IntArray

Index = NDArray[np.int32]
_DENSE_SHARE = 0.6
_MOST_CORE_ROWS = 600
_MOST_OUTER = 3000


class StageProgram(NamedTuple):
    """What the kernels do in each stage, as lists of positions.

    Attributes
    ----------
    cols, core, bounds, carried, border : int
        Number of column slots, core rows, bound rows, carried rows, border slots.
    kind_start : (7,)
        Where each kind of entry begins.
    entry_row, entry_col : (entries,)
        Core rows by place in the elimination (of kind NEXT: by number among the carried), bound rows from 0,
        border slots from 0.
    varying
        Numbers of the entries that differ from stage to stage.
    bound_slack : (bounds,)
        Column slot of each bound row's slack.
    tied_col, tied_slot : (ties,)
        Columns coupled with a border column by a bound row.
    tie_terms : (terms, 3)
        Bound entry, bound border entry, tie.
    square_terms : (terms, 4)
        Two bound border entries, their bound row, the place in the work array.
    products : (terms, 4)
        Place in the work array, two weights (entries, then ties), the column between them.
    border_place : (core border entries,)
        Place in the work array.
    struct_start, struct : (core + 1,), nodes that follow each core row
    inner : (core,)
        How many of them are core rows.
    kept : (core,)
        How many of them are core or carried rows, the part of the factor that is stored.
    kept_start : (core + 1,)
    targets
        Places in the work array of the products of each elimination, pair by pair.
    is_dense : (core,)
        Whether the row's update of carried and border nodes is done as if all were touched.
    carry_from, carry_to
        Places in the work array: what the next stage takes over.
    next_row : (carried,)
        Place of each carried row in its own stage.
    work : int
        Length of the work array: factor entries, diagonals, then a square for carried and border nodes.
    """

    cols: int
    core: int
    bounds: int
    carried: int
    border: int
    kind_start: Index
    entry_row: Index
    entry_col: Index
    varying: Index
    bound_slack: Index
    tied_col: Index
    tied_slot: Index
    tie_terms: Index
    square_terms: Index
    products: Index
    border_place: Index
    struct_start: Index
    struct: Index
    inner: Index
    kept: Index
    kept_start: Index
    targets: Index
    is_dense: Index
    carry_from: Index
    carry_to: Index
    next_row: Index
    work: int


@dataclass(frozen=True, slots=True)
class Elimination:
    """A stage program and the place of each row slot: core rows in their order, then bound rows."""

    program: StageProgram
    row_place: IntArray


def plan_elimination(pattern: Pattern, part: Part) -> Elimination:
    """Return the order of elimination and its lists.

    Raises
    ------
    ChainRefusalError
        Stages are so wide or so unlike that this factorisation would be slower than a general one.
    """
    core_slots = np.flatnonzero(part.row_is_core)
    core = core_slots.size
    if core > _MOST_CORE_ROWS or pattern.border_slots > _MOST_OUTER:
        raise ChainRefusalError(
            f"a stage has up to {core} rows that join columns and touches up to {pattern.border_slots} of the border, "
            f"more than the chain solver is made for ({_MOST_CORE_ROWS} and {_MOST_OUTER})"
        )
    place = np.full(part.row_is_core.size, -1)
    place[core_slots] = np.arange(core)
    cliques = _Cliques(pattern, part, place)
    order = _least_degree_order(cliques, core)
    elimination_place = np.empty(core, dtype=np.int64)
    elimination_place[order] = np.arange(core)
    place[core_slots] = elimination_place
    bound_slots = np.flatnonzero(~part.row_is_core)
    place[bound_slots] = np.arange(bound_slots.size)
    program = _Planner(pattern, part, place).program()
    row_place = place.copy()
    row_place[bound_slots] += core
    return Elimination(program, row_place)


class _Cliques:
    """The nodes that each column slot joins, with the weight (entry or tie) by which it touches each."""

    def __init__(self, pattern: Pattern, part: Part, place: IntArray) -> None:
        self.core = int(part.row_is_core.sum())
        self.place = place
        self.next_rows = np.unique(place[pattern.of_kind(NEXT)[0]])
        self.carried = self.next_rows.size
        carried_place = np.full(self.core + 1, -1)
        carried_place[self.next_rows] = np.arange(self.carried)
        self.first_border = self.core + self.carried
        start = pattern.kind_start
        self.nodes: list[list[tuple[int, int]]] = [[] for _ in range(part.col_slots)]
        for kind, first in ((CORE, 0), (NEXT, self.core), (BORDER_ROW, self.first_border)):
            rows, cols = pattern.of_kind(kind)
            if kind != BORDER_ROW:
                rows = place[rows] if kind == CORE else carried_place[place[rows]]
            for index, (row, col) in enumerate(zip(rows.tolist(), cols.tolist(), strict=True)):
                self.nodes[col].append((first + row, int(start[kind]) + index))
        self._add_ties(pattern)

    def _add_ties(self, pattern: Pattern) -> None:
        bound_rows, bound_cols = pattern.of_kind(BOUND)
        tied_rows, tied_slots = pattern.of_kind(BOUND_BORDER)
        of_row: dict[int, list[tuple[int, int]]] = {}
        for index, (row, slot) in enumerate(zip(tied_rows.tolist(), tied_slots.tolist(), strict=True)):
            of_row.setdefault(row, []).append((index, slot))
        self.border_of_bound = of_row
        self.ties: dict[tuple[int, int], int] = {}
        self.tie_terms: list[tuple[int, int, int]] = []
        entries = int(pattern.kind_start[-1])
        for index, (row, col) in enumerate(zip(bound_rows.tolist(), bound_cols.tolist(), strict=True)):
            for border_index, slot in of_row.get(row, []):
                if (col, slot) not in self.ties:
                    self.ties[col, slot] = len(self.ties)
                    self.nodes[col].append((self.first_border + slot, entries + self.ties[col, slot]))
                self.tie_terms.append((index, border_index, self.ties[col, slot]))


def _least_degree_order(cliques: _Cliques, core: int) -> IntArray:
    """Return core rows in the order of least degree at their elimination."""
    neighbours: list[set[int]] = [set() for _ in range(core)]
    for joined in cliques.nodes:
        members = {node for node, _ in joined}
        for node in members:
            if node < core:
                neighbours[node] |= members
    carried_rows = set(cliques.next_rows.tolist())
    for node in carried_rows:
        neighbours[node] |= carried_rows
    left, order = set(range(core)), []
    while left:
        best = min(left, key=lambda node: (len(neighbours[node]), node))
        left.discard(best)
        order.append(best)
        around = neighbours[best] - {best}
        for node in around & left:
            neighbours[node] |= around
            neighbours[node].discard(best)
    return np.array(order, dtype=np.int64)


class _Planner:
    """Builds the lists of one stage, given the order."""

    def __init__(self, pattern: Pattern, part: Part, place: IntArray) -> None:
        self.pattern, self.part, self.place = pattern, part, place
        self.cliques = _Cliques(pattern, part, place)
        self.core, self.carried = self.cliques.core, self.cliques.carried
        self.outer = self.carried + pattern.border_slots
        self.follows = self._fill_in()
        self.place_of = self._work_places()

    def _base(self) -> BoolArray:
        """(nodes, nodes) whether node i < j meet in the stage itself."""
        nodes = self.core + self.outer
        meets = np.zeros((nodes, nodes), dtype=np.bool_)
        for joined in self.cliques.nodes:
            members = np.array([node for node, _ in joined], dtype=np.int64)
            meets[np.ix_(members, members)] = True
        rows, slots = self.pattern.of_kind(CORE_BORDER)
        meets[self.place[rows], self.cliques.first_border + slots] = True
        return np.triu(meets, 1)

    def _fill_in(self) -> BoolArray:
        """(core, nodes) which nodes follow each core row once all stages before have been eliminated."""
        base, core = self._base(), self.core
        carry = base[core : core + self.carried].copy()
        own = np.concatenate([self.cliques.next_rows, np.arange(self.cliques.first_border, base.shape[0])])
        while True:
            follows = base[:core].copy()
            for index, row in enumerate(self.cliques.next_rows):
                others = own[np.flatnonzero(carry[index, core:])]
                later = others > row
                follows[row, others[later]] = True
                follows[others[~later], row] = True
            reached = carry.copy()
            for row in range(core):
                after = np.flatnonzero(follows[row])
                for node in after[after < core]:
                    follows[node] |= follows[row]
                    follows[node, : node + 1] = False
                for node in after[(after >= core) & (after < core + self.carried)]:
                    reached[node - core] |= follows[row]
                    reached[node - core, : node + 1] = False
            if (reached == carry).all():
                return follows
            carry = reached

    def _work_places(self) -> IntArray:
        """(nodes, nodes) place in the work array of each pair i <= j, -1 = none."""
        core, outer = self.core, self.outer
        place_of = np.full((core + outer, core + outer), -1)
        self.start = np.concatenate([[0], np.cumsum(self.follows.sum(axis=1))]).astype(np.int64)
        for row in range(core):
            place_of[row, np.flatnonzero(self.follows[row])] = np.arange(self.start[row], self.start[row + 1])
            place_of[row, row] = self.start[-1] + row
        square = self.start[-1] + core + np.arange(outer * outer).reshape(outer, outer)
        place_of[core:, core:] = np.where(np.tri(outer, dtype=np.bool_).T, square, -1)
        return place_of

    def program(self) -> StageProgram:
        """Return all lists as one record."""
        core, pattern = self.core, self.pattern
        struct = [np.flatnonzero(self.follows[row]) for row in range(core)]
        inner = np.array([int((nodes < core).sum()) for nodes in struct], dtype=np.int64)
        kept = np.array([int((nodes < core + self.carried).sum()) for nodes in struct], dtype=np.int64)
        outside = np.array([nodes.size for nodes in struct], dtype=np.int64) - inner
        carry_from, carry_to = self._carry()
        row, col = self._entry_places()
        ties = self.cliques.ties
        return StageProgram(
            cols=self.part.col_slots,
            core=core,
            bounds=int((~self.part.row_is_core).sum()),
            carried=self.carried,
            border=pattern.border_slots,
            kind_start=_index(pattern.kind_start),
            entry_row=_index(row),
            entry_col=_index(col),
            varying=_index(pattern.varying),
            bound_slack=_index(self.part.slack_slot[~self.part.row_is_core]),
            tied_col=_index([col for col, _ in ties]),
            tied_slot=_index([slot for _, slot in ties]),
            tie_terms=_table(self.cliques.tie_terms, 3),
            square_terms=_table(self._square_terms(), 4),
            products=_table(self._products(), 4),
            border_place=_index(
                [
                    self.place_of[self.place[row], self.cliques.first_border + slot]
                    for row, slot in zip(*pattern.of_kind(CORE_BORDER), strict=True)
                ]
            ),
            struct_start=_index(self.start),
            struct=_index(np.concatenate([*struct, np.zeros(0, dtype=np.int64)])),
            inner=_index(inner),
            kept=_index(kept),
            kept_start=_index(np.concatenate([[0], np.cumsum(kept)])),
            targets=_index(self._targets(struct, inner)),
            is_dense=_index(outside >= max(8.0, _DENSE_SHARE * self.outer)),
            carry_from=_index(carry_from),
            carry_to=_index(carry_to),
            next_row=_index(self.cliques.next_rows),
            work=int(self.start[-1] + core + self.outer * self.outer),
        )

    def _entry_places(self) -> tuple[IntArray, IntArray]:
        row, col = self.pattern.row_slot.copy(), self.pattern.col_slot.copy()
        for kind in (CORE, NEXT, BOUND, CORE_BORDER, BOUND_BORDER):
            inside = slice(int(self.pattern.kind_start[kind]), int(self.pattern.kind_start[kind + 1]))
            row[inside] = self.place[row[inside]]
        inside = slice(int(self.pattern.kind_start[NEXT]), int(self.pattern.kind_start[NEXT + 1]))
        row[inside] = np.searchsorted(self.cliques.next_rows, row[inside])
        return row, col

    def _square_terms(self) -> list[tuple[int, int, int, int]]:
        terms = []
        for row, touched in self.cliques.border_of_bound.items():
            for first, slot in touched:
                for second, other in touched:
                    if other <= slot:
                        low, high = (self.cliques.first_border + s for s in (other, slot))
                        terms.append((first, second, int(self.place[row]), int(self.place_of[low, high])))
        return terms

    def _products(self) -> list[tuple[int, int, int, int]]:
        terms = []
        for col, joined in enumerate(self.cliques.nodes):
            for index, (node, weight) in enumerate(joined):
                for other, other_weight in joined[: index + 1]:
                    place = self.place_of[min(node, other), max(node, other)]
                    terms.append((int(place), weight, other_weight, col))
        return terms

    def _targets(self, struct: list[IntArray], inner: IntArray) -> IntArray:
        pieces = [np.zeros(0, dtype=np.int64)]
        for row, nodes in enumerate(struct):
            pieces += [self.place_of[nodes[first], nodes[first:]] for first in range(int(inner[row]))]
        return np.concatenate(pieces)

    def _carry(self) -> tuple[list[int], list[int]]:
        """Return where the square's carried rows go in the next stage."""
        sources, goals = [], []
        rows, first = self.cliques.next_rows, self.cliques.first_border
        for index in range(self.carried):
            for other in range(index, self.outer):
                node = int(rows[other]) if other < self.carried else first + other - self.carried
                low, high = min(int(rows[index]), node), max(int(rows[index]), node)
                if self.place_of[low, high] >= 0:
                    sources.append(int(self.place_of[self.core + index, self.core + other]))
                    goals.append(int(self.place_of[low, high]))
        return sources, goals


def _index(values: object) -> Index:
    return np.ascontiguousarray(np.asarray(values, dtype=np.int64), dtype=np.int32)


def _table(rows: Sequence[tuple[int, ...]], width: int) -> Index:
    return _index(np.asarray(rows, dtype=np.int64).reshape(-1, width))
