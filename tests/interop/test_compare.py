"""What differs between two runs whose figures are known by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from firmwatt.accounting.books import build_ledger
from firmwatt.interop.compare import (
    CapacityDifference,
    DateDifference,
    GapDifference,
    InputDifference,
    LimitDifference,
    RunSide,
    compare_runs,
    is_same,
)
from firmwatt.planning.plan import UnitRepair
from tests.hand import hand_case, hand_dispatch, hand_plan


def side(name="a", case=None, **changes):
    """Return the hand-made run with some of its plan changed."""
    dispatch = hand_dispatch(hand_plan(case, **changes))
    return RunSide(name, dispatch, build_ledger(dispatch))


def test_a_run_does_not_differ_from_itself():
    found = compare_runs(side("a"), side("b"))
    assert (found.first, found.second, found.is_empty) == ("a", "b", True)


def test_an_input_that_differs_is_named_with_both_values():
    case = hand_case()
    dearer = hand_case(policy=replace(case.policy, carbon_price_usd_per_tonne=(0.0, 80.0)))
    found = compare_runs(side(case=case), side(case=dearer))
    assert found.inputs == (InputDifference("policy.carbon_price_usd_per_tonne", "[0.0, 50.0]", "[0.0, 80.0]", "", ""),)
    carbon = {(figure.group, figure.name): figure for figure in found.figures}["cost_usd", "carbon_price"]
    assert carbon.second == pytest.approx(carbon.first * 80 / 50)


def test_whole_units_are_an_input_though_no_scenario_holds_them():
    found = compare_runs(side(), side(unit_repair=UnitRepair(0.0, ())))
    assert found.inputs == (InputDifference("whole_units", "false", "true", "", ""),)


def test_a_plant_of_one_run_alone_is_one_line():
    case = hand_case()
    renamed = replace(case.supply[1], name="home/other")
    found = compare_runs(side(case=case), side(case=replace(case, supply=(case.supply[0], renamed, case.supply[2]))))
    assert [(i.field, i.first, i.second) for i in found.inputs] == [
        ("supply.home/gas_turbine", "is there", None),
        ("supply.home/other", None, "is there"),
    ]
    assert CapacityDifference("home/gas_turbine", "supply", "home", 2030, 110.0, None) in found.capacities
    assert CapacityDifference("home/other", "supply", "home", 2030, None, 110.0) in found.capacities


def test_capacity_and_power_that_differ_are_named_by_place_and_year():
    found = compare_runs(side(), side(it_mw=np.array([[60.0, 80.0]])))
    assert found.power_gap == (GapDifference("home", 2030, 75.0, 100.0),)
    assert found.capacities == (CapacityDifference("home/computing", "computing", "home", 2030, 60.0, 80.0),)


def test_dates_are_the_first_of_each_asset():
    roadmap = hand_plan().roadmap
    first = roadmap[0]
    later = tuple(replace(item, online=date(2031, 5, 1)) if item is first else item for item in roadmap)
    found = compare_runs(side(), side(roadmap=later))
    assert found.dates == (DateDifference(first.asset, first.kind, first.site, first.online, date(2031, 5, 1)),)
    assert compare_runs(side(), side(roadmap=roadmap[1:])).dates[0].second_online is None


def test_limits_that_bind_in_one_run_alone_cost_nothing_in_the_other():
    binding = hand_plan().binding
    limit = binding[0]
    found = compare_runs(side(), side(binding=binding[1:]))
    assert found.limits == (LimitDifference(limit.name, limit.unit, limit.words, limit.value_usd, 0.0),)


def test_the_gap_of_both_plans_is_told():
    plan = hand_plan()
    loose = replace(plan.solution, primal_objective=-2e9, relative_gap=0.01)
    exact = replace(plan.solution, primal_objective=1e9, relative_gap=0.0)
    found = compare_runs(side(solution=loose), side(solution=exact))
    assert found.within_gap_usd == pytest.approx(2e7)


def test_rounding_is_no_difference():
    assert is_same(1e9, 1e9 + 1.0)
    assert not is_same(1e9, 1.001e9)
    assert not is_same(None, 0.0)
