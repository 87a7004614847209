"""The adapter: every ending of HiGHS has a word, and threads and stages pass through."""

import highspy
import pytest

from firmwatt.lp.highs import ENDINGS, Ending, run_highs
from firmwatt.lp.options import SolverOptions
from tests.lp.programs import chain_lp, dense_lp


def test_every_status_of_highs_has_an_ending():
    assert set(highspy.HighsModelStatus.__members__) == set(ENDINGS)


@pytest.mark.parametrize("stage", ["ipm", "ipm-crossover", "simplex", "choose", "unscaled"])
def test_a_run_leaves_point_and_duals(stage):
    lp = chain_lp(2, 12)
    run = run_highs(lp, SolverOptions(), stage, None)
    assert (run.stage, run.ending) == (stage, Ending.CLAIMS_OPTIMAL)
    assert (run.primal.shape, run.row_dual.shape) == ((lp.columns,), (lp.rows,))
    assert run.iterations > 0


@pytest.mark.parametrize("threads", [1, 2, 1])
def test_threads_can_change_between_runs(threads):
    run = run_highs(chain_lp(1, 12), SolverOptions(threads=threads), "ipm", None)
    assert run.ending is Ending.CLAIMS_OPTIMAL


@pytest.mark.parametrize(
    ("upper", "side", "endings"),
    [
        (1.0, 2.0, {Ending.CLAIMS_INFEASIBLE, Ending.CLAIMS_EITHER}),
        (float("inf"), 0.0, {Ending.CLAIMS_UNBOUNDED, Ending.CLAIMS_EITHER}),
    ],
)
def test_claims_without_a_point(upper, side, endings):
    lp = dense_lp([[1.0]], [-1.0], ([0.0], [upper]), ([side], [float("inf")]))
    assert run_highs(lp, SolverOptions(), "simplex", None).ending in endings
