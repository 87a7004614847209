"""The books of work close to the last digit, and no other row is kept worse than a solver may leave it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.lp.certificate import worst_row_violation
from firmwatt.lp.options import SolverOptions
from firmwatt.lp.solve import solve
from firmwatt.planning.closed_work import close_work
from firmwatt.planning.model import build_model
from tests.cases import tiny_case
from tests.worlds import simple_inputs


def waiting_model(deadline_hours: int):
    inputs = simple_inputs(tiny_case())
    pools = tuple(replace(pool, deadline_hours=deadline_hours, must_serve=False) for pool in inputs.load.it.pools)
    return build_model(replace(inputs, load=replace(inputs.load, it=replace(inputs.load.it, pools=pools))))


def lacking(lp, point):
    rows = lp.row_block("work")
    return (lp.row_lower - lp.matrix @ point)[rows.start : rows.start + rows.size]


@pytest.mark.parametrize("deadline_hours", [0, 6])
def test_what_arrives_is_served_lost_or_waits(deadline_hours):
    lp = waiting_model(deadline_hours).lp
    best = solve(lp, SolverOptions(method="simplex")).primal
    rng = np.random.default_rng(3)
    near = np.clip(best + np.where(best > 0.0, rng.uniform(-5e-7, 5e-7, lp.columns), 0.0), lp.col_lower, lp.col_upper)
    closed = close_work(lp, near)
    assert np.abs(lacking(lp, near)).max() > 1e-7
    assert lacking(lp, closed) == pytest.approx(0.0, abs=1e-11)
    assert worst_row_violation(lp, closed) <= 1e-6
    assert np.abs(closed - near).max() < 1e-4
