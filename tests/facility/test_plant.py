"""From weather to factors."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.facility.plant import facility_factors
from firmwatt.scenario.building import Cooling
from tests.cases import DIRECT_LIQUID_PARAMETERS, WATER_COOLED_PARAMETERS, site, tiny_case, two_site_case
from tests.facility.real_air import flat_air


def test_constants_of_the_user_stand_in_place_of_the_plant() -> None:
    factors = facility_factors(tiny_case(), flat_air(35.0, 0.3))
    assert np.all(factors.pue == 1.25)
    assert np.all(factors.wue_l_per_kwh == 1.0)
    assert factors.peak_pue.tolist() == [1.25]
    assert factors.asked_it_mw == pytest.approx(np.array([[100.0, 200.0]]))


@pytest.mark.parametrize(("pue", "wue"), [(1.3, None), (None, 0.4)])
def test_one_constant_leaves_the_other_to_the_plant(pue: float | None, wue: float | None) -> None:
    cooling = Cooling("water_side_economiser", WATER_COOLED_PARAMETERS, pue, wue)
    factors = facility_factors(tiny_case(sites=(replace(site("home"), cooling=cooling),)), flat_air(20.0, 0.5))
    assert (factors.pue[0, 0, 0] == 1.3) == (pue is not None)
    assert (factors.wue_l_per_kwh[0, 0, 0] == 0.4) == (wue is not None)


def test_shapes_and_bounds_with_two_plants_and_two_weather_years() -> None:
    factors = facility_factors(two_site_case(), flat_air(30.0, 0.4, sites=2, weather_years=2))
    assert factors.pue.shape == factors.wue_l_per_kwh.shape == (2, 2, 8760)
    assert np.all(factors.pue > 1.0)
    assert factors.peak_pue == pytest.approx(factors.pue.max(axis=(1, 2)))
    assert factors.pue[0, 0, 0] > factors.pue[1, 0, 0]
    assert factors.wue_l_per_kwh[0, 0, 0] > factors.wue_l_per_kwh[1, 0, 0]


def test_the_hottest_hour_of_all_weather_years_sizes_the_it() -> None:
    air = flat_air(10.0, 0.5, sites=2, weather_years=2)
    air.temperature_c[:, 1, 4000] = 45.0
    factors = facility_factors(two_site_case(), air)
    assert factors.peak_pue == pytest.approx(factors.pue[:, 1, 4000])
    metered = factors.asked_it_mw[:, None, None, :] * factors.pue[..., None]
    asked = np.array([[125.0, 250.0], [60.0, 120.0]])
    assert np.all(metered <= asked[:, None, None, :] * (1 + 1e-12))


def test_it_megawatts_asked_for_stay_as_they_are() -> None:
    case = tiny_case(sites=(site("home", asked_basis="it"),))
    assert facility_factors(case, flat_air(20.0, 0.5)).asked_it_mw.tolist() == [[125.0, 250.0]]


def test_weather_that_is_no_number_is_refused() -> None:
    air = flat_air(20.0, 0.5, sites=2)
    air.temperature_c[0, 0, 5] = np.nan
    with pytest.raises(ValueError, match="site north gives a PUE below 1, a WUE below 0, or no number"):
        facility_factors(two_site_case(), air)


def test_heat_for_others_raises_the_meter_and_spares_water() -> None:
    """From 50 °C water to a network of 80 °C a heat pump draws 0.253 kW per kW taken; the rest of the plant relaxes."""
    plain = Cooling("direct_liquid_dry_cooler", DIRECT_LIQUID_PARAMETERS)
    reused = replace(plain, heat_reuse_share=0.5, heat_reuse_temperature_c=80.0)
    air = flat_air(36.0, 0.3)
    alone, shared = (
        facility_factors(tiny_case(sites=(replace(site("home"), cooling=cooling),)), air) for cooling in (plain, reused)
    )
    assert alone.reused_kwh_per_kwh.shape == ()
    taken = shared.reused_kwh_per_kwh[0, 0, 0] / (1 + 0.2525)
    assert taken == pytest.approx(0.5 * 0.85, rel=0.01)
    assert shared.pue[0, 0, 0] == pytest.approx(alone.pue[0, 0, 0] + 0.2525 * taken, abs=0.01)
    assert shared.wue_l_per_kwh[0, 0, 0] < alone.wue_l_per_kwh[0, 0, 0]
