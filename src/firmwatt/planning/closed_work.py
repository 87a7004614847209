"""Close the books of work: what arrives is served, lost or waits, to the last digit.

A solver keeps rows to its tolerance only, so that over a year a part in ten million of the work that waits would be
served by nobody. What a row lacks goes to the work that is served in its hour, or lost there, by a change far below the
tolerance of the other rows. Where nothing is served or lost, it waits for the next hour in which something is.
"""

from __future__ import annotations

import numpy as np

from firmwatt.lp.sparse_lp import Block, SparseLP
from firmwatt.timegrid import FloatArray, IntArray


def close_work(lp: SparseLP, point: FloatArray) -> FloatArray:
    """Return the point with the rows `work` kept exactly.

    Parameters
    ----------
    lp
        A planning model.
    point : (columns,)
        Keeps the rows nearly: what one lacks is a crumb.

    Notes
    -----
    An hour keeps what it lacks only where nobody runs that could serve it less, and no backlog has room.
    """
    rows = lp.row_block("work")
    served, lost, backlog = (_values(lp, point, name) for name in ("served_mw", "lost_mw", "backlog_mwh"))
    pool_of, waiting = (_pool_of(lp, rows, lp.col_block(name)) for name in ("served_mw", "backlog_mwh"))
    lacking = (lp.row_lower - lp.matrix @ point)[_span(rows)].reshape(rows.shape)
    total = np.zeros(rows.shape)
    np.add.at(total, pool_of, served)
    _let_wait(lacking, backlog, _values(lp, lp.col_upper, "backlog_mwh"), (np.maximum(total, lost), waiting))
    is_lost = (lost > total) & (lost + lacking >= 0.0)
    is_served = ~is_lost & (total > 0.0) & (total + lacking >= 0.0)
    served *= 1.0 + np.divide(lacking, total, out=np.zeros_like(total), where=is_served)[pool_of]
    main = np.array([np.flatnonzero(pool_of == pool)[0] for pool in range(rows.shape[0])], dtype=np.int64)
    served[main] += np.where(is_lost | is_served, 0.0, np.maximum(lacking, 0.0))
    closed = point.copy()
    for name, values in (("served_mw", served), ("lost_mw", lost + is_lost * lacking), ("backlog_mwh", backlog)):
        closed[_span(lp.col_block(name))] = values.ravel()
    return np.clip(closed, lp.col_lower, lp.col_upper)


def _let_wait(lacking: FloatArray, backlog: FloatArray, most: FloatArray, taken: tuple[FloatArray, IntArray]) -> None:
    """Move what hours without work lack into the backlog behind them, then what is left over into that before them."""
    takes, waiting = taken
    hours = lacking.shape[-1]
    for hour, beyond in [(h, h + 1) for h in range(hours - 1)] + [(h, h - 1) for h in range(hours - 1, 0, -1)]:
        own = lacking[waiting, :, hour]
        is_taken = (takes[waiting, :, hour] > 0.0) & (takes[waiting, :, hour] + own >= 0.0)
        is_left = (own < 0.0) if beyond < hour else np.ones_like(is_taken)
        between, sign = min(hour, beyond), beyond - hour
        moved = backlog[:, :, between] + sign * own
        stuck = np.where(~is_taken & is_left & (moved >= 0.0) & (moved <= most[:, :, between]), own, 0.0)
        backlog[:, :, between] += sign * stuck
        lacking[waiting, :, hour] -= stuck
        lacking[waiting, :, beyond] += stuck


def _span(block: Block) -> slice:
    return slice(block.start, block.start + block.size)


def _values(lp: SparseLP, point: FloatArray, name: str) -> FloatArray:
    """Return a copy of the columns of a block, (things, chains, hours)."""
    block = lp.col_block(name)
    return point[_span(block)].reshape(block.shape).copy()


def _pool_of(lp: SparseLP, rows: Block, block: Block) -> IntArray:
    """Return (things,) the pool in whose rows of work the columns of each thing of a block stand."""
    things = block.shape[0]
    first = block.start + np.arange(things) * (block.size // max(things, 1))
    entries = lp.matrix[:, first].tocoo()
    inside = (entries.row >= rows.start) & (entries.row < rows.start + rows.size)
    pools = np.zeros(things, dtype=np.int64)
    pools[entries.col[inside]] = (entries.row[inside] - rows.start) // (rows.size // max(rows.shape[0], 1))
    return pools
