"""A region's own hourly price and carbon from a CSV or Parquet file, UTC."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np

from firmwatt.errors import Fault, InputFaults, unreadable
from firmwatt.timegrid import FloatArray
from firmwatt.units import HOURS_PER_YEAR

REQUIRED: Final = ("price_usd_per_mwh", "average_intensity_kg_per_mwh")
OPTIONAL: Final = ("marginal_intensity_kg_per_mwh", "carbon_free_share")
TIME: Final = "time_utc"
LIMITS: Final[Mapping[str, tuple[float, float]]] = {
    "price_usd_per_mwh": (-5000.0, 100_000.0),
    "average_intensity_kg_per_mwh": (0.0, 2000.0),
    "marginal_intensity_kg_per_mwh": (0.0, 2500.0),
    "carbon_free_share": (0.0, 1.0),
}
"""Column → least and most that it may hold."""
MOST_FAULTS: Final = 20


def read_series(path: Path) -> dict[str, FloatArray]:
    """Return the columns of a region's series file.

    Parameters
    ----------
    path
        CSV or Parquet (`.parquet`) with the columns of `REQUIRED` and, if known, `OPTIONAL`; hours of one year from
        1 January 00:00 UTC, 8760 rows, or 8784 with `time_utc` (29 February is left out).

    Returns
    -------
    series : column → (8760,)

    Raises
    ------
    InputFaults
        If the file cannot be read, a column is missing, the hours are not a year's, or a value is missing or cannot
        be true.
    """
    table = _read_parquet(path) if path.suffix == ".parquet" else _read_csv(path)
    absent = [name for name in REQUIRED if name not in table]
    if absent:
        raise _fault(path, f"there is no column {', '.join(absent)}.", f"Add it; known are {', '.join(LIMITS)}.", 1)
    kept = _kept_rows(path, table)
    series: dict[str, FloatArray] = {}
    faults: list[Fault] = []
    for name in (*REQUIRED, *OPTIONAL):
        if name in table:
            series[name] = _numbers(path, name, table[name], faults)[kept]
    if faults:
        raise InputFaults(faults[:MOST_FAULTS])
    return series


def series_faults(path: Path) -> tuple[Fault, ...]:
    """Return the faults of a region's series file."""
    try:
        read_series(path)
    except InputFaults as error:
        return error.faults
    return ()


def _kept_rows(path: Path, table: Mapping[str, list[str]]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return the rows of the 8760 hours, in order."""
    rows = len(table[REQUIRED[0]])
    if TIME not in table:
        if rows != HOURS_PER_YEAR:
            problem = f"it has {rows} rows."
            remedy = f"Give {HOURS_PER_YEAR} hours from 1 January 00:00 UTC, or add the column {TIME}."
            raise _fault(path, problem, remedy, rows + 1)
        return np.arange(rows)
    try:
        stamps = np.array([cell[:13].replace(" ", "T") for cell in table[TIME]], dtype="datetime64[h]")
    except ValueError as error:
        raise _fault(path, f"a time cannot be read ({error}).", "Write 2023-01-01T00:00.", 1) from error
    days = stamps.astype("datetime64[D]")
    texts = days.astype(str)
    kept = np.flatnonzero(~np.char.endswith(texts, "-02-29"))
    ordered = kept[np.argsort(stamps[kept], kind="stable")]
    if len(ordered) != HOURS_PER_YEAR or len(np.unique(stamps[ordered])) != HOURS_PER_YEAR:
        problem = f"it has {len(np.unique(stamps[ordered]))} different hours without 29 February."
        raise _fault(path, problem, f"Give each of the {HOURS_PER_YEAR} hours of one year once, in UTC.", rows + 1)
    return ordered


def _numbers(path: Path, name: str, cells: list[str], faults: list[Fault]) -> FloatArray:
    """Return a column as numbers, adding a fault for each cell that is none or cannot be true."""
    least, most = LIMITS[name]
    found = np.full(len(cells), np.nan)
    for row, cell in enumerate(cells):
        try:
            value = float(cell)
        except ValueError:
            value = np.nan
        if least <= value <= most:
            found[row] = value
        elif len(faults) < MOST_FAULTS:
            problem = f"'{cell}' is not a number from {least:g} to {most:g}."
            faults.append(Fault(str(path), row + 2, 1, name, problem, "Correct or fill it.", "FW312"))
    return found


def _read_csv(path: Path) -> dict[str, list[str]]:
    """Return column → cells of a CSV file."""
    try:
        rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError) as error:
        raise _fault(path, unreadable(error), "Check the path; save it as UTF-8.") from error
    body = [row for row in rows[1:] if any(row)]
    if not body:
        raise _fault(path, "it is empty.", "Give a header and the hours of a year.")
    names = [name.strip() for name in rows[0]]
    return {name: [row[at].strip() if at < len(row) else "" for row in body] for at, name in enumerate(names)}


def _read_parquet(path: Path) -> dict[str, list[str]]:
    """Return column → cells of a Parquet file, as text, so that both forms are checked alike."""
    from pyarrow import ArrowException, parquet  # noqa: PLC0415 - slow to load, and few files need it

    try:
        columns = parquet.read_table(path).to_pydict()
    except (OSError, ArrowException) as error:
        raise _fault(path, unreadable(error), "Check the path and the format.") from error
    return {name: [str(value) for value in values] for name, values in columns.items()}


def _fault(path: Path, problem: str, remedy: str, line: int = 0) -> InputFaults:
    """Return the error for one thing that makes the file unusable."""
    return InputFaults([Fault(str(path), line, 1 if line else 0, "", problem, remedy, "FW311")])
