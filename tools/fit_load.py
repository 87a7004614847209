"""Fit how a market's load rises with heat and cold, for the parameters `load_*_share_per_c` of the table `regions`.

Run from the project's folder: FIRMWATT_DATA=../shared/data python -m tools.fit_load

The load model is that of `grid/balance.py`; measured are EIA-930 hourly demand of 2023 (Ruggles, Farnham et al. 2020,
doi 10.5281/zenodo.3517196, CC BY 4.0) and Open-Meteo temperature of one city of the market (CC BY 4.0).
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import minimize

from firmwatt.grid.balance import hourly_load
from firmwatt.scenario.case import Case, Region
from firmwatt.scenario.loader import load_case
from firmwatt.timegrid import FloatArray
from tools.weather_data import UTC_OFFSET_HOURS, world_year

YEAR = 2023
MARKETS = {"ercot": ("ERCOT", "US-TEX-ERCO"), "pjm": ("PJM", "US-MIDA-PJM")}
SCENARIO = Path(__file__).with_name("weather.yaml")


def measured_load(data: Path, market: str) -> FloatArray:
    """Return (8760,) the demand of a market in 2023 over its mean, UTC."""
    demand = pd.read_parquet(data / "eia930_demand_22ba" / "ba22_2016_2024.parquet")[market]
    load = demand[pd.DatetimeIndex(demand.index).year == YEAR].to_numpy(dtype=np.float64)[:8760]
    return np.asarray(load / load.mean(), dtype=np.float64)


def fit(region: Region, temperature_c: FloatArray, load: FloatArray) -> tuple[float, float, float]:
    """Return the share per kelvin of cooling and of heating, and the root mean square error."""

    def error(slopes: FloatArray) -> float:
        parameters = {"load_cooling_share_per_c": float(slopes[0]), "load_heating_share_per_c": float(slopes[1])}
        made = hourly_load(replace(region, parameters=parameters), YEAR, temperature_c)
        return float(((made - load) ** 2).mean())

    found = minimize(error, np.array([0.02, 0.01]), method="Nelder-Mead")
    return float(found.x[0]), float(found.x[1]), float(np.sqrt(found.fun))


def main() -> None:
    """Print the fits."""
    data = Path(os.environ["FIRMWATT_DATA"])
    case: Case = load_case(SCENARIO)
    for region in case.regions:
        if region.name not in MARKETS:
            continue
        market, zone = MARKETS[region.name]
        temperature = np.roll(world_year(data, zone)[2]["temperature_2m"], -UTC_OFFSET_HOURS[zone])
        cooling, heating, error = fit(region, temperature, measured_load(data, market))
        print(f"{region.name}: cooling {cooling:.4f}, heating {heating:.4f} a kelvin, error {error:.3f} of the mean")


if __name__ == "__main__":
    main()
