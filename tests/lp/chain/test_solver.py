"""The chain solver against HiGHS, on random programs and at the edges."""

from __future__ import annotations

import _thread
import signal
import time

import numpy as np
import pytest

from firmwatt.lp import certificate
from firmwatt.lp.chain.solver import run_chain
from firmwatt.lp.chain.start import Start
from firmwatt.lp.highs import Ending
from firmwatt.lp.model import ModelBuilder
from firmwatt.lp.options import Progress, SolverOptions
from firmwatt.lp.solution import Solution, Status
from firmwatt.lp.solve import solve
from firmwatt.lp.sparse_lp import SparseLP
from tests.lp.chain.programs import random_chain_lp
from tests.lp.programs import chain_lp, dense_lp, sizing

CHAIN = SolverOptions(solver="chain", relative_gap=1e-6)
SIMPLEX = SolverOptions(method="simplex")
BATCH = 25


def assert_same_optimum(lp: SparseLP) -> Solution:
    found, expected = solve(lp, CHAIN), solve(lp, SIMPLEX)
    assert found.status is expected.status
    assert found.primal_objective == pytest.approx(expected.primal_objective, rel=2e-6, abs=2e-6)
    assert found.dual_bound <= expected.primal_objective + 2e-6 * max(1.0, abs(expected.primal_objective))
    return found


@pytest.mark.parametrize("batch", range(8))
def test_random_programs_equal_highs(batch: int):
    found = [
        assert_same_optimum(random_chain_lp(seed, scale=10.0 ** ((seed % 5 - 2) * 3)))
        for seed in range(BATCH * batch, BATCH * (batch + 1))
    ]
    assert sum(one.solver == "chain" for one in found) >= 0.9 * BATCH


@pytest.mark.parametrize(("chains", "stages"), [(1, 1), (1, 700), (3, 50), (36, 48), (9, 1)])
def test_chains_of_any_number_and_length(chains: int, stages: int):
    found = assert_same_optimum(chain_lp(chains, stages))
    assert found.solver == "chain"
    assert found.fallback_reason is None


def test_duals_are_complementary():
    lp = chain_lp(2, 200)
    found = solve(lp, SolverOptions(solver="chain", relative_gap=1e-8))
    assert found.primal is not None and found.row_dual is not None and found.reduced_cost is not None
    activity = lp.matrix @ found.primal
    room = np.minimum(np.abs(activity - lp.row_lower), np.abs(lp.row_upper - activity))
    assert np.abs(found.row_dual * room).max() < 1e-4 * abs(found.primal_objective)
    bounds = np.minimum(np.abs(found.primal - lp.col_lower), np.abs(lp.col_upper - found.primal))
    assert np.abs(found.reduced_cost * bounds).max() < 1e-4 * abs(found.primal_objective)


def test_same_answer_each_time():
    lp = random_chain_lp(1)
    first, second = solve(lp, CHAIN), solve(lp, CHAIN)
    assert first.primal is not None and second.primal is not None
    assert np.array_equal(first.primal, second.primal)


def test_infeasible_is_proven_with_names():
    model, _, _ = sizing(cap=1.0)
    found = solve(model.build(), CHAIN)
    assert found.status is Status.INFEASIBLE
    assert "cap" in found.reasons


def test_unbounded_is_proven_with_names():
    model = ModelBuilder(chains=1, stages=4)
    gain = model.stage_columns("gain", {}, cost=-1.0)
    cost = model.stage_columns("cost", {}, cost=0.5)
    rows = model.stage_rows("pair", {}, lower=0.0, upper=0.0)
    model.put(rows, gain, 1.0)
    model.put(rows, cost, -1.0)
    found = solve(model.build(), CHAIN)
    assert found.status is Status.UNBOUNDED
    assert any(name.startswith("gain") for name in found.reasons)


def test_a_cost_that_falls_for_ever_is_found_on_the_way():
    """More room costs one, and each of forty stages gains one by it."""
    model = ModelBuilder(chains=1, stages=40)
    room = model.border_columns("room", {}, cost=1.0)
    kept = model.stage_columns("kept", {}, cost=-1.0)
    rows = model.stage_rows("fits", {}, upper=1.0)
    model.put(rows, kept, 1.0)
    model.put(rows, room, -1.0)
    lp = model.build()
    assert run_chain(lp, CHAIN, lambda _point, _duals: np.inf, None).ending is Ending.CLAIMS_UNBOUNDED
    found = solve(lp, CHAIN)
    assert (found.status, found.solver, found.reasons[0]) == (Status.UNBOUNDED, "chain", "room")


def test_a_program_of_which_presolve_leaves_nothing():
    model = ModelBuilder(chains=1, stages=3)
    flow = model.stage_columns("flow", {}, cost=-1.0, upper=2.0)
    model.put(model.stage_rows("limit", {}, upper=1.0), flow, 1.0)
    found = solve(model.build(), CHAIN)
    assert (found.status, found.solver, found.primal_objective) == (Status.OPTIMAL, "chain", -3.0)


def test_a_program_without_chains_goes_to_highs_with_the_reason():
    found = solve(dense_lp([[1.0, 1.0], [1.0, -1.0]], [1.0, 2.0], ([0, 0], [9, 9]), ([1, 0], [5, 1])), CHAIN)
    assert found.status is Status.OPTIMAL
    assert found.solver == "highs-ipm"
    assert found.fallback_reason == "chain refused: the program has no chain"


def test_time_limit_is_never_called_optimal():
    found = solve(chain_lp(3, 50), SolverOptions(solver="chain", time_limit_seconds=0.0))
    assert found.status in (Status.STOPPED_NO_POINT, Status.STOPPED_FEASIBLE)
    assert found.message.startswith("chain reached the time limit")


def test_interruption_keeps_no_false_claim():
    def stop(progress: Progress) -> None:
        if progress.iteration == 3:
            raise KeyboardInterrupt

    found = solve(chain_lp(3, 50), SolverOptions(solver="chain", progress=stop))
    assert found.status is Status.INTERRUPTED


@pytest.mark.parametrize("iterations", [6, 8, 10])
def test_ctrl_c_keeps_a_feasible_point_with_its_certified_gap(iterations: int):
    def press(progress: Progress) -> None:
        if progress.iteration == iterations:
            wish = signal.getsignal(signal.SIGINT).__self__
            _thread.interrupt_main()
            while not wish.is_asked:  # until the main thread has its turn, however busy the machine is
                time.sleep(0.001)

    lp = chain_lp(4, 800)
    found = solve(lp, SolverOptions(solver="chain", progress=press))
    best = solve(lp, SIMPLEX).primal_objective
    assert found.status is Status.STOPPED_FEASIBLE
    assert found.message == "chain was interrupted"
    assert found.row_violation <= 1e-6
    assert 1e-6 < found.relative_gap < 100.0
    assert found.dual_bound <= best * (1.0 + 1e-9) <= found.primal_objective * (1.0 + 1e-6)


def test_a_second_ctrl_c_breaks_off():
    def press(progress: Progress) -> None:
        if progress.iteration >= 2:
            _thread.interrupt_main()

    found = solve(chain_lp(4, 800), SolverOptions(solver="chain", progress=press))
    assert found.status in (Status.INTERRUPTED, Status.STOPPED_FEASIBLE)


def test_bounds_told_on_the_way_are_valid_and_close_in():
    told: list[Progress] = []
    lp = chain_lp(3, 200)
    solve(lp, SolverOptions(solver="chain", progress=told.append))
    best = solve(lp, SIMPLEX).primal_objective
    bounds = [one.dual_bound for one in told if np.isfinite(one.dual_bound)]
    assert bounds == sorted(bounds)
    assert max(bounds) <= best * (1.0 + 1e-9)
    assert told[-1].distance < 1e-5 < told[0].distance


def test_progress_brings_the_objectives_together():
    told: list[Progress] = []
    found = solve(chain_lp(3, 50), SolverOptions(solver="chain", progress=told.append))
    assert told[-1].primal_objective == pytest.approx(found.primal_objective, rel=1e-5)
    assert told[-1].dual_objective == pytest.approx(found.primal_objective, rel=1e-5)


def test_threads_do_not_change_the_optimum():
    lp = chain_lp(1, 700)
    one = solve(lp, SolverOptions(solver="chain", threads=1))
    four = solve(lp, SolverOptions(solver="chain", threads=4))
    assert one.primal_objective == pytest.approx(four.primal_objective, rel=1e-6)


def test_bound_is_valid_at_every_iteration():
    lp = chain_lp(2, 60)
    best = solve(lp, SIMPLEX).primal_objective
    for iterations in range(4, 9):
        bound = _bound_after(lp, iterations)
        assert bound <= best + 1e-9 * abs(best)


def _bound_after(lp: SparseLP, iterations: int) -> float:
    from concurrent.futures import ThreadPoolExecutor

    from firmwatt.lp.chain.interior import Strategy
    from firmwatt.lp.chain.presolve import reduce_program
    from firmwatt.lp.chain.standard import standard_form
    from firmwatt.lp.chain.system import ChainSystem
    from tests.lp.chain.systems import begun

    form = standard_form(reduce_program(lp))
    with ThreadPoolExecutor(1) as pool:
        system = ChainSystem(lp, form, 1, pool)
        point = begun(form, system, Strategy(Start.PLAIN, clips=True, correctors=1))
        for _ in range(iterations):
            assert point.advance(point.measure())
    duals = np.where(system.row_place >= 0, point.duals[system.row_place], 0.0)
    return certificate.dual_bound(lp, form.original_duals(duals))


def test_a_point_is_judged_again_however_little_it_lacked_before():
    lp = chain_lp(3, 200)

    def worth(primal: np.ndarray, _row_dual: np.ndarray) -> float:
        violation = certificate.worst_row_violation(lp, certificate.point_within_bounds(lp, primal))
        return np.inf if violation > 1e-13 else 0.0

    run = run_chain(lp, SolverOptions(solver="chain", relative_gap=1e-4), worth, None)
    assert run.ending is Ending.CLAIMS_OPTIMAL
    assert run.iterations <= 16  # 23 where a point that lacked 1e-10 of the largest side was the last to be judged
