"""A user's own record of arrivals, CSV or Parquet, with all its faults by line."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from firmwatt.errors import Fault, InputFaults
from firmwatt.timegrid import FloatArray

MOST_FAULTS: Final = 20
TIME: Final = "timestamp"
TOKENS: Final = "tokens"
COUNTS: Final = ("requests", TOKENS)
FILTERS: Final = ("model", "region")
FIRST_DATA_LINE: Final = 2
LEAST_HOURS: Final = 24
FILE_CODE: Final = "FW325"
VALUE_CODE: Final = "FW326"


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
        Parquet (`.parquet`) or CSV with `timestamp` (ISO 8601; without an offset it is UTC) and `requests` or
        `tokens`, if wanted `model` and `region`. Any interval of time, each request alone or counts.
    model, region
        Take the rows of these only; None takes all.

    Raises
    ------
    InputFaults
        If the file cannot be read, a column or the model or region is missing, a time or count is none, or the rows
        cover less than a day.
    """
    table = _read_table(path)
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


def _read_table(path: Path) -> pd.DataFrame:
    try:
        table = pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path, dtype=str, index_col=False)
    except (OSError, ValueError) as error:
        problem = f"it cannot be read ({type(error).__name__})."
        raise _fault(path, problem, "Give a CSV or Parquet file that exists, in UTF-8.", 0) from error
    if TIME not in table.columns and table.index.name == TIME:
        table = table.reset_index()
    return table.rename(columns=lambda name: str(name).strip().lower())


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
        faults.append(Fault(str(path), 1, 1, field, problem, "Give exactly one of the two.", FILE_CODE))
    if not len(table):
        faults.append(Fault(str(path), 1, 1, "", "it has no rows.", "Give a header and the arrivals.", FILE_CODE))
    if faults:
        raise InputFaults(faults)
    return present[0]


def _stamps(path: Path, table: pd.DataFrame, faults: list[Fault]) -> NDArray[np.datetime64]:
    """Return the UTC seconds of the rows, adding a fault for each that is none."""
    column = table[TIME]
    is_time = pd.api.types.is_datetime64_any_dtype(column)
    found = pd.to_datetime(column, utc=True, errors="coerce", format=None if is_time else "ISO8601")
    for row in np.flatnonzero(found.isna().to_numpy())[:MOST_FAULTS]:
        problem = f"'{column.iloc[row]}' is not a time."
        line = int(row) + FIRST_DATA_LINE
        faults.append(Fault(str(path), line, 1, TIME, problem, "Write UTC such as 2026-01-31T23:00.", VALUE_CODE))
    stamps: NDArray[np.datetime64] = found.dt.tz_localize(None).to_numpy().astype("datetime64[s]")
    return stamps


def _counts(path: Path, what: str, table: pd.DataFrame, faults: list[Fault]) -> FloatArray:
    """Return the counts of the rows, adding a fault for each that is none."""
    values = pd.to_numeric(table[what], errors="coerce").to_numpy(dtype=np.float64)
    for row in np.flatnonzero(~(np.isfinite(values) & (values >= 0.0)))[:MOST_FAULTS]:
        problem = f"'{table[what].iloc[row]}' is not a count."
        line = int(row) + FIRST_DATA_LINE
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
    if not found.count.any():
        raise _fault(path, "all counts are 0.", "Give at least one above 0.", 0)


def _fault(path: Path, problem: str, remedy: str, line: int) -> InputFaults:
    return InputFaults([Fault(str(path), line, 1 if line else 0, "", problem, remedy, FILE_CODE)])
