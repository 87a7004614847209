"""From a solver's point to a plan that can be built."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.lp.certificate import worst_row_violation
from firmwatt.lp.options import SolverOptions
from firmwatt.lp.solution import Status
from firmwatt.lp.solve import solve
from firmwatt.planning.model import build_model
from firmwatt.planning.repair import clean_capacities, plan_repair
from firmwatt.planning.solve import solve_plan
from tests.cases import tiny_case, two_site_case
from tests.worlds import simple_inputs

OPTIONS = SolverOptions(relative_gap=1e-4)


@pytest.fixture(scope="module")
def model():
    return build_model(simple_inputs(tiny_case()))


@pytest.fixture(scope="module")
def best(model):
    return solve(model.lp, SolverOptions(method="simplex"))


def test_builds_below_a_crumb_go_and_what_stands_is_what_is_built(model, best):
    capacity = model.columns.supply.capacity
    point = best.primal.copy()
    point[capacity.build] += 5e-5
    cleaned = clean_capacities(model.lp, point, 1e-4)
    assert (cleaned[capacity.build][best.primal[capacity.build] == 0.0] == 0.0).all()
    rows = model.lp.row_block("supply_mw_vintages")
    activity = (model.lp.matrix @ cleaned)[rows.start : rows.start + rows.size]
    assert activity == pytest.approx(model.lp.row_lower[rows.start : rows.start + rows.size], abs=1e-9)


def test_a_point_with_crumbs_becomes_clean_and_stays_feasible(model, best):
    lp = model.lp
    rng = np.random.default_rng(0)
    blurred = best.primal + rng.uniform(0.0, 1e-6, lp.columns)
    repaired = plan_repair(lp, OPTIONS)(blurred)
    assert worst_row_violation(lp, repaired) <= 1e-6
    is_hourly = (lp.col_chain >= 0).copy()
    for block in map(lp.col_block, ("served_mw", "backlog_mwh")):  # crumbs of work are served or wait: books close
        is_hourly[block.start : block.start + block.size] = False
    assert ((repaired > 0.0) & (repaired < 1e-7) & is_hourly).sum() == 0
    assert lp.cost @ repaired == pytest.approx(lp.cost @ best.primal, rel=1e-4)


def test_hours_that_lack_much_are_planned_anew_at_the_same_capacities(model, best):
    lp = model.lp
    rng = np.random.default_rng(0)
    noisy = best.primal * np.where(lp.col_chain >= 0, 1.0 + 1e-3 * rng.standard_normal(lp.columns), 1.0)
    repaired = plan_repair(lp, OPTIONS)(noisy)
    assert worst_row_violation(lp, np.clip(noisy, lp.col_lower, lp.col_upper)) > 1e-5
    assert worst_row_violation(lp, repaired) <= 1e-6
    build = model.columns.supply.capacity.build
    assert repaired[build] == pytest.approx(best.primal[build])


@pytest.mark.parametrize("solver", ["chain", "highs"])
def test_plans_come_without_crumbs_and_cost_what_their_point_costs(solver):
    case = two_site_case()
    case = replace(case, solve=replace(case.solve, solver=solver, relative_gap=1e-4))
    plan = solve_plan(simple_inputs(case))
    solution, lp = plan.solution, plan.lp
    assert solution.status is Status.OPTIMAL
    assert solution.row_violation <= 1e-6
    build = plan.supply_build_mw
    assert ((build > 0.0) & (build < 1e-6)).sum() == 0
    assert solution.primal_objective == pytest.approx(lp.cost @ solution.primal + lp.objective_offset, rel=1e-12)
