"""National Solar Radiation Database CSV (PSM v3, v4, typical years): local standard time, middle of the hour."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Final

import numpy as np

from firmwatt.resource.air import relative_humidity
from firmwatt.resource.readers.record import (
    FileWeather,
    RawHours,
    file_fault,
    hour_of_year,
    numbers,
    read_text,
    settle,
    whole,
)
from firmwatt.timegrid import FloatArray

WIND_HEIGHT_M: Final = 2.0
"""Of MERRA-2 winds as NSRDB gives them; NSRDB user guide, recalled."""
HEADER_LINES: Final = 3
COLUMNS: Final = {
    "temperature_c": ("Temperature", 1.0),
    "relative_humidity": ("Relative Humidity", 0.01),
    "pressure_pa": ("Pressure", 100.0),
    "ghi_w_per_m2": ("GHI", 1.0),
    "dni_w_per_m2": ("DNI", 1.0),
    "dhi_w_per_m2": ("DHI", 1.0),
    "wind_speed_m_per_s": ("Wind Speed", 1.0),
}
"""Quantity → (column, factor to our unit); pressure is in mbar, humidity in percent."""
REQUIRED: Final = ("temperature_c", "ghi_w_per_m2", "dni_w_per_m2", "dhi_w_per_m2")


def read_nsrdb(path: Path) -> FileWeather:
    """Return the weather of an NSRDB file; humidity is taken from the dew point where it is not given.

    Raises
    ------
    InputFaults
        If a column is missing, a row cannot be read, or the year is not complete by the hour.
    """
    rows = list(csv.reader(read_text(path).splitlines()))
    if len(rows) <= HEADER_LINES or "Time Zone" not in rows[0]:
        raise file_fault(
            path, "the first line does not name 'Time Zone'.", "Give an NSRDB CSV file with its header.", 1
        )
    names = [name.strip() for name in rows[2]]
    body = [(line, row) for line, row in enumerate(rows[HEADER_LINES:], HEADER_LINES + 1) if any(row)]
    lines = [line for line, _ in body]

    def column(name: str) -> FloatArray:
        at = names.index(name)
        return numbers(path, lines, [row[at] if at < len(row) else "" for _, row in body], name)

    absent = [name for name in ("Month", "Day", "Hour", *(COLUMNS[q][0] for q in REQUIRED)) if name not in names]
    if absent:
        raise file_fault(path, f"there is no column {', '.join(absent)}.", "Tick it when you export the file.", 3)
    series = {name: column(title) * factor for name, (title, factor) in COLUMNS.items() if title in names}
    if "relative_humidity" not in series and "Dew Point" in names:
        series["relative_humidity"] = relative_humidity(series["temperature_c"], column("Dew Point"))
    when = hour_of_year(*(whole(column(name)) for name in ("Month", "Day", "Hour")))
    offset = float(numbers(path, [2], [rows[1][rows[0].index("Time Zone")]], "Time Zone")[0])
    return settle(RawHours(str(path), np.array(lines), when, offset, series, WIND_HEIGHT_M))
