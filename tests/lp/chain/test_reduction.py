"""The way back from what presolve left."""

from __future__ import annotations

import numpy as np
import pytest

from firmwatt.lp.chain.presolve import reduce_program
from tests.lp.programs import dense_lp


def test_a_row_with_one_entry_becomes_a_bound_and_gets_its_dual_back():
    lp = dense_lp([[2.0, 0.0], [1.0, 1.0]], [3.0, 1.0], ([0, 0], [9, 9]), ([4, 3], [np.inf, 8]))
    reduced = reduce_program(lp)
    assert not reduced.has_row[0]
    assert reduced.lower[0] == 2.0
    assert reduced.row_dual(np.array([0.0, 1.0])) == pytest.approx([1.0, 1.0])


def test_a_row_with_a_single_point_fixes_its_columns_and_its_dual_holds_them():
    lp = dense_lp(
        [[1.0, 2.0, -1.0], [1.0, 1.0, 1.0]], [-3.0, 1.0, 2.0], ([0, 0, 0], [9, 9, 4]), ([-np.inf, 1], [-4, 8])
    )
    reduced = reduce_program(lp)
    assert not reduced.has_row.any()
    assert reduced.point(np.zeros(3)) == pytest.approx([0.0, 0.0, 4.0])
    dual = reduced.row_dual(np.zeros(2))
    slope = lp.cost - lp.matrix.T @ dual
    assert dual[0] <= 0.0
    assert (slope[:2] >= 0.0).all()
    assert slope[2] <= 0.0
    assert lp.cost @ [0.0, 0.0, 4.0] == pytest.approx(dual @ [-4.0, 1.0] + slope[2] * 4.0)
