"""EnergyPlus weather (EPW): local standard time, hour 1 to 24 stamped at its end, wind at 10 m."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Final

import numpy as np

from firmwatt.resource.readers.record import (
    FileWeather,
    RawHours,
    file_fault,
    hour_of_year,
    number_columns,
    numbers,
    read_text,
    settle,
    whole,
)

HEADER_LINES: Final = 8
TIME_ZONE_FIELD: Final = 8
COLUMNS: Final = {
    "temperature_c": (6, 99.9, 1.0),
    "relative_humidity": (8, 999.0, 0.01),
    "pressure_pa": (9, 999999.0, 1.0),
    "ghi_w_per_m2": (13, 9999.0, 1.0),
    "dni_w_per_m2": (14, 9999.0, 1.0),
    "dhi_w_per_m2": (15, 9999.0, 1.0),
    "wind_speed_m_per_s": (21, 999.0, 1.0),
}
"""Quantity → (position in the row, mark for missing, factor to our unit)."""


def read_epw(path: Path) -> FileWeather:
    """Return the weather of an EPW file.

    Raises
    ------
    InputFaults
        If the header or a row cannot be read, or the year is not complete.

    References
    ----------
    EnergyPlus Auxiliary Programs, chapter 2, EPW data dictionary.
    """
    lines = read_text(path).splitlines()
    if not lines[0].startswith("LOCATION,"):
        raise file_fault(path, "the first line does not begin with 'LOCATION'.", "Give an EPW file.", 1)
    location = next(csv.reader([lines[0]]))
    body = [row for row in enumerate(csv.reader(lines[HEADER_LINES:]), HEADER_LINES + 1) if row[1]]
    for line, row in body:
        if len(row) <= COLUMNS["wind_speed_m_per_s"][0]:
            raise file_fault(path, f"the row has {len(row)} fields.", "An EPW row has 35.", line)
    if len(location) <= TIME_ZONE_FIELD or not body:
        raise file_fault(path, "there is no time zone or no row.", "Give a whole EPW file.", 1)
    numbered = [line for line, _ in body]
    month, day, hour = (numbers(path, numbered, [row[at] for _, row in body], "time") for at in (1, 2, 3))
    cells = {name: [row[at] for _, row in body] for name, (at, _, _) in COLUMNS.items()}
    series = {
        name: np.where(values >= COLUMNS[name][1], np.nan, values * COLUMNS[name][2])
        for name, values in number_columns(path, numbered, cells).items()
    }
    offset = float(numbers(path, [1], [location[TIME_ZONE_FIELD]], "time zone")[0])
    whole_hours = hour_of_year(whole(month), whole(day), whole(hour) - 1)
    return settle(RawHours(str(path), np.array(numbered), whole_hours, offset, series))
