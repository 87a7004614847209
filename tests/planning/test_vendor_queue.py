"""Vendor slots: a unit waits for the year of its slot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmwatt.planning.vendor_queue import Order, Tranche, vendor_queue


def test_sites_share_the_slots_of_a_vendor():
    first, second, other = vendor_queue(
        [Order("smr", 250.0), Order("smr", 100.0), Order("gas_turbine", 900.0)], {"smr": 100.0}
    )
    assert first == (Tranche(100.0, 0.0), Tranche(100.0, 1.0), Tranche(50.0, 2.0))
    assert second == (Tranche(50.0, 2.0), Tranche(50.0, 3.0))
    assert other == (Tranche(900.0, 0.0),)


def test_an_assets_own_pace_counts_beside_the_vendors():
    (tranches,) = vendor_queue([Order("smr", 100.0, build_limit_mw_per_year=40.0)], {"smr": 60.0})
    assert tranches == (Tranche(40.0, 0.0), Tranche(20.0, 1.0), Tranche(20.0, 1.0), Tranche(20.0, 2.0))


@pytest.mark.parametrize("order", [Order("smr", 0.0), Order("smr", 10.0), Order("fusion", 10.0, 0.0)])
def test_what_nobody_makes_never_comes(order):
    assert vendor_queue([order], {"smr": 0.0}) == ((),)


@given(st.lists(st.floats(0.1, 500.0), min_size=1, max_size=4), st.floats(10.0, 300.0), st.floats(1.0, 2.0))
def test_nothing_is_lost_and_fewer_slots_never_serve_earlier(megawatts, slots, more):
    few = vendor_queue([Order("smr", mw) for mw in megawatts], {"smr": slots})
    many = vendor_queue([Order("smr", mw) for mw in megawatts], {"smr": slots * more})
    for mw, scarce, plenty in zip(megawatts, few, many, strict=True):
        assert sum(part.mw for part in scarce) == pytest.approx(mw)
        assert max(part.wait_years for part in scarce) >= max(part.wait_years for part in plenty)
