"""From an interior optimum to a vertex."""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import pytest

from firmwatt.lp.highs import Ending, HighsRun, run_highs
from firmwatt.lp.options import SolverOptions
from firmwatt.lp.scaling import automatic_scale
from firmwatt.lp.solution import Status
from firmwatt.lp.solve import solve
from firmwatt.lp.vertex import AT_LOWER, BASIC, near_basis
from tests.lp.chain.programs import random_chain_lp
from tests.lp.programs import chain_lp, dense_lp

POLISHED = SolverOptions(solver="chain", polish=True)


def off_bounds(lp, point) -> int:
    return int(((point > lp.col_lower + 1e-9) & (point < lp.col_upper - 1e-9)).sum())


def test_the_basis_of_a_vertex_is_found_from_a_point_near_it():
    """Minimise x + 2 y over x + y >= 2, x <= 3: x is basic, y and the row are not."""
    lp = dense_lp([[1.0, 1.0]], [1.0, 2.0], ([0.0, 0.0], [3.0, np.inf]), ([2.0], [np.inf]))
    cols, rows = near_basis(lp, automatic_scale(lp), np.array([1.999, 1e-4]), np.array([0.999]))
    assert cols.tolist() == [BASIC, AT_LOWER]
    assert rows.tolist() == [AT_LOWER]


@pytest.mark.parametrize("solver", ["chain", "highs"])
def test_a_polished_point_is_a_vertex_of_the_same_cost(solver):
    lp = chain_lp(3, 100)
    rough = solve(lp, SolverOptions(solver=solver))
    found = solve(lp, SolverOptions(solver=solver, polish=True))
    assert found.status is Status.OPTIMAL
    assert found.solver == rough.solver + "+polish"
    assert found.fallback_reason is None
    assert found.relative_gap <= 1e-12
    assert found.primal_objective == pytest.approx(rough.primal_objective, rel=1e-6)
    assert off_bounds(lp, found.primal) <= lp.rows
    assert not ((found.primal != 0.0) & (np.abs(found.primal) < 1e-9)).any()
    assert found.iterations >= rough.iterations


def test_from_near_the_optimum_simplex_takes_few_steps():
    lp = chain_lp(3, 200)
    interior = solve(lp, SolverOptions(solver="chain"))
    alone = run_highs(lp, SolverOptions(), "simplex", None)
    near = run_highs(lp, SolverOptions(), "polish", None, (interior.primal, interior.row_dual))
    assert near.ending is Ending.CLAIMS_OPTIMAL
    assert near.iterations <= 0.1 * alone.iterations


@pytest.mark.parametrize("seed", range(30))
def test_random_programs_are_polished(seed):
    lp = random_chain_lp(seed)
    found, expected = solve(lp, POLISHED), solve(lp, SolverOptions(method="simplex"))
    assert found.status is expected.status
    assert found.primal_objective == pytest.approx(expected.primal_objective, rel=1e-7, abs=1e-7)


def test_a_polish_that_fails_leaves_the_point_and_says_so(monkeypatch):
    def run(lp, _options, stage, _limit, near=None):
        if near is not None:
            return HighsRun(stage, Ending.TIME_LIMIT, None, None, 0, 0.0, 0.0)
        return HighsRun(stage, Ending.CLAIMS_OPTIMAL, np.full(lp.columns, 2.0), np.full(lp.rows, 1.0), 1, 0.0, 0.0)

    monkeypatch.setattr(sys.modules["firmwatt.lp.solve"], "run_highs", run)
    lp = dense_lp([[1.0]], [1.0], ([0.0], [10.0]), ([2.0], [np.inf]))
    found = solve(lp, replace(POLISHED, solver="highs"))
    assert (found.status, found.solver, found.primal_objective) == (Status.OPTIMAL, "highs-ipm", 2.0)
    assert found.message == "highs-simplex reached the time limit"
