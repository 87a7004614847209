"""Crumbs go to their bounds, and stages follow what the border allows."""

from __future__ import annotations

import numpy as np
import pytest

from firmwatt.lp.certificate import worst_row_violation
from firmwatt.lp.options import SolverOptions
from firmwatt.lp.settle import boxes_at_border, settle
from firmwatt.lp.solve import solve
from tests.lp.programs import chain_lp, sizing


@pytest.mark.parametrize("at_once", [3, 500_000])
def test_boxes_follow_from_rows_with_one_column_of_a_stage(monkeypatch: pytest.MonkeyPatch, at_once: int):
    monkeypatch.setattr("firmwatt.lp.settle._COLUMNS_AT_ONCE", at_once)
    model, size, flow = sizing()
    lp = model.build()
    point = np.zeros(lp.columns)
    point[size] = [2.0, 3.0]
    lower, upper = boxes_at_border(lp, point)
    assert upper[flow[0]].tolist() == [[2.0] * 3] * 2
    assert upper[flow[1]].tolist() == [[3.0] * 3] * 2
    assert (lower[flow] == 0.0).all()
    assert np.isinf(upper[size]).all()


def test_a_border_that_cannot_be_kept_leaves_the_bounds_of_the_program():
    model, size, flow = sizing()
    lp = model.build()
    point = np.zeros(lp.columns)
    point[size] = -1.0  # flows would have to lie below -1 and above 0
    assert np.isinf(boxes_at_border(lp, point)[1][flow]).all()


def test_crumbs_go_and_what_is_wanted_stays():
    lp = chain_lp(2, 48)
    found = solve(lp, SolverOptions(method="simplex")).primal
    rng = np.random.default_rng(0)
    blurred = found + np.where(lp.col_chain >= 0, rng.uniform(0.0, 1e-7, lp.columns), 0.0)
    settled = settle(lp, blurred, 1e-6)
    assert (settled[found == 0.0] == 0.0).all()
    assert np.abs(settled - found).max() <= 1e-6
    assert worst_row_violation(lp, settled) <= 1e-6
    assert settled[lp.col_chain < 0] == pytest.approx(found[lp.col_chain < 0])
