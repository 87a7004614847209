"""Outdoor air of real places for tests, from EPW files."""

from __future__ import annotations

import csv
import gzip
from dataclasses import dataclass

import numpy as np

from firmwatt.facility.parts import OutdoorAir
from firmwatt.facility.psychrometrics import wet_bulb_c
from firmwatt.timegrid import FloatArray
from tests.data import data_path

PHOENIX = "USA_AZ_Phoenix-Sky.Harbor"
DALLAS = "USA_TX_Dallas-Fort.Worth"
LEESBURG = "USA_VA_Leesburg.Exec"


@dataclass(frozen=True)
class SiteAirRecord:
    """Temperature, relative humidity (0-1) and pressure: (sites, weather_years, 8760)."""

    temperature_c: FloatArray
    relative_humidity: FloatArray
    pressure_pa: FloatArray


def flat_air(temperature_c: float, relative_humidity: float, sites: int = 1, weather_years: int = 1) -> SiteAirRecord:
    shape = (sites, weather_years, 8760)
    return SiteAirRecord(np.full(shape, temperature_c), np.full(shape, relative_humidity), np.full(shape, 101325.0))


def epw_air(place: str) -> SiteAirRecord:
    """Return (1, 1, 8760) of an EPW file; columns as in the EnergyPlus auxiliary programs guide."""
    with gzip.open(data_path(f"us_weather_epw/{place}.epw.gz"), "rt", encoding="latin-1") as stream:
        rows = list(csv.reader(stream))[8:]
    columns = np.array([[float(row[6]), float(row[8]) / 100.0, float(row[9])] for row in rows]).T
    return SiteAirRecord(*columns[:, None, None, :])


def outdoor(air: SiteAirRecord) -> OutdoorAir:
    wet_bulb = wet_bulb_c(air.temperature_c, air.relative_humidity, air.pressure_pa)
    return OutdoorAir(air.temperature_c, wet_bulb, air.pressure_pa)


def air_at(temperature_c: FloatArray | float, relative_humidity: float) -> OutdoorAir:
    celsius = np.atleast_1d(np.asarray(temperature_c, dtype=np.float64))
    pressure = np.full_like(celsius, 101325.0)
    return OutdoorAir(celsius, wet_bulb_c(celsius, relative_humidity, pressure), pressure)
