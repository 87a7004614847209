"""What the factorisation does where numbers get small."""

from __future__ import annotations

import numpy as np
import pytest

from firmwatt.lp.chain.factorisation import _update_square
from firmwatt.lp.chain.vectors import LANES
from tests.lp.chain.systems import pair_of
from tests.lp.programs import chain_lp


def factorised(spread: float, delta: float):
    pair = pair_of(chain_lp(1, 120))
    theta = np.full(pair.system.cols, np.inf)
    theta[pair.columns] = 10.0 ** np.random.default_rng(2).uniform(-spread, spread, pair.columns.size)
    assert pair.system.factorise(theta, delta)
    return pair, theta


def test_no_pivot_is_lost_where_weights_are_usual():
    pair, _ = factorised(3.0, 1e-8)
    assert not pair.system.has_lost_pivots()


def test_one_refinement_leaves_rounding():
    pair, theta = factorised(4.0, 1e-8)
    rng = np.random.default_rng(3)
    f, g = rng.normal(size=pair.columns.size), rng.normal(size=pair.rows.size)
    x, y = (np.zeros(pair.columns.size), np.zeros(pair.rows.size))
    for _ in range(3):
        left = f + theta[pair.columns] * x - pair.matrix.T @ y, g - pair.matrix @ x
        dx, dy = pair.solve(pair.spread(left[0]), pair.spread_rows(left[1]))
        x, y = x + dx[pair.columns], y + dy[pair.rows]
    assert np.abs(g - pair.matrix @ x).max() < 1e-9 * max(1.0, np.abs(x).max())


@pytest.mark.parametrize("outer", [1, 3, 4, 5, 8, 11])
def test_a_square_of_any_width_gets_the_products_of_the_dense_rows(outer):
    rng = np.random.default_rng(4)
    square, panel, scaled = (rng.normal(size=(n, outer, LANES)) for n in (outer, 3, 3))
    expected = square + np.einsum("ril,rjl->ijl", scaled, panel)
    found = square.ravel().copy()
    _update_square(found, panel.ravel(), scaled.ravel(), 3, outer)
    upper = np.triu_indices(outer)
    assert np.allclose(found.reshape(square.shape)[upper], expected[upper])
