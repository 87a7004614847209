"""Proofs that there is no optimum, with the names that make them."""

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.lp.diagnosis import MOST_REASONS, diagnose, find_conflict, find_ray
from firmwatt.lp.highs import HighsRun, run_highs
from firmwatt.lp.options import SolverOptions
from firmwatt.lp.solution import Status
from firmwatt.lp.solve import solve
from firmwatt.lp.sparse_lp import SparseLP
from tests.lp.programs import chain_lp, dense_lp, sizing

TOLERANCE = 1e-7


def by_simplex(lp: SparseLP) -> HighsRun:
    return run_highs(lp, SolverOptions(), "simplex", None)


def by_interior_point(lp: SparseLP) -> HighsRun:
    return run_highs(lp, SolverOptions(), "ipm", None)


def test_a_good_program_has_neither():
    lp = chain_lp(1, 6)
    assert find_conflict(lp, by_simplex, TOLERANCE) == (True, ())
    assert find_ray(lp, by_simplex) == ()
    assert diagnose(lp, by_simplex, TOLERANCE) is None


def test_the_interior_point_proves_it_too():
    lp = sizing(cap=4.0)[0].build()
    status, reasons = diagnose(lp, by_interior_point, TOLERANCE)
    assert status is Status.INFEASIBLE
    assert {"need[chain=1, hour=2]", "cap"} <= set(reasons)


def test_infeasible_goes_before_unbounded():
    """Both at once: there is no point from which the cost could fall."""
    lp = dense_lp([[1.0, 0.0]], [0.0, -1.0], ([0.0, 0.0], [1.0, np.inf]), ([2.0], [2.0]))
    assert diagnose(lp, by_simplex, TOLERANCE) == (Status.INFEASIBLE, ("row 0", "column 0"))


def test_what_a_solver_leaves_of_nothing_is_no_ray():
    """The cost falls by what the row is broken by, and by no more."""
    lp = dense_lp([[1.0]], [-1.0], ([0.0], [np.inf]), ([-np.inf], [5.0]))
    assert find_ray(lp, lambda cone: replace(by_simplex(cone), primal=np.array([5e-10]), row_dual=-np.ones(1))) == ()


@pytest.mark.parametrize("size", [1e-6, 1.0, 1e6])
def test_rays_are_found_in_any_unit(size):
    lp = dense_lp(
        [[size, -1.0], [0.0, 1e-6]], [-size, 0.5], ([0.0, 0.0], [np.inf] * 2), ([-np.inf, 0.0], [0.0, np.inf])
    )
    assert set(find_ray(lp, by_simplex)) == {"column 0", "column 1"}


def test_a_solver_without_an_answer_proves_nothing():
    def no_answer(lp: SparseLP) -> HighsRun:
        return replace(by_simplex(lp), primal=None)

    assert diagnose(sizing(cap=4.0)[0].build(), no_answer, TOLERANCE) is None


def test_no_more_names_than_help():
    lp = chain_lp(1, 60)
    limit = lp.col_block("flow")
    upper = lp.col_upper.copy()
    upper[limit.start : limit.start + limit.size] = 0.0
    status, reasons = diagnose(replace(lp, col_upper=upper), by_simplex, TOLERANCE)
    assert status is Status.INFEASIBLE
    assert 1 <= len(reasons) <= 3 * MOST_REASONS


@pytest.mark.parametrize("solver", ["chain", "highs"])
def test_a_large_program_is_found_infeasible_by_name(solver):
    lp = chain_lp(2, 8400)
    assert lp.rows > 50_000
    too_small = replace(lp, col_upper=np.where(np.arange(lp.columns) == 0, 3.0, lp.col_upper))
    found = solve(too_small, SolverOptions(solver=solver))
    assert found.status is Status.INFEASIBLE
    assert any(reason.startswith("flow_limit[chain=") for reason in found.reasons)
