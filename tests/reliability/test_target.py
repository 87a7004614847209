"""More reserve until the simulated outages let the target hold."""

from __future__ import annotations

from dataclasses import replace

import pytest

from firmwatt.errors import InfeasibleError, UserError
from firmwatt.reliability import target
from firmwatt.reliability.monte_carlo import SimulationOptions
from firmwatt.reliability.target import MarginStep, Target, asked_target, reach_target
from tests.cases import tiny_case
from tests.worlds import simple_inputs

SHORT = SimulationOptions(least_years=50, most_years=50)


def reach_nines(inputs, nines, *options, **named):
    return reach_target(inputs, Target(nines), *options, **named)


@pytest.fixture(scope="module")
def inputs():
    return simple_inputs(tiny_case())


def test_a_target_that_holds_takes_one_plan(inputs):
    found = reach_nines(inputs, 2.0, SHORT)
    assert [step.reserve_margin for step in found.steps] == [None]
    assert found.plan is not None
    assert found.steps[0].cost_usd == found.plan.solution.primal_objective


def test_the_margin_rises_and_is_narrowed_down(inputs):
    first = reach_nines(inputs, 0.1, SHORT).steps[0]
    seen = []
    found = reach_nines(inputs, first.nines + 0.15, SHORT, progress=seen.append)
    margins = [step.reserve_margin for step in found.steps]
    assert margins[:2] == [None, 0.0]
    assert margins[2:4] == pytest.approx([0.1, 0.3])
    assert tuple(seen) == found.steps
    least = found.chosen
    assert least.nines >= found.target.nines
    assert found.plan.inputs.case.reliability.reserve_margin == least.reserve_margin
    by_margin = sorted(found.steps[1:], key=lambda step: step.reserve_margin)
    costs = [step.cost_usd for step in by_margin]
    assert costs == sorted(costs)
    assert least.cost_usd > first.cost_usd
    assert found.extra_cost_usd == pytest.approx(least.cost_usd - first.cost_usd)


def test_the_search_starts_at_the_margin_of_the_case(inputs):
    case = replace(inputs.case, reliability=replace(inputs.case.reliability, reserve_margin=0.25))
    assert reach_nines(replace(inputs, case=case), 1.0, SHORT).steps[0].reserve_margin == 0.25


def test_a_margin_without_a_plan_ends_the_search(inputs, monkeypatch):
    def refuse(_inputs):
        raise InfeasibleError(["no"])

    monkeypatch.setattr(target, "solve_plan", refuse)
    found = reach_nines(inputs, 1.0, SHORT)
    assert found.plan is None
    assert [(step.cost_usd, step.nines, step.worst_site) for step in found.steps] == [
        (None, None, ""),
        (None, None, ""),
    ]


def test_a_target_that_cannot_be_is_told(inputs):
    with pytest.raises(UserError, match=r"^--reach-nines: 0 is not above 0. Write 3 for 99.9 %.$"):
        reach_nines(inputs, 0.0)


def test_days_may_be_the_target(inputs):
    first = reach_nines(inputs, 0.1, SHORT).steps[0]
    found = reach_target(inputs, Target(lole_days_per_year=0.7 * first.lole_days_per_year), SHORT)
    assert found.chosen.lole_days_per_year <= 0.7 * first.lole_days_per_year
    assert found.chosen.cost_usd > first.cost_usd


def test_days_out_of_range_are_told(inputs):
    with pytest.raises(UserError) as fault:
        reach_target(inputs, Target(lole_days_per_year=0.0))
    assert str(fault.value) == "--reach-lole: 0 is not above 0. Write days a year such as 0.1."


def test_a_target_out_of_reach_tells_how_far_it_came():
    steps = (MarginStep(None, 1e9, 1.5, "home", 12.0), MarginStep(0.1, None, None, "", None))
    for asked, best in ((Target(4.0), "the most is 1.50"), (Target(lole_days_per_year=0.1), "the least is 12.00")):
        with pytest.raises(InfeasibleError, match=f"No reserve margin reaches {asked} at every site; {best}."):
            target.TargetPlan(asked, steps, None).found()


def test_a_step_says_what_it_reached():
    step = MarginStep(0.1, 1e9, 2.5, "home", 3.0)
    assert str(step) == "a reserve margin of 0.1: 2.50 nines at home, at most 3 days a year, 1,000,000,000 USD"
    assert str(MarginStep(None, None, None, "", None)) == "no reserve margin: no plan keeps it"
    assert step.holds(Target(2.0, 4.0))
    assert not step.holds(Target(2.0, 2.0))
    assert str(Target(3.0, 0.1)) == "3 nines and 0.1 days a year"


def test_a_scenario_may_ask_for_a_target(inputs):
    case = inputs.case
    assert asked_target(case) is None
    asked = replace(case, reliability=replace(case.reliability, target_lole_days_per_year=0.5))
    assert asked_target(asked) == Target(None, 0.5)
