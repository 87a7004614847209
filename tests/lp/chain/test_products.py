"""Products with the matrix and its transpose."""

from __future__ import annotations

import numpy as np
import pytest

from tests.lp.chain.systems import Pair, pairs


@pytest.mark.parametrize("pair", pairs())
def test_products_equal_dense_ones(pair: Pair):
    rng = np.random.default_rng(1)
    x, y = rng.normal(size=pair.matrix.shape[1]), rng.normal(size=pair.matrix.shape[0])
    assert np.allclose(pair.times(pair.spread(x))[pair.rows], pair.matrix @ x)
    assert np.allclose(pair.transposed_times(pair.spread_rows(y))[pair.columns], pair.matrix.T @ y)
