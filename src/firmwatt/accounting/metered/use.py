"""Measured use of workloads, customers or services, by which an account is shared out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from firmwatt.accounting.account import Finding, InputFile
from firmwatt.accounting.metered.clock import NO_TIME, Calendar, period_hours, utc_seconds
from firmwatt.accounting.metered.table_file import MOST_FAULTS, Layout, TableFile, read_table_file
from firmwatt.errors import Fault, InputFaults
from firmwatt.timegrid import FloatArray, IntArray
from firmwatt.units import SECONDS_PER_HOUR

LAYOUT: Final = Layout(
    words=("timestamp", "period", "consumer", "unit"), numbers=("use", "queries"), required=("consumer", "use"),
    aliases=(("workload", "consumer"), ("customer", "consumer"), ("time", "timestamp")),
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class MeasuredUse:
    """Who used how much, when.

    Attributes
    ----------
    file
    consumers : (consumers,)
    use : (consumers, hours) >= 0
        In any one unit, such as chip-hours: only shares count. A period's use is spread over its hours.
    queries : (consumers,)
        NaN where none are given.
    findings
    """

    file: InputFile
    consumers: tuple[str, ...]
    use: FloatArray
    queries: FloatArray
    findings: tuple[Finding, ...]


def read_use(path: Path, calendar: Calendar, time_zone: str | None) -> MeasuredUse:
    """Return the measured use of a CSV or Parquet file.

    Parameters
    ----------
    path
        Columns `timestamp` or `period`, `consumer` (or `workload`, `customer`), `use` and, if known, `queries`.
    calendar, time_zone

    Raises
    ------
    InputFaults
        If the file cannot be read, a time is none, or use is negative or missing.
    """
    table = read_table_file(path, LAYOUT)
    names = table.words["consumer"]
    faults = _faults(table)
    if faults:
        raise InputFaults(faults)
    findings: list[Finding] = []
    spans = _spans(table, names.codes, calendar, time_zone, findings)
    use = np.zeros((len(names.values), calendar.hours))
    is_inside = (spans[:, 1] > 0) & (spans[:, 0] < calendar.hours)
    lengths = spans[:, 1] - spans[:, 0]
    is_hour = is_inside & (lengths == 1)
    np.add.at(use, (names.codes[is_hour], spans[is_hour, 0]), table.numbers["use"][is_hour])
    for row in np.flatnonzero(is_inside & ~is_hour):
        first, after = np.clip(spans[row], 0, calendar.hours)
        use[names.codes[row], first:after] += table.numbers["use"][row] / lengths[row]
    out = int((~is_inside).sum())
    if out:
        message = f"{out} of {table.rows} rows lie outside the hours of the meters."
        findings.append(Finding("outside", path.name, out, message, "Left out."))
    queries = np.full(len(names.values), np.nan)
    if "queries" in table.numbers:
        given = np.where(is_inside, np.nan_to_num(table.numbers["queries"]), 0.0)
        queries = np.bincount(names.codes, given, len(names.values))
    file = InputFile("use", str(path), table.sha256, table.rows)
    return MeasuredUse(file, names.values, use, queries, tuple(findings))


def _faults(table: TableFile) -> list[Fault]:
    if "timestamp" not in table.words and "period" not in table.words:
        problem = "neither timestamp nor period is there."
        remedy = "Add one: hours, or periods such as 2025-03."
        return [Fault(str(table.path), 1, 1, "timestamp", problem, remedy, "FW651")]
    use, consumer = table.numbers["use"], table.words["consumer"].codes
    wrong = np.flatnonzero(~(use >= 0.0))[:MOST_FAULTS]
    faults = [
        table.fault(int(row), "use", f"{use[row]:g} is no use.", "Write a number from 0 up.", "FW653") for row in wrong
    ]
    empty = np.flatnonzero(consumer < 0)[:MOST_FAULTS]
    return faults + [table.fault(int(row), "consumer", "it is empty.", "Name it.", "FW654") for row in empty]


def _spans(
    table: TableFile, group: IntArray, calendar: Calendar, time_zone: str | None, findings: list[Finding]
) -> IntArray:
    """Return (rows, 2) the first hour of the account and the hour after the last that each row is about."""
    if "timestamp" in table.words:
        seconds, told = utc_seconds(table, group, time_zone)
        findings += told
        hour = np.where(seconds == NO_TIME, -1, seconds // SECONDS_PER_HOUR - calendar.first_hour)
        return np.stack([hour, hour + 1], axis=1)
    words = table.words["period"]
    spans = [period_hours(text, calendar.time_zone) for text in words.values]
    for row in range(table.rows):
        if words.codes[row] < 0 or spans[words.codes[row]] is None:
            problem = f"'{table.text('period', row)}' is no period."
            remedy = "Write a year or month such as 2025-03."
            raise InputFaults([table.fault(row, "period", problem, remedy, "FW652")])
    return np.array([spans[code] for code in words.codes], dtype=np.int64) - calendar.first_hour
