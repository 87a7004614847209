"""A nearly feasible point becomes feasible, a piece of a chain at a time."""

from __future__ import annotations

import numpy as np
import pytest

from firmwatt.lp import pieces
from firmwatt.lp.certificate import primal_objective, worst_row_violation
from firmwatt.lp.highs import Ending, HighsRun, run_highs
from firmwatt.lp.options import SolverOptions
from firmwatt.lp.pieces import solve_in_pieces
from firmwatt.lp.solve import solve
from tests.lp.chain.programs import random_chain_lp
from tests.lp.programs import chain_lp

SIMPLEX = SolverOptions(method="simplex")


def run(lp) -> HighsRun:
    return run_highs(lp, SolverOptions(), "simplex", None)


@pytest.mark.parametrize("columns", [40, 100, 10_000])
def test_a_blurred_optimum_becomes_feasible_at_the_same_cost(monkeypatch, columns):
    monkeypatch.setattr(pieces, "PIECE_COLUMNS", columns)
    lp = chain_lp(3, 60)
    best = solve(lp, SIMPLEX)
    blur = np.random.default_rng(1).uniform(0.0, 1e-3, lp.columns)
    point = np.where(lp.col_chain >= 0, best.primal, best.primal + 0.01) + blur * (lp.col_chain >= 0)
    point[lp.col_block("first").start :][:3] = best.primal[lp.col_block("first").start :][:3]
    found = solve_in_pieces(lp, point, run)
    assert worst_row_violation(lp, point) > 1e-4
    assert worst_row_violation(lp, found) <= 1e-7
    assert (found[lp.col_chain < 0] == point[lp.col_chain < 0]).all()
    assert primal_objective(lp, found) == pytest.approx(best.primal_objective, rel=1e-2)


@pytest.mark.parametrize("seed", range(12))
def test_an_optimum_stays_one(seed):
    lp = random_chain_lp(seed)
    best = solve(lp, SIMPLEX)
    found = solve_in_pieces(lp, best.primal, run)
    assert found is not None
    assert worst_row_violation(lp, found) <= 1e-6
    assert primal_objective(lp, found) == pytest.approx(best.primal_objective, rel=1e-6, abs=1e-6)


def test_where_a_piece_has_no_point_or_time_is_over_there_is_none():
    lp = chain_lp(1, 24)
    best = solve(lp, SIMPLEX).primal
    nothing = best.copy()
    nothing[:2] = 0.0  # no source and no store
    assert solve_in_pieces(lp, nothing, run) is None
    assert solve_in_pieces(lp, best, run, seconds=0.0) is None
    failed = HighsRun("simplex", Ending.ERROR, None, None, 0, 0.0, 0.0)
    assert solve_in_pieces(lp, best, lambda _: failed) is None
