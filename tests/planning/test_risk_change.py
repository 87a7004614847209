"""What dear weather changes in a plan, on a case solved by hand."""

import pytest

from firmwatt.planning.plan import ChangedCapacity
from firmwatt.planning.risk_change import with_risk_change
from firmwatt.scenario.programme import Risk
from tests.golden.kit import solved_plan
from tests.golden.test_risk import WORK_MW, YEAR_MWH, risky_inputs


def test_a_plant_for_the_dear_year_is_told_with_what_it_costs_and_saves() -> None:
    # The plant of 10 MW costs 2 million USD a year; it saves 30 USD/MWh in the dear fifth of the draws, of which it is
    # built for the sake: 6 USD/MWh in the mean.
    plan = with_risk_change(solved_plan(risky_inputs((20.0, 60.0), (0.8, 0.2), Risk(0.2, 0.8))))
    assert plan.risk_change is not None
    assert plan.risk_change.capacities == (
        ChangedCapacity("supply", "plant", 2027, pytest.approx(WORK_MW), pytest.approx(0.0, abs=1e-3)),
    )
    assert plan.risk_change.expected_more_usd == pytest.approx(2e6 - 6.0 * YEAR_MWH, rel=1e-5)
    assert 0.0 <= plan.risk_change.tolerance_usd < 1e-3 * plan.risk_change.expected_more_usd
    assert plan.risk_change.tail_less_usd == pytest.approx(30.0 * YEAR_MWH - 2e6, rel=1e-5)


def test_without_risk_nothing_is_compared() -> None:
    assert with_risk_change(solved_plan(risky_inputs((20.0, 60.0), (0.8, 0.2), None))).risk_change is None
