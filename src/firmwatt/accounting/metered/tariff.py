"""A tariff from a file: charges per MWh, per kW of the month's peak, and per month, by months, hours and weekdays."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import numpy as np
import pandas as pd

from firmwatt.accounting.account import InputFile
from firmwatt.accounting.metered.clock import UTC, Calendar
from firmwatt.accounting.metered.series import BoolArray
from firmwatt.accounting.metered.table_file import Layout, TableFile, read_table_file
from firmwatt.errors import InputFaults
from firmwatt.units import HOURS_PER_DAY, MONTHS_PER_YEAR

ChargeKind = Literal["energy", "demand", "fixed"]
KINDS: Final[dict[str, ChargeKind]] = {"energy": "energy", "demand": "demand", "fixed": "fixed"}
UNITS: Final = {"energy": "USD per MWh", "demand": "USD per kW of the month's peak", "fixed": "USD a month"}
LAYOUT: Final = Layout(
    words=("charge", "kind", "months", "hours", "weekdays", "region"), numbers=("usd",),
    required=("charge", "kind", "usd"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Charge:
    """One line of a tariff.

    Attributes
    ----------
    name
    kind
    usd
        In the unit of its kind: `UNITS`.
    region
        Empty: all regions.
    applies : (hours,)
        Hours of the account in which it counts.
    """

    name: str
    kind: ChargeKind
    usd: float
    region: str
    applies: BoolArray


@dataclass(frozen=True, slots=True, eq=False)
class Tariff:
    """The charges of a file."""

    file: InputFile
    charges: tuple[Charge, ...]


def read_tariff(path: Path, calendar: Calendar) -> Tariff:
    """Return the charges of a CSV file.

    Parameters
    ----------
    path
        Columns `charge, kind, usd` and, where a charge does not always count, `months` (`6-9`), `hours` (`16-21`:
        from 16:00 to 21:00), `weekdays` (`1-5`: Monday to Friday) and `region`; local time of the calendar.
    calendar

    Raises
    ------
    InputFaults
        If the file cannot be read, a kind is unknown, a price is missing, or a span is none.
    """
    table = read_table_file(path, LAYOUT)
    month, hour, weekday = _local(calendar)
    charges = []
    for row in range(table.rows):
        kind = KINDS.get(table.text("kind", row).lower())
        if kind is None:
            problem = f"'{table.text('kind', row)}' is unknown."
            remedy = f"Known: {', '.join(KINDS)}."
            raise InputFaults([table.fault(row, "kind", problem, remedy, "FW654")])
        usd = float(table.numbers["usd"][row])
        if not np.isfinite(usd):
            raise InputFaults([table.fault(row, "usd", "it is empty.", f"Write {UNITS[kind]}.", "FW653")])
        applies = _in_span(table, row, "months", month, (1, MONTHS_PER_YEAR))
        applies &= _in_span(table, row, "hours", hour, (0, HOURS_PER_DAY), is_open=True)
        applies &= _in_span(table, row, "weekdays", weekday, (1, 7))
        charges.append(Charge(table.text("charge", row), kind, usd, table.text("region", row), applies))
    return Tariff(InputFile("tariff", str(path), table.sha256, table.rows), tuple(charges))


def _local(calendar: Calendar) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return month 1-12, hour 0-23 and weekday 1-7 of every hour of the account, local time."""
    local = pd.DatetimeIndex(calendar.stamps.astype("datetime64[s]"), tz=UTC).tz_convert(calendar.time_zone)
    return local.month.to_numpy(), local.hour.to_numpy(), local.day_of_week.to_numpy() + 1


def _in_span(
    table: TableFile, row: int, column: str, values: np.ndarray, limits: tuple[int, int], *, is_open: bool = False
) -> BoolArray:
    """Return whether values lie in the spans of a cell such as `6-9` or `1-3 11-12`; an empty cell holds all."""
    text = table.text(column, row)
    if not text:
        return np.ones(len(values), dtype=bool)
    found = np.zeros(len(values), dtype=bool)
    for part in text.split():
        first, _, last = part.partition("-")
        if not (first.isdecimal() and (not last or last.isdecimal())):
            raise _no_span(table, row, column, text, limits)
        start, end = int(first), int(last or first) + (is_open and not last)
        if not limits[0] <= start <= limits[1] or not limits[0] <= end <= limits[1]:
            raise _no_span(table, row, column, text, limits)
        inside = (values >= start, values < end if is_open else values <= end)
        found |= inside[0] & inside[1] if start <= end else inside[0] | inside[1]
    return found


def _no_span(table: TableFile, row: int, column: str, text: str, limits: tuple[int, int]) -> InputFaults:
    remedy = f"Write spans within {limits[0]}-{limits[1]}, such as 1-3, with a blank between two."
    return InputFaults([table.fault(row, column, f"'{text}' is no span of {column}.", remedy, "FW654")])
