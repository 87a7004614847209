from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pandas as pd
import pytest

from firmwatt.catalog import loader
from firmwatt.facility.psychrometrics import air_density_kg_per_m3
from firmwatt.resource.availability import Weather
from firmwatt.resource.climate import Climate, monthly_means, site_climate
from firmwatt.resource.generator import generate_weather
from firmwatt.resource.readers.choose import read_weather_file
from firmwatt.resource.solar import Sky, solar_availability
from firmwatt.resource.sun import sun_path
from firmwatt.resource.wind import ONSHORE, wind_availability
from firmwatt.timegrid import FloatArray
from tests.cases import tiny_case
from tests.data import data_path

PLACES = ("amarillo", "daggett", "abilene", "shackelford_county", "dublin")
YEARS = (1, 2, 3, 4, 5)


def climate(key: str) -> Climate:
    place = loader.group("places", key)
    return site_climate(
        replace(
            tiny_case().sites[0],
            place=key,
            latitude_deg=place["latitude_deg"].number,
            longitude_deg=place["longitude_deg"].number,
            altitude_m=place["altitude_m"].number,
        )
    )


CLIMATES = tuple(climate(key) for key in PLACES)


@pytest.fixture(scope="module")
def weather() -> Weather:
    return generate_weather(CLIMATES, YEARS)


def lag(series: FloatArray, hours: int) -> float:
    return float(np.corrcoef(series[hours:], series[:-hours])[0, 1])


def solar_share(weather: Weather, place: int, year: int) -> FloatArray:
    names = ("ghi_w_per_m2", "dni_w_per_m2", "dhi_w_per_m2", "temperature_c")
    sky = Sky(*(getattr(weather, name)[place, year] for name in names), np.full(8760, 3.0))
    normals = CLIMATES[place]
    return solar_availability(sky, sun_path(normals.latitude_deg, normals.longitude_deg, normals.altitude_m))


def wind_share(weather: Weather, place: int) -> FloatArray:
    density = air_density_kg_per_m3(weather.temperature_c[place], weather.pressure_pa[place])
    return wind_availability(weather.wind_speed_m_per_s[place], 100.0, density, ONSHORE)


def test_all_is_finite_and_possible(weather: Weather) -> None:
    for field in fields(Weather):
        assert np.isfinite(getattr(weather, field.name)).all(), field.name
    assert weather.temperature_c.shape == (len(PLACES), len(YEARS), 8760)
    assert weather.relative_humidity.min() > 0.0
    assert weather.relative_humidity.max() <= 1.0
    assert weather.wind_speed_m_per_s.min() >= 0.0
    assert weather.wind_speed_m_per_s.max() < 45.0
    assert weather.ghi_w_per_m2.min() >= 0.0
    assert weather.dni_w_per_m2.max() < 1200.0


@pytest.mark.parametrize("place", range(len(PLACES)))
def test_five_years_have_the_normals_as_their_means(weather: Weather, place: int) -> None:
    normals = CLIMATES[place]
    mean = [
        monthly_means(series[place].mean(axis=0))
        for series in (
            weather.temperature_c,
            weather.ghi_w_per_m2,
            weather.wind_speed_m_per_s,
            weather.relative_humidity,
        )
    ]
    assert mean[0] == pytest.approx(normals.temperature_mean_c, abs=3.0)
    assert mean[0].mean() == pytest.approx(normals.temperature_mean_c.mean(), abs=0.7)
    assert mean[1] * 0.024 == pytest.approx(normals.ghi_kwh_per_m2_day, rel=0.15)
    assert mean[1].mean() * 0.024 == pytest.approx(normals.ghi_kwh_per_m2_day.mean(), rel=0.04)
    assert mean[2].mean() == pytest.approx(normals.wind_speed_m_per_s.mean(), rel=0.05)
    assert mean[3] == pytest.approx(normals.relative_humidity, abs=0.03)


def test_a_label_and_a_place_always_give_the_same_hours(weather: Weather) -> None:
    alone = generate_weather(CLIMATES[1:2], (3,))
    assert alone.temperature_c[0, 0] == pytest.approx(weather.temperature_c[1, 2], abs=1e-3)
    assert alone.wind_speed_m_per_s[0, 0] == pytest.approx(weather.wind_speed_m_per_s[1, 2], abs=1e-3)


def test_neighbours_share_their_wind_and_continents_do_not(weather: Weather) -> None:
    speed = weather.wind_speed_m_per_s.reshape(len(PLACES), -1)
    correlation = np.corrcoef(speed)
    assert 0.65 < correlation[2, 3] < 0.9  # 50 km; two sites of RTS-GMLC 54 km apart: 0.71
    assert 0.3 < correlation[0, 2] < 0.65  # 360 km
    assert abs(correlation[2, 4]) < 0.2


def test_capacity_factors_at_amarillo_and_daggett_are_those_of_measured_years(weather: Weather) -> None:
    files = (
        ("us_weather_nrel/35.2018863_-101.945027_psmv3_60_2012.csv.gz", 0),
        ("us_weather_nrel/34.865371_-116.783023_psmv3_60_tmy.csv.gz", 1),
    )
    for file, place in files:
        series = read_weather_file(data_path(file)).series
        names = ("ghi_w_per_m2", "dni_w_per_m2", "dhi_w_per_m2", "temperature_c", "wind_speed_m_per_s")
        normals = CLIMATES[place]
        path = sun_path(normals.latitude_deg, normals.longitude_deg, normals.altitude_m)
        measured = solar_availability(Sky(*(series[name] for name in names)), path).mean()
        made = np.mean([solar_share(weather, place, year).mean() for year in range(len(YEARS))])
        assert made == pytest.approx(measured, rel=0.10)
    wind_file = data_path("us_weather_nrel/35.2018863_-101.945027_windtoolkit_2012_60min_80m_100m.srw.gz")
    rows = pd.read_csv(wind_file, skiprows=5, header=None).to_numpy(dtype=np.float64)
    density = air_density_kg_per_m3(rows[:, 4], rows[:, 5] * 101_325.0)
    measured_wind = wind_availability(rows[:, 6], 100.0, density, ONSHORE).mean()
    assert wind_share(weather, 0).mean() == pytest.approx(measured_wind, rel=0.10)


def test_memory_at_amarillo_is_that_of_the_measured_year(weather: Weather) -> None:
    series = read_weather_file(data_path("us_weather_nrel/35.2018863_-101.945027_psmv3_60_2012.csv.gz")).series
    wind_file = data_path("us_weather_nrel/35.2018863_-101.945027_windtoolkit_2012_60min_80m_100m.srw.gz")
    wind = pd.read_csv(wind_file, skiprows=5, header=None).to_numpy(dtype=np.float64)[:, 6]
    pairs = (
        (weather.wind_speed_m_per_s[0], wind, 1, 0.05),
        (weather.wind_speed_m_per_s[0], wind, 24, 0.05),
        (weather.ghi_w_per_m2[0], series["ghi_w_per_m2"], 1, 0.05),
        (weather.ghi_w_per_m2[0], series["ghi_w_per_m2"], 24, 0.05),
        (weather.temperature_c[0], series["temperature_c"], 1, 0.05),
        (weather.temperature_c[0], series["temperature_c"], 24, 0.05),
    )
    for made, measured, hours, tolerance in pairs:
        mean = np.mean([lag(year, hours) for year in made])
        assert mean == pytest.approx(lag(measured, hours), abs=tolerance), (hours, measured.mean())


def calm_spells(share: FloatArray) -> FloatArray:
    is_calm = np.concatenate([[0], (share < 0.1).astype(np.int64), [0]])
    edges = np.flatnonzero(np.diff(is_calm))
    return np.asarray(edges[1::2] - edges[::2], dtype=np.float64)


def test_calms_and_memory_of_wind_power_are_those_of_the_measured_year(weather: Weather) -> None:
    wind_file = data_path("us_weather_nrel/35.2018863_-101.945027_windtoolkit_2012_60min_80m_100m.srw.gz")
    rows = pd.read_csv(wind_file, skiprows=5, header=None).to_numpy(dtype=np.float64)
    density = air_density_kg_per_m3(rows[:, 4], rows[:, 5] * 101_325.0)
    measured = wind_availability(rows[:, 6], 100.0, density, ONSHORE)
    made = wind_share(weather, 0)
    spells = np.concatenate([calm_spells(year) for year in made])
    assert np.quantile(spells, 0.95) == pytest.approx(np.quantile(calm_spells(measured), 0.95), rel=0.20)
    for hours in (1, 24):
        assert np.mean([lag(year, hours) for year in made]) == pytest.approx(lag(measured, hours), abs=0.05)


@pytest.mark.parametrize(("folder", "key"), [("KR", "seoul"), ("US-TEX-ERCO", "dallas"), ("DE-LU", "frankfurt")])
def test_temperature_and_humidity_are_near_measured_ones(folder: str, key: str) -> None:
    series = read_weather_file(data_path(f"world_price_carbon_weather_2023/weather/{folder}/2023.json.gz")).series
    made = generate_weather((climate(key),), YEARS)
    temperature, humidity = made.temperature_c[0], made.relative_humidity[0]
    assert temperature.mean() == pytest.approx(series["temperature_c"].mean(), abs=2.5)
    assert temperature.std() == pytest.approx(series["temperature_c"].std(), rel=0.2)
    assert humidity.mean() == pytest.approx(series["relative_humidity"].mean(), abs=0.1)
    assert np.mean([lag(year, 1) for year in temperature]) == pytest.approx(lag(series["temperature_c"], 1), abs=0.05)
    assert np.mean([lag(year, 24) for year in temperature]) == pytest.approx(lag(series["temperature_c"], 24), abs=0.05)


def test_a_polar_night_is_dark_and_whole() -> None:
    north = replace(CLIMATES[4], latitude_deg=75.0)
    made = generate_weather((north,), (1,))
    assert np.isfinite(made.ghi_w_per_m2).all()
    assert made.ghi_w_per_m2[0, 0, :240].max() == 0.0
