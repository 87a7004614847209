"""Weather, demand and price at once, and from year to year: measured years beside generated ones."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from firmwatt.grid.balance import hourly_load
from firmwatt.grid.series import GridSeries
from firmwatt.grid.synthesis import grid_series
from firmwatt.resource.availability import Weather
from firmwatt.resource.climate import place_climate
from firmwatt.resource.generator import generate_weather
from firmwatt.resource.weather import site_weather
from firmwatt.scenario.case import Case
from firmwatt.scenario.loader import load_case
from firmwatt.timegrid import FloatArray
from tools.weather_checks import Check
from tools.weather_data import UTC_OFFSET_HOURS, WORLD, world_year

SCENARIO = Path(__file__).with_name("weather.yaml")
ZONES = {"dallas": "US-TEX-ERCO", "ashburn": "US-MIDA-PJM", "frankfurt": "DE-LU", "seoul": "KR"}
MARKETS = {"dallas": "ERCOT", "ashburn": "PJM", "frankfurt": "Germany", "seoul": "Korea"}
TOLD_LATE_HOURS = {"US-MIDA-PJM": 5}
"""The set's PJM prices run ahead of UTC by the zone's own offset: the dear hour falls at midnight, and they go with the
measured demand best when brought back."""
TAIL = 0.01
LOW_WIND, HIGH_PRICE = 0.25, 0.90
"""Quantiles of the year below which wind is low, above which the price is high."""
SPREAD_YEARS = tuple(range(1, 21))
SPREADS = {
    "temperature, K": (0.4, 0.9),
    "wind": (0.025, 0.06),
    "sun": (0.015, 0.040),
}
"""Published standard deviations of yearly means, see docs/weather.md."""


@dataclass(frozen=True, slots=True)
class Tail:
    """Shares of the hours of a tail that are calm, dear, and both.

    Attributes
    ----------
    is_low, is_high, is_both : 0-1
    """

    is_low: float
    is_high: float
    is_both: float


def tail(temperature_c: FloatArray, wind: FloatArray, price: FloatArray, *, is_cold: bool) -> Tail:
    """Return how calm and dear the coldest or hottest percent of the hours of one year are."""
    if is_cold:
        is_in = temperature_c <= np.quantile(temperature_c, TAIL)
    else:
        is_in = temperature_c >= np.quantile(temperature_c, 1.0 - TAIL)
    return _tail_in(is_in, wind, price)


def _tail_in(is_in: NDArray[np.bool_], wind: FloatArray, price: FloatArray) -> Tail:
    """Return how calm and dear chosen hours are; wind is the mean of 24 hours, as daily cycles differ with height."""
    day_wind = uniform_filter1d(wind, 24, mode="wrap")
    low, high = day_wind <= np.quantile(day_wind, LOW_WIND), price >= np.quantile(price, HIGH_PRICE)
    return Tail(float(low[is_in].mean()), float(high[is_in].mean()), float((low & high)[is_in].mean()))


def measured_price(data: Path, zone: str, year: int = 2023) -> FloatArray:
    """Return (8760,) the price of a zone, USD/MWh, UTC."""
    file = f"electricity_prices/standardized/{zone}/{year}/{zone}_electricity_prices_{year}.csv.gz"
    price = pd.read_csv(data / WORLD / file)["Price (USD/MWh)"].to_numpy(dtype=np.float64)[:8760]
    return np.roll(price, -TOLD_LATE_HOURS.get(zone, 0))


def measured_tail(data: Path, place: str, *, is_cold: bool) -> Tail:
    """Return the tail of 2023: temperature and wind at 10 m at one city, the price of its market."""
    zone = ZONES[place]
    series = world_year(data, zone)[2]
    temperature, wind = (np.roll(series[name], -UTC_OFFSET_HOURS[zone]) for name in ("temperature_2m", "windspeed_10m"))
    return tail(temperature, wind, measured_price(data, zone), is_cold=is_cold)


@cache
def generated() -> tuple[Case, Weather, GridSeries]:
    """Return the case, its weather and its grid."""
    case = load_case(SCENARIO)
    weather = site_weather(case)
    return case, weather, grid_series(case, weather)


def generated_tails(place: str, *, is_cold: bool) -> list[Tail]:
    """Return the tail of each generated year."""
    case, weather, series = generated()
    at = next(i for i, site in enumerate(case.sites) if site.name == place)
    region = next(i for i, one in enumerate(case.regions) if one.name == case.sites[at].region)
    return [
        tail(
            weather.temperature_c[at, year],
            weather.wind_speed_m_per_s[at, year],
            series.price_usd_per_mwh[region, 0, year],
            is_cold=is_cold,
        )
        for year in range(weather.temperature_c.shape[1])
    ]


def tails(data: Path) -> list[Check]:
    """Return the checks of tails: the measured year should lie among the generated ones."""
    checks = []
    for place, market in MARKETS.items():
        for is_cold in (True, False):
            seen, made = measured_tail(data, place, is_cold=is_cold), generated_tails(place, is_cold=is_cold)
            which = "coldest" if is_cold else "hottest"
            for field, name in (("is_low", "low wind"), ("is_high", "high price"), ("is_both", "both")):
                values = np.array([getattr(year, field) for year in made])
                checks.append(among(market, f"{which} percent: {name}", getattr(seen, field), values))
    return checks


def among(place: str, figure: str, measured: float, made: FloatArray) -> Check:
    """Return a check that a measured year lies within the span of generated ones, widened by five points."""
    mean = float(made.mean())
    reach = max(float(made.max()) - mean, mean - float(made.min())) + 0.05
    return Check(place, figure, measured, mean, max(measured - reach, 0.0), min(measured + reach, 1.0))


def spreads() -> list[Check]:
    """Return the checks of how much years differ."""
    places = ("dallas", "frankfurt")
    weather = generate_weather(tuple(place_climate(key) for key in places), SPREAD_YEARS)
    checks = []
    for at, key in enumerate(places):
        made = {
            "temperature, K": weather.temperature_c[at].mean(axis=1).std(ddof=1),
            "wind": _relative_spread(weather.wind_speed_m_per_s[at]),
            "sun": _relative_spread(weather.ghi_w_per_m2[at]),
        }
        for name, (low, high) in SPREADS.items():
            checks.append(
                Check(key, f"{name}, spread of yearly means", (low + high) / 2.0, float(made[name]), low, high)
            )
    return checks


def _relative_spread(series: FloatArray) -> float:
    """Return the standard deviation of yearly means over their mean."""
    means = series.mean(axis=1)
    return float(means.std(ddof=1) / means.mean())


def peaks(data: Path) -> list[Check]:
    """Return how much winter and summer peaks of demand differ between years, 2016-2024 beside generated years."""
    table = pd.read_parquet(data / "eia930_demand_22ba" / "ba22_2016_2024.parquet")
    case, weather, _ = generated()
    checks = []
    for at, market in ((0, "ERCOT"), (1, "PJM")):
        region = next(one for one in case.regions if one.name == case.sites[at].region)
        loads = [hourly_load(region, 2023, weather.temperature_c[at, y]) for y in range(weather.temperature_c.shape[1])]
        hours = pd.date_range("2023-01-01", periods=8760, freq="h")
        for season, months in (("winter", (1, 2, 12)), ("summer", (6, 7, 8))):
            told = pd.DatetimeIndex(table.index)
            demand = table[market][told.month.isin(months)]
            peak = demand.groupby(pd.DatetimeIndex(demand.index).year).max().to_numpy(dtype=np.float64)
            made = np.array([load[hours.month.isin(months)].max() for load in loads])
            seen, ours = _scatter(peak), float(made.std(ddof=1) / made.mean())
            checks.append(
                Check(market, f"{season} peak of demand, spread between years", seen, ours, seen / 2, seen * 2)
            )
    return checks


def _scatter(values: FloatArray) -> float:
    """Return the standard deviation about a straight line in time, over the mean."""
    time = np.arange(len(values))
    left = values - np.polyval(np.polyfit(time, values, 1), time)
    return float(np.sqrt((left**2).sum() / (len(values) - 2)) / values.mean())


def scarcity(data: Path) -> list[Check]:
    """Return the checks of ERCOT in 2022: wind, demand and price of the whole area, in the winter's highest demand."""
    table = pd.read_csv(data / "eia930_genmix_2022" / "ERCO_2022.csv.gz")
    wind = table["WND"].ffill().to_numpy(dtype=np.float64)[:8760]
    demand = pd.read_parquet(data / "eia930_demand_22ba" / "ba22_2016_2024.parquet")["ERCOT"]
    load = demand[pd.DatetimeIndex(demand.index).year == 2022].to_numpy(dtype=np.float64)
    seen = _winter(load, wind, measured_price(data, "US-TEX-ERCO", 2022))
    case, weather, series = generated()
    region = next(i for i, one in enumerate(case.regions) if one.name == case.sites[0].region)
    made = [
        _winter(
            hourly_load(case.regions[region], 2022, weather.temperature_c[0, year]),
            weather.wind_speed_m_per_s[0, year],
            series.price_usd_per_mwh[region, 0, year],
        )
        for year in range(weather.temperature_c.shape[1])
    ]
    return [
        among("ERCOT 2022", f"winter's highest 5 % of demand: {name}", getattr(seen, field), _each(made, field))
        for field, name in (("is_low", "low wind"), ("is_high", "high price"), ("is_both", "both"))
    ]


def _each(years: list[Tail], field: str) -> FloatArray:
    return np.array([getattr(year, field) for year in years])


def _winter(load: FloatArray, wind: FloatArray, price: FloatArray) -> Tail:
    """Return how calm and dear the hours of the highest demand in December to February are."""
    month = pd.date_range("2022-01-01", periods=8760, freq="h").month
    winter = np.isin(month, (1, 2, 12))
    is_in = winter & (load >= np.quantile(load[winter], 0.95))
    return _tail_in(is_in, wind, price)
