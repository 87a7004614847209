"""Meter files → `Readings`: what each meter measures, and its rows with time in UTC."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Final, Literal, get_args

import numpy as np

from firmwatt.accounting.account import Finding, InputFile
from firmwatt.accounting.energy_source import FUELS, SOURCES, nearest_source, source_key
from firmwatt.accounting.metered.clock import NO_TIME, utc_seconds
from firmwatt.accounting.metered.green_button import is_green_button, read_green_button
from firmwatt.accounting.metered.table_file import Layout, TableFile, read_table_file
from firmwatt.errors import Fault, InputFaults
from firmwatt.timegrid import FloatArray, IntArray

Kind = Literal[
    "load", "it", "on_site_generation", "storage_charge", "storage_discharge", "fuel", "water_m3", "heat_reuse"
]  # fmt: skip
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
HOURLY_KINDS: Final = ("load", "it", "on_site_generation", "storage_charge", "storage_discharge")
_PREFIXES: Final[dict[str, Kind]] = {
    "it": "it", "on_site": "on_site_generation", "onsite": "on_site_generation", "generation": "on_site_generation",
    "on_site_generation": "on_site_generation", "fuel": "fuel", "gas_mwh": "fuel", "water_m3": "water_m3",
    "water_intake": "water_m3", "heat_reuse": "heat_reuse", "storage_charge": "storage_charge",
    "storage_discharge": "storage_discharge", "battery_charge": "storage_charge",
    "battery_discharge": "storage_discharge",
}  # fmt: skip
_KIND_WORDS: Final[dict[str, Kind]] = {
    **_PREFIXES, "facility": "load", "total": "load", "site": "load", "grid": "load", "gas": "fuel", "diesel": "fuel",
    "water": "water_m3", "heat": "heat_reuse",
}  # fmt: skip
"""What else the column kind may say."""
_SEPARATOR: Final = re.compile(r"[_\-:/. ]")
LAYOUT: Final = Layout(
    words=("timestamp", "meter", "kind", "source", "region"),
    numbers=("energy_kwh", "volume_m3"),
    required=("timestamp", "meter", "energy_kwh"),
    aliases=(("time", "timestamp"), ("time_utc", "timestamp"), ("datetime", "timestamp"), ("site", "region")),
)


@dataclass(frozen=True, slots=True)
class Meter:
    """One meter.

    Attributes
    ----------
    name
    kind
        `load` is all that the data centre takes, `it` the part of its computers, `storage_charge` and
        `storage_discharge` what a store on the site takes beside the load and gives back, `fuel` the heat content
        (higher heating value) of what is burnt on the site, `heat_reuse` heat that leaves for others.
    source
        Of on-site generation, a key of `energy_sources`; of fuel, a key of `combustion`; empty for the others.
    region
        Grid that the meter hangs on; empty where the file names none.
    known_by : column, name or default
        Where its kind stands.
    """

    name: str
    kind: Kind
    source: str
    region: str
    known_by: str


@dataclass(frozen=True, slots=True, eq=False)
class Readings:
    """The rows of a meter file.

    Attributes
    ----------
    file
    meters : (meters,)
    meter : (rows,) the place of each row's meter in `meters`
    seconds : (rows,) UTC since 1970, start of the interval
    amount : (rows,) kWh, for `water_m3` m3; NaN is a gap
    findings
    """

    file: InputFile
    meters: tuple[Meter, ...]
    meter: IntArray
    seconds: IntArray
    amount: FloatArray
    findings: tuple[Finding, ...]


def read_readings(path: Path, time_zone: str | None) -> Readings:
    """Return the rows of a meter file: CSV or Parquet with `LAYOUT`'s columns, or Green Button XML.

    Raises
    ------
    InputFaults
        If it cannot be read, a time or number is none, or a kind or source is unknown.
    """
    if is_green_button(path):
        return _from_green_button(path)
    table = read_table_file(path, LAYOUT)
    names = table.words["meter"]
    if (names.codes < 0).any():
        row = int(np.flatnonzero(names.codes < 0)[0])
        raise InputFaults([table.fault(row, "meter", "it is empty.", "Name the meter.", "FW654")])
    meters, faults = _meters(table)
    if faults:
        raise InputFaults(faults)
    seconds, findings = utc_seconds(table, names.codes, time_zone)
    kept = seconds != NO_TIME
    file = InputFile("meters", str(path), table.sha256, table.rows)
    if table.unknown:
        message = f"The columns {', '.join(table.unknown)} are not known."
        findings.append(Finding("unknown_column", path.name, len(table.unknown), message, "Not read."))
    findings += _said_kinds(path, meters)
    return Readings(file, meters, names.codes[kept], seconds[kept], _amounts(table, meters)[kept], tuple(findings))


def kind_by_name(name: str) -> Kind | None:
    """Return what a meter measures by the first words of its name; None where they say nothing.

    Examples
    --------
    >>> kind_by_name("it_hall_a"), kind_by_name("water-intake"), kind_by_name("italy")
    ('it', 'water_m3', None)
    """
    parts = _SEPARATOR.split(name.strip().lower())
    for count in (3, 2, 1):
        kind = _PREFIXES.get("_".join(parts[:count]))
        if kind is not None:
            return kind
    return None


def _meters(table: TableFile) -> tuple[tuple[Meter, ...], list[Fault]]:
    """Return the meters by the first row of each that says something."""
    names = table.words["meter"]
    columns = ("kind", "source", "region")
    faults = [fault for column in columns for fault in _contradictions(table, column)]
    said = {column: _first_words(table, column) for column in columns}
    meters = []
    for place, name in enumerate(names.values):
        kind_row, source_row, region_row = (said[column].get(place) for column in ("kind", "source", "region"))
        kind, known_by = _kind(table, name, kind_row, faults)
        source = _source(table, kind, name, source_row, faults)
        region = "" if region_row is None else table.text("region", region_row)
        meters.append(Meter(name, kind, source, region, known_by))
    return tuple(meters), faults


def _first_words(table: TableFile, column: str) -> dict[int, int]:
    """Return meter → its first row that has a word in a column."""
    words = table.words.get(column)
    if words is None:
        return {}
    rows = np.flatnonzero(words.codes >= 0)
    meters, first = np.unique(table.words["meter"].codes[rows], return_index=True)
    return dict(zip(meters.tolist(), rows[first].tolist(), strict=True))


def _contradictions(table: TableFile, column: str) -> list[Fault]:
    """Return a fault for each meter of which a column says two things."""
    words = table.words.get(column)
    if words is None:
        return []
    meters = table.words["meter"]
    rows = np.flatnonzero(words.codes >= 0)
    pairs = meters.codes[rows] * len(words.values) + words.codes[rows]
    distinct, at = np.unique(pairs, return_index=True)
    place = distinct // max(len(words.values), 1)
    faults = []
    for meter in np.flatnonzero(np.bincount(place) > 1):
        first, second = sorted(rows[at[place == meter]].tolist())[:2]
        earlier, later = table.text(column, first), table.text(column, second)
        problem = f"the meter '{meters.values[meter]}' is '{later}' here and '{earlier}' before."
        faults.append(table.fault(second, column, problem, "Give a meter one, or two names.", "FW654"))
    return faults


def _kind(table: TableFile, name: str, row: int | None, faults: list[Fault]) -> tuple[Kind, str]:
    if row is None:
        by_name = kind_by_name(name)
        return (by_name, "name") if by_name is not None else ("load", "default")
    text = table.text("kind", row).lower()
    found = next((kind for kind in KINDS if kind == text), _KIND_WORDS.get(text))
    if found is None:
        near = get_close_matches(text, KINDS, n=1, cutoff=0.5)
        hint = f"Nearest: {near[0]}." if near else f"Known: {', '.join(KINDS)}."
        faults.append(table.fault(row, "kind", f"'{text}' is unknown.", hint, "FW654"))
    return found or "load", "column"


def _source(table: TableFile, kind: Kind, name: str, row: int | None, faults: list[Fault]) -> str:
    """Return the source of a meter that needs one: from the column, else from a word of its name."""
    if kind not in ("on_site_generation", "fuel"):
        return ""
    catalogue = FUELS if kind == "fuel" else SOURCES
    if row is not None:
        text = table.text("source", row)
        key = source_key(text, catalogue)
        if key is None:
            hint = nearest_source(text, catalogue)
            faults.append(table.fault(row, "source", f"'{text}' is unknown.", hint, "FW654"))
        return key or ""
    parts = _SEPARATOR.split(name.lower())
    ends = ["_".join(parts[start:end]) for start in range(len(parts)) for end in range(len(parts), start, -1)]
    key = next((found for end in ends if (found := source_key(end, catalogue)) is not None), None)
    if key is None:
        problem = f"the meter '{name}' of {kind} has no source."
        remedy = f"Add the column source. {nearest_source('', catalogue)}"
        first = int(np.flatnonzero(table.words["meter"].codes == table.words["meter"].values.index(name))[0])
        faults.append(table.fault(first, "source", problem, remedy, "FW654"))
    return key or ""


def _amounts(table: TableFile, meters: tuple[Meter, ...]) -> FloatArray:
    """Return energy, and for water the volume where there is such a column."""
    amount = table.numbers["energy_kwh"]
    if "volume_m3" not in table.numbers:
        return amount
    is_water = np.array([meter.kind == "water_m3" for meter in meters])[table.words["meter"].codes]
    volume = table.numbers["volume_m3"]
    return np.where(is_water & np.isfinite(volume), volume, amount)


def _said_kinds(path: Path, meters: tuple[Meter, ...]) -> list[Finding]:
    """Return what was taken for granted about the meters."""
    guessed = [meter for meter in meters if meter.known_by == "name"]
    if not guessed:
        return []
    words = ", ".join(f"{meter.name} is {meter.kind}" for meter in guessed[:10])
    more = "" if len(guessed) <= 10 else f" and {len(guessed) - 10} more"
    message = f"By their names: {words}{more}."
    return [Finding("meter_kind", path.name, len(guessed), message, "A column kind overrides.")]


def _from_green_button(path: Path) -> Readings:
    table = read_green_button(path)
    meters = tuple(Meter(name, kind_by_name(name) or "load", "", "", "default") for name in table.meters)
    file = InputFile("meters", str(path), table.sha256, len(table.amount_kwh))
    return Readings(file, meters, table.meter, table.seconds, table.amount_kwh, table.findings)
