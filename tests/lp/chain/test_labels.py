"""Numbers of chains and stages: gaps change nothing, not even how much is laid out."""

from dataclasses import replace

import numpy as np

from firmwatt.lp.chain.labels import without_gaps
from firmwatt.lp.options import SolverOptions
from firmwatt.lp.solve import solve
from tests.lp.programs import chain_lp


def numbered_otherwise(lp):
    """Chains 7, 2_000_000_007, …; stages of each count on from far away, in another place for each chain."""

    def new(chain, stage):
        inside = chain >= 0
        far = np.where(inside, 7 + 2_000_000_000 * chain.astype(np.int64), -1)
        return far.astype(np.int32), np.where(inside, stage + 1_000_000_000 - 500 * chain, -1).astype(np.int32)

    of_cols, of_rows = new(lp.col_chain, lp.col_stage), new(lp.row_chain, lp.row_stage)
    return replace(lp, col_chain=of_cols[0], col_stage=of_cols[1], row_chain=of_rows[0], row_stage=of_rows[1])


def test_labels_come_out_without_gaps():
    lp = chain_lp(2, 30)
    assert without_gaps(lp) is lp
    found = without_gaps(numbered_otherwise(lp))
    for name in ("col_chain", "col_stage", "row_chain", "row_stage"):
        assert np.array_equal(getattr(found, name), getattr(lp, name))


def test_the_answer_is_the_same():
    lp, options = chain_lp(2, 30), SolverOptions(solver="chain")
    one, other = solve(lp, options), solve(numbered_otherwise(lp), options)
    assert other.solver == "chain"
    assert np.array_equal(one.primal, other.primal)
