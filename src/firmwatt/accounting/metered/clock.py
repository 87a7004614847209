"""Times as people write them → seconds of UTC: offsets, a time zone for naive times, the two odd days of a year."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from firmwatt.accounting.account import Finding
from firmwatt.accounting.metered.table_file import MOST_FAULTS, TableFile
from firmwatt.errors import Fault, InputFaults, UserError
from firmwatt.timegrid import IntArray
from firmwatt.units import SECONDS_PER_HOUR

TIME: Final = "timestamp"
UTC: Final = "UTC"
NO_TIME: Final = np.iinfo(np.int64).min
"""Seconds of a row whose time does not exist."""


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """The hours of an account.

    Attributes
    ----------
    first_hour
        Hours since 1970-01-01T00Z of the first.
    hours
    time_zone
        By whose calendar months and years are cut.
    year, month : (hours,) calendar year; months since the year 0, so that they rise over years
    """

    first_hour: int
    hours: int
    time_zone: str
    year: IntArray
    month: IntArray

    @property
    def stamps(self) -> NDArray[np.datetime64]:
        """Return (hours,) the UTC start of each hour."""
        return (self.first_hour + np.arange(self.hours)).astype("datetime64[h]")


def make_calendar(first_hour: int, hours: int, time_zone: str) -> Calendar:
    """Return the calendar of a stretch of hours.

    Examples
    --------
    The year begins an hour earlier in Berlin than in Greenwich:

    >>> start = int(np.datetime64("2024-12-31T22", "h").astype(int))
    >>> make_calendar(start, 3, "Europe/Berlin").year.tolist()
    [2024, 2025, 2025]
    """
    stamps = (first_hour + np.arange(hours)).astype("datetime64[h]").astype("datetime64[s]")
    local = pd.DatetimeIndex(stamps, tz=UTC).tz_convert(time_zone)
    year = local.year.to_numpy().astype(np.int64)
    month: IntArray = year * 12 + local.month.to_numpy().astype(np.int64) - 1
    return Calendar(first_hour, hours, time_zone, year, month)


def check_time_zone(name: str | None) -> str:
    """Return the time zone, UTC where none is named.

    Raises
    ------
    UserError
        If there is no such zone; the message names the nearest.
    """
    if name is None:
        return UTC
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        near = get_close_matches(name, available_timezones(), n=3, cutoff=0.5)
        hint = f"Nearest: {', '.join(near)}." if near else "Write an IANA name such as Asia/Seoul."
        raise UserError(f"--time-zone '{name}' is unknown. {hint}") from error
    return name


def utc_seconds(
    table: TableFile, group: IntArray, time_zone: str | None, rows: NDArray[np.bool_] | None = None
) -> tuple[IntArray, list[Finding]]:
    """Return (rows,) seconds since 1970 of each row's time, `NO_TIME` for one that does not exist, and findings.

    Parameters
    ----------
    table
        With the column `timestamp`, ISO 8601, with offset (`Z`, `+09:00`) or naive.
    group : (rows,)
        The meter of each row: a naive time that a clock shows twice in autumn is summer time where a meter has it
        first.
    time_zone
        Of naive times; None takes them as UTC, which is told.
    rows : (all rows,)
        Which rows to look at; None takes all.

    Raises
    ------
    InputFaults
        If a time is missing or cannot be read.
    """
    words = table.words[TIME]
    at = np.arange(table.rows) if rows is None else np.flatnonzero(rows)
    codes, group = words.codes[at], group[at]
    if not words.values:
        raise InputFaults([_bad(table, 0, "")])
    seconds, is_naive = _parse(words.values)
    wrong = np.flatnonzero((codes < 0) | (seconds[codes] == NO_TIME))
    if wrong.size:
        raise InputFaults([_bad(table, int(row), table.text(TIME, int(row))) for row in at[wrong[:MOST_FAULTS]]])
    file, findings = table.path.name, list[Finding]()
    if not is_naive.any():
        return seconds[codes], findings
    count = int(is_naive[codes].sum())
    if time_zone is None:
        message = f"{count} times have no offset and no --time-zone is given."
        findings.append(Finding("naive_time", file, count, message, "Taken as UTC."))
        return seconds[codes], findings
    first, second = _localised(seconds, is_naive, time_zone)
    found = first[codes]
    twice = np.flatnonzero((first != second)[codes])
    if twice.size:
        later = twice[_is_repeated(codes[twice], group[twice])]
        found[later] = second[codes[later]]
        message = f"{twice.size} times lie in an hour that the clock of {time_zone} shows twice."
        findings.append(Finding("repeated_hour", file, int(twice.size), message, "The first of two is summer time."))
    never = int((found == NO_TIME).sum())
    if never:
        message = f"{never} times lie in an hour that the clock of {time_zone} leaves out."
        findings.append(Finding("nonexistent_time", file, never, message, "Left out."))
    return found, findings


def period_hours(text: str, time_zone: str) -> tuple[int, int] | None:
    """Return the first hour of a period such as `2025`, `2025-03` or `2025-03-31`, and the hour after it.

    Returns
    -------
    hours
        Since 1970-01-01T00Z; None where the text is no period.

    Examples
    --------
    >>> first, after = period_hours("2024", "UTC")
    >>> after - first
    8784
    """
    text = text.removesuffix(".0")  # how other programs write a year in a column with gaps
    unit = {4: "Y", 7: "M", 10: "D"}.get(len(text))
    if unit is None or not text[:4].isdecimal():
        return None
    try:
        start = np.array([text], dtype=f"datetime64[{unit}]")
    except ValueError:
        return None
    ends = np.concatenate([start, start + 1]).astype("datetime64[s]")
    utc = pd.DatetimeIndex(ends).tz_localize(time_zone, ambiguous=True, nonexistent="shift_forward").tz_convert(UTC)
    first, after = utc.tz_localize(None).to_numpy().astype("datetime64[s]").astype(np.int64) // SECONDS_PER_HOUR
    return int(first), int(after)


def _parse(texts: tuple[str, ...]) -> tuple[IntArray, NDArray[np.bool_]]:
    """Return (texts,) seconds, `NO_TIME` for what is none, and whether each has no offset."""
    words = pd.Series(texts, dtype="str")
    is_aware = words.str.contains(r"[T ].*(?:[Zz]|[+-]\d\d(?::?\d\d)?)$", regex=True)
    times = pd.to_datetime(words, utc=True, errors="coerce", format="ISO8601")
    found = times.dt.tz_localize(None).to_numpy().astype("datetime64[s]").astype(np.int64)
    return np.where(times.isna().to_numpy(), NO_TIME, found), ~is_aware.to_numpy(dtype=bool)


def _localised(seconds: IntArray, is_naive: NDArray[np.bool_], time_zone: str) -> tuple[IntArray, IntArray]:
    """Return the UTC seconds of each distinct time if the clock shows it the first time, and the second."""
    wall = pd.DatetimeIndex(seconds[is_naive].astype("datetime64[s]"))
    readings = []
    for is_summer in (True, False):
        local = wall.tz_localize(time_zone, ambiguous=np.full(len(wall), is_summer), nonexistent="NaT")
        utc = local.tz_convert(UTC).tz_localize(None)
        known = utc.to_numpy().astype("datetime64[s]").astype(np.int64)
        reading = seconds.copy()
        reading[is_naive] = np.where(utc.isna(), NO_TIME, known)
        readings.append(reading)
    return readings[0], readings[1]


def _is_repeated(codes: IntArray, group: IntArray) -> NDArray[np.bool_]:
    """Return whether a meter has had the same time in an earlier row."""
    pairs = pd.DataFrame({"code": codes, "group": group})
    repeated: NDArray[np.bool_] = pairs.duplicated().to_numpy()
    return repeated


def _bad(table: TableFile, row: int, text: str) -> Fault:
    return table.fault(row, TIME, f"'{text}' is not a time.", "Write ISO 8601 such as 2025-01-31T23:00Z.", "FW652")
