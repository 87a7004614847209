"""What every weather file becomes: hours in UTC, in our units, complete, with every fault of the file reported."""

from __future__ import annotations

import gzip
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np

from firmwatt.errors import Fault, InputFaults
from firmwatt.timegrid import FloatArray, IntArray
from firmwatt.units import HOURS_PER_DAY, HOURS_PER_YEAR

LONGEST_GAP_HOURS: Final = 6
"""Longer gaps are faults; shorter ones are filled by a straight line."""
LIMITS: Final[Mapping[str, tuple[float, float]]] = {
    "temperature_c": (-90.0, 60.0),
    "relative_humidity": (0.0, 1.1),
    "pressure_pa": (50_000.0, 110_000.0),
    "ghi_w_per_m2": (-10.0, 1600.0),
    "dni_w_per_m2": (-10.0, 1500.0),
    "dhi_w_per_m2": (-10.0, 1000.0),
    "wind_speed_m_per_s": (0.0, 80.0),
}
"""Quantity → least and most that can be true on Earth."""
MOST_FAULTS: Final = 20
_FIRST_DAY: Final = np.concatenate([[0], np.cumsum([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])])


@dataclass(frozen=True, slots=True)
class FileWeather:
    """The weather that a file holds, 8760 hours UTC.

    Attributes
    ----------
    series : quantity → (8760,)
        Keys are those of `LIMITS`; a quantity that the file lacks is absent.
    wind_height_m : m above ground
    """

    series: Mapping[str, FloatArray]
    wind_height_m: float


@dataclass(frozen=True, slots=True)
class RawHours:
    """A file's rows in our units but on its own clock.

    Attributes
    ----------
    file
        Name for messages.
    lines : (rows,)
        Line of each row, from 1.
    local_hour : (rows,) hour of a year without 29 February, 0-8759; −1 on 29 February
    utc_offset_hours : hours that the file's clock is ahead of UTC
    series : quantity → (rows,), NaN where the file marks a value as missing
    wind_height_m : m above ground
    """

    file: str
    lines: IntArray
    local_hour: IntArray
    utc_offset_hours: float
    series: Mapping[str, FloatArray]
    wind_height_m: float = field(default=10.0)


def settle(raw: RawHours) -> FileWeather:
    """Return complete hours in UTC.

    Parameters
    ----------
    raw
        One row for each hour of a year, in any order, 29 February allowed and left out.

    Returns
    -------
    weather
        Moved from the file's clock to UTC, around the year's end where needed (a typical year has no other year to
        turn to); an offset of half an hour is met by the mean of two hours. Gaps up to `LONGEST_GAP_HOURS` filled.

    Raises
    ------
    InputFaults
        If hours are missing or given twice, a gap is too long or a value cannot be true; all of them, to `MOST_FAULTS`.
    """
    faults = _clock_faults(raw)
    if not faults:
        faults = [fault for name in raw.series for fault in _value_faults(raw, name)]
    if faults:
        raise InputFaults(faults[:MOST_FAULTS])
    return FileWeather({name: _to_utc(raw, values) for name, values in raw.series.items()}, raw.wind_height_m)


def hour_of_year(month: IntArray, day: IntArray, hour: IntArray) -> IntArray:
    """Return the hour of a year without 29 February; −1 on that day and for a date that does not exist.

    Examples
    --------
    >>> hour_of_year(np.array([1, 2, 3]), np.array([1, 29, 1]), np.array([5, 0, 0])).tolist()
    [5, -1, 1416]
    """
    known = np.clip(month, 1, 12)
    length = np.diff(_FIRST_DAY)[known - 1]
    is_date = (month == known) & (day >= 1) & (day <= length) & (hour >= 0) & (hour < HOURS_PER_DAY)
    return np.where(is_date, (_FIRST_DAY[known - 1] + day - 1) * HOURS_PER_DAY + hour, -1).astype(np.int64)


def read_text(path: Path) -> str:
    """Return a weather file's text; a name ending in `.gz` is unpacked.

    Raises
    ------
    InputFaults
        If the file is missing, is not text, or is empty.
    """
    try:
        raw = path.read_bytes()
        text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8-sig")
    except OSError as error:
        raise file_fault(path, "it cannot be read: " + (error.strerror or "broken") + ".", "Check the path.") from error
    except (UnicodeDecodeError, EOFError) as error:
        raise file_fault(path, "it is not UTF-8 text.", "Save it as UTF-8.") from error
    if not text.strip():
        raise file_fault(path, "it is empty.", "Give the hours of a year.")
    return text


def file_fault(path: Path, problem: str, remedy: str, line: int = 0, name: str = "") -> InputFaults:
    """Return the error for one thing that makes a weather file unreadable."""
    return InputFaults([Fault(str(path), line, 1 if line else 0, name, problem, remedy, "FW301")])


def numbers(path: Path, lines: Sequence[int], cells: Sequence[str], name: str) -> FloatArray:
    """Return a column as numbers; an empty cell becomes NaN.

    Raises
    ------
    InputFaults
        If a cell is neither empty nor a number.
    """
    found: list[float] = []
    faults: list[Fault] = []
    for line, cell in zip(lines, cells, strict=True):
        try:
            found.append(float(cell) if cell.strip() else np.nan)
        except ValueError:
            remedy = "Write a number, or leave the cell empty where it is missing."
            faults.append(Fault(str(path), line, 1, name, f"'{cell.strip()}' is not a number.", remedy, "FW302"))
    if faults:
        raise InputFaults(faults[:MOST_FAULTS])
    return np.array(found, dtype=np.float64)


def number_columns(path: Path, lines: Sequence[int], columns: Mapping[str, Sequence[str]]) -> dict[str, FloatArray]:
    """Return columns as numbers, by name.

    Raises
    ------
    InputFaults
        If cells are neither empty nor numbers: those of all columns together, to `MOST_FAULTS`.
    """
    found: dict[str, FloatArray] = {}
    faults: list[Fault] = []
    for name, cells in columns.items():
        try:
            found[name] = numbers(path, lines, cells, name)
        except InputFaults as error:
            faults += error.faults
    if faults:
        raise InputFaults(sorted(faults, key=lambda fault: fault.line)[:MOST_FAULTS])
    return found


def whole(values: FloatArray) -> IntArray:
    """Return numbers of a calendar as integers; a missing one becomes 0, which is no month and no day."""
    return np.nan_to_num(values).astype(np.int64)


def _clock_faults(raw: RawHours) -> list[Fault]:
    """Return what is wrong with the rows' hours."""
    is_kept = raw.local_hour >= 0
    count = np.bincount(raw.local_hour[is_kept], minlength=HOURS_PER_YEAR)
    faults = []
    for hour in np.flatnonzero(count > 1):
        line = int(raw.lines[np.flatnonzero(raw.local_hour == hour)[1]])
        problem = f"the hour {_name_of(int(hour))} is given {count[hour]} times."
        remedy = "Give one year, in a clock without daylight saving."
        faults.append(Fault(raw.file, line, 1, "time", problem, remedy, "FW303"))
    missing = np.flatnonzero(count == 0)
    if len(missing) > LONGEST_GAP_HOURS:
        given = HOURS_PER_YEAR - len(missing)
        problem = f"it has {given} of the 8760 hours; the first missing is {_name_of(int(missing[0]))}."
        line = int(raw.lines[-1]) if len(raw.lines) else 0
        faults.append(Fault(raw.file, line, 1, "time", problem, "Give a whole year by the hour.", "FW304"))
    return faults


def _value_faults(raw: RawHours, name: str) -> list[Fault]:
    """Return what is wrong with one quantity: values that cannot be true, gaps that are too long."""
    values = raw.series[name]
    least, most = LIMITS[name]
    outside = np.flatnonzero((values < least) | (values > most) | np.isinf(values))
    faults = [
        Fault(
            raw.file,
            int(raw.lines[row]),
            1,
            name,
            f"{values[row]:g} is outside {least:g} to {most:g}.",
            "Check the unit and the marks for missing values.",
            "FW305",
        )
        for row in outside[:MOST_FAULTS]
    ]
    by_hour = _by_hour(raw, values)
    length, first = _longest_gap(np.isnan(by_hour))
    if length > LONGEST_GAP_HOURS:
        row = np.flatnonzero(raw.local_hour == first)
        line = int(raw.lines[row[0]]) if len(row) else 0
        problem = f"{length} hours in a row have no value, from {_name_of(first)}."
        remedy = f"Fill gaps longer than {LONGEST_GAP_HOURS} hours."
        faults.append(Fault(raw.file, line, 1 if line else 0, name, problem, remedy, "FW306"))
    return faults


def _by_hour(raw: RawHours, values: FloatArray) -> FloatArray:
    """Return (8760,) values by local hour of the year, NaN where there is none."""
    by_hour = np.full(HOURS_PER_YEAR, np.nan)
    is_kept = raw.local_hour >= 0
    by_hour[raw.local_hour[is_kept]] = values[is_kept]
    return by_hour


def _longest_gap(is_missing: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> tuple[int, int]:
    """Return the length and the first hour of the longest run of missing hours."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], is_missing, [False]]).astype(np.int64)))
    starts, ends = edges[::2], edges[1::2]
    if len(starts) == 0:
        return 0, 0
    longest = int(np.argmax(ends - starts))
    return int(ends[longest] - starts[longest]), int(starts[longest])


def _to_utc(raw: RawHours, values: FloatArray) -> FloatArray:
    """Return (8760,) values by UTC hour, gaps filled by straight lines around the year."""
    by_hour = _by_hour(raw, values)
    hours = np.arange(HOURS_PER_YEAR, dtype=np.float64)
    is_there = ~np.isnan(by_hour)
    filled = np.interp(hours + raw.utc_offset_hours, hours[is_there], by_hour[is_there], period=float(HOURS_PER_YEAR))
    return np.asarray(filled, dtype=np.float64)


def _name_of(hour: int) -> str:
    """Return month, day and hour as `02-28 23:00`."""
    day = hour // HOURS_PER_DAY
    month = int(np.searchsorted(_FIRST_DAY, day, side="right"))
    return f"{month:02d}-{day - int(_FIRST_DAY[month - 1]) + 1:02d} {hour % HOURS_PER_DAY:02d}:00"
