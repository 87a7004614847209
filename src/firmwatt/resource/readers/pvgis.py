"""PVGIS typical meteorological year, as JSON or CSV: UTC, wind at 10 m."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np

from firmwatt.resource.readers.record import FileWeather, RawHours, file_fault, hour_of_year, numbers, read_text, settle

TIME: Final = "time(UTC)"
COLUMNS: Final = {
    "temperature_c": ("T2m", 1.0),
    "relative_humidity": ("RH", 0.01),
    "pressure_pa": ("SP", 1.0),
    "ghi_w_per_m2": ("G(h)", 1.0),
    "dni_w_per_m2": ("Gb(n)", 1.0),
    "dhi_w_per_m2": ("Gd(h)", 1.0),
    "wind_speed_m_per_s": ("WS10m", 1.0),
}
"""Quantity → (column, factor to our unit)."""
REMEDY: Final = "Export the typical meteorological year (TMY) as CSV or JSON."


def read_pvgis(path: Path) -> FileWeather:
    """Return the weather of a PVGIS typical year.

    Raises
    ------
    InputFaults
        If it is no such file, a column is missing, or the year is not complete.

    References
    ----------
    European Commission, Joint Research Centre: PVGIS user manual, TMY generator.
    """
    text = read_text(path)
    lines, table = _from_json(path, text) if text.lstrip().startswith("{") else _from_csv(path, text)
    absent = [title for title in (TIME, *(title for title, _ in COLUMNS.values())) if title not in table]
    if absent:
        raise file_fault(path, f"there is no column {', '.join(absent)}.", REMEDY)
    stamps = table[TIME]
    for line, stamp in zip(lines, stamps, strict=True):
        if len(stamp) != len("20070101:0000") or not stamp.replace(":", "").isdigit():
            raise file_fault(path, f"'{stamp}' is no time.", "Write it as 20070101:0000.", line, TIME)
    parts = (np.array([int(stamp[a:b]) for stamp in stamps]) for a, b in ((4, 6), (6, 8), (9, 11)))
    series = {name: numbers(path, lines, table[title], title) * factor for name, (title, factor) in COLUMNS.items()}
    return settle(RawHours(str(path), np.array(lines), hour_of_year(*parts), 0.0, series))


def _from_json(path: Path, text: str) -> tuple[list[int], Mapping[str, list[str]]]:
    """Return (line numbers, column → cells) of the JSON form; it has no lines, so they are 0."""
    try:
        rows = json.loads(text)["outputs"]["tmy_hourly"]
        titles = rows[0].keys()
        table = {title: [str(row[title]) for row in rows] for title in titles}
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise file_fault(path, f"it is no PVGIS answer ({error}).", REMEDY) from error
    return [0] * len(rows), table


def _from_csv(path: Path, text: str) -> tuple[list[int], Mapping[str, list[str]]]:
    """Return (line numbers, column → cells) of the CSV form, whose table stands between a header and notes."""
    rows = list(enumerate(csv.reader(text.splitlines()), 1))
    first = next((at for at, (_, row) in enumerate(rows) if row and row[0].strip() == TIME), None)
    if first is None:
        raise file_fault(path, f"no line begins with '{TIME}'.", REMEDY)
    titles = [title.strip() for title in rows[first][1]]
    body = []
    for line, row in rows[first + 1 :]:
        if len(row) != len(titles):
            break
        body.append((line, row))
    table = {title: [row[at].strip() for _, row in body] for at, title in enumerate(titles)}
    return [line for line, _ in body], table
