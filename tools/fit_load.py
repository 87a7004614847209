"""Fit how a market's load rises with heat and cold, for the parameters `load_*_share_per_c` of the table `regions`.

Run from the project's folder: FIRMWATT_DATA=../shared/data python -m tools.fit_load

The load model is that of `grid/balance.py`; measured are EIA-930 hourly demand of 2023 (Ruggles, Farnham et al. 2020,
doi 10.5281/zenodo.3517196, CC BY 4.0) and Open-Meteo temperature of one city of the market (CC BY 4.0). Of markets with
no measured temperature at hand, the peaks of summer and winter over nine years alone are met by generated years.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import minimize

from firmwatt.grid.balance import hourly_load
from firmwatt.resource.weather import site_weather
from firmwatt.scenario.case import Case, Region
from firmwatt.scenario.loader import load_case
from firmwatt.timegrid import FloatArray
from tools.weather_data import UTC_OFFSET_HOURS, world_year

YEAR = 2023
MARKETS = {"ercot": ("ERCOT", "US-TEX-ERCO"), "pjm": ("PJM", "US-MIDA-PJM")}
PEAKS = {"miso": ("MISO", "des_moines"), "spp": ("SPP", "amarillo"), "soco": ("SOCO", "atlanta")}
"""Markets of which demand alone is measured, and the place whose generated temperature stands for them."""
DRAWS = 10
WINTER = (1, 2, 12)
SLOPES = ("load_cooling_share_per_c", "load_heating_share_per_c", "load_frost_share_per_c2")
SCENARIO = Path(__file__).with_name("weather.yaml")


@dataclass(frozen=True)
class Winters:
    """Generated years, (years, 8760) °C, and the measured winter peak over the year's mean."""

    temperature_c: FloatArray
    measured_peak: float


def measured_load(data: Path, market: str) -> FloatArray:
    """Return (8760,) the demand of a market in 2023 over its mean, UTC."""
    demand = pd.read_parquet(data / "eia930_demand_22ba" / "ba22_2016_2024.parquet")[market]
    load = demand[pd.DatetimeIndex(demand.index).year == YEAR].to_numpy(dtype=np.float64)[:8760]
    return np.asarray(load / load.mean(), dtype=np.float64)


def measured_winter_peak(data: Path, market: str) -> float:
    """Return the highest demand of December to February over the year's mean, mean of 2016-2024."""
    demand = pd.read_parquet(data / "eia930_demand_22ba" / "ba22_2016_2024.parquet")[market]
    told = pd.DatetimeIndex(demand.index)
    return _mean_peak(demand, told.month.isin(WINTER))


def _mean_peak(demand: pd.Series, hours: npt.NDArray[np.bool_]) -> float:
    """Return the highest demand of some hours over the year's mean, mean of the years."""
    year = pd.DatetimeIndex(demand.index).year
    peak = demand[hours].groupby(year[hours]).max()
    return float((peak / demand.groupby(year).mean()).mean())


def fit_peaks(region: Region, temperature_c: FloatArray, demand: pd.Series) -> FloatArray:
    """Return the slopes of cooling and heating under which generated years (years, 8760) have the measured peaks."""
    is_winter = pd.date_range(f"{YEAR}-01-01", periods=8760, freq="h").month.isin(WINTER)
    measured = pd.DatetimeIndex(demand.index).month.isin(WINTER)
    targets = [(~is_winter, _mean_peak(demand, ~measured)), (is_winter, _mean_peak(demand, measured))]

    def error(slopes: FloatArray) -> float:
        moved = replace(region, parameters=dict(zip(SLOPES, slopes.tolist(), strict=False)))
        loads = np.array([hourly_load(moved, YEAR, year) for year in temperature_c])
        return float(sum((loads[:, hours].max(axis=1).mean() - peak) ** 2 for hours, peak in targets))

    found = minimize(error, np.array([0.03, 0.01]), method="Nelder-Mead", bounds=[(0.0, 0.1)] * 2)
    return np.asarray(found.x, dtype=np.float64)


def fit(region: Region, temperature_c: FloatArray, load: FloatArray, winters: Winters) -> tuple[FloatArray, float]:
    """Return the slopes of cooling, heating and frost, and the root mean square error of the hours of 2023.

    Notes
    -----
    One year holds few cold hours: of its slopes those are taken under which the winter peaks of generated years are,
    in the mean, those of nine measured years. How much they differ between years is left to be seen (docs/weather.md).
    """
    months = pd.date_range(f"{YEAR}-01-01", periods=8760, freq="h").month
    is_winter = months.isin(WINTER)

    def made(slopes: FloatArray, temperature: FloatArray) -> FloatArray:
        return hourly_load(
            replace(region, parameters=dict(zip(SLOPES, slopes.tolist(), strict=True))), YEAR, temperature
        )

    def error(slopes: FloatArray) -> float:
        peak = float(np.mean([made(slopes, year)[is_winter].max() for year in winters.temperature_c]))
        return float(((made(slopes, temperature_c) - load) ** 2).mean() + (peak - winters.measured_peak) ** 2)

    found = minimize(error, np.array([0.03, 0.015, 0.001]), method="Nelder-Mead", bounds=[(0.0, 0.1)] * 3)
    slopes = np.asarray(found.x, dtype=np.float64)
    return slopes, float(np.sqrt(((made(slopes, temperature_c) - load) ** 2).mean()))


def main() -> None:
    """Print the fits."""
    data = Path(os.environ["FIRMWATT_DATA"])
    case: Case = load_case(SCENARIO)
    weather = site_weather(case)
    for region in case.regions:
        if region.name not in MARKETS:
            continue
        market, zone = MARKETS[region.name]
        temperature = np.roll(world_year(data, zone)[2]["temperature_2m"], -UTC_OFFSET_HOURS[zone])
        place = next(at for at, site in enumerate(case.sites) if site.region == region.name)
        winters = Winters(weather.temperature_c[place], measured_winter_peak(data, market))
        slopes, error = fit(region, temperature, measured_load(data, market), winters)
        told = ", ".join(f"{name} {value:.4f}" for name, value in zip(SLOPES, slopes, strict=True))
        print(f"{region.name}: {told}, error {error:.3f} of the mean")
    demand = pd.read_parquet(data / "eia930_demand_22ba" / "ba22_2016_2024.parquet")
    for name, (market, place_name) in PEAKS.items():
        case = _case_at(place_name)
        slopes = fit_peaks(case.regions[0], site_weather(case).temperature_c[0], demand[market])
        told = ", ".join(f"{key} {value:.4f}" for key, value in zip(SLOPES, slopes, strict=False))
        print(f"{name}: {told}, peaks alone")


def _case_at(place: str) -> Case:
    """Return a case of one site at a place, with `DRAWS` years of weather."""
    text = (
        f"programme: {{title: load, planning_years: [2026], decision_date: 2026-01-01, weather_years: {DRAWS}}}\n"
        f"sites: [{{name: {place}, place: {place}, asked_mw: 100}}]\n"
        "workloads: [{name: training, class: training, share: 1.0}]\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "load.yaml"
        path.write_text(text, encoding="utf-8")
        return load_case(path)


if __name__ == "__main__":
    main()
