"""`SparseLP`: the frozen contract between whoever writes a linear program and whoever solves it.

Minimise `cost @ x + objective_offset` over `col_lower <= x <= col_upper` and `row_lower <= A x <= row_upper`.

Every column and row carries a *chain* and a *stage*: a chain is a run of stages (hours) that follow one another.
Columns and rows with chain -1 are the *border*. A row (c, t) touches only columns of (c, t-1), of (c, t) and of the
border; border rows touch anything. The constructor refuses anything else by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from firmwatt.errors import UserError
from firmwatt.timegrid import FloatArray

StageArray = NDArray[np.int32]
_CHECKED_AT_ONCE = 1_000_000


class LPContractError(UserError):
    """The arrays do not form a linear program that keeps the contract; the message names rows and columns."""


@dataclass(frozen=True, slots=True)
class Block:
    """A named array of columns or rows that lie side by side.

    Attributes
    ----------
    name
    start
        Position of the first one.
    dims : names of the axes, such as `("asset", "chain", "hour")`
    coords : axis → labels, one a position
    """

    name: str
    start: int
    dims: tuple[str, ...]
    coords: Mapping[str, tuple[str, ...]]

    @property
    def shape(self) -> tuple[int, ...]:
        """Return the length of each axis."""
        return tuple(len(self.coords[dim]) for dim in self.dims)

    @property
    def size(self) -> int:
        """Return the number of columns or rows."""
        return int(np.prod(self.shape, dtype=np.int64))

    def label(self, position: int) -> str:
        """Return `name[asset=…, hour=…]` of a column or row given by its position in the program."""
        places = np.unravel_index(position - self.start, self.shape) if self.dims else ()
        inside = ", ".join(f"{dim}={self.coords[dim][place]}" for dim, place in zip(self.dims, places, strict=True))
        return f"{self.name}[{inside}]" if inside else self.name


@dataclass(frozen=True, slots=True, eq=False)
class SparseLP:
    """A linear program with time structure.

    Attributes
    ----------
    matrix : (rows, columns) CSC
    cost, col_lower, col_upper : (columns,)
    row_lower, row_upper : (rows,)
    objective_offset
    col_chain, col_stage : (columns,) int32, -1 = border
    row_chain, row_stage : (rows,) int32, -1 = border
    col_blocks, row_blocks
        Names; together they cover all columns and rows in order.

    Raises
    ------
    LPContractError
        An array is of another type, shapes differ, a number is NaN, a lower bound lies above its upper one, a
        coefficient or cost is infinite, a label is of half a stage, or a row touches a column of a stage that it must
        not.
    """

    matrix: sp.csc_array
    cost: FloatArray
    col_lower: FloatArray
    col_upper: FloatArray
    row_lower: FloatArray
    row_upper: FloatArray
    objective_offset: float
    col_chain: StageArray
    col_stage: StageArray
    row_chain: StageArray
    row_stage: StageArray
    col_blocks: tuple[Block, ...] = field(default=())
    row_blocks: tuple[Block, ...] = field(default=())

    def __post_init__(self) -> None:
        faults = self._type_faults() or self._shape_faults()
        if not faults:
            faults = [*self._number_faults(), *self._bound_faults(), *(self._label_faults() or self._stage_faults())]
        if faults:
            raise LPContractError("\n".join(faults))

    @property
    def columns(self) -> int:
        """Return the number of columns."""
        return int(self.matrix.shape[1])

    @property
    def rows(self) -> int:
        """Return the number of rows."""
        return int(self.matrix.shape[0])

    def col_name(self, position: int) -> str:
        """Return the name of a column."""
        return _name(self.col_blocks, position, "column")

    def row_name(self, position: int) -> str:
        """Return the name of a row."""
        return _name(self.row_blocks, position, "row")

    def col_block(self, name: str) -> Block:
        """Return the block of columns of that name.

        Raises
        ------
        KeyError
            No block has that name.
        """
        return _find(self.col_blocks, name)

    def row_block(self, name: str) -> Block:
        """Return the block of rows of that name.

        Raises
        ------
        KeyError
            No block has that name.
        """
        return _find(self.row_blocks, name)

    def _type_faults(self) -> list[str]:
        kinds = dict.fromkeys(("cost", "col_lower", "col_upper", "row_lower", "row_upper"), "float64")
        kinds |= dict.fromkeys(("col_chain", "col_stage", "row_chain", "row_stage"), "int32")
        faults = []
        if np.asarray(self.objective_offset).dtype.kind not in "fiu":
            faults.append(f"objective_offset: is of {type(self.objective_offset).__name__}. Write a number.")
        if getattr(self.matrix, "format", "") != "csc" or self.matrix.dtype != np.float64:
            faults.append(
                "matrix: is not compressed by columns, or not of float64. Write scipy.sparse.csc_array(…, dtype=float)."
            )
        elif not self.matrix.has_canonical_format:
            faults.append(
                "matrix: has entries out of order, or two at the same place. Call its sum_duplicates() first."
            )
        for name, kind in kinds.items():
            array = getattr(self, name)
            of = array.dtype if isinstance(array, np.ndarray) else type(array).__name__
            if not (isinstance(array, np.ndarray) and (of == kind or (kind == "int32" and array.dtype.kind == "i"))):
                faults.append(f"{name}: is of {of}. Write a NumPy array of {kind}.")
        return faults

    def _shape_faults(self) -> list[str]:
        rows, columns = self.matrix.shape
        expected = {
            "cost": columns, "col_lower": columns, "col_upper": columns, "col_chain": columns, "col_stage": columns,
            "row_lower": rows, "row_upper": rows, "row_chain": rows, "row_stage": rows,
        }  # fmt: skip
        faults = [
            f"{name}: has shape {getattr(self, name).shape}, the matrix asks for ({length},)."
            for name, length in expected.items()
            if getattr(self, name).shape != (length,)
        ]
        for side, blocks, length in (("col", self.col_blocks, columns), ("row", self.row_blocks, rows)):
            ends = [block.start + block.size for block in blocks]
            starts = [block.start for block in blocks]
            if blocks and (starts != [0, *ends[:-1]] or ends[-1] != length):
                faults.append(f"{side}_blocks: do not cover the {length} positions in order.")
        return faults

    def _number_faults(self) -> list[str]:
        faults = []
        coefficients = self.matrix.data
        if not np.isfinite(coefficients).all():
            where = int(np.flatnonzero(~np.isfinite(coefficients))[0])
            row = self.row_name(int(self.matrix.indices[where]))
            column = self.col_name(int(np.searchsorted(self.matrix.indptr, where, side="right") - 1))
            faults.append(f"matrix: the coefficient {coefficients[where]} of {column} in {row} is not finite.")
        if not np.isfinite(self.cost).all():
            worst = int(np.flatnonzero(~np.isfinite(self.cost))[0])
            faults.append(f"cost: {self.cost[worst]} of {self.col_name(worst)} is not finite.")
        if not np.isfinite(self.objective_offset):
            faults.append(f"objective_offset: {self.objective_offset} is not finite.")
        for name in ("col_lower", "col_upper", "row_lower", "row_upper"):
            bad = np.flatnonzero(np.isnan(getattr(self, name)))
            if bad.size:
                label = self.col_name if name.startswith("col") else self.row_name
                faults.append(f"{name}: of {label(int(bad[0]))} is NaN.")
        return faults

    def _bound_faults(self) -> list[str]:
        faults = []
        sides = (("col", self.col_lower, self.col_upper), ("row", self.row_lower, self.row_upper))
        for side, lower, upper in sides:
            bad = np.flatnonzero((lower > upper) | (lower == np.inf) | (upper == -np.inf))
            if bad.size:
                label = self.col_name if side == "col" else self.row_name
                first = int(bad[0])
                faults.append(f"{side} bounds: {label(first)} asks for {lower[first]} <= … <= {upper[first]}.")
        return faults

    def _label_faults(self) -> list[str]:
        faults = []
        sides = ((self.col_name, self.col_chain, self.col_stage), (self.row_name, self.row_chain, self.row_stage))
        for label, chain, stage in sides:
            bad = np.flatnonzero(((chain < 0) | (stage < 0)) & ((chain != -1) | (stage != -1)))
            if bad.size:
                first = int(bad[0])
                faults.append(
                    f"stages: {label(first)} is of chain {chain[first]}, stage {stage[first]}. "
                    "Both count from 0, or both are -1 for the border."
                )
        return faults

    def _stage_faults(self) -> list[str]:
        first, count = None, 0
        for start in range(0, self.columns, _CHECKED_AT_ONCE):  # a part at a time: a program may fill half the memory
            rows, columns = self._stray_entries(start, min(start + _CHECKED_AT_ONCE, self.columns))
            count += rows.size
            if first is None and rows.size:
                first = int(rows[0]), int(columns[0])
        if first is None:
            return []
        row, column = first
        return [
            f"stages: {self.row_name(row)} of chain {self.row_chain[row]}, stage {self.row_stage[row]} touches "
            f"{self.col_name(column)} of chain {self.col_chain[column]}, stage {self.col_stage[column]}. "
            f"A row may touch its own stage, the stage before, and the border. {count} entries do so."
        ]

    def _stray_entries(self, start: int, end: int) -> tuple[StageArray, StageArray]:
        """Return rows and columns of the entries in columns start … end - 1 that break the contract of stages."""
        pointers = self.matrix.indptr[start : end + 1]
        row = self.matrix.indices[pointers[0] : pointers[-1]]
        column = np.repeat(np.arange(start, end, dtype=np.int32), np.diff(pointers))
        row_chain, col_chain = self.row_chain[row], self.col_chain[column]
        step = self.row_stage[row] - self.col_stage[column]
        allowed = (row_chain < 0) | (col_chain < 0) | ((row_chain == col_chain) & ((step == 0) | (step == 1)))
        return row[~allowed], column[~allowed]


def _name(blocks: tuple[Block, ...], position: int, noun: str) -> str:
    for block in blocks:
        if block.start <= position < block.start + block.size:
            return block.label(position)
    return f"{noun} {position}"


def _find(blocks: tuple[Block, ...], name: str) -> Block:
    for block in blocks:
        if block.name == name:
            return block
    raise KeyError(name)


def check_block_names(blocks: tuple[Block, ...]) -> None:
    """Raise LPContractError if two blocks share a name."""
    names = sorted(block.name for block in blocks)
    twice = {a for a, b in pairwise(names) if a == b}
    if twice:
        raise LPContractError(f"blocks: the names {sorted(twice)} stand twice.")
