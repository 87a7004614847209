"""Hourly demand of areas from a CSV or Parquet file: one column an area, one row an hour in UTC."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from firmwatt.errors import Fault, InputFaults, unreadable
from firmwatt.timegrid import FloatArray

MOST_FAULTS: Final = 20
TIME_NAMES: Final = ("timestamp", "time", "time_utc", "datetime", "date_time", "datetime_utc", "utc")
ONE_HOUR: Final = np.timedelta64(1, "h")


@dataclass(frozen=True, slots=True, eq=False)
class Demand:
    """Hourly demand of several areas on one clock.

    Attributes
    ----------
    areas : (areas,) names
    stamps : (hours,) UTC start of each hour, rising by one hour
    demand_mw : (areas, hours) MW, >= 0
    filled_hours : area → hours that were interpolated; areas without any are absent
    """

    areas: tuple[str, ...]
    stamps: NDArray[np.datetime64]
    demand_mw: FloatArray
    filled_hours: Mapping[str, int] = field(default_factory=dict)

    @property
    def month(self) -> NDArray[np.int64]:
        """Return (hours,) the month, 1-12."""
        return self.stamps.astype("datetime64[M]").astype(np.int64) % 12 + 1

    @property
    def hour(self) -> NDArray[np.int64]:
        """Return (hours,) the hour of the day, 0-23, UTC."""
        return self.stamps.astype("datetime64[h]").astype(np.int64) % 24

    @property
    def year(self) -> NDArray[np.int64]:
        """Return (hours,) the calendar year."""
        return self.stamps.astype("datetime64[Y]").astype(np.int64) + 1970


def read_demand(path: Path, *, alone: str = "", fills_gaps: bool = False) -> Demand:
    """Return the hourly demand that a file holds.

    Parameters
    ----------
    path
        Parquet (`.parquet`) or CSV. The index, or a column with one of `TIME_NAMES`, or else the first column is the
        UTC start of each hour; every other column is an area in MW.
    alone
        Where the file has a column of this name, no other is read.
    fills_gaps
        Whether hours without a row or a value are interpolated and counted; else they are faults.

    Raises
    ------
    InputFaults
        If the file cannot be read, holds no area, its hours do not follow one another, or a value is no demand.
    """
    table = _read_table(path)
    if alone in table.columns:
        table = table[[alone]]
    if table.shape[1] == 0:
        problem = "there is no column beside the time."
        raise InputFaults([Fault(str(path), 1, 1, "", problem, "Add a column in MW for each area.", "FW320")])
    stamps = _stamps(path, table, may_skip=fills_gaps)
    faults: list[Fault] = []
    columns = [_numbers(path, str(name), table[name], faults, may_lack=fills_gaps) for name in table.columns]
    if faults:
        raise InputFaults(faults[:MOST_FAULTS])
    demand = Demand(tuple(map(str, table.columns)), stamps, np.array(columns))
    return _filled(demand) if fills_gaps else demand


def _filled(demand: Demand) -> Demand:
    """Return the demand with each missing hour on the line between its neighbours that are there."""
    hours = np.arange(demand.stamps[0], demand.stamps[-1] + ONE_HOUR)
    filled, counts = [], {}
    for area, values in zip(demand.areas, demand.demand_mw, strict=True):
        known = np.isfinite(values)
        at, there = (stamps.astype(np.float64) for stamps in (hours, demand.stamps[known]))
        filled.append(np.interp(at, there, values[known]))
        if len(hours) > known.sum():
            counts[area] = int(len(hours) - known.sum())
    return Demand(demand.areas, hours, np.array(filled), counts)


def _read_table(path: Path) -> pd.DataFrame:
    """Return the file as a table with the time as its index."""
    try:
        table = pd.read_parquet(path) if path.suffix.lower() == ".parquet" else pd.read_csv(path, index_col=False)
    except (OSError, EOFError, zlib.error, ValueError) as error:
        problem = unreadable(error)
        raise InputFaults(
            [Fault(str(path), 0, 0, "", problem, "Give a CSV or Parquet file that exists.", "FW320")]
        ) from error
    if not isinstance(table.index, pd.RangeIndex):
        return table
    named = [name for name in table.columns if str(name).strip().lower() in TIME_NAMES]
    return table.set_index(named[0] if named else table.columns[0])


def _stamps(path: Path, table: pd.DataFrame, *, may_skip: bool) -> NDArray[np.datetime64]:
    """Return the UTC hours of the index, after checking that each follows the one before, by an hour or by hours."""
    is_text = table.index.dtype.kind not in "M"
    try:
        index = pd.to_datetime(table.index, utc=True, format="ISO8601" if is_text else None, errors="coerce")
    except (ValueError, TypeError):
        index = pd.DatetimeIndex([pd.NaT] * len(table), tz="UTC")
    if index.hasnans:
        row = int(np.flatnonzero(index.isna())[0])
        problem = f"'{table.index[row]}' in the first column is not a time."
        raise InputFaults(
            [Fault(str(path), row + 2, 1, "", problem, "Write UTC hours such as 2024-01-31T23:00.", "FW321")]
        )
    stamps: NDArray[np.datetime64] = index.tz_localize(None).to_numpy().astype("datetime64[m]")
    steps = np.diff(stamps)
    is_right = (steps > np.timedelta64(0)) & (steps % ONE_HOUR == np.timedelta64(0)) if may_skip else steps == ONE_HOUR
    breaks = np.flatnonzero(~is_right)
    if len(stamps) == 0 or breaks.size:
        line = int(breaks[0]) + 3 if breaks.size else 1
        problem = f"{stamps[breaks[0] + 1]}Z follows {stamps[breaks[0]]}Z." if breaks.size else "it has no hours."
        raise InputFaults(
            [Fault(str(path), line, 1, "", problem, "Give every hour once, in UTC and in order.", "FW321")]
        )
    return stamps.astype("datetime64[h]")


def _numbers(path: Path, name: str, column: pd.Series, faults: list[Fault], *, may_lack: bool) -> FloatArray:
    """Return a column as numbers, adding a fault for each cell that is no demand; NaN where one may lack."""
    values = pd.to_numeric(column, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    is_right = np.isfinite(values) & (values >= 0.0)
    if may_lack and is_right.any():
        is_right |= column.isna().to_numpy()
    wrong = np.flatnonzero(~is_right)
    for row in wrong[: MOST_FAULTS - len(faults)]:
        problem = f"'{column.iloc[row]}' is not a demand in MW."
        faults.append(Fault(str(path), int(row) + 2, 1, name, problem, "Write a number from 0 up; fill gaps.", "FW322"))
    return values
