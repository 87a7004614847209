"""Weather, demand, price and outages at once: measured years beside generated ones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from firmwatt.grid.balance import hourly_load
from firmwatt.grid.series import GridSeries
from firmwatt.grid.synthesis import grid_series
from firmwatt.reliability.weather_outages import curve, temperature_bins
from firmwatt.resource.availability import Weather
from firmwatt.resource.readers.choose import read_weather_file
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


@cache
def generated_in(data: Path) -> tuple[Case, Weather, GridSeries]:
    """Return the same years, wind, sun and chance under the temperature that was measured in 2023."""
    case, weather, _ = generated()
    temperature = weather.temperature_c.copy()
    for at, site in enumerate(case.sites):
        zone = ZONES[site.name]
        temperature[at] = np.roll(world_year(data, zone)[2]["temperature_2m"], -UTC_OFFSET_HOURS[zone])
    weather = replace(weather, temperature_c=temperature)
    return case, weather, grid_series(case, weather)


def generated_tails(years: tuple[Case, Weather, GridSeries], place: str, *, is_cold: bool) -> list[Tail]:
    """Return the tail of each generated year."""
    return [tail(*hours, is_cold=is_cold) for hours in _hours(years, place)]


def _hours(years: tuple[Case, Weather, GridSeries], place: str) -> list[tuple[FloatArray, FloatArray, FloatArray]]:
    """Return temperature, wind and price of each generated year at a place."""
    case, weather, series = years
    at = next(i for i, site in enumerate(case.sites) if site.name == place)
    region = next(i for i, one in enumerate(case.regions) if one.name == case.sites[at].region)
    parts = weather.temperature_c[at], weather.wind_speed_m_per_s[at], series.price_usd_per_mwh[region, 0]
    return list(zip(*parts, strict=True))


def tails(data: Path) -> list[Check]:
    """Return the checks of tails: the measured year should lie among the generated ones.

    Notes
    -----
    Whether a hot hour is dear is asked of years as hot as the measured one; whether years as hot come is another check.
    """
    checks = []
    for place, market in MARKETS.items():
        for is_cold in (True, False):
            seen = measured_tail(data, place, is_cold=is_cold)
            free = generated_tails(generated(), place, is_cold=is_cold)
            given = generated_tails(generated_in(data), place, is_cold=is_cold)
            which = "coldest" if is_cold else "hottest"
            for field, name, made in (
                ("is_low", "low wind", free),
                ("is_high", "high price, given 2023's temperature", given),
                ("is_both", "both", free),
            ):
                checks.append(among(market, f"{which} percent: {name}", getattr(seen, field), _each(made, field)))
    return checks


def evenings(data: Path) -> list[Check]:
    """Return the checks of cold calm evenings: how calm the coldest quarter of winter's evenings is, and how dear."""
    checks = []
    for place, market in MARKETS.items():
        zone = ZONES[place]
        series = world_year(data, zone)[2]
        offset = UTC_OFFSET_HOURS[zone]
        air, wind = (np.roll(series[name], -offset) for name in ("temperature_2m", "windspeed_10m"))
        seen = evening(air, wind, measured_price(data, zone), offset)
        made = [evening(*hours, offset) for hours in _hours(generated(), place)]
        for field, name in (("is_low", "low wind"), ("is_high", "high price"), ("is_both", "both")):
            figure = f"coldest quarter of winter evenings: {name}"
            checks.append(among(market, figure, getattr(seen, field), _each(made, field)))
    return checks


def evening(temperature_c: FloatArray, wind: FloatArray, price: FloatArray, offset_hours: int) -> Tail:
    """Return how calm and dear the coldest quarter of the hours from 17 to 21 of December to February is."""
    hours = pd.date_range("2023-01-01", periods=8760, freq="h") + pd.Timedelta(hours=offset_hours)
    is_evening = np.isin(hours.month, (1, 2, 12)) & (hours.hour >= 17) & (hours.hour < 22)
    return _tail_in(is_evening & (temperature_c <= np.quantile(temperature_c[is_evening], 0.25)), wind, price)


def outages(data: Path) -> list[Check]:
    """Return the checks of plants that fail in the cold and the heat: their rate there over that of the year."""
    checks = []
    for place, market in MARKETS.items():
        zone = ZONES[place]
        if place == "ashburn":  # Philadelphia is no measure of how cold it gets there
            seen = read_weather_file(data / "us_weather_epw" / "USA_VA_Leesburg.Exec.epw.gz").series["temperature_c"]
        else:
            seen = np.roll(world_year(data, zone)[2]["temperature_2m"], -UTC_OFFSET_HOURS[zone])
        made = [hours[0] for hours in _hours(generated(), place)]
        for kind in ("combined_cycle", "gas_turbine"):
            for name, is_cold in (("coldest", True), ("hottest", False)):
                figure = f"{name} percent: {kind.replace('_', ' ')} out, times the year's rate"
                ratio = np.array([times_out(one, kind, is_cold=is_cold) for one in made])
                known, mean = times_out(seen, kind, is_cold=is_cold), float(ratio.mean())
                reach = float(np.abs(ratio - mean).max()) + 0.05
                checks.append(Check(market, figure, known, mean, known - reach, known + reach))
    return checks


def times_out(temperature_c: FloatArray, kind: str, *, is_cold: bool) -> float:
    """Return the forced outage rate of a kind of plant in the coldest or hottest percent over that of the year."""
    rates = curve(kind)
    assert rates is not None
    rate = rates[temperature_bins(temperature_c)]
    edge = np.quantile(temperature_c, TAIL if is_cold else 1.0 - TAIL)
    is_in = temperature_c <= edge if is_cold else temperature_c >= edge
    return float(rate[is_in].mean() / rate.mean())


def among(place: str, figure: str, measured: float, made: FloatArray) -> Check:
    """Return a check that a measured year lies within the span of generated ones, widened by five points."""
    mean = float(made.mean())
    reach = max(float(made.max()) - mean, mean - float(made.min())) + 0.05
    return Check(place, figure, measured, mean, max(measured - reach, 0.0), min(measured + reach, 1.0))


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
