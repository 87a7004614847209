"""The border's own small system: what is left when all chains are eliminated."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.linalg as sl
from numpy.typing import NDArray

from firmwatt.lp.chain.layout import Layout
from firmwatt.lp.chain.presolve import IntArray
from firmwatt.lp.chain.standard import StandardForm
from firmwatt.timegrid import FloatArray

_REGULARISATION = 1e-15  # of the diagonal


@dataclass(frozen=True, slots=True)
class Border:
    """Border columns and rows, and their share of the matrix.

    Attributes
    ----------
    cols, rows
    matrix : (rows, cols)
        Entries of border rows in border columns.
    slack_rows : numbers of the border rows with a slack
    """

    cols: int
    rows: int
    matrix: FloatArray
    slack_rows: IntArray

    @property
    def size(self) -> int:
        """Return the number of border columns and rows."""
        return self.cols + self.rows


@dataclass(frozen=True, slots=True)
class BorderFactor:
    """The factorised border."""

    scale: FloatArray
    lu: tuple[FloatArray, NDArray[np.int32]] | None

    def solve(self, right_side: FloatArray) -> FloatArray:
        """Return the border columns and row duals."""
        if self.lu is None:
            return right_side
        answer = sl.lu_solve(self.lu, self.scale * right_side, check_finite=False)
        return np.asarray(self.scale * answer)


def border_of(form: StandardForm, layout: Layout) -> Border:
    """Return the border of a program."""
    both = (layout.row_border[form.row] >= 0) & (layout.col_border[form.col] >= 0)
    matrix = np.zeros((layout.border_row.size, layout.border_col.size))
    matrix[layout.row_border[form.row[both]], layout.col_border[form.col[both]]] = form.value[both]
    return Border(
        cols=layout.border_col.size,
        rows=layout.border_row.size,
        matrix=matrix,
        slack_rows=np.flatnonzero(form.has_slack[layout.border_row]),
    )


def factorise_border(border: Border, squares: FloatArray, ids: IntArray, diagonal: FloatArray) -> BorderFactor:
    """Sum what the lanes left, and factorise.

    Parameters
    ----------
    border
    squares : (lanes, slots, slots)
        Upper triangles.
    ids : (lanes, slots)
        Numbers in the border; `border.size` where a slot is empty.
    diagonal : (border,)
        -Θ of columns; δ + 1 / Θ of the slack of rows.
    """
    if not border.size:
        return BorderFactor(np.zeros(0), None)
    total = np.zeros((border.size + 1, border.size + 1))
    for square, members in zip(squares, ids, strict=True):
        upper = np.triu(square)
        total[np.ix_(members, members)] += upper + np.triu(upper, 1).T
    total = total[:-1, :-1]
    total[border.cols :, : border.cols] += border.matrix
    total[: border.cols, border.cols :] += border.matrix.T
    place = np.arange(border.size)
    total[place, place] += diagonal
    size = np.abs(total[place, place])
    sign = np.where(place < border.cols, -1.0, 1.0)
    total[place, place] += sign * (_REGULARISATION * size)
    scale = 1.0 / np.sqrt(np.maximum(np.abs(total[place, place]), 1e-300))
    return BorderFactor(scale, sl.lu_factor(total * scale[:, None] * scale[None, :], check_finite=False))
