"""Solving is linear and leaves its inputs alone."""

from __future__ import annotations

import numpy as np

from tests.lp.chain.systems import pair_of
from tests.lp.programs import chain_lp


def test_solving_is_linear_and_leaves_its_inputs_alone():
    pair = pair_of(chain_lp(3, 40))
    theta = np.full(pair.system.cols, np.inf)
    theta[pair.columns] = 1.0
    pair.system.factorise(theta, 1e-8)
    rng = np.random.default_rng(4)
    f, g = pair.spread(rng.normal(size=pair.columns.size)), pair.spread_rows(rng.normal(size=pair.rows.size))
    before = f.copy(), g.copy()
    once, twice = pair.solve(f, g), pair.solve(2.0 * f, 2.0 * g)
    assert np.array_equal(before[0], f) and np.array_equal(before[1], g)
    assert np.allclose(twice[0][pair.columns], 2.0 * once[0][pair.columns])
    assert np.allclose(twice[1][pair.rows], 2.0 * once[1][pair.rows])
