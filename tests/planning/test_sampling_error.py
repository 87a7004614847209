"""The sampling error holds the capacities and looks at more hours."""

from dataclasses import replace

import pytest

from firmwatt.lp.options import SolverOptions
from firmwatt.lp.solve import solve
from firmwatt.planning.model import build_model
from firmwatt.planning.sampling_error import full_sampling_error, held_inputs, sampling_error
from firmwatt.planning.solve import solve_plan
from firmwatt.timegrid import full_year_grid
from tests.cases import tiny_case
from tests.worlds import simple_inputs


def test_the_error_is_the_difference_of_a_years_running_cost() -> None:
    error = sampling_error(solve_plan(simple_inputs(tiny_case())))
    assert error is not None
    assert error.finer_hours == 4 * error.hours
    assert error.relative == pytest.approx(error.finer_running_cost_usd / error.running_cost_usd - 1)
    assert abs(error.relative) < 0.05
    assert not error.is_full
    assert len(error.years) == 1


def test_all_hours_are_run_at_the_capacities_of_every_year() -> None:
    plan = solve_plan(simple_inputs(tiny_case()))
    seen: list[int] = []
    error = full_sampling_error(plan, seen.append)
    assert error is not None
    assert tuple(seen) == plan.inputs.time.planning_years == tuple(each.year for each in error.years)
    assert (error.is_full, error.finer_hours) == (True, 8760)
    for index, each in enumerate(error.years):
        held = held_inputs(plan, index)
        every_hour = full_year_grid(held.time.planning_years, held.time.years_represented, held.time.weather_years)
        lp = build_model(replace(held, time=every_hour)).lp
        solution = solve(lp, SolverOptions(relative_gap=1e-6))
        assert each.finer_running_cost_usd == pytest.approx(solution.primal_objective, rel=2e-5)
        assert each.relative == pytest.approx(each.finer_running_cost_usd / each.running_cost_usd - 1)


def test_work_that_only_all_hours_lose_is_told() -> None:
    # One hour that the sample leaves out asks for 1000 MW more, far above what stands.
    inputs = simple_inputs(tiny_case())
    plan = solve_plan(inputs)
    pools = inputs.load.it.pools
    taken = {int(hour) for hour in inputs.time.hour_of_year.ravel()}
    hidden = next(hour for hour in range(8760) if hour not in taken)
    busy = pools[0].arrivals_mw.copy()
    busy[:, hidden] += 1000.0
    load = replace(inputs.load.it, pools=(replace(pools[0], arrivals_mw=busy, deadline_hours=0), *pools[1:]))
    crowded = replace(plan, inputs=replace(inputs, load=replace(inputs.load, it=load)))
    error = full_sampling_error(crowded)
    assert error is not None
    assert error.years[-1].finer_lost_mwh > error.years[-1].lost_mwh + 500.0


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
