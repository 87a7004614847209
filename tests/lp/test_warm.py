"""Neighbouring programs, one after the other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.lp.options import SolverOptions
from firmwatt.lp.solution import Status
from firmwatt.lp.solve import solve
from firmwatt.lp.warm import WarmStart
from tests.lp.programs import chain_lp, sizing

CHAIN = SolverOptions(solver="chain")


def neighbours():
    """One program with dearer columns, other needs, tighter bounds, a wider one, and one with another matrix."""
    lp = chain_lp(2, 300)
    block = lp.row_block("balance")
    more = np.where(np.arange(lp.rows) < block.start + block.size, 1.05, 1.0)
    tighter = lp.col_upper.copy()
    tighter[lp.col_block("size").start] = 9.9
    other = lp.matrix.copy()
    other.data = np.where(other.data == -0.99, -0.98, other.data)
    return [
        lp,
        replace(lp, cost=lp.cost * np.linspace(0.98, 1.02, lp.columns)),
        replace(lp, row_lower=lp.row_lower * more, row_upper=lp.row_upper * more),
        replace(lp, col_upper=tighter),
        replace(lp, matrix=other),
        lp,
    ]


def test_warm_answers_equal_cold_ones():
    with WarmStart() as warm:
        for lp in neighbours():
            found, expected = solve(lp, CHAIN, warm=warm), solve(lp, CHAIN)
            assert (found.status, found.solver, found.fallback_reason) == (Status.OPTIMAL, "chain", None)
            assert found.relative_gap <= 1e-6
            assert found.primal_objective == pytest.approx(expected.primal_objective, rel=2e-6)
        assert warm.reused >= 2
        assert warm.warm_started >= 1


def test_warm_takes_fewer_iterations():
    lp = chain_lp(2, 300)
    near = [replace(lp, cost=lp.cost * factor) for factor in np.linspace(1.0, 1.01, 6)]
    with WarmStart() as warm:
        iterations = [solve(one, CHAIN, warm=warm).iterations for one in near]
        assert warm.reused == 5
        assert warm.warm_started >= 3
    assert sum(iterations[1:]) < 0.9 * 5 * iterations[0]


def test_a_far_program_and_one_without_optimum_are_told_as_without():
    with WarmStart() as warm:
        assert solve(sizing(cap=9.0)[0].build(), CHAIN, warm=warm).status is Status.OPTIMAL
        lost = solve(sizing(cap=1.0)[0].build(), CHAIN, warm=warm)
        assert (lost.status, "cap" in lost.reasons) == (Status.INFEASIBLE, True)
        again = solve(sizing(cap=9.0)[0].build(), CHAIN, warm=warm)
        assert again.primal_objective == pytest.approx(solve(sizing(cap=9.0)[0].build()).primal_objective, rel=1e-6)


def test_highs_leaves_nothing_and_closing_twice_is_harmless():
    warm = WarmStart()
    assert solve(chain_lp(1, 24), warm=warm).status is Status.OPTIMAL
    assert (warm.reused, warm.warm_started) == (0, 0)
    warm.close()
    warm.close()


def test_other_threads_begin_anew():
    with WarmStart() as warm:
        for threads in (1, 2, 2):
            found = solve(chain_lp(1, 100), replace(CHAIN, threads=threads), warm=warm)
            assert found.status is Status.OPTIMAL
        assert warm.reused == 1
