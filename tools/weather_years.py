"""From year to year: how much generated years, seasons and peaks of demand differ, beside measured ones."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from firmwatt.grid.balance import hourly_load
from firmwatt.resource.climate import place_climate
from firmwatt.resource.generator import generate_weather
from firmwatt.timegrid import FloatArray
from tools.weather_checks import Check, within, within_share
from tools.weather_joint import generated

SPREAD_YEARS = tuple(range(1, 21))
SPREADS = {"temperature, K": (0.4, 0.9), "wind": (0.025, 0.06), "sun": (0.015, 0.040)}
"""Published standard deviations of yearly means, see docs/weather.md."""
SEASON_YEARS = tuple(range(1, 41))
SEASONS = {
    "dallas": {"summer": 1.06, "winter": 1.36, "year": 0.65},
    "dublin": {"summer": 0.87, "winter": 1.19, "year": 0.54},
}
"""Measured standard deviations about a straight trend, K: Dallas/Fort Worth 1974-2020, central England 1974-2015."""
NEXT_MONTH = {"dallas": 0.27}
"""Measured correlation of a month's departure with the next one's, 1950-2020."""
MONTHS_OF = {"summer": (6, 7, 8), "winter": (1, 2, 12), "year": tuple(range(1, 13))}


def seasons() -> list[Check]:
    """Return the checks of how much summers, winters and years differ in temperature, and how long a month lasts."""
    hours = pd.date_range("2023-01-01", periods=8760, freq="h").month
    weather = generate_weather(tuple(place_climate(key) for key in SEASONS), SEASON_YEARS)
    checks = []
    for at, (key, known) in enumerate(SEASONS.items()):
        for name, seen in known.items():
            means = weather.temperature_c[at][:, hours.isin(MONTHS_OF[name])].mean(axis=1)
            checks.append(
                within_share(key, f"temperature, K, spread of the {name}'s means", seen, float(means.std(ddof=1)), 0.25)
            )
        if key in NEXT_MONTH:
            months = np.stack([weather.temperature_c[at][:, hours == month].mean(axis=1) for month in range(1, 13)])
            left = (months - months.mean(axis=1, keepdims=True)).T.ravel()
            made = float(np.corrcoef(left[1:], left[:-1])[0, 1])
            checks.append(within(key, "temperature, correlation of a month with the next", NEXT_MONTH[key], made, 0.10))
    return checks


def years() -> list[Check]:
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
