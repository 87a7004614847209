"""A user's own record of arrivals, CSV or Parquet, with all its faults by line."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from firmwatt.demand.trace_table import MOST_FAULTS, read_table
from firmwatt.errors import Fault, InputFaults
from firmwatt.timegrid import FloatArray

TIME: Final = "timestamp"
TOKENS: Final = "tokens"
COUNTS: Final = ("requests", TOKENS)
FILTERS: Final = ("model", "region")
LEAST_HOURS: Final = 24
LEAST_SHARE_OF_HOURS: Final = 0.1
"""Of the hours of a record that must have a row: with fewer a date is wrong."""
FILE_CODE: Final = "FW325"
VALUE_CODE: Final = "FW326"
EPOCH_UNITS: Final = (1, 1_000, 1_000_000, 1_000_000_000)
"""Parts of a second in which times since 1970 are counted."""
EPOCH_SECONDS: Final = (1e9, 2e9)
"""Between which such a time is told from any other number: September 2001 to May 2033."""


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """Arrivals as they were counted.

    Attributes
    ----------
    stamps : (rows,) UTC seconds, rising
    count : (rows,) requests or tokens, >= 0
    what : `requests` or `tokens`
    """

    stamps: NDArray[np.datetime64]
    count: FloatArray
    what: str


def read_trace(path: Path, model: str | None = None, region: str | None = None) -> Counted:
    """Return the arrivals that a file holds.

    Parameters
    ----------
    path
        Parquet (`.parquet`) or CSV with `timestamp` (ISO 8601, UTC where it has no offset; or seconds, milli-, micro-
        or nanoseconds since 1970) and `requests` or `tokens`, if wanted `model` and `region`. Each request alone, or
        counts of an hour or less; rows of one time add up, hours without a row count as 0.
    model, region
        Take the rows of these only; None takes all.

    Raises
    ------
    InputFaults
        If the file cannot be read, a column or the model or region is missing, a time or count is none, or the rows
        cover less than a day, are more than an hour apart, or leave most hours empty.
    """
    table = read_table(path)
    what = _check_columns(path, table)
    faults: list[Fault] = []
    stamps = _stamps(path, table, faults)
    count = _counts(path, what, table, faults)
    kept = np.ones(len(table), dtype=bool)
    for column, wanted in zip(FILTERS, (model, region), strict=True):
        if wanted is not None:
            kept &= _matching(path, table, column, wanted, faults)
    if faults:
        raise InputFaults(faults[:MOST_FAULTS])
    order = np.argsort(stamps[kept], kind="stable")
    found = Counted(stamps[kept][order], count[kept][order], what)
    _check_span(path, found)
    return found


def trace_faults(path: Path, model: str | None, region: str | None) -> tuple[Fault, ...]:
    """Return the faults of a trace file."""
    try:
        read_trace(path, model, region)
    except InputFaults as error:
        return error.faults
    return ()


def _check_columns(path: Path, table: pd.DataFrame) -> str:
    """Return the column that counts."""
    present = [name for name in COUNTS if name in table.columns]
    faults = []
    if TIME not in table.columns:
        near = get_close_matches(TIME, list(table.columns), n=1, cutoff=0.5)
        hint = f"Rename '{near[0]}'." if near else f"Add it; there are {', '.join(table.columns) or 'none'}."
        faults.append(Fault(str(path), 1, 1, TIME, "there is no such column.", hint, FILE_CODE))
    if len(present) != 1:
        problem = "both are there." if present else "there is neither column."
        field = " or ".join(COUNTS)
        remedy = "Give exactly one of the two; where each row is one request, `requests` of 1."
        faults.append(Fault(str(path), 1, 1, field, problem, remedy, FILE_CODE))
    for name in (TIME, *COUNTS, *FILTERS):
        if list(table.columns).count(name) > 1:
            problem = "there are several such columns."
            faults.append(Fault(str(path), 1, 1, name, problem, "Keep one of them.", FILE_CODE))
    if not len(table):
        faults.append(Fault(str(path), 1, 1, "", "it has no rows.", "Give a header and the arrivals.", FILE_CODE))
    if faults:
        raise InputFaults(faults)
    return present[0]


def _stamps(path: Path, table: pd.DataFrame, faults: list[Fault]) -> NDArray[np.datetime64]:
    """Return the UTC seconds of the rows, adding a fault for each that is none."""
    column = table[TIME]
    is_time = pd.api.types.is_datetime64_any_dtype(column)
    found = None if is_time else _since_1970(column)
    if found is None:
        found = pd.to_datetime(column, utc=True, errors="coerce", format=None if is_time else "ISO8601")
    for row in np.flatnonzero(found.isna().to_numpy())[:MOST_FAULTS]:
        problem = f"'{column.iloc[row]}' is not a time."
        remedy = "Write UTC such as 2026-01-31T23:00, or seconds since 1970."
        faults.append(Fault(str(path), int(table.index[row]), 1, TIME, problem, remedy, VALUE_CODE))
    stamps: NDArray[np.datetime64] = found.dt.tz_localize(None).to_numpy().astype("datetime64[s]")
    return stamps


def _since_1970(column: pd.Series) -> pd.Series | None:
    """Return the times of a column of numbers that count since 1970, None where they do not."""
    number = pd.to_numeric(column, errors="coerce")
    earliest, latest = EPOCH_SECONDS
    for parts in EPOCH_UNITS:
        if number.between(earliest * parts, latest * parts).all():
            return pd.to_datetime((number // parts).astype("int64"), unit="s", utc=True)
    return None


def _counts(path: Path, what: str, table: pd.DataFrame, faults: list[Fault]) -> FloatArray:
    """Return the counts of the rows, adding a fault for each that is none."""
    values = pd.to_numeric(table[what], errors="coerce").to_numpy(dtype=np.float64)
    for row in np.flatnonzero(~(np.isfinite(values) & (values >= 0.0)))[:MOST_FAULTS]:
        problem = f"'{table[what].iloc[row]}' is not a count."
        line = int(table.index[row])
        faults.append(Fault(str(path), line, 1, what, problem, "Write a number from 0 up.", VALUE_CODE))
    return np.asarray(values)


def _matching(path: Path, table: pd.DataFrame, column: str, wanted: str, faults: list[Fault]) -> NDArray[np.bool_]:
    """Return the rows of one model or region, adding a fault where there is none."""
    if column not in table.columns:
        problem = f"there is no such column to find '{wanted}' in."
        faults.append(Fault(str(path), 1, 1, column, problem, f"Add it, or leave out `{column}`.", FILE_CODE))
        return np.ones(len(table), dtype=bool)
    names = table[column].astype(str).str.strip()
    found = (names == wanted).to_numpy()
    if not found.any():
        known = sorted(set(names))
        near = get_close_matches(wanted, known, n=1, cutoff=0.5)
        hint = f"Did you mean '{near[0]}'?" if near else f"Known: {', '.join(known[:8])}."
        faults.append(Fault(str(path), 0, 0, column, f"no row has '{wanted}'.", hint, VALUE_CODE))
    return np.asarray(found)


def _check_span(path: Path, found: Counted) -> None:
    hours = float((found.stamps[-1] - found.stamps[0]) / np.timedelta64(1, "h"))
    if hours < LEAST_HOURS - 1:
        problem = f"its rows cover {hours:.1f} hours."
        raise _fault(path, problem, "Give at least a whole day, better a week.", 0)
    apart = float(np.diff(np.unique(found.stamps)).min() / np.timedelta64(1, "h"))
    if apart > 1.0:
        problem = f"its rows are {apart:g} hours apart or more."
        raise _fault(path, problem, "Give counts of an hour or less: nothing else tells the shape of a day.", 0)
    seen = len(np.unique(found.stamps.astype("datetime64[h]")))
    if seen < LEAST_SHARE_OF_HOURS * hours:
        problem = f"only {seen:,} of its {hours:,.0f} hours have a row."
        raise _fault(path, problem, "Mend the date that is far off, or write 0 for hours without arrivals.", 0)
    if not found.count.any():
        raise _fault(path, "all counts are 0.", "Give at least one above 0.", 0)


def _fault(path: Path, problem: str, remedy: str, line: int) -> InputFaults:
    return InputFaults([Fault(str(path), line, 1 if line else 0, "", problem, remedy, FILE_CODE)])
