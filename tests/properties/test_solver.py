"""What holds for the chain solver on every program: HiGHS's optimum, bounds that never lie, duals that fit."""

from __future__ import annotations

import doctest
import gc
import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from firmwatt.lp import certificate
from firmwatt.lp.chain.presolve import ChainRefusalError, reduce_program
from firmwatt.lp.chain.solver import _original, _strategies
from firmwatt.lp.chain.standard import standard_form
from firmwatt.lp.chain.system import ChainSystem
from firmwatt.lp.options import SolverOptions
from firmwatt.lp.solution import Status
from firmwatt.lp.solve import solve
from firmwatt.lp.sparse_lp import SparseLP
from firmwatt.timegrid import FloatArray
from tests.lp.chain.programs import equations_only, ramping, random_chain_lp
from tests.lp.chain.systems import begun
from tests.lp.programs import chain_lp, sizing

SIMPLEX = SolverOptions(method="simplex")
CHAIN = SolverOptions(solver="chain", relative_gap=5e-7)  # half of a millionth: the other half is HiGHS's own error
MOST_ENTRIES = 1500  # rational arithmetic takes its time
SEEDS = st.integers(0, 2**31 - 1)
SCALES = st.sampled_from([1e-6, 1e-3, 1.0, 1e3, 1e6])


def boxed(lp: SparseLP) -> SparseLP:
    """The program with a finite box around every column, so that a bound rests on no assumption."""
    size = 10.0 * max(1.0, float(np.abs(solve(lp, SIMPLEX).primal).max(initial=0.0)))
    return replace(lp, col_lower=np.maximum(lp.col_lower, -size), col_upper=np.minimum(lp.col_upper, size))


def exact_bound(lp: SparseLP, row_dual: FloatArray) -> Fraction:
    """The value that the duals prove, in rational arithmetic: no rounding at all."""
    duals = [Fraction(float(dual)) for dual in certificate.usable_duals(lp, row_dual)]
    sides = np.where(row_dual > 0.0, lp.row_lower, lp.row_upper)
    total = sum((dual * Fraction(float(side)) for dual, side in zip(duals, sides, strict=True) if dual), Fraction(0))
    for column in range(lp.columns):
        inside = slice(lp.matrix.indptr[column], lp.matrix.indptr[column + 1])
        slope = Fraction(float(lp.cost[column]))
        for row, value in zip(lp.matrix.indices[inside], lp.matrix.data[inside], strict=True):
            slope -= duals[row] * Fraction(float(value))
        total += slope * Fraction(float(lp.col_lower[column] if slope > 0 else lp.col_upper[column]))
    return total + Fraction(lp.objective_offset)


def duals_after(lp: SparseLP, steps: int) -> FloatArray | None:
    """The row duals where a run stands after so many steps; None where the solver refuses the program."""
    try:
        form = standard_form(reduce_program(lp))
        with ThreadPoolExecutor(1) as pool:
            system = ChainSystem(lp, form, 1, pool)
            point = begun(form, system, _strategies(form)[0])
            for _ in range(steps):
                measure = point.measure()
                if not 1e-8 < measure.worst < np.inf or not point.advance(measure):
                    break
    except ChainRefusalError:
        return None
    duals = _original(form, system, point)[1]
    return duals if np.isfinite(duals).all() else None


@pytest.mark.filterwarnings("ignore::scipy.linalg.LinAlgWarning")  # steps are taken where a run would have ended
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@settings(max_examples=60, deadline=None)
@given(seed=SEEDS, steps=st.integers(0, 30))
def test_the_bound_never_lies_wherever_a_run_is_stopped(seed, steps):
    lp = boxed(random_chain_lp(seed))
    duals = duals_after(lp, steps) if lp.matrix.nnz <= MOST_ENTRIES else None
    if duals is None:
        return
    claimed, exact = certificate.dual_bound(lp, duals), exact_bound(lp, duals)
    optimum = solve(lp, SIMPLEX).primal_objective
    size = max(1.0, abs(optimum), float(abs(exact)))
    assert exact <= optimum + 1e-7 * max(1.0, abs(optimum))
    assert claimed <= float(exact) + 1e-9 * size


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS)
@example(seed=5678)  # large duals that cancel: a bound by plain arithmetic lay 1e-7 above the optimum
@example(seed=6713)
def test_the_bound_of_an_optimum_lies_below_it_in_rational_arithmetic(seed):
    lp = boxed(random_chain_lp(seed))
    found = solve(lp, CHAIN)
    assert found.status is Status.OPTIMAL
    exact = float(exact_bound(lp, found.row_dual))
    optimum = solve(lp, SIMPLEX).primal_objective
    size = max(1.0, abs(optimum))
    assert exact <= optimum + 1e-8 * size
    assert found.dual_bound <= exact + 1e-9 * size
    assert found.primal_objective - exact <= 1e-6 * size


@settings(max_examples=120, deadline=None)
@given(seed=SEEDS, scale=SCALES)
def test_programs_with_ramps_and_least_levels_equal_highs(seed, scale):
    _assert_equal(ramping(seed, scale), scale)


@settings(max_examples=120, deadline=None)
@given(seed=SEEDS)
def test_programs_of_equations_alone_equal_highs(seed):
    _assert_equal(equations_only(seed))


@settings(max_examples=120, deadline=None)
@given(seed=SEEDS, scale=SCALES)
def test_programs_of_all_shapes_equal_highs(seed, scale):
    _assert_equal(random_chain_lp(seed, scale), scale)


def _assert_equal(lp: SparseLP, scale: float = 1.0) -> None:
    found, expected = solve(lp, CHAIN), solve(lp, SIMPLEX)
    assert found.status is expected.status is Status.OPTIMAL
    assert found.relative_gap <= CHAIN.relative_gap
    assert found.row_violation <= 1e-6
    assert found.primal_objective == pytest.approx(expected.primal_objective, rel=1e-6, abs=1e-6 * max(1.0, scale))


@pytest.mark.parametrize("lp", [chain_lp(2, 200), chain_lp(1, 60, seed=3), ramping(5), ramping(8)])
def test_duals_are_complementary(lp):
    """No price on what has room, no room where there is a price, to a millionth of the cost."""
    found = solve(lp, SolverOptions(solver="chain", relative_gap=1e-8))
    activity = lp.matrix @ found.primal
    for dual, value, lower, upper in (
        (found.row_dual, activity, lp.row_lower, lp.row_upper),
        (found.reduced_cost, found.primal, lp.col_lower, lp.col_upper),
    ):
        room = np.where(dual > 0.0, value - lower, upper - value)
        is_open = np.isinf(room)
        assert np.abs(dual[is_open]).max(initial=0.0) <= 1e-9 * np.abs(dual).max()
        assert np.abs(dual[~is_open] * room[~is_open]).max() <= 1e-6 * abs(found.primal_objective)


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_the_same_answer_each_time_with_so_many_threads(threads):
    lp, options = chain_lp(2, 400), SolverOptions(solver="chain", threads=threads)
    first, second = solve(lp, options), solve(lp, options)
    assert np.array_equal(first.primal, second.primal)
    assert np.array_equal(first.row_dual, second.row_dual)
    assert first.iterations == second.iterations


@pytest.mark.parametrize("cap", [1.0, 5.9, 7.0, 9.0])
def test_feasible_and_infeasible_are_told_apart(cap):
    """Seven is what the peaks of five and three ask for at least: five for one kind serve both chains."""
    model, _, _ = sizing(cap=cap)
    lp = model.build()
    found, expected = solve(lp, CHAIN), solve(lp, SIMPLEX)
    assert found.status is expected.status
    assert bool(found.reasons) == (found.status is Status.INFEASIBLE)


def test_the_examples_of_the_page_hold():
    page = Path(__file__).parents[2] / "docs" / "solver.md"
    found = doctest.testfile(str(page), module_relative=False, optionflags=doctest.ELLIPSIS)
    assert found.attempted > 20
    assert found.failed == 0


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def _growth_mb() -> float:
    """Return what eight hundred solves leave behind after two hundred."""
    lp = sizing()[0].build()
    for _ in range(200):
        solve(lp, CHAIN)
    gc.collect()
    before = _resident_mb()
    for _ in range(800):
        solve(lp, CHAIN)
    gc.collect()
    return _resident_mb() - before


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")
def test_a_thousand_solves_need_no_more_memory_than_two_hundred():
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as fresh:  # what other tests let go of counts not
        assert fresh.submit(_growth_mb).result() < 5.0
