"""A site of a plan: label times volume is the plan's own energy, emissions and water."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.accounting.carbon import count_emissions
from firmwatt.accounting.clock import yearly_sum
from firmwatt.accounting.flows import read_flows
from firmwatt.accounting.label_run import _plant_factors, place_of_run
from firmwatt.accounting.matching import score_matching
from firmwatt.accounting.water import power_water_m3, site_water_m3
from firmwatt.errors import UserError
from firmwatt.operation.read import dispatch_from_plan
from firmwatt.planning.solve import solve_plan
from firmwatt.scenario.building import Cooling
from tests.cases import two_site_case
from tests.worlds import simple_inputs


@pytest.fixture(scope="module")
def dispatch():
    return dispatch_from_plan(solve_plan(simple_inputs(two_site_case())))


def test_label_times_volume_is_what_the_plan_counts(dispatch):
    flows = read_flows(dispatch)
    served = yearly_sum(flows.time, dispatch.served_mw.sum(axis=0))
    metered = yearly_sum(flows.time, dispatch.metered_mw)
    emissions = count_emissions(flows)
    matching = score_matching(flows)
    checked = 0
    for s, site in enumerate(flows.case.sites):
        for y, year in enumerate(flows.time.planning_years):
            if served[s, y] <= 0.0:
                continue
            checked += 1
            place = place_of_run(dispatch, site.name, year, None)
            assert served[s, y] * place.pue == pytest.approx(metered[s, y], rel=1e-9)
            tonnes = emissions.scope1_t[s, y] + emissions.scope2_location_t[s, y]
            assert metered[s, y] * place.intensity_kg_per_mwh / 1000 == pytest.approx(tonnes, rel=1e-9)
            by_market = emissions.scope1_t[s, y] + emissions.scope2_market_t[s, y]
            assert place.market_intensity_kg_per_mwh is not None
            assert metered[s, y] * place.market_intensity_kg_per_mwh / 1000 == pytest.approx(by_market, rel=1e-9)
            assert place.matched_share == pytest.approx(matching.site_carbon_free_share_hourly[s, y], rel=1e-9)
            assert served[s, y] * place.wue_l_per_kwh == pytest.approx(site_water_m3(flows)[s, y], rel=1e-9)
            water = power_water_m3(flows)[s, y]
            assert metered[s, y] * place.water_l_per_mwh / 1000 == pytest.approx(water, rel=1e-9, abs=1e-9)
    assert checked > 0


def test_a_given_pue_has_no_interval_and_a_plant_has_its_own(dispatch):
    site = dispatch.plan.inputs.case.sites[0]
    given = replace(site, cooling=replace(site.cooling, pue_constant=1.25))
    plant = replace(site, cooling=Cooling("midsize_air_cooled_chiller", {}))
    assert _plant_factors(given, None) == ((1.0, 1.0), (1.0, 1.0))
    (low, high), _ = _plant_factors(plant, None)
    assert low < 0.95
    assert high > 1.15


def test_an_hour_has_its_own_carbon(dispatch):
    noon, night = (place_of_run(dispatch, None, None, hour) for hour in (12, 0))
    assert noon.pue == pytest.approx(1.25)
    assert np.isfinite([noon.intensity_kg_per_mwh, night.intensity_kg_per_mwh]).all()


@pytest.mark.parametrize(
    ("site", "year", "hour", "message"),
    [
        ("nowhere", None, None, "site 'nowhere' is not in the run. Nearest: "),
        (None, 1999, None, "year 1999 is not in the run. It has "),
        (None, None, 9000, "hour 9000 lies outside the year."),
    ],
)
def test_what_the_run_does_not_have_is_refused(dispatch, site, year, hour, message):
    with pytest.raises(UserError) as caught:
        place_of_run(dispatch, site, year, hour)
    assert str(caught.value).startswith(message)
