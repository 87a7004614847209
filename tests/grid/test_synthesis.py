from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from firmwatt.catalog import loader
from firmwatt.grid.series import GridSeries
from firmwatt.grid.synthesis import grid_series
from firmwatt.resource.weather import site_weather
from firmwatt.scenario.case import Case, Region, Site
from firmwatt.timegrid import FloatArray
from tests.cases import region, site, tiny_case, two_site_case
from tests.data import data_path

WORLD = "world_price_carbon_weather_2023"


def catalogue_site(place: str) -> Site:
    row = loader.group("places", place)
    return site(
        place,
        place=place,
        region=row["region"].text,
        latitude_deg=row["latitude_deg"].number,
        longitude_deg=row["longitude_deg"].number,
        altitude_m=row["altitude_m"].number,
        time_zone=row["time_zone"].text,
    )


def catalogue_region(key: str, **changes: object) -> Region:
    rows = loader.group("regions", key)
    made = region(
        key,
        time_zone=rows["time_zone"].text,
        mix={fuel: row.number for fuel, row in loader.group("mixes", key).items()},
        mean_price_usd_per_mwh=(rows["mean_price_usd_per_mwh"].number,) * 2,
        mean_intensity_kg_per_mwh=(rows["mean_intensity_kg_per_mwh"].number,) * 2,
        carbon_free_share=(rows["carbon_free_share"].number, 0.8),
        parameters={name: row.number for name, row in rows.items() if name.startswith(("load_", "price_"))},
    )
    return replace(made, **changes)


def catalogue_case(*places: str) -> Case:
    sites = tuple(catalogue_site(place) for place in places)
    return tiny_case(sites=sites, regions=tuple(catalogue_region(one.region) for one in sites), supply=())


def made_for(case: Case) -> GridSeries:
    return grid_series(case, site_weather(case))


def by_local_hour(series: FloatArray, utc_offset_hours: int) -> FloatArray:
    low, high = np.quantile(series, [0.01, 0.99])
    rolled = np.roll(np.clip(series, low, high), utc_offset_hours)
    return np.asarray(rolled.reshape(365, 24).mean(axis=0))


def agreement(one: FloatArray, other: FloatArray) -> float:
    return float(np.corrcoef(one, other)[0, 1])


def test_yearly_means_are_the_cases_own() -> None:
    case = two_site_case()
    series = made_for(case)
    years = case.programme.planning_years
    assert series.price_usd_per_mwh.shape == (len(case.regions), len(years), 1, 8760)
    for at, one in enumerate(case.regions):
        assert series.price_usd_per_mwh[at, :, 0].mean(axis=1) == pytest.approx(one.mean_price_usd_per_mwh, abs=1e-9)
        assert series.average_intensity_kg_per_mwh[at, :, 0].mean(axis=1) == pytest.approx(
            one.mean_intensity_kg_per_mwh, abs=1e-9
        )
        assert series.carbon_free_share[at, :, 0].mean(axis=1) == pytest.approx(one.carbon_free_share, abs=1e-12)
    for values in (series.average_intensity_kg_per_mwh, series.marginal_intensity_kg_per_mwh, series.carbon_free_share):
        assert np.isfinite(values).all()
        assert values.min() >= 0.0
    assert series.carbon_free_share.max() <= 1.0


def test_california_has_its_solar_noon_and_its_dear_evening() -> None:
    series = made_for(catalogue_case("daggett"))
    price = by_local_hour(series.price_usd_per_mwh[0, 0, 0], -8)
    carbon = by_local_hour(series.average_intensity_kg_per_mwh[0, 0, 0], -8)
    assert price.argmin() in range(8, 16)
    assert price.argmax() in range(17, 22)
    assert carbon[12] < 0.7 * carbon[20]


def test_a_cold_calm_evening_is_dear_and_dirty() -> None:
    case = catalogue_case("frankfurt")
    weather = site_weather(case)
    series = grid_series(case, weather)
    wind, cold = weather.wind_speed_m_per_s[0, 0], weather.temperature_c[0, 0]
    is_such = (wind < np.quantile(wind, 0.3)) & (cold < np.quantile(cold, 0.3)) & (weather.ghi_w_per_m2[0, 0] == 0.0)
    assert series.price_usd_per_mwh[0, 0, 0][is_such].mean() > 1.25 * 86.0
    assert series.average_intensity_kg_per_mwh[0, 0, 0][is_such].mean() > 1.2 * 363.0


def test_the_same_case_gives_the_same_hours() -> None:
    case = tiny_case()
    assert np.array_equal(made_for(case).price_usd_per_mwh, made_for(case).price_usd_per_mwh)


def test_a_users_file_replaces_the_synthesis_and_moves_with_the_years(tmp_path: Path) -> None:
    hours = np.arange(8760)
    frame = pd.DataFrame(
        {
            "price_usd_per_mwh": 30.0 + hours % 24,
            "average_intensity_kg_per_mwh": 350.0 + hours % 7,
            "carbon_free_share": 0.4 + 0.01 * (hours % 5),
        }
    )
    frame.to_csv(tmp_path / "s.csv", index=False)
    case = tiny_case()
    own = replace(
        case.regions[0],
        series_file=tmp_path / "s.csv",
        mean_price_usd_per_mwh=(40.0, 44.0),
        mean_intensity_kg_per_mwh=(400.0, 200.0),
        carbon_free_share=(0.5, 0.6),
    )
    series = made_for(replace(case, regions=(own,)))
    price, carbon = series.price_usd_per_mwh[0, :, 0], series.average_intensity_kg_per_mwh[0, :, 0]
    assert price[0] == pytest.approx(frame["price_usd_per_mwh"].to_numpy())
    assert price[1].mean() == pytest.approx(1.1 * price[0].mean())
    assert carbon[1] == pytest.approx(0.5 * frame["average_intensity_kg_per_mwh"].to_numpy())
    assert series.carbon_free_share[0, 1, 0].mean() == pytest.approx(frame["carbon_free_share"].mean() + 0.1)
    assert series.marginal_intensity_kg_per_mwh[0].min() >= 0.0


TOLD_AHEAD = ("ashburn", "daggett")
"""The set's PJM and CAISO prices run ahead of UTC by their own offset: the dear hour falls at midnight."""


@pytest.mark.parametrize(
    ("place", "zone", "utc_offset_hours", "least_price", "least_carbon", "spread_within"),
    [
        ("dallas", "US-TEX-ERCO", -6, 0.6, 0.7, 0.35),
        ("frankfurt", "DE-LU", 1, 0.6, 0.8, 0.4),
        ("inzai", "JP-TK", 9, 0.7, 0.8, 0.4),
        ("seoul", "KR", 9, 0.7, None, 0.4),
        ("ashburn", "US-MIDA-PJM", -5, 0.7, 0.7, 0.4),
        ("daggett", "US-CAL-CISO", -8, 0.7, 0.8, 0.4),
    ],
)
def test_the_mean_day_and_the_spread_are_near_those_of_2023(
    place: str,
    zone: str,
    utc_offset_hours: int,
    least_price: float | None,
    least_carbon: float | None,
    spread_within: float,
) -> None:
    file = f"electricity_prices/standardized/{zone}/2023/{zone}_electricity_prices_2023.csv.gz"
    price = pd.read_csv(data_path(f"{WORLD}/{file}"))["Price (USD/MWh)"].to_numpy(dtype=np.float64)
    if place in TOLD_AHEAD:
        price = np.roll(price, utc_offset_hours)
    table = pd.read_csv(data_path(f"{WORLD}/carbon_intensity/{zone}/2023/{zone}_2023_hourly.csv.gz"))
    column = next(name for name in table.columns if name.endswith("(direct)"))
    carbon = table[column].interpolate(limit_direction="both").to_numpy(dtype=np.float64)
    series = made_for(catalogue_case(place))
    made_price, made_carbon = series.price_usd_per_mwh[0, 0, 0], series.average_intensity_kg_per_mwh[0, 0, 0]
    if least_price is not None:
        days = [by_local_hour(values, utc_offset_hours) for values in (made_price, price)]
        assert agreement(*days) > least_price
    if least_carbon is not None:
        days = [by_local_hour(values, utc_offset_hours) for values in (made_carbon, carbon)]
        assert agreement(*days) > least_carbon
    assert made_carbon.std() / made_carbon.mean() == pytest.approx(carbon.std() / carbon.mean(), rel=spread_within)
    assert agreement(made_price, made_carbon) > 0.3


@pytest.mark.parametrize(("place", "column"), [("dallas", "TE"), ("ashburn", "MIDA"), ("daggett", "CA")])
def test_marginal_rates_are_near_those_of_avert(place: str, column: str) -> None:
    table = pd.read_csv(data_path("avert_marginal_co2/AVERT_2023_CO2_lb_per_kwh.csv.gz"))
    measured_kg_per_mwh = table[column].mean() * 453.59237
    made = made_for(catalogue_case(place)).marginal_intensity_kg_per_mwh[0, 0, 0]
    assert made.mean() == pytest.approx(measured_kg_per_mwh, rel=0.15)
