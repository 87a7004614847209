"""What presolve leaves of a program, and the way back from its solution to that of the whole."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from firmwatt.lp.sparse_lp import SparseLP
from firmwatt.timegrid import FloatArray

IntArray = NDArray[np.int64]
Small = NDArray[np.int32]
BoolArray = NDArray[np.bool_]


class ChainRefusalError(Exception):
    """The chain solver cannot take a program, or suspects that it has no optimum; the text says why."""


@dataclass(frozen=True, slots=True)
class Bounding:
    """Rows with one entry that were turned into bounds of their columns.

    `gives_lower` and `gives_upper` tell, once all is reduced, which of them the bounds come from.
    """

    row: Small
    col: Small
    value: FloatArray
    gives_lower: BoolArray
    gives_upper: BoolArray


@dataclass(frozen=True, slots=True)
class Forcing:
    """Entries of rows that hold only where all their columns stand at one end.

    `sign` is -1 where a row's upper side forces, 1 where its lower one does.
    """

    row: Small
    col: Small
    value: FloatArray
    sign: float


@dataclass(frozen=True, slots=True)
class Merge:
    """Rows `value_from x_from + value_into x_into = side`; column `from` became a multiple of column `into`."""

    row: Small
    from_col: Small
    into_col: Small
    value_from: FloatArray
    value_into: FloatArray
    side: FloatArray
    lower_is_from: BoolArray
    upper_is_from: BoolArray


@dataclass(slots=True)
class Reduction:
    """A program while it shrinks, and then the way back from its solution to the solution of the whole.

    Attributes
    ----------
    row, col, value : (entries,)
        What is left of the matrix, in the numbers of the original program.
    cost, lower, upper : (columns,)
    row_lower, row_upper : (rows,)
    has_row, has_col
        What is left.
    fixed : (columns,)
        The value of each column that is gone.
    lower_row, upper_row : (columns,), -1 = the column's own
        The row from which a bound comes; empty once all is reduced.
    """

    lp: SparseLP
    row: Small
    col: Small
    value: FloatArray
    cost: FloatArray
    lower: FloatArray
    upper: FloatArray
    row_lower: FloatArray
    row_upper: FloatArray
    has_row: BoolArray
    has_col: BoolArray
    fixed: FloatArray
    lower_row: Small
    upper_row: Small
    steps: list[Bounding | Forcing | Merge] = field(default_factory=list)

    def point(self, reduced: FloatArray) -> FloatArray:
        """Return the point of the whole program; `reduced` has a value for each column that is left."""
        return self.merged(np.where(self.has_col, reduced, self.fixed))

    def merged(self, point: FloatArray) -> FloatArray:
        """Return a point with the columns that were merged into others, in place; it has the fixed ones already."""
        for step in reversed(self.steps):
            if isinstance(step, Merge):
                point[step.from_col] = (step.side - step.value_into * point[step.into_col]) / step.value_from
        return point

    def row_dual(self, reduced: FloatArray) -> FloatArray:
        """Return the row duals of the whole program; `reduced` has a value for each row that is left."""
        dual = np.where(self.has_row, reduced, 0.0)
        for step in reversed(self.steps):
            if isinstance(step, Merge):
                dual[step.row] = self._merge_dual(step, dual)
            elif isinstance(step, Forcing):
                self._hold_forced(step, dual)
            else:
                slope = (self.lp.cost - self.lp.matrix.T @ dual)[step.col]
                is_owner = np.where(slope > 0.0, step.gives_lower, step.gives_upper)
                dual[step.row] = np.where(is_owner, slope / step.value, 0.0)
        return dual

    def let_go(self) -> None:
        """Let go of what is left of the program: the way back needs the rest alone."""
        self.row = self.col = np.empty(0, dtype=np.int32)
        self.fixed = self.value = self.cost = self.lower = self.upper = self.row_lower = self.row_upper = np.empty(0)

    def _hold_forced(self, step: Forcing, dual: FloatArray) -> None:
        """Give each forcing row the smallest dual that holds all its columns where it forces them."""
        slope = (self.lp.cost - self.lp.matrix.T @ dual)[step.col]
        needed = np.zeros(dual.size)
        np.maximum.at(needed, step.row, step.sign * slope / step.value)
        dual[step.row] = step.sign * needed[step.row]

    def _merge_dual(self, step: Merge, dual: FloatArray) -> FloatArray:
        """Return the duals that leave no slope on the column whose bound does not bind."""
        slope = self.lp.cost - self.lp.matrix.T @ dual
        ratio = -step.value_into / step.value_from
        merged = slope[step.into_col] + ratio * slope[step.from_col]
        is_on_from = np.where(merged > 0.0, step.lower_is_from, step.upper_is_from)
        on_into, on_from = slope[step.into_col] / step.value_into, slope[step.from_col] / step.value_from
        return np.asarray(np.where(is_on_from, on_into, on_from))
