"""Fuel and carbon of backup generators in the books."""

from dataclasses import replace

import numpy as np

from firmwatt.accounting.backup import backup_t
from firmwatt.accounting.books import build_ledger
from firmwatt.accounting.carbon import count_emissions
from firmwatt.accounting.flows import read_flows
from firmwatt.facility.backup import backup_year, catalogued_backup
from tests.cases import site
from tests.hand import hand_case, hand_dispatch, hand_plan


def test_a_site_without_hours_burns_nothing():
    assert np.all(backup_t(read_flows(hand_dispatch())) == 0.0)


def test_tests_and_outages_by_hand():
    """IT of the plan times the peak PUE of 1.25 sizes the sets, and is what they carry in outages."""
    home = replace(site("home"), backup_test_hours_per_year=12.0, backup_outage_hours_per_year=3.0)
    dispatch = hand_dispatch(hand_plan(hand_case(sites=(home,))))
    flows = read_flows(dispatch)
    expected = [
        backup_year(catalogued_backup(12.0, 3.0), 1.25 * mw, 1.25 * mw).co2_t for mw in dispatch.plan.it_mw[0].tolist()
    ]
    np.testing.assert_allclose(backup_t(flows), [expected], rtol=1e-12)
    assert min(expected) > 0.0
    plain = count_emissions(read_flows(hand_dispatch())).scope1_t
    np.testing.assert_allclose(count_emissions(flows).scope1_t, plain + np.array([expected]), rtol=1e-12)


def test_the_books_pay_the_fuel():
    home = replace(site("home"), backup_test_hours_per_year=12.0, backup_fuel_usd_per_l=0.9)
    dispatch = hand_dispatch(hand_plan(hand_case(sites=(home,))))
    with_backup, without = (build_ledger(each).cost_usd_per_year["fuel"] for each in (dispatch, hand_dispatch()))
    litres = [backup_year(catalogued_backup(12.0, 0.0), 1.25 * mw, 0.0).test_fuel_l for mw in dispatch.plan.it_mw[0]]
    np.testing.assert_allclose(with_backup - without, [[0.9 * each for each in litres]], rtol=1e-12)
