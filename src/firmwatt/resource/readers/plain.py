"""Plain CSV with our own names: a time column and columns that carry their unit."""

from __future__ import annotations

import csv
from difflib import get_close_matches
from pathlib import Path
from typing import Final

import numpy as np

from firmwatt.resource.air import relative_humidity
from firmwatt.resource.readers.record import (
    FileWeather,
    RawHours,
    file_fault,
    hour_of_year,
    number_columns,
    numbers,
    read_text,
    settle,
)
from firmwatt.timegrid import FloatArray, IntArray

TIMES: Final = ("time_utc", "time_local")
OFFSET: Final = "utc_offset_hours"
COLUMNS: Final = {
    "temperature_c": ("temperature_c", 1.0, 0.0),
    "temperature_k": ("temperature_c", 1.0, -273.15),
    "temperature_f": ("temperature_c", 5.0 / 9.0, -160.0 / 9.0),
    "relative_humidity": ("relative_humidity", 1.0, 0.0),
    "relative_humidity_percent": ("relative_humidity", 0.01, 0.0),
    "pressure_pa": ("pressure_pa", 1.0, 0.0),
    "pressure_hpa": ("pressure_pa", 100.0, 0.0),
    "ghi_w_per_m2": ("ghi_w_per_m2", 1.0, 0.0),
    "dni_w_per_m2": ("dni_w_per_m2", 1.0, 0.0),
    "dhi_w_per_m2": ("dhi_w_per_m2", 1.0, 0.0),
    "wind_speed_m_per_s": ("wind_speed_m_per_s", 1.0, 0.0),
    "wind_speed_km_per_h": ("wind_speed_m_per_s", 1.0 / 3.6, 0.0),
    "wind_speed_100m_m_per_s": ("wind_speed_m_per_s", 1.0, 0.0),
}
"""Column → (quantity, factor, addend); wind is at 10 m unless its name says 100 m."""
DEW_POINT: Final = "dew_point_c"


def read_plain(path: Path) -> FileWeather:
    """Return the weather of a plain CSV file.

    Parameters
    ----------
    path
        First line: `time_utc` (or `time_local` and a column `utc_offset_hours`) and columns of `COLUMNS` or
        `dew_point_c`. Times are ISO 8601 (`2023-01-01T00:00`), the begin of the hour.

    Raises
    ------
    InputFaults
        If a column is unknown or the time is missing, a cell cannot be read, or the year is not complete.
    """
    rows = list(csv.reader(read_text(path).splitlines()))
    names = [name.strip() for name in rows[0]]
    _check_header(path, names)
    body = [(line, row) for line, row in enumerate(rows[1:], 2) if any(row)]
    lines = [line for line, _ in body]
    cells = {name: [row[at] if at < len(row) else "" for _, row in body] for at, name in enumerate(names)}
    series: dict[str, FloatArray] = {}
    found = number_columns(path, lines, {name: cells[name] for name in names if name in COLUMNS})
    for name, values in found.items():
        quantity, factor, addend = COLUMNS[name]
        series[quantity] = values * factor + addend
    if DEW_POINT in names and "temperature_c" in series and "relative_humidity" not in series:
        dew_point = numbers(path, lines, cells[DEW_POINT], DEW_POINT)
        series["relative_humidity"] = relative_humidity(series["temperature_c"], dew_point)
    time = next(name for name in TIMES if name in names)
    offsets = numbers(path, lines, cells[OFFSET], OFFSET) if time == "time_local" else np.zeros(1)
    if len(offsets) == 0 or not np.all(offsets == offsets[0]):
        remedy = "Use standard time all year, or time_utc."
        raise file_fault(path, "the offset from UTC changes or is missing.", remedy, 2, OFFSET)
    height = 100.0 if "wind_speed_100m_m_per_s" in names else 10.0
    hours = _hours(path, lines, cells[time], time)
    return settle(RawHours(str(path), np.array(lines), hours, float(offsets[0]), series, height))


def _check_header(path: Path, names: list[str]) -> None:
    """Refuse a header without a time or with an unknown column."""
    if not any(name in names for name in TIMES):
        raise file_fault(path, "there is no column time_utc.", "Add it, or time_local and utc_offset_hours.", 1)
    if "time_local" in names and "time_utc" not in names and OFFSET not in names:
        raise file_fault(path, f"time_local needs the column {OFFSET}.", "Add it, such as -6.", 1, "time_local")
    known = (*TIMES, OFFSET, DEW_POINT, *COLUMNS)
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, n=1, cutoff=0.3)
            remedy = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(known)}."
            raise file_fault(path, f"the column '{name}' is unknown.", remedy, 1, name)


def _hours(path: Path, lines: list[int], cells: list[str], name: str) -> IntArray:
    """Return (rows,) the hour of the year of ISO times."""
    hours = []
    for line, cell in zip(lines, cells, strict=True):
        try:
            stamp = np.datetime64(cell.strip().removesuffix("Z").removesuffix("+00:00"), "h").item()
            hours.append((stamp.month, stamp.day, stamp.hour))
        except (ValueError, AttributeError):
            raise file_fault(path, f"'{cell}' is no time.", "Write 2023-01-01T00:00.", line, name) from None
    month, day, hour = np.array(hours, dtype=np.int64).reshape(-1, 3).T
    return hour_of_year(month, day, hour)
