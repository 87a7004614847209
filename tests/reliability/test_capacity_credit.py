"""Capacity credit of units and stores."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmwatt.errors import UserError
from firmwatt.reliability.capacity_credit import capacity_credit, credit_between
from firmwatt.reliability.monte_carlo import SimulationOptions
from firmwatt.reliability.system import Curtailable, Store, Unit
from tests.reliability.campus import campus


def with_asset(mw, rate):
    system = campus(11, hours=24)
    return replace(system, units=(*system.units, Unit("asset", mw, rate, 50.0)))


def test_what_never_fails_is_worth_its_capacity():
    credit = capacity_credit([with_asset(10.0, 0.0)], "asset")
    assert credit.capacity_mw == 10.0
    assert credit.equivalent_firm_mw == pytest.approx(10.0, abs=1e-3)
    assert credit.load_carrying_mw == pytest.approx(10.0, abs=1e-3)


def test_what_never_runs_is_worth_nothing():
    credit = capacity_credit([with_asset(10.0, 1.0)], "asset")
    assert credit.equivalent_firm_mw == pytest.approx(0.0, abs=1e-3)
    assert credit.load_carrying_mw == pytest.approx(0.0, abs=1e-3)
    assert capacity_credit([with_asset(0.0, 0.5)], "asset").load_carrying_mw == 0.0


@given(st.floats(1.0, 50.0), st.floats(0.0, 1.0))
def test_no_credit_exceeds_the_capacity(mw, rate):
    credit = capacity_credit([with_asset(mw, rate)], "asset")
    assert -1e-3 <= credit.load_carrying_mw <= mw * (1 + 1e-5)
    assert -1e-3 <= credit.equivalent_firm_mw <= mw * (1 + 1e-5)


def test_a_longer_battery_is_worth_more():
    options = SimulationOptions(most_years=100)
    worth = [
        capacity_credit(
            [campus(11, stores=(Store("battery", 10.0, mwh, 0.95, 0.95),))], "battery", options
        ).load_carrying_mw
        for mwh in (20.0, 80.0, 320.0)
    ]
    assert 0.0 < worth[0] < worth[1] < worth[2] <= 10.0


def test_the_difference_of_two_years_is_worth_what_firm_capacity_is():
    base = campus(11, hours=24)
    credit = credit_between("sun", 8.0, [base.with_firm(5.0)], [base])
    assert credit.equivalent_firm_mw == pytest.approx(5.0, abs=1e-3)
    assert credit.load_carrying_mw == pytest.approx(5.0, abs=1e-3)


@pytest.mark.parametrize(
    ("units", "name", "message"),
    [
        (11, "wind", "--credit: there is no 'wind'. Known: engine, asset."),
        (60, "asset", "--credit: without 'asset' nothing is lacking. Ask for more load, so that it matters."),
    ],
)
def test_what_cannot_be_measured_is_told(units, name, message):
    system = campus(units, hours=24)
    with pytest.raises(UserError) as caught:
        capacity_credit([replace(system, units=(*system.units, Unit("asset", 10.0, 0.1, 50.0)))], name)
    assert str(caught.value) == message


def test_load_that_waits_has_a_credit_of_at_most_itself():
    system = replace(campus(10, load_mw=90.0, hours=2000), curtailable=Curtailable(10.0, 20.0))
    options = SimulationOptions(least_years=200, most_years=200)
    found = capacity_credit([system], "curtailable", options)
    assert found.capacity_mw == 10.0
    assert 0.0 < found.load_carrying_mw <= 10.0
    assert 0.0 < found.equivalent_firm_mw <= 10.0
    longer = replace(system, curtailable=Curtailable(10.0, 200.0))
    assert capacity_credit([longer], "curtailable", options).equivalent_firm_mw >= found.equivalent_firm_mw
