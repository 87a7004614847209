"""Chains and stages numbered from 0 without gaps, whatever numbers a program gives them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from firmwatt.lp.sparse_lp import SparseLP, StageArray
from firmwatt.timegrid import IntArray


def without_gaps(lp: SparseLP) -> SparseLP:
    """Return the program with its chains, and the stages of each chain, numbered in their order without gaps.

    Weeks may count their hours from the beginning of the year, and hours may be those of a calendar: what is laid out
    for a chain begins with its first stage. Stages that follow one another still do; between others there are no
    entries.
    """
    if _has_no_gaps(lp):
        return lp
    width = int(max(lp.col_stage.max(initial=0), lp.row_stage.max(initial=0))) + 1
    keys = np.concatenate([_keys(lp.col_chain, lp.col_stage, width), _keys(lp.row_chain, lp.row_stage, width)])
    distinct, place = np.unique(keys, return_inverse=True)
    first, chain = np.unique(distinct // width, return_index=True, return_inverse=True)[1:]
    stage = np.arange(distinct.size) - first[chain]
    is_border = distinct < 0
    new_chain = np.where(is_border, -1, chain - int(is_border.any())).astype(np.int32)[place]
    new_stage = np.where(is_border, -1, stage).astype(np.int32)[place]
    of_cols, of_rows = slice(0, lp.columns), slice(lp.columns, None)
    return replace(
        lp,
        col_chain=new_chain[of_cols], col_stage=new_stage[of_cols],
        row_chain=new_chain[of_rows], row_stage=new_stage[of_rows],
    )  # fmt: skip


def _keys(chain: StageArray, stage: StageArray, width: int) -> IntArray:
    return np.where(chain < 0, -1, chain.astype(np.int64) * width + stage)


def _has_no_gaps(lp: SparseLP) -> bool:
    sides = (lp.col_chain, lp.col_stage), (lp.row_chain, lp.row_stage)
    chains, stages = (max(int(side[i].max(initial=-1)) for side in sides) + 1 for i in (0, 1))
    if chains * stages > lp.rows + lp.columns:
        return False
    is_used = np.zeros((chains, stages), dtype=np.bool_)
    for chain, stage in sides:
        inside = chain >= 0
        is_used[chain[inside], stage[inside]] = True
    return bool(is_used[:, :1].all() and (is_used[:, 1:] <= is_used[:, :-1]).all())
