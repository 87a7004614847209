"""Open-Meteo JSON: local time at a constant offset; radiation is the mean of the hour before its stamp."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np

from firmwatt.resource.readers.record import FileWeather, RawHours, file_fault, hour_of_year, read_text, settle
from firmwatt.timegrid import FloatArray

COLUMNS: Final = {
    "temperature_c": ("temperature_2m",),
    "relative_humidity": ("relative_humidity_2m", "relativehumidity_2m"),
    "pressure_pa": ("surface_pressure",),
    "ghi_w_per_m2": ("shortwave_radiation",),
    "dni_w_per_m2": ("direct_normal_irradiance",),
    "dhi_w_per_m2": ("diffuse_radiation",),
}
WIND_COLUMNS: Final = {
    "wind_speed_100m": 100.0,
    "windspeed_100m": 100.0,
    "wind_speed_80m": 80.0,
    "wind_speed_10m": 10.0,
    "windspeed_10m": 10.0,
}
"""Column → height, m; the first that is there is taken."""
FACTORS: Final[Mapping[str, tuple[float, float]]] = {
    "°C": (1.0, 0.0),
    "°F": (5.0 / 9.0, -160.0 / 9.0),
    "%": (0.01, 0.0),
    "hPa": (100.0, 0.0),
    "W/m²": (1.0, 0.0),
    "km/h": (1.0 / 3.6, 0.0),
    "m/s": (1.0, 0.0),
    "mph": (0.44704, 0.0),
    "kn": (1852.0 / 3600.0, 0.0),
}
"""Unit → (factor, addend) to our unit."""
MEAN_OF_HOUR_BEFORE: Final = ("ghi_w_per_m2", "dni_w_per_m2", "dhi_w_per_m2")


def read_open_meteo(path: Path) -> FileWeather:
    """Return the weather of an Open-Meteo answer for one place and year.

    Raises
    ------
    InputFaults
        If it is not such an answer, a unit is unknown, or the year is not complete.
    """
    try:
        answer = json.loads(read_text(path))
        hourly, units = answer["hourly"], answer["hourly_units"]
        offset = float(answer["utc_offset_seconds"]) / 3600.0
        stamps = np.array(hourly["time"], dtype="datetime64[h]")
    except (ValueError, KeyError, TypeError) as error:
        remedy = "Save the JSON answer with hourly, hourly_units and utc_offset_seconds."
        raise file_fault(path, f"it is no Open-Meteo answer ({error}).", remedy) from error
    named = {quantity: next((n for n in names if n in hourly), None) for quantity, names in COLUMNS.items()}
    wind = next((name for name in WIND_COLUMNS if name in hourly), None)
    named["wind_speed_m_per_s"] = wind
    series = {quantity: _column(path, hourly, units, name) for quantity, name in named.items() if name is not None}
    if any(len(values) != len(stamps) for values in series.values()):
        raise file_fault(path, "its columns differ in length from 'time'.", "Ask the service for the file again.")
    for quantity in MEAN_OF_HOUR_BEFORE:
        if quantity in series:
            series[quantity] = np.roll(series[quantity], -1)
    days = stamps.astype("datetime64[D]")
    months = stamps.astype("datetime64[M]")
    hour = hour_of_year(
        months.astype(np.int64) % 12 + 1,
        (days - months.astype("datetime64[D]")).astype(np.int64) + 1,
        (stamps - days.astype("datetime64[h]")).astype(np.int64),
    )
    height = 10.0 if wind is None else WIND_COLUMNS[wind]
    return settle(RawHours(str(path), np.zeros(len(stamps), dtype=np.int64), hour, offset, series, height))


def _column(path: Path, hourly: Mapping[str, Any], units: Mapping[str, str], name: str) -> FloatArray:
    """Return one column in our unit, NaN where it is null."""
    unit = str(units.get(name))
    if unit not in FACTORS:
        raise file_fault(path, f"the unit '{unit}' is unknown.", f"Ask for one of {', '.join(FACTORS)}.", name=name)
    factor, addend = FACTORS[unit]
    try:
        values = np.array([np.nan if value is None else float(value) for value in hourly[name]], dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise file_fault(path, f"a value is no number ({error}).", "Ask for the file again.", name=name) from error
    return values * factor + addend
