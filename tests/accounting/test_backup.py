"""Carbon of backup generators in the books."""

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
    """IT of the plan times the peak PUE of 1.25 sizes the sets; outages meet the mean of what is metered."""
    home = replace(site("home"), backup_test_hours_per_year=12.0, backup_outage_hours_per_year=3.0)
    dispatch = hand_dispatch(hand_plan(hand_case(sites=(home,))))
    flows = read_flows(dispatch)
    metered = build_ledger(dispatch).energy_mwh["metered"] / 8760
    expected = [
        backup_year(
            catalogued_backup(12.0, 3.0), float(dispatch.plan.it_mw[0, year]) * 1.25, float(metered[year])
        ).co2_t
        for year in range(2)
    ]
    np.testing.assert_allclose(backup_t(flows), [expected], rtol=1e-12)
    assert min(expected) > 0.0
    plain = count_emissions(read_flows(hand_dispatch())).scope1_t
    np.testing.assert_allclose(count_emissions(flows).scope1_t, plain + np.array([expected]), rtol=1e-12)


def test_the_books_still_cost_what_the_optimiser_says():
    home = replace(site("home"), backup_test_hours_per_year=12.0)
    with_backup, without = (
        build_ledger(hand_dispatch(hand_plan(hand_case(**sites)))) for sites in ({"sites": (home,)}, {})
    )
    assert with_backup.total_usd == without.total_usd
