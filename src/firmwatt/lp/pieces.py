"""Solve a program anew at a given border, a piece of a chain at a time: a nearly feasible point becomes feasible.

Border columns keep their values. A chain is cut into pieces; the columns of a piece's last stage that the next stage
touches keep their values too, so that pieces do not see one another. Of what a border row allows, a piece gets what its
columns use at the point given and its part of what is left over. What is used too much the first pieces give back, as
much as they can: border rows may be broken at a high price, and the caller sees whether they are in the end.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import scipy.sparse as sp

from firmwatt.lp.highs import Ending, HighsRun
from firmwatt.lp.sparse_lp import SparseLP
from firmwatt.timegrid import FloatArray, IntArray

PIECE_COLUMNS = 4000
_PENALTY = 1e3  # of the largest cost, for a unit by which a border row is broken
Runner = Callable[[SparseLP], HighsRun]


def solve_in_pieces(lp: SparseLP, point: FloatArray, run: Runner, seconds: float = np.inf) -> FloatArray | None:
    """Return a point with the same border columns that keeps all rows as well as `run` does; None if it finds none.

    Parameters
    ----------
    lp
    point : (columns,)
        Nearly feasible.
    run
        Solves a piece to a vertex.
    seconds
        After which it gives up.
    """
    started = time.perf_counter()
    matrix = lp.matrix.tocsr()
    found = np.clip(point, lp.col_lower, lp.col_upper)
    activity = matrix @ found
    pieces = _pieces(lp)
    left = _pieces_of_rows(lp, matrix, pieces)
    for chain, first, end in pieces:
        columns = np.flatnonzero((lp.col_chain == chain) & (lp.col_stage >= first) & (lp.col_stage < end))
        inside = np.flatnonzero((lp.row_chain == chain) & (lp.row_stage >= first) & (lp.row_stage <= end))
        rows = np.concatenate([inside, np.flatnonzero(lp.row_chain < 0)])
        part = matrix[rows][:, columns]
        outcome = run(_piece(lp, part, (rows, columns), (found, activity, left), end))
        is_late = time.perf_counter() - started > seconds
        if is_late or outcome.primal is None or outcome.ending is not Ending.CLAIMS_OPTIMAL:
            return None
        changed = np.clip(outcome.primal[: columns.size], lp.col_lower[columns], lp.col_upper[columns]) - found[columns]
        activity = activity + matrix[:, columns] @ changed
        found[columns] += changed
        left[rows[np.diff(part.indptr) > 0]] -= 1
    return found


def _pieces_of_rows(lp: SparseLP, matrix: sp.csr_array, pieces: list[tuple[int, int, int]]) -> IntArray:
    """Return (rows,) how many pieces each border row touches; 1 for others."""
    of_column = np.full(lp.columns, -1)
    for number, (chain, first, end) in enumerate(pieces):
        of_column[(lp.col_chain == chain) & (lp.col_stage >= first) & (lp.col_stage < end)] = number
    row = np.repeat(np.arange(lp.rows), np.diff(matrix.indptr))
    piece = of_column[matrix.indices]
    counted = (lp.row_chain[row] < 0) & (piece >= 0)
    touched = np.unique(row[counted] * np.int64(len(pieces) + 1) + piece[counted]) // (len(pieces) + 1)
    return np.where(lp.row_chain < 0, np.bincount(touched, minlength=lp.rows), 1)


def _pieces(lp: SparseLP) -> list[tuple[int, int, int]]:
    """Return (chain, first stage, end) of each piece."""
    pieces = []
    for chain in range(int(lp.col_chain.max(initial=-1)) + 1):
        inside = lp.col_chain == chain
        stages = int(lp.col_stage[inside].max(initial=-1)) + 1
        count = max(1, -(-int(inside.sum()) // PIECE_COLUMNS))
        ends = np.linspace(0, stages, min(count, max(stages, 1)) + 1).round().astype(np.int64)
        pieces += [(chain, int(first), int(end)) for first, end in pairwise(ends)]
    return pieces


def _piece(
    lp: SparseLP,
    part: sp.csr_array,
    at: tuple[IntArray, IntArray],
    now: tuple[FloatArray, FloatArray, IntArray],
    end: int,
) -> SparseLP:
    """Return the program of a piece.

    Parameters
    ----------
    lp
    part : (rows, columns) of the piece
    at
        Rows and columns of the piece.
    now
        The point so far, the activity of all rows at it, and how many pieces that each row touches are left.
    end
        Stage after the last of the piece.
    """
    (rows, columns), (found, activity, left) = at, now
    own = part @ found[columns]
    room = lp.row_lower[rows] - activity[rows], lp.row_upper[rows] - activity[rows]
    share = 1.0 / np.maximum(left[rows], 1)
    lower = own + np.where(room[0] < 0.0, share, 1.0) * room[0]
    upper = np.maximum(lower, own + np.where(room[1] > 0.0, share, 1.0) * room[1])  # rounding must not cross them
    col_lower, col_upper = lp.col_lower[columns].copy(), lp.col_upper[columns].copy()
    is_next = lp.row_stage[rows] == end  # holds by itself, since all that it touches is held
    joins = np.bincount(part[is_next].indices, minlength=columns.size) > 0
    held = joins & (lp.col_stage[columns] == end - 1)
    col_lower[held] = col_upper[held] = found[columns][held]
    keep = (np.diff(part.indptr) > 0) & ~is_next
    soft = np.flatnonzero(lp.row_chain[rows][keep] < 0)
    elastic = sp.csc_array((np.ones(soft.size), (soft, np.arange(soft.size))), shape=(int(keep.sum()), soft.size))
    matrix = sp.csc_array(sp.hstack([part[keep], elastic, -elastic], format="csc"))
    penalty = np.full(2 * soft.size, _PENALTY * max(1.0, float(np.abs(lp.cost[columns]).max(initial=0.0))))
    border_rows, border_cols = (np.full(length, -1, dtype=np.int32) for length in matrix.shape)
    return SparseLP(
        matrix,
        np.concatenate([lp.cost[columns], penalty]),
        np.concatenate([col_lower, np.zeros(2 * soft.size)]),
        np.concatenate([col_upper, np.full(2 * soft.size, np.inf)]),
        lower[keep], upper[keep], 0.0,
        col_chain=border_cols, col_stage=border_cols, row_chain=border_rows, row_stage=border_rows,
    )  # fmt: skip
