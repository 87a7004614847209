"""The measured years of weather, wind, sun, price and demand that the generated ones are set beside."""

from __future__ import annotations

import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from ruamel.yaml import YAML

from firmwatt.timegrid import FloatArray

SITES = Path(__file__).with_name("weather_sites.yaml")
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


@cache
def sites() -> dict[str, Any]:
    """Return where the measured series come from, as `weather_sites.yaml` tells it."""
    content: dict[str, Any] = YAML(typ="safe").load(SITES)
    return content


def rts_wind(data: Path) -> FloatArray:
    """Return (plants, 8784) the output of the wind plants of RTS-GMLC, in the order of `weather_sites.yaml`."""
    table = pd.read_csv(data / "rts_gmlc" / "timeseries_data_files" / "WIND" / "DAY_AHEAD_wind.csv")
    return table[list(sites()["rts_wind"])].to_numpy(dtype=np.float64).T


def rts_solar(data: Path) -> tuple[list[tuple[float, float]], FloatArray]:
    """Return latitude and longitude of the bus of each solar plant of RTS-GMLC, and (plants, 8784) its output."""
    folder = data / "rts_gmlc"
    buses = pd.read_csv(folder / "SourceData" / "bus.csv").set_index("Bus ID")
    plants = pd.read_csv(folder / "SourceData" / "gen.csv").set_index("GEN UID")
    table = pd.read_csv(folder / "timeseries_data_files" / "PV" / "DAY_AHEAD_pv.csv").iloc[:, 4:]
    at = plants["Bus ID"][list(table.columns)].to_numpy()
    places = list(zip(buses["lat"][at].tolist(), buses["lng"][at].tolist(), strict=True))
    return places, table.to_numpy(dtype=np.float64).T


def area_wind(data: Path) -> FloatArray:
    """Return (areas, 8760) MW the wind power of grid areas in 2022 (EIA-930), in the order of `weather_sites.yaml`."""
    series = [pd.read_csv(data / "eia930_genmix_2022" / f"{area}_2022.csv.gz")["WND"] for area in sites()["areas"]]
    return np.array([one.interpolate().bfill().to_numpy(dtype=np.float64)[:8760] for one in series])
