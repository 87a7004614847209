"""The border's own small system: what is left when all chains are eliminated."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.linalg as sl
from numpy.typing import NDArray

from firmwatt.lp.chain.group import Flat, compiled
from firmwatt.lp.chain.layout import Layout
from firmwatt.lp.chain.presolve import IntArray
from firmwatt.lp.chain.standard import StandardForm
from firmwatt.timegrid import FloatArray

_REGULARISATION = 1e-15  # of the diagonal
Lu = tuple[FloatArray, NDArray[np.int32]]


@dataclass(frozen=True, slots=True)
class Private:
    """The border nodes that one lane alone touches: they are eliminated with it.

    Attributes
    ----------
    lane
    slots, nodes
        Where they stand in the lane, and in the border.
    others
        The lane's other slots.
    """

    lane: int
    slots: IntArray
    nodes: IntArray
    others: IntArray


@dataclass(frozen=True, slots=True)
class Border:
    """Border columns and rows, and their share of the matrix.

    Attributes
    ----------
    cols, rows
    matrix : (rows, cols)
        Entries of border rows in border columns.
    slack_rows : numbers of the border rows with a slack
    ids : (lanes, slots)
        Numbers in the border, columns first; `size` where a lane does not use a slot.
    private
    shared : (size + 1,)
        Number of each node among those that are not private; one past the last for all others.
    """

    cols: int
    rows: int
    matrix: FloatArray
    slack_rows: IntArray
    ids: IntArray
    private: tuple[Private, ...]
    shared: IntArray

    @property
    def size(self) -> int:
        """Return the number of border columns and rows."""
        return self.cols + self.rows


@dataclass(frozen=True, slots=True)
class _Eliminated:
    """Private nodes of a lane: their factor, and how they hang on the lane's other nodes."""

    nodes: IntArray
    others: IntArray
    lu: Lu
    coupling: FloatArray
    solved: FloatArray


@dataclass(frozen=True, slots=True)
class BorderFactor:
    """The factorised border."""

    eliminated: tuple[_Eliminated, ...]
    nodes: IntArray
    scale: FloatArray
    lu: Lu | None

    def solve(self, right_side: FloatArray) -> FloatArray:
        """Return the border columns and row duals."""
        padded = np.append(right_side, 0.0)
        own = [sl.lu_solve(one.lu, padded[one.nodes], check_finite=False) for one in self.eliminated]
        for one, answer in zip(self.eliminated, own, strict=True):
            np.subtract.at(padded, one.others, one.coupling.T @ answer)
        if self.lu is not None:
            shared = self.scale * padded[self.nodes]
            padded[self.nodes] = self.scale * sl.lu_solve(self.lu, shared, check_finite=False)
        padded[-1] = 0.0
        for one, answer in zip(self.eliminated, own, strict=True):
            padded[one.nodes] = answer - one.solved @ padded[one.others]
        return padded[:-1]

    @property
    def is_finite(self) -> bool:
        """Return whether all numbers are."""
        return self.lu is None or bool(np.isfinite(self.lu[0]).all())


def border_of(form: StandardForm, layout: Layout, ids: IntArray) -> Border:
    """Return the border of a program, whose lanes touch the nodes `ids`."""
    both = (layout.row_border[form.row] >= 0) & (layout.col_border[form.col] >= 0)
    matrix = np.zeros((layout.border_row.size, layout.border_col.size))
    matrix[layout.row_border[form.row[both]], layout.col_border[form.col[both]]] = form.value[both]
    return make_border(matrix, np.flatnonzero(form.has_slack[layout.border_row]), ids)


def make_border(matrix: FloatArray, slack_rows: IntArray, ids: IntArray) -> Border:
    """Return a border from its matrix (rows, columns), its rows with a slack, and the nodes that lanes touch."""
    rows, cols = matrix.shape
    size = rows + cols
    used = np.bincount(ids.ravel(), minlength=size + 1)
    is_private = used == 1
    is_private[size] = False
    is_private[:cols] &= ~matrix.any(axis=0)
    is_private[cols:size] &= ~matrix.any(axis=1)
    lanes = np.flatnonzero(is_private[ids].any(axis=1))
    private = tuple(
        Private(
            lane=int(lane),
            slots=np.flatnonzero(is_private[ids[lane]]),
            nodes=ids[lane][is_private[ids[lane]]],
            others=np.flatnonzero(~is_private[ids[lane]]),
        )
        for lane in lanes
    )
    is_shared = ~is_private[:size]
    shared = np.full(size + 1, int(is_shared.sum()))
    shared[:size][is_shared] = np.arange(int(is_shared.sum()))
    return Border(cols, rows, matrix, slack_rows, ids, private, shared)


def factorise_border(border: Border, squares: FloatArray, diagonal: FloatArray) -> BorderFactor:
    """Eliminate what is private to a lane, sum what the lanes left on the rest, and factorise that.

    Parameters
    ----------
    border
    squares : (lanes, slots, slots)
        Upper triangles.
    diagonal : (border,)
        -Θ of columns; δ + 1 / Θ of the slack of rows.
    """
    shared = int(border.shared[-1])
    total = np.zeros((shared + 1, shared + 1))  # symmetric; the last row and column are for nodes that do not count
    eliminated, private = [], {one.lane: one for one in border.private}
    for lane, (square, ids) in enumerate(zip(squares, border.ids, strict=True)):
        if lane in private:
            one, rest = _eliminate_private(private[lane], ids, square, diagonal)
            eliminated.append(one)
            _add_square(total, border.shared[one.others], rest)
        else:
            _add_square(total, border.shared[ids], square)
    nodes = np.flatnonzero(border.shared[:-1] < shared)
    if not nodes.size:
        return BorderFactor(tuple(eliminated), nodes, np.zeros(0), None)
    total = total[:-1, :-1]
    _add_own(border, nodes, total)
    place = np.arange(nodes.size)
    total[place, place] += diagonal[nodes]
    sign = np.where(nodes < border.cols, -1.0, 1.0)
    total[place, place] += sign * (_REGULARISATION * np.abs(total[place, place]))
    scale = 1.0 / np.sqrt(np.maximum(np.abs(total[place, place]), 1e-300))
    lu = sl.lu_factor((total * scale[:, None] * scale[None, :]).T, overwrite_a=True, check_finite=False)
    return BorderFactor(tuple(eliminated), nodes, scale, lu)


def _eliminate_private(
    one: Private, ids: IntArray, square: FloatArray, diagonal: FloatArray
) -> tuple[_Eliminated, FloatArray]:
    """Eliminate the private nodes of a lane; return them and what that leaves on the lane's other nodes."""
    whole = np.triu(square) + np.triu(square, 1).T
    block = whole[np.ix_(one.slots, one.slots)] + np.diag(diagonal[one.nodes])
    coupling = whole[np.ix_(one.slots, one.others)]
    lu = sl.lu_factor(block, check_finite=False)
    solved = sl.lu_solve(lu, coupling, check_finite=False)
    rest = whole[np.ix_(one.others, one.others)] - coupling.T @ solved
    return _Eliminated(one.nodes, ids[one.others], lu, coupling, solved), rest


@compiled
def _add_square(total: Flat, number: Flat, square: Flat) -> None:
    """Add the upper triangle of a lane's square to both triangles of the total, where its nodes are numbered."""
    for low in range(len(number)):
        total[number[low], number[low]] += square[low, low]
        for high in range(low + 1, len(number)):
            total[number[low], number[high]] += square[low, high]
            total[number[high], number[low]] += square[low, high]


def _add_own(border: Border, nodes: IntArray, total: FloatArray) -> None:
    """Add the border's own matrix."""
    cols, rows = nodes[nodes < border.cols], nodes[nodes >= border.cols] - border.cols
    part = border.matrix[np.ix_(rows, cols)]
    total[cols.size :, : cols.size] += part
    total[: cols.size, cols.size :] += part.T
