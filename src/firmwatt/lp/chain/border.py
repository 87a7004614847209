"""The border's own small system: what is left when all chains are eliminated.

It is sparse: the capacities of one year meet those of another in few rows, and the columns that join two pieces of a
chain meet those of the neighbouring pieces alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
import scipy.sparse.linalg as spl

from firmwatt.lp.chain.group import Flat, compiled
from firmwatt.lp.chain.reduction import IntArray
from firmwatt.lp.chain.standard import StandardForm
from firmwatt.timegrid import FloatArray

_REGULARISATIONS = (1e-15, 1e-12, 1e-9)  # of the diagonal: the next where the one before leaves a singular matrix
_REFINED = 1e-15


@dataclass(frozen=True, slots=True)
class Border:
    """Border columns and rows, and their share of the matrix.

    Attributes
    ----------
    cols, rows
    matrix : (rows, cols)
        Entries of border rows in border columns.
    slack_rows : numbers of the border rows with a slack
    place : (entries,)
        Where what lanes leave, the matrix, its transpose and the diagonal stand, in the order of `factorise_border`,
        among the places of the system; one past the last for what belongs to no node.
    inner, column : (places,)
        Row and column of each place of the system, column by column.
    """

    cols: int
    rows: int
    matrix: sp.csr_array
    slack_rows: IntArray
    place: IntArray
    inner: IntArray
    column: IntArray

    @property
    def size(self) -> int:
        """Return the number of border columns and rows."""
        return self.cols + self.rows


@dataclass(frozen=True, slots=True)
class BorderFactor:
    """The factorised border.

    Attributes
    ----------
    lu : None = there is no border, or it has no factor
    scale : (border,)
    system
        Where the factor is that of a regularised matrix: the matrix itself, to refine with.
    is_finite
        Whether the border has a factor.
    """

    lu: Any = None
    scale: FloatArray | None = None
    system: sp.csc_array | None = None
    is_finite: bool = True

    def solve(self, right_side: FloatArray) -> FloatArray:
        """Return the border columns and row duals."""
        if self.lu is None or self.scale is None:
            return np.zeros(right_side.size)
        scaled = self.scale * right_side
        answer = self.lu.solve(scaled)
        if self.system is not None:
            answer += self.lu.solve(scaled - self.system @ answer)
        return np.asarray(self.scale * answer)


def border_of(form: StandardForm, members: tuple[IntArray, IntArray], ids: Sequence[IntArray]) -> Border:
    """Return the border of a program.

    Parameters
    ----------
    form
    members
        Positions of its columns and rows.
    ids : (8, slots) each
        The nodes that the lanes of each group touch.
    """
    border_col, border_row = members
    in_border = np.zeros(form.cost.size, dtype=np.bool_)
    in_border[border_col] = True
    chosen = np.flatnonzero(in_border[form.col])
    is_row = np.zeros(form.side.size, dtype=np.bool_)
    is_row[border_row] = True
    chosen = chosen[is_row[form.row[chosen]]]
    row, col = np.searchsorted(border_row, form.row[chosen]), np.searchsorted(border_col, form.col[chosen])
    matrix = sp.csr_array((form.value[chosen], (row, col)), shape=(border_row.size, border_col.size))
    return make_border(matrix, np.flatnonzero(form.has_slack[border_row]), ids)


def make_border(matrix: sp.csr_array, slack_rows: IntArray, ids: Sequence[IntArray]) -> Border:
    """Return a border from its matrix (rows, columns), its rows with a slack, and the nodes that lanes touch.

    Nodes are border columns, then border rows; a lane that does not use a slot has one past the last there.
    """
    rows, cols = matrix.shape
    size = rows + cols
    own = matrix.tocoo()
    pairs = []
    for of_group in ids:
        nodes = of_group.astype(np.int64)
        pair = nodes[:, :, None] + nodes[:, None, :] * size
        outside = (nodes[:, :, None] == size) | (nodes[:, None, :] == size)
        pairs.append(np.where(outside, size * size, pair).reshape(-1))
    row, col = own.row.astype(np.int64) + cols, own.col.astype(np.int64)
    pairs += [row + col * size, col + row * size, np.arange(size) * (size + 1)]
    found, place = np.unique(np.concatenate(pairs), return_inverse=True)
    found = found[found < size * size]
    return Border(cols, rows, matrix, slack_rows, place, found % size, found // size)


def factorise_border(border: Border, squares: Sequence[FloatArray], diagonal: FloatArray) -> BorderFactor:
    """Sum what the lanes left on the border, and factorise that.

    Parameters
    ----------
    border
    squares : (8, slots, slots) each
        Of each group: upper triangles.
    diagonal : (border,)
        -Θ of columns; δ + 1 / Θ of the slack of rows.
    """
    if not border.size:
        return BorderFactor()
    values, taken = np.zeros(border.inner.size + 1), 0
    for square in squares:
        _add_square(values, border.place[taken : taken + square.size].reshape(square.shape), square)
        taken += square.size
    own = border.matrix.data
    values += np.bincount(border.place[taken:], np.concatenate([own, own, diagonal]), minlength=values.size)
    values = values[:-1]
    if not np.isfinite(values).all():
        return BorderFactor(is_finite=False)
    is_entry = (values != 0.0) | (border.inner == border.column)
    inner, column, values = border.inner[is_entry], border.column[is_entry], values[is_entry]
    on_diagonal = np.flatnonzero(inner == column)
    scale = 1.0 / np.sqrt(np.maximum(np.abs(values[on_diagonal]), 1e-300))
    pointer = np.searchsorted(column, np.arange(border.size + 1))
    system = sp.csc_array((values * scale[inner] * scale[column], inner, pointer), shape=(border.size, border.size))
    sign = np.where(np.arange(border.size) < border.cols, -1.0, 1.0)
    for share in _REGULARISATIONS:
        regular = system.copy()
        regular.data[on_diagonal] += sign * share
        try:
            lu = spl.splu(regular, permc_spec="MMD_AT_PLUS_A")
        except RuntimeError:  # exactly singular
            continue
        return BorderFactor(lu, scale, None if share <= _REFINED else system)
    return BorderFactor(is_finite=False)


@compiled
def _add_square(values: Flat, place: Flat, square: Flat) -> None:
    """Add the upper triangles of the lanes of a group to both triangles of the border."""
    lanes, slots, _ = square.shape
    for low in range(slots):
        for high in range(low, slots):
            for lane in range(lanes):
                values[place[lane, low, high]] += square[lane, low, high]
                if high > low:
                    values[place[lane, high, low]] += square[lane, low, high]
