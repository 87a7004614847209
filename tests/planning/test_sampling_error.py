"""The sampling error holds the capacities and looks at more hours."""

from dataclasses import replace

import pytest

from firmwatt.lp.solve import solve
from firmwatt.planning.model import build_model
from firmwatt.planning.sampling_error import held_inputs, sampling_error
from firmwatt.planning.solve import solve_plan
from tests.cases import tiny_case
from tests.worlds import simple_inputs


def test_the_error_is_the_difference_of_a_years_running_cost() -> None:
    error = sampling_error(solve_plan(simple_inputs(tiny_case())))
    assert error is not None
    assert error.finer_hours == 4 * error.hours
    assert error.relative == pytest.approx(error.finer_running_cost_usd / error.running_cost_usd - 1)
    assert abs(error.relative) < 0.05


def test_a_plan_of_all_hours_has_no_sampling_error() -> None:
    case = tiny_case()
    programme = replace(case.programme, sampled_periods=None, planning_years=case.programme.planning_years)
    plan = solve_plan(simple_inputs(replace(case, programme=replace(programme, sampled_periods=4, period_hours=24))))
    full = replace(plan.inputs.time, period_hours=8760)
    assert sampling_error(replace(plan, inputs=replace(plan.inputs, time=full))) is None


def test_held_capacities_run_the_year_as_the_plan_did() -> None:
    plan = solve_plan(simple_inputs(tiny_case()))
    held = solve(build_model(held_inputs(plan, 1)).lp)
    assert held.primal is not None
    block = plan.lp.col_block("lost_mw")
    assert plan.solution.primal is not None
    lost = plan.solution.primal[block.start : block.start + block.size].reshape(block.shape)
    held_block = build_model(held_inputs(plan, 1)).lp.col_block("lost_mw")
    held_lost = held.primal[held_block.start : held_block.start + held_block.size].reshape(held_block.shape)
    assert held_lost.sum() == pytest.approx(lost[:, plan.inputs.time.chain_year == 1].sum(), rel=1e-4, abs=1e-2)
