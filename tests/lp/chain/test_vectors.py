"""The type of eight floats."""

from __future__ import annotations

import numpy as np
from numba import njit

from firmwatt.lp.chain.vectors import LANES, fma, load, spread, store, where_below


@njit
def _all_operations(a, b, out):
    x, y = load(a, 0), load(b, 0)
    store(out, 0, x + y)
    store(out, 1, x - y)
    store(out, 2, x * y)
    store(out, 3, x / y)
    store(out, 4, -x)
    store(out, 5, fma(x, y, spread(2.0)))
    store(out, 6, where_below(x, spread(0.0), y))


def test_operations_equal_numpy():
    rng = np.random.default_rng(5)
    a, b, out = rng.normal(size=LANES), rng.normal(size=LANES), np.zeros(7 * LANES)
    _all_operations(a, b, out)
    expected = [a + b, a - b, a * b, a / b, -a, a * b + 2.0, np.where(a > 0.0, a, b)]
    assert np.allclose(out.reshape(7, LANES), expected, rtol=1e-15, atol=1e-15)
