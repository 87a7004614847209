"""A file of certificates → one row a certificate, with every fault of the file gathered."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from firmwatt.accounting.energy_source import nearest_source, source_key
from firmwatt.errors import Fault, InputFaults, unreadable
from firmwatt.registry.lots import GRANULAR, INSTRUMENTS, WH_PER_KWH
from firmwatt.units import SECONDS_PER_HOUR

MOST_FAULTS: Final = 20
REQUIRED: Final = ("contract", "source", "energy_kwh")
FROM_OPTIONS: Final = ("instrument", "region", "account")
"""Columns that an option gives for a whole file."""
IDENTITY: Final = ("instrument", "region", "contract", "starts_s", "certificate")
"""What tells one certificate from another."""

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class CertificateFile:
    """What a file of certificates holds.

    Attributes
    ----------
    path, content_sha256
    rows : line, certificate, account, instrument, contract, source, region, starts_s, ends_s, energy_wh
        In the order of the file; `certificate` is the serial, empty where the file has none.
    empty_rows
        Rows of no energy, as a solar plant's nights: no certificate, left out of `rows`.
    """

    path: Path
    content_sha256: str
    rows: pd.DataFrame
    empty_rows: int = 0


@dataclass(frozen=True, slots=True)
class CellFaults:
    """The faults of a file, gathered cell by cell.

    Attributes
    ----------
    path
    has_lines
        Whether rows are lines of a file, of which the first is the header.
    found
    """

    path: Path
    has_lines: bool = True
    found: list[Fault] = field(default_factory=list)

    def add(self, column: pd.Series, is_wrong: BoolArray, words: tuple[str, str, str]) -> None:
        """Add a fault for each wrong cell of a column, up to the most that are told.

        Parameters
        ----------
        column
        is_wrong : (rows,)
        words : problem, remedy, code
            The problem may hold {value}.
        """
        problem, remedy, code = words
        wrong = np.flatnonzero(is_wrong)[: max(MOST_FAULTS - len(self.found), 0)].tolist()
        for row in wrong:
            line, place = (row + 2, 1) if self.has_lines else (0, 0)
            text = problem.format(value=column.iloc[row])
            self.found.append(Fault(str(self.path), line, place, str(column.name), text, remedy, code))

    def check(self) -> None:
        """Raise if there are faults.

        Raises
        ------
        InputFaults
            With all that were added.
        """
        if self.found:
            raise InputFaults(self.found)


def read_certificates(path: Path, given: Mapping[str, str | None]) -> CertificateFile:
    """Return the certificates of a file.

    Parameters
    ----------
    path
        CSV or Parquet. `timestamp` (start of an hour; granular) or `period` (2025 or 2025-03), `contract` (plant or
        contract), `source`, `energy_kwh`; where they differ from row to row `region`, `account`, `instrument` and
        `certificate` (serial). Times without an offset are UTC.
    given
        `instrument`, `region` and `account` for rows that do not say; None where unknown.

    Raises
    ------
    InputFaults
        With the first twenty faults of the file.
    """
    content, table = read_table(path, "certificates")
    return _checked(path, hashlib.sha256(content).hexdigest(), table, given)


def single_certificate(words: Mapping[str, str]) -> CertificateFile:
    """Return one certificate as a file of one row.

    Parameters
    ----------
    words : column → text, as a file would hold them

    Raises
    ------
    InputFaults
        With all that is wrong about it.
    """
    digest = hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()
    return _checked(Path("certificate"), digest, pd.DataFrame([{**words, "line": 0}]), {})


def _checked(path: Path, digest: str, table: pd.DataFrame, given: Mapping[str, str | None]) -> CertificateFile:
    """Return the certificates of a table of text, or raise with its faults."""
    column = _time_column(path, table)
    table = _completed(path, table, column, given)
    faults = CellFaults(path, has_lines=bool(table["line"].iloc[0]))
    starts, ends = (_hours if column == "timestamp" else _periods)(table[column], faults)
    for name in ("contract", "region", "account"):
        is_empty = (table[name].isna() | (table[name].astype(str).str.strip() == "")).to_numpy()
        faults.add(table[name], is_empty, ("it is empty.", f"Write the {name}.", "FW604"))
    table = table.assign(source=_sources(table["source"], faults))
    _check_choice(table["instrument"], tuple(INSTRUMENTS), faults)
    is_granular = (table["instrument"] == GRANULAR).to_numpy()
    remedy = f"Granular certificates ({GRANULAR}) have a timestamp, all others a period."
    problem = f"'{{value}}' does not go with the column {column}."
    faults.add(table["instrument"], is_granular != (column == "timestamp"), (problem, remedy, "FW604"))
    may_be_empty = faults.has_lines  # a file may hold a plant's nights, a single certificate is of something
    energy = watt_hours(table["energy_kwh"], lambda numbers: numbers < 0.0 if may_be_empty else numbers <= 0.0, faults)
    rows = table.assign(starts_s=starts, ends_s=ends, energy_wh=energy)
    is_repeated = rows.duplicated(list(IDENTITY), keep="first").to_numpy()
    problem = f"'{{value}}' has this certificate twice: instrument, region, {column} and serial are the same."
    remedy = "Delete the line, or tell the certificates apart in a column certificate."
    faults.add(rows["contract"], is_repeated, (problem, remedy, "FW605"))
    faults.check()
    has_energy = energy > 0
    if not has_energy.any():
        problem, remedy = "no row has energy.", "Write kWh from 0.001 up in one of them."
        raise InputFaults([Fault(str(path), 0, 0, "energy_kwh", problem, remedy, "FW603")])
    rows, empty = rows[has_energy], int((~has_energy).sum())
    kept = ["line", "certificate", "account", "instrument", "contract", "source", "region"]
    return CertificateFile(path, digest, rows[[*kept, "starts_s", "ends_s", "energy_wh"]], empty)


def read_table(path: Path, what: str) -> tuple[bytes, pd.DataFrame]:
    """Return the bytes of a CSV or Parquet file and its rows as text, with the `line` at which each stands.

    Raises
    ------
    InputFaults
        The file cannot be read or has no rows.
    """
    try:
        content = path.read_bytes()
        read = pd.read_parquet if path.suffix == ".parquet" else _read_csv
        table = read(path)
    except (OSError, ValueError) as error:
        problem = unreadable(error)
        remedy = f"Give a CSV or Parquet file of {what} that exists."
        raise InputFaults([Fault(str(path), 0, 0, "", problem, remedy, "FW601")]) from error
    if not len(table):
        raise InputFaults(
            [Fault(str(path), 1, 1, "", "it has no rows.", f"Write one row for each of the {what}.", "FW601")]
        )
    return content, table.rename(columns=str).assign(line=np.arange(len(table)) + 2)


def instants(column: pd.Series, faults: CellFaults) -> NDArray[np.int64]:
    """Return (rows,) seconds since 1970 of times, adding a fault for each that is none."""
    times = pd.to_datetime(column, utc=True, format="ISO8601", errors="coerce")
    words = ("'{value}' is no time.", "Write UTC such as 2025-01-31T23:00Z.", "FW602")
    faults.add(column, times.isna().to_numpy(), words)
    return times.dt.tz_localize(None).to_numpy().astype("datetime64[s]").astype(np.int64)


def whole_hours(column: pd.Series, faults: CellFaults) -> NDArray[np.int64]:
    """Return (rows,) seconds since 1970 of times that begin an hour, adding a fault for each that does not."""
    seconds = instants(column, faults)
    is_wrong = ~np.isnat(seconds.astype("datetime64[s]")) & (seconds % SECONDS_PER_HOUR != 0)
    remedy = "Write the start of an hour, such as 2025-01-31T23:00Z."
    faults.add(column, is_wrong, ("'{value}' does not begin an hour.", remedy, "FW602"))
    return seconds


def watt_hours(column: pd.Series, is_wrong: Callable[[pd.Series], pd.Series], faults: CellFaults) -> NDArray[np.int64]:
    """Return (rows,) whole Wh of a column in kWh, adding a fault for each that is wrong or finer than one Wh."""
    numbers = pd.to_numeric(column, errors="coerce")
    wh = numbers.to_numpy(dtype=np.float64) * WH_PER_KWH
    is_none = (numbers.isna() | is_wrong(numbers)).to_numpy() | ~np.isfinite(wh)
    remedy = "Write kWh with at most three decimals."
    faults.add(column, is_none, ("'{value}' is no energy in kWh here.", remedy, "FW603"))
    whole = np.rint(np.where(is_none, 0.0, wh))
    is_finer = ~is_none & (np.abs(whole - wh) > 1e-6 * np.maximum(1.0, np.abs(wh) * 1e-6))
    faults.add(column, is_finer, ("'{value}' is finer than a watt-hour.", remedy, "FW603"))
    return whole.astype(np.int64)


def _read_csv(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False, index_col=False, skipinitialspace=True)


def _time_column(path: Path, table: pd.DataFrame) -> str:
    """Return whether the file gives hours or periods."""
    found = [name for name in ("timestamp", "period") if name in table]
    missing = [name for name in REQUIRED if name not in table]
    if len(found) == 1 and not missing:
        return found[0]
    faults = [
        Fault(str(path), 1, 1, name, "the column is missing.", f"Add the column {name}.", "FW601") for name in missing
    ]
    if len(found) != 1:
        problem = (
            "there is neither a column timestamp nor period."
            if not found
            else "timestamp and period exclude each other."
        )
        remedy = "Give timestamp (granular certificates) or period (2025 or 2025-03), one of the two."
        faults.append(Fault(str(path), 1, 1, "timestamp", problem, remedy, "FW601"))
    raise InputFaults(faults)


def _completed(path: Path, table: pd.DataFrame, column: str, given: Mapping[str, str | None]) -> pd.DataFrame:
    """Return the table with the columns that options give, and an empty serial where there is none."""
    usual = {"instrument": GRANULAR} if column == "timestamp" else {}
    faults = []
    for name in FROM_OPTIONS:
        if name in table:
            continue
        value = given.get(name) or usual.get(name)
        if value is None:
            remedy = f"Add the column {name}, or give --{name}."
            faults.append(Fault(str(path), 1, 1, name, "neither a column nor an option gives it.", remedy, "FW601"))
        table = table.assign(**{name: value})
    if faults:
        raise InputFaults(faults)
    serial = table["certificate"].astype(str) if "certificate" in table else ""
    return table.assign(certificate=serial)


def _hours(column: pd.Series, faults: CellFaults) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    starts = whole_hours(column, faults)
    return starts, starts + SECONDS_PER_HOUR


def _periods(column: pd.Series, faults: CellFaults) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the start and the end of each year or month, in seconds since 1970."""
    words = column.astype(str)
    is_month = words.str.fullmatch(r"\d{4}-(0[1-9]|1[0-2])").to_numpy(dtype=bool)
    is_wrong = ~(is_month | words.str.fullmatch(r"\d{4}").to_numpy(dtype=bool))
    faults.add(
        column, is_wrong, ("'{value}' is no period.", "Write a year or a month, such as 2025 or 2025-03.", "FW602")
    )
    first = np.array(words.where(~is_wrong, "1970").tolist(), dtype="datetime64[M]")
    end = first + np.where(is_month, 1, 12).astype("timedelta64[M]")
    return first.astype("datetime64[s]").astype(np.int64), end.astype("datetime64[s]").astype(np.int64)


def _sources(column: pd.Series, faults: CellFaults) -> pd.Series:
    """Return the catalogue's key of each source as people write it, adding a fault for each that has none."""
    keys = {value: source_key(str(value)) for value in column.unique()}
    for value in (value for value, key in keys.items() if key is None):
        words = ("'{value}' is unknown.", nearest_source(str(value)), "FW604")
        faults.add(column, (column == value).to_numpy(), words)
    return column.map(keys)


def _check_choice(column: pd.Series, choices: tuple[str, ...], faults: CellFaults) -> None:
    for value in column[~column.isin(choices)].unique():
        near = get_close_matches(str(value), choices, n=1, cutoff=0.5)
        remedy = f"Did you mean {near[0]}?" if near else f"Write one of {', '.join(choices)}."
        faults.add(column, (column == value).to_numpy(), ("'{value}' is unknown.", remedy, "FW604"))
