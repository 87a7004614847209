from __future__ import annotations

import numpy as np
import pytest

from firmwatt.resource.readers.choose import read_weather_file
from firmwatt.resource.solar import Sky, SolarPlant, solar_availability
from firmwatt.resource.sun import split_irradiance, sun_path
from tests.data import data_path

PATH = sun_path(35.0, -115.0, 500.0)


def _sky(clearness: float, temperature_c: float = 20.0) -> Sky:
    ghi = clearness * PATH.clear_ghi_w_per_m2
    dni, dhi = split_irradiance(ghi, PATH)
    return Sky(ghi, dni, dhi, np.full(8760, temperature_c), np.full(8760, 2.0))


def test_the_share_is_zero_by_night_and_capped_by_day() -> None:
    share = solar_availability(_sky(1.0), PATH)
    assert share[PATH.zenith_deg > 90.0].max() == 0.0
    assert share.max() == pytest.approx(1.0, abs=1e-6)
    assert share.min() >= 0.0


def test_clouds_heat_and_fewer_modules_lower_it() -> None:
    best = solar_availability(_sky(1.0), PATH).mean()
    assert solar_availability(_sky(0.6), PATH).mean() < 0.7 * best
    assert solar_availability(_sky(1.0, 40.0), PATH).mean() < best
    assert solar_availability(_sky(1.0), PATH, SolarPlant(dc_ac_ratio=1.0)).mean() < best


@pytest.mark.parametrize(
    ("file", "latitude", "longitude", "altitude"),
    [
        ("34.865371_-116.783023_psmv3_60_tmy.csv.gz", 34.86, -116.78, 561.0),
        ("35.2018863_-101.945027_psmv3_60_2012.csv.gz", 35.2, -101.94, 1102.0),
    ],
)
def test_measured_desert_and_plains_give_a_known_capacity_factor(
    file: str, latitude: float, longitude: float, altitude: float
) -> None:
    series = read_weather_file(data_path(f"us_weather_nrel/{file}")).series
    names = ("ghi_w_per_m2", "dni_w_per_m2", "dhi_w_per_m2", "temperature_c", "wind_speed_m_per_s")
    share = solar_availability(Sky(*(series[name] for name in names)), sun_path(latitude, longitude, altitude))
    assert 0.25 < share.mean() < 0.35
