"""What contracts are worth: compared with firm megawatts, and the terms that ask for equipment."""

from __future__ import annotations

from datetime import date

import pytest

from firmwatt.accounting.contracts import ContractPoint, compared_contracts, feeds_for, rides_through
from firmwatt.accounting.levelised import LevelisedFigures
from firmwatt.planning.stack_dates import StackDates
from tests.planning.contracts import contract


def made(name, day, cost):
    dates = StackDates(day, day, day, day, day, day, 100.0)
    figures = LevelisedFigures(cost, 0.0, 300.0, 1.0, 0.0, 0.01, 2e6)
    return ContractPoint(contract(name=name), dates, figures, 0.0, {}, (), None, None)


def test_months_and_money_are_against_firm_megawatts():
    points = compared_contracts([made("firm", date(2030, 1, 1), 80.0), made("early", date(2028, 1, 1), 90.0)])
    early, firm = points
    assert (early.terms.name, firm.terms.name) == ("early", "firm")
    assert early.months_saved == pytest.approx(24.0, abs=0.1)
    assert early.saved_usd_per_mwh == pytest.approx(-10.0)
    assert early.value_gained_usd == pytest.approx(48e6, rel=0.01)


def test_without_firm_megawatts_nothing_is_saved():
    (alone,) = compared_contracts([made("early", date(2028, 1, 1), 90.0)])
    assert (alone.months_saved, alone.saved_usd_per_mwh, alone.value_gained_usd) == (None, None, None)


def test_a_largest_trip_asks_for_feeds():
    assert feeds_for(contract(largest_trip_mw=100.0), 1001.0) == 11
    assert feeds_for(contract(), 1000.0) is None


def test_a_dip_is_ridden_through_by_the_ups():
    assert rides_through(contract(ride_through_seconds=0.5)) is True
    assert rides_through(contract(ride_through_seconds=3600.0)) is False
    assert rides_through(contract()) is None
