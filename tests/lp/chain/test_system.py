"""The linear system against dense arrays."""

from __future__ import annotations

import numpy as np
import pytest

from tests.lp.chain.systems import Pair, pair_of, pairs
from tests.lp.programs import chain_lp

DELTA = 1e-6


@pytest.mark.parametrize("pair", pairs())
def test_solve_equals_dense_elimination(pair: Pair):
    rng = np.random.default_rng(0)
    rows, cols = pair.matrix.shape
    theta = 10.0 ** rng.uniform(-2, 2, cols)
    system_theta = np.full(pair.system.cols, np.inf)
    system_theta[pair.columns] = theta
    assert pair.system.factorise(system_theta, DELTA)
    assert not pair.system.has_lost_pivots()
    f, g = rng.normal(size=cols), rng.normal(size=rows)
    x, y = pair.solve(pair.spread(f), pair.spread_rows(g))
    dense = np.block([[-np.diag(theta), pair.matrix.T], [pair.matrix, DELTA * np.eye(rows)]])
    expected = np.linalg.solve(dense, np.concatenate([f, g]))
    found = np.concatenate([x[pair.columns], y[pair.rows]])
    assert np.allclose(found, expected, rtol=1e-5, atol=1e-5 * np.abs(expected).max(initial=1.0))


def test_every_column_row_and_slack_has_a_place_of_its_own():
    pair = pair_of(chain_lp(1, 700))
    assert np.unique(pair.columns).size == pair.columns.size
    assert np.unique(pair.rows).size == pair.rows.size
    assert pair.system.present_columns().sum() == pair.columns.size
