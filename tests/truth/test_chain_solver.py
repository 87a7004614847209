"""The chain solver plans the built-in campus as HiGHS does."""

from __future__ import annotations

import pytest

from firmwatt import study
from firmwatt.lp.options import SolverOptions
from firmwatt.lp.solve import solve
from firmwatt.planning.model import build_model


@pytest.mark.slow
def test_the_campus_costs_the_same_by_both_solvers():
    lp = build_model(study.prepare(study.load("campus", resolution="4x96"))).lp
    by_chain = solve(lp, SolverOptions(solver="chain", relative_gap=1e-6))
    by_highs = solve(lp, SolverOptions(relative_gap=1e-6))
    assert by_chain.solver == "chain"
    assert by_chain.fallback_reason is None
    assert by_chain.relative_gap <= 1e-6
    assert by_chain.primal_objective == pytest.approx(by_highs.primal_objective, rel=2e-6)
    assert by_chain.dual_bound <= by_highs.primal_objective * (1.0 + 1e-9)
