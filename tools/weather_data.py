"""The measured years of weather, wind, sun, price and demand that the generated ones are set beside."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pandas as pd

from firmwatt.timegrid import FloatArray

WORLD = "world_price_carbon_weather_2023"
WORLD_ZONES = ("KR", "JP-TK", "SG", "IN-WE", "DE-LU", "US-TEX-ERCO", "US-MIDA-PJM", "US-CAL-CISO", "AU-NSW", "GB")
UTC_OFFSET_HOURS = {"US-TEX-ERCO": -5, "US-MIDA-PJM": -4, "DE-LU": 1, "KR": 9}
"""Of the local time in which the weather of these zones is told."""
TOOLKIT = "us_weather_nrel/35.2018863_-101.945027_windtoolkit_2012_60min_80m_100m.srw.gz"


def world_year(data: Path, zone: str) -> tuple[float, float, dict[str, FloatArray]]:
    """Return latitude, longitude and name → (8760,) series of Open-Meteo 2023, in local time, units as in the file."""
    with gzip.open(data / WORLD / "weather" / zone / "2023.json.gz") as file:
        content = json.load(file)
    series = {
        name: np.array(values[:8760], dtype=np.float64) for name, values in content["hourly"].items() if name != "time"
    }
    return content["latitude"], content["longitude"], series


def toolkit_year(data: Path) -> tuple[FloatArray, FloatArray]:
    """Return (8760,) °C and (8760,) m/s at 100 m at Amarillo in 2012, local time, by the WIND Toolkit."""
    rows = pd.read_csv(data / TOOLKIT, skiprows=5, header=None).to_numpy(dtype=np.float64)
    return rows[:, 4], rows[:, 6]


def german_regions(data: Path) -> FloatArray:
    """Return (8, 8760) capacity factors of onshore wind in eight regions of Germany."""
    table = pd.read_excel(data / "fine_germany_8regions" / "Wind" / "maxOperationRateOnshore_el.xlsx")
    return table.iloc[:, 1:].to_numpy(dtype=np.float64).T


def rts_plants(data: Path, kind: str) -> tuple[list[tuple[float, float]], FloatArray]:
    """Return latitude and longitude of each plant of RTS-GMLC of a kind, and (plants, 8784) its output.

    Of several solar plants at one bus the first is taken.
    """
    folder = data / "rts_gmlc"
    buses = pd.read_csv(folder / "SourceData" / "bus.csv").set_index("Bus ID")
    plants = pd.read_csv(folder / "SourceData" / "gen.csv").set_index("GEN UID")
    name = {"wind": "WIND/DAY_AHEAD_wind.csv", "solar": "PV/DAY_AHEAD_pv.csv"}[kind]
    table = pd.read_csv(folder / "timeseries_data_files" / name).iloc[:, 4:]
    bus_of = plants["Bus ID"].to_dict()
    first = {bus_of[plant]: plant for plant in reversed(list(table.columns))}
    places = list(zip(buses["lat"][list(first)].tolist(), buses["lng"][list(first)].tolist(), strict=True))
    return places, table[list(first.values())].to_numpy(dtype=np.float64).T
