"""The stages of a group, edges and between."""

from __future__ import annotations

import numpy as np

from tests.lp.chain.systems import pair_of
from tests.lp.programs import chain_lp


def test_every_stage_gets_its_own_entries():
    """A column of ones gives each row its own sum, in the first, the last and the stages between."""
    pair = pair_of(chain_lp(1, 700))
    ones = pair.spread(np.ones(pair.columns.size))
    left = pair.left_of(np.zeros(pair.system.rows), ones)
    assert np.allclose(left[pair.rows], -pair.matrix.sum(axis=1))
