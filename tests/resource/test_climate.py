from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.catalog import loader
from firmwatt.resource.climate import hourly_curve, monthly_means, nearest_place, site_climate
from tests.cases import tiny_case


def test_a_curve_keeps_the_monthly_means() -> None:
    monthly = np.array([-5.0, -2.6, 4.1, 10.7, 17.0, 22.4, 24.5, 23.3, 18.9, 12.0, 4.4, -2.1])
    curve = hourly_curve(monthly)
    assert monthly_means(curve) == pytest.approx(monthly, abs=1e-9)
    assert np.abs(np.diff(np.append(curve, curve[0]))).max() < 0.05


def test_a_known_place_gives_its_normals_and_a_higher_site_is_colder() -> None:
    site = replace(tiny_case().sites[0], place="phoenix", altitude_m=337.0)
    normals = site_climate(site)
    assert normals.temperature_mean_c[6] == loader.get("climate", "phoenix", "temperature_mean_c_07").number
    higher = site_climate(replace(site, altitude_m=1337.0))
    assert (normals.temperature_mean_c - higher.temperature_mean_c) == pytest.approx(np.full(12, 6.5))


def test_an_unknown_place_takes_the_nearest() -> None:
    site = replace(tiny_case().sites[0], place="somewhere", latitude_deg=33.0, longitude_deg=-112.5)
    assert nearest_place(site, "temperature_mean_c_01") == "phoenix"
    assert nearest_place(site, "wind_speed_offshore_100m_m_per_s") == "santa_clara"


@pytest.mark.parametrize("key", loader.keys("places"))
def test_every_place_has_a_climate_a_region_and_a_clock(key: str) -> None:
    place = loader.group("places", key)
    assert place["region"].text in loader.keys("regions")
    assert abs(place["latitude_deg"].number) <= 90.0
    normals = site_climate(replace(tiny_case().sites[0], place=key, altitude_m=place["altitude_m"].number))
    assert np.all((normals.relative_humidity > 0.1) & (normals.relative_humidity < 0.95))
    assert np.all((normals.ghi_kwh_per_m2_day > 0.3) & (normals.ghi_kwh_per_m2_day < 9.0))
    assert np.all((normals.wind_speed_m_per_s > 3.0) & (normals.wind_speed_m_per_s < 12.0))
