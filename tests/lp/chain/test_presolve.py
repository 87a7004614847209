"""Presolve, and the way back from it."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from firmwatt.lp.chain.presolve import reduce_program
from firmwatt.lp.chain.reduction import ChainRefusalError
from tests.lp.programs import chain_lp, dense_lp


def test_fixed_columns_move_to_the_sides():
    lp = dense_lp([[1.0, 1.0, 1.0]], [1.0, 1.0, 2.0], ([2, 0, 0], [2, 9, 9]), ([5], [7]))
    reduced = reduce_program(lp)
    assert reduced.row_lower[0] == 3.0
    assert reduced.point(np.array([0.0, 3.0, 0.0])) == pytest.approx([2.0, 3.0, 0.0])


def test_a_cycle_that_closes_merges_two_columns():
    lp = chain_lp(2, 5)
    reduced = reduce_program(lp)
    wrap = lp.row_block("wrap")
    assert not reduced.has_row[wrap.start : wrap.start + wrap.size].any()
    point = reduced.point(np.ones(lp.columns))
    assert (lp.matrix @ point)[wrap.start : wrap.start + wrap.size] == pytest.approx(0.0)


def test_a_row_that_cannot_hold_is_named():
    lp = dense_lp([[1.0, 1.0]], [1.0, 1.0], ([1, 1], [1, 1]), ([5], [7]))
    with pytest.raises(ChainRefusalError, match="row 0 cannot hold"):
        reduce_program(lp)


def test_a_column_that_nothing_holds_is_named():
    lp = dense_lp([[1.0, 0.0]], [1.0, -1.0], ([0, 0], [9, np.inf]), ([5], [7]))
    with pytest.raises(ChainRefusalError, match="nothing holds column 1"):
        reduce_program(lp)


def test_an_open_row_forces_nothing():
    lp = dense_lp([[1.0, -1.0]], [1.0, 1.0], ([0, 0], [np.inf, np.inf]), ([-np.inf], [0]))
    reduced = reduce_program(lp)
    assert reduced.has_row.all()
    assert reduced.has_col.all()


@pytest.mark.parametrize("has_moved", [False, True])
def test_presolve_leaves_the_program_as_it_was(has_moved: bool) -> None:
    # Back from another process, an array's dtype equals float64 and is another object: what is made of it is a view.
    lp = dense_lp([[1.0, 1.0, 1.0], [0.0, 2.0, 3.0]], [1.0, 1.0, 2.0], ([2, 0, 0], [2, 9, 9]), ([5, 1], [7, 9]))
    lp = pickle.loads(pickle.dumps(lp)) if has_moved else lp
    before = lp.matrix.toarray()
    assert not reduce_program(lp).has_col.all()
    np.testing.assert_array_equal(lp.matrix.toarray(), before)
