"""Products with the matrix and its transpose."""

from __future__ import annotations

import numpy as np
import pytest

from tests.lp.chain.systems import Pair, pairs


@pytest.mark.parametrize("pair", pairs())
def test_products_equal_dense_ones(pair: Pair):
    rng = np.random.default_rng(1)
    x, y = rng.normal(size=pair.matrix.shape[1]), rng.normal(size=pair.matrix.shape[0])
    left = pair.left_of(pair.spread_rows(y), pair.spread(x))
    assert np.allclose(left[pair.rows], y - pair.matrix @ x)
    left = pair.left_of_costs(pair.spread(x), pair.spread_rows(y))
    assert np.allclose(left[pair.columns], x - pair.matrix.T @ y)
