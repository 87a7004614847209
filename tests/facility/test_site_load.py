"""The hand-over to planning."""

from __future__ import annotations

from firmwatt.demand.pools import build_it_load
from firmwatt.facility.plant import facility_factors
from firmwatt.facility.site_load import build_site_load
from tests.cases import two_site_case
from tests.facility.real_air import flat_air


def test_site_load_carries_work_and_factors() -> None:
    case = two_site_case()
    factors = facility_factors(case, flat_air(20.0, 0.5, sites=2))
    it_load = build_it_load(case, factors.asked_it_mw)
    load = build_site_load(it_load, factors)
    assert load.it is it_load
    assert load.pue is factors.pue
    assert load.wue_l_per_kwh is factors.wue_l_per_kwh
    assert load.peak_pue is factors.peak_pue
    assert load.asked_it_mw is factors.asked_it_mw
    assert load.reused_kwh_per_kwh is factors.reused_kwh_per_kwh
    asked = load.at_the_meter_mw(load.asked_it_mw)
    assert asked[0, -1] == factors.asked_it_mw[0, -1] * factors.peak_pue[0]
    assert asked.shape == (2, len(case.programme.planning_years))
