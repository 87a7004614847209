"""Chains cut into lanes."""

from __future__ import annotations

import numpy as np
import pytest

from firmwatt.lp.chain.lanes import LANES
from firmwatt.lp.chain.layout import lay_out, parts
from firmwatt.lp.chain.presolve import reduce_program
from firmwatt.lp.chain.reduction import ChainRefusalError
from firmwatt.lp.chain.standard import standard_form
from tests.lp.programs import chain_lp, dense_lp


def layout_of(lp, threads=2):
    return lay_out(lp, standard_form(reduce_program(lp)), threads)


def test_a_long_chain_fills_the_lanes_of_all_threads():
    lanes = layout_of(chain_lp(1, 800)).lanes
    assert lanes.groups == 2
    assert lanes.depth == 800 // (2 * LANES)
    assert np.array_equal(np.unique(lanes.lane), np.arange(2 * LANES))


def test_short_chains_are_not_cut():
    lanes = layout_of(chain_lp(20, 12)).lanes
    assert lanes.depth == 12
    assert (lanes.lane == np.arange(20)[:, None]).all()


def test_columns_that_join_two_pieces_are_border():
    lp = chain_lp(1, 800)
    layout = layout_of(lp)
    level = lp.col_block("level")
    in_border = ((layout.border_col >= level.start) & (layout.border_col < level.start + level.size)).sum()
    assert in_border == 2 * LANES - 1


def test_rows_with_one_column_and_a_slack_are_bounds():
    lp = chain_lp(2, 30)
    form = standard_form(reduce_program(lp))
    (part,) = parts(form, lay_out(lp, form, 2))
    assert part.row_is_core.sum() == 1
    assert (~part.row_is_core).sum() == 2


def test_a_program_without_chains_is_refused():
    with pytest.raises(ChainRefusalError, match="no chain"):
        layout_of(dense_lp([[1.0, 1.0]], [1.0, 1.0], ([0, 0], [9, 9]), ([5], [7])))
