"""`solve`: the same answers as scipy, statuses that are never dressed up, names in proofs."""

import _thread
import sys
import threading
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from firmwatt.lp.highs import Ending, HighsRun
from firmwatt.lp.solution import Status
from firmwatt.lp.solve import SolverOptions, solve
from tests.lp.programs import chain_lp, dense_lp, random_lps, reference, sizing


@pytest.mark.parametrize("method", ["ipm", "simplex", "choose"])
@settings(max_examples=60)
@given(lp=random_lps())
def test_random_programs_agree_with_scipy(method, lp):
    solution = solve(lp, SolverOptions(method=method))
    is_feasible = reference(replace(lp, cost=np.zeros(lp.columns))).status == 0
    expected = reference(lp)
    if not is_feasible:
        assert (solution.status, solution.primal) == (Status.INFEASIBLE, None)
        assert solution.reasons
    elif expected.status != 0:
        assert (solution.status, solution.primal) == (Status.UNBOUNDED, None)
        assert solution.reasons
    else:
        objective = expected.fun + lp.objective_offset
        assert solution.status is Status.OPTIMAL
        assert solution.primal_objective == pytest.approx(objective, rel=2e-6, abs=2e-6)
        assert solution.dual_bound <= objective + 1e-6 * max(1.0, abs(objective))
        assert solution.relative_gap <= 1e-6


@settings(max_examples=40)
@given(lp=random_lps())
def test_duals_prove_the_optimum(lp):
    """Complementary slackness: what is not at its side has no price, and prices lean on the side that binds."""
    solution = solve(lp, SolverOptions(method="simplex"))
    if solution.status is not Status.OPTIMAL:
        return
    activity = lp.matrix @ solution.primal
    size = max(1.0, float(np.abs(solution.primal).max(initial=0.0)), float(np.abs(activity).max(initial=0.0)))
    for dual, value, lower, upper in (
        (solution.row_dual, activity, lp.row_lower, lp.row_upper),
        (solution.reduced_cost, solution.primal, lp.col_lower, lp.col_upper),
    ):
        assert (value >= lower - 1e-7 * size).all()
        assert (value <= upper + 1e-7 * size).all()
        assert (np.abs(value - lower)[dual > 1e-7] <= 1e-6 * size).all()
        assert (np.abs(value - upper)[dual < -1e-7] <= 1e-6 * size).all()


def test_reduced_costs_and_duals_are_those_of_the_lp():
    lp = chain_lp(2, 24)
    solution = solve(lp)
    assert solution.solver == "highs-ipm"
    assert solution.reduced_cost == pytest.approx(lp.cost - lp.matrix.T @ solution.row_dual)


def test_row_duals_are_prices():
    """A dual tells what one unit more of the side costs."""
    model, _, _ = sizing()
    lp = model.build()
    row = lp.row_block("need").start + 5  # the peak of chain 1
    more = lp.row_lower.copy()
    more[row] += 1.0
    before, after = solve(lp), solve(replace(lp, row_lower=more))
    assert after.primal_objective - before.primal_objective == pytest.approx(before.row_dual[row], abs=1e-4)


@pytest.mark.parametrize("exponents", [(0, 0), (5, 0), (0, 10), (-10, -10), (20, 3)])
def test_scale_changes_nothing(exponents):
    lp = chain_lp(2, 48)
    expected = solve(lp, SolverOptions(method="simplex")).primal_objective
    solution = solve(lp, SolverOptions(cost_exponent=exponents[0], bound_exponent=exponents[1]))
    assert solution.status is Status.OPTIMAL
    assert solution.primal_objective == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("method", ["ipm", "simplex", "choose"])
@pytest.mark.parametrize("crossover", [True, False])
def test_empty_programs(method, crossover):
    options = SolverOptions(method=method, crossover=crossover)
    nothing = solve(dense_lp([], [], ([], []), ([], []), offset=7.0), options)
    assert (nothing.status, nothing.primal_objective, nothing.dual_bound) == (Status.OPTIMAL, 7.0, 7.0)
    no_rows = solve(dense_lp([], [2.0, -1.0], ([1.0, 0.0], [9.0, 4.0]), ([], [])), options)
    assert (no_rows.status, no_rows.primal_objective) == (Status.OPTIMAL, -2.0)
    kept = solve(dense_lp([], [], ([], []), ([-1.0], [1.0])), options)
    assert kept.status is Status.OPTIMAL
    broken = solve(dense_lp([], [], ([], []), ([1.0], [2.0])), options)
    assert (broken.status, broken.reasons) == (Status.INFEASIBLE, ("row 0",))


def test_a_degenerate_program():
    """Many rows meet in one vertex."""
    matrix = [[1.0, 1.0], [1.0, 2.0], [2.0, 1.0], [3.0, 3.0], [1.0, 0.0], [0.0, 1.0]]
    sides = [2.0, 3.0, 3.0, 6.0, 1.0, 1.0]
    lp = dense_lp(matrix, [-1.0, -1.0], ([0.0, 0.0], [np.inf, np.inf]), ([-np.inf] * 6, sides))
    solution = solve(lp)
    assert (solution.status, solution.primal_objective) == (Status.OPTIMAL, pytest.approx(-2.0))


def test_infeasible_names_the_row_that_breaks_and_those_that_break_it():
    model, _, _ = sizing(cap=4.0)
    solution = solve(model.build())
    assert solution.status is Status.INFEASIBLE
    assert "cap" in solution.reasons
    assert {"need[chain=1, hour=2]", "limit[kind=a, chain=1, hour=2]"} & set(solution.reasons)
    assert not any("chain=0" in reason for reason in solution.reasons)
    assert (solution.primal, solution.row_dual, solution.message) == (None, None, "")
    assert np.isnan([solution.primal_objective, solution.dual_bound, solution.relative_gap]).all()


def test_infeasible_names_the_column_whose_bound_takes_part():
    lp = dense_lp([[1.0, 1.0]], [1.0, 1.0], ([0.0, 0.0], [1.0, 0.0]), ([3.0], [np.inf]))
    assert solve(lp).reasons == ("row 0", "column 0")


def test_unbounded_names_the_columns_that_grow():
    model, _, _ = sizing()
    gift = model.border_columns("gift", {"n": ["x", "y"]}, cost=[-1.0, 1.0])
    tie = model.border_rows("tie", {}, lower=0.0, upper=0.0)
    model.put(tie, gift, [1.0, -2.0])
    solution = solve(model.build())
    assert solution.status is Status.UNBOUNDED
    assert solution.reasons == ("gift[n=x]", "gift[n=y]")


@pytest.mark.parametrize("method", ["ipm", "simplex"])
def test_a_time_limit_is_never_called_optimal(method):
    solution = solve(chain_lp(8, 500), SolverOptions(method=method, time_limit_seconds=0.0))
    assert solution.status in (Status.STOPPED_NO_POINT, Status.STOPPED_FEASIBLE)
    assert solution.message.startswith(f"highs-{method} reached the time limit")


def test_ctrl_c_ends_the_solve_and_says_so():
    def press(progress):
        if progress.iteration == 3:
            _thread.interrupt_main()

    solution = solve(chain_lp(8, 400), SolverOptions(progress=press))
    assert solution.status is Status.INTERRUPTED
    assert solution.message.startswith("highs-ipm was interrupted")


def test_progress_is_told_and_its_faults_come_back():
    seen = []
    solve(chain_lp(4, 200), SolverOptions(progress=seen.append))
    iterations = [progress.iteration for progress in seen]
    assert iterations == sorted(set(iterations))
    assert len(iterations) > 3

    def fail(progress):
        raise ArithmeticError(f"at {progress.iteration}")

    with pytest.raises(ArithmeticError):
        solve(chain_lp(4, 200), SolverOptions(progress=fail))


def test_solve_works_outside_the_main_thread():
    found = []
    worker = threading.Thread(target=lambda: found.append(solve(chain_lp(1, 24)).status))
    worker.start()
    worker.join()
    assert found == [Status.OPTIMAL]


def run_that(ending, stage, primal=None, row_dual=None):
    return HighsRun(stage, ending, primal, row_dual, 1, 0.0, 0.0)


def one_column_lp():
    """Minimise x over x >= 2 (a row), 0 <= x <= 10."""
    return dense_lp([[1.0]], [1.0], ([0.0], [10.0]), ([2.0], [np.inf]))


@pytest.mark.parametrize(
    ("ending", "primal", "dual", "expected"),
    [
        (Ending.CLAIMS_OPTIMAL, 2.0, 1.0, Status.OPTIMAL),
        (Ending.CLAIMS_OPTIMAL, 3.0, 1.0, Status.STOPPED_FEASIBLE),  # a claim without proof
        (Ending.CLAIMS_OPTIMAL, 2.0, 0.0, Status.STOPPED_FEASIBLE),
        (Ending.UNKNOWN, 2.0, 1.0, Status.OPTIMAL),  # a proof without claim
        (Ending.TIME_LIMIT, 2.5, 1.0, Status.STOPPED_FEASIBLE),
        (Ending.TIME_LIMIT, 1.0, 1.0, Status.STOPPED_NO_POINT),
        (Ending.ITERATION_LIMIT, None, None, Status.STOPPED_NO_POINT),
        (Ending.INTERRUPTED, 2.5, 1.0, Status.STOPPED_FEASIBLE),
        (Ending.INTERRUPTED, 1.0, 1.0, Status.INTERRUPTED),
        (Ending.ERROR, None, None, Status.FAILED),
        (Ending.UNKNOWN, None, None, Status.FAILED),
        (Ending.CLAIMS_EITHER, None, None, Status.INFEASIBLE_OR_UNBOUNDED),
        (Ending.CLAIMS_INFEASIBLE, None, None, Status.INFEASIBLE_OR_UNBOUNDED),  # it is not, and nothing proves it
    ],
)
def test_the_status_follows_what_was_proven(monkeypatch, ending, primal, dual, expected):
    def run(lp, _options, stage, _limit):
        point = None if primal is None else np.full(lp.columns, primal)
        prices = None if dual is None else np.full(lp.rows, dual)
        return run_that(ending, stage, point, prices)

    monkeypatch.setattr(sys.modules["firmwatt.lp.solve"], "run_highs", run)
    solution = solve(one_column_lp())
    assert solution.status is expected
    assert (solution.primal is not None) == (primal is not None and primal >= 2.0)


def test_a_fallback_says_why(monkeypatch):
    def run(_lp, _options, stage, _limit):
        point = 2.5 if stage == "ipm" else 2.0
        return run_that(Ending.CLAIMS_OPTIMAL, stage, np.array([point]), np.array([1.0]))

    monkeypatch.setattr(sys.modules["firmwatt.lp.solve"], "run_highs", run)
    solution = solve(one_column_lp())
    assert (solution.status, solution.solver) == (Status.OPTIMAL, "highs-ipm-crossover")
    assert solution.fallback_reason == "highs-ipm left a certified gap of 2.0e-01, 1.0e-06 was asked for"


def test_a_point_and_the_duals_of_another_run_prove_an_optimum(monkeypatch):
    def run(_lp, _options, stage, _limit):
        if stage == "ipm":
            return run_that(Ending.UNKNOWN, stage, np.array([2.0]), np.array([0.0]))
        return run_that(Ending.CLAIMS_INFEASIBLE, stage, None, np.array([1.0]))

    monkeypatch.setattr(sys.modules["firmwatt.lp.solve"], "run_highs", run)
    found = solve(one_column_lp())
    assert (found.status, found.solver, found.row_dual.tolist()) == (Status.OPTIMAL, "highs-ipm", [1.0])
    assert found.relative_gap <= 1e-6


@pytest.mark.parametrize("solver", ["chain", "highs"])
@pytest.mark.parametrize("far", [1e9, 1e12, 1e20, 1e30, 1e300])
def test_large_numbers_that_stand_for_no_bound(solver, far):
    lp = chain_lp(2, 24)
    boxed = replace(
        lp,
        col_upper=np.minimum(lp.col_upper, far),
        row_lower=np.maximum(lp.row_lower, -far),
        row_upper=np.minimum(lp.row_upper, far),
    )
    found = solve(boxed, SolverOptions(solver=solver))
    assert (found.status, found.fallback_reason) == (Status.OPTIMAL, None)
    assert found.primal_objective == pytest.approx(
        solve(lp, SolverOptions(method="simplex")).primal_objective, rel=2e-6
    )


@pytest.mark.parametrize("share", [8e-10, 1e-11])
def test_small_coefficients_count(share):
    lp = dense_lp([[1.0, -share], [1.0, 0.0]], [0.0, 1.0], ([0, 0], [5, np.inf]), ([0, 3], [0, np.inf]))
    assert solve(lp).primal.tolist() == pytest.approx([3.0, 3.0 / share])


def test_simplex_without_scaling_is_asked_last(monkeypatch):
    asked = []

    def run(_lp, _options, stage, _limit):
        asked.append(stage)
        return run_that(Ending.UNKNOWN, stage, np.array([2.0 if stage == "unscaled" else 9.0]), np.array([1.0]))

    monkeypatch.setattr(sys.modules["firmwatt.lp.solve"], "run_highs", run)
    found = solve(one_column_lp())
    assert asked == ["ipm", "ipm-crossover", "simplex", "unscaled"]
    assert (found.status, found.solver) == (Status.OPTIMAL, "highs-unscaled")


def test_a_repair_makes_the_point_feasible_and_its_cost_is_told(monkeypatch):
    def run(lp, _options, stage, _limit):
        return run_that(Ending.TIME_LIMIT, stage, np.full(lp.columns, 1.9), np.full(lp.rows, 0.9))

    monkeypatch.setattr(sys.modules["firmwatt.lp.solve"], "run_highs", run)
    asked = []

    def repair(point):
        asked.append(point.copy())
        return np.maximum(point, 2.25)

    without = solve(one_column_lp())
    assert (without.status, without.primal) == (Status.STOPPED_NO_POINT, None)
    assert (
        without.message == "highs-ipm reached the time limit; left a point that violates a row by 5.3e-02 of its terms"
    )
    found = solve(one_column_lp(), repair=repair)
    assert (found.status, found.is_repaired, found.row_violation) == (Status.STOPPED_FEASIBLE, True, 0.0)
    assert (found.primal_objective, asked[0].tolist()) == (2.25, [1.9])
    assert found.dual_bound == pytest.approx(1.8)


@pytest.mark.parametrize(
    "repair",
    [
        lambda _: None,
        lambda _: np.array([1.0]),  # violates the row
        lambda _: np.array([9.0]),  # dearer than the gap allows
    ],
)
def test_a_repair_that_helps_nobody_changes_nothing(repair):
    found = solve(one_column_lp(), SolverOptions(method="simplex"), repair=repair)
    assert (found.status, found.is_repaired, found.primal_objective) == (Status.OPTIMAL, False, 2.0)


def test_a_repair_may_clean_a_good_point():
    found = solve(one_column_lp(), SolverOptions(relative_gap=1e-3), repair=lambda x: np.round(x, 3) + 1e-3)
    assert (found.status, found.is_repaired) == (Status.OPTIMAL, True)
    assert found.primal_objective == pytest.approx(2.001)


def test_the_room_offers_the_function_under_its_name():
    import firmwatt

    assert firmwatt.lp.solve is solve
    model = firmwatt.lp.ModelBuilder(chains=1, stages=1)
    model.border_columns("x", {}, cost=1.0, lower=2.0)
    assert firmwatt.lp.solve(model.build()).primal_objective == pytest.approx(2.0)
