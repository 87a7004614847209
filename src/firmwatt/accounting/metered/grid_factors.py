"""Grid factors from a file, hourly or by period, one or more regions: only what it holds, nothing guessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from firmwatt.accounting.account import Finding, InputFile
from firmwatt.accounting.grid_upstream import fuel_supply_kg_per_mwh
from firmwatt.accounting.metered.clock import NO_TIME, Calendar, period_hours, utc_seconds
from firmwatt.accounting.metered.table_file import MOST_FAULTS, Layout, TableFile, read_table_file
from firmwatt.catalog import loader
from firmwatt.errors import Fault, InputFaults, UserError
from firmwatt.timegrid import FloatArray, IntArray
from firmwatt.units import SECONDS_PER_HOUR

AVERAGE, RESIDUAL, SHARE = "carbon_intensity_kg_per_mwh", "residual_kg_per_mwh", "carbon_free_share"
MARGINAL, FOSSIL, SUPPLIER = "marginal_kg_per_mwh", "fossil_kg_per_mwh", "supplier_rate_kg_per_mwh"
PRICE, WATER, LOSS, UPSTREAM = "price_usd_per_mwh", "water_l_per_mwh", "loss_share", "upstream_kg_per_mwh"
LIMITS: Final[Mapping[str, tuple[float, float]]] = {
    AVERAGE: (0.0, 2000.0), RESIDUAL: (0.0, 2000.0), SHARE: (0.0, 1.0), MARGINAL: (0.0, 2500.0),
    FOSSIL: (0.0, 2500.0), SUPPLIER: (0.0, 2000.0), PRICE: (-5000.0, 100_000.0), WATER: (0.0, 100_000.0),
    LOSS: (0.0, 0.5), UPSTREAM: (0.0, 1000.0),
}  # fmt: skip
"""Column → least and most that it may hold."""
EXPECTED: Final = (AVERAGE, RESIDUAL, SHARE)
LAYOUT: Final = Layout(
    words=("timestamp", "period", "region"),
    numbers=tuple(LIMITS),
    required=(),
    aliases=(
        ("time", "timestamp"), ("time_utc", "timestamp"), ("average_intensity_kg_per_mwh", AVERAGE),
        ("residual_intensity_kg_per_mwh", RESIDUAL), ("marginal_intensity_kg_per_mwh", MARGINAL),
        ("marginal_carbon_intensity_kg_per_mwh", MARGINAL), ("site", "region"),
    ),
)  # fmt: skip
_LEFT_EMPTY: Final = "What needs it is left empty."
_LENT: Final = {
    AVERAGE: "mean_intensity_kg_per_mwh",
    RESIDUAL: "residual_intensity_kg_per_mwh",
    SHARE: "carbon_free_share",
    WATER: "water_l_per_mwh",
}


@dataclass(frozen=True, slots=True, eq=False)
class GridFactors:
    """Factors of the regions of an account.

    Attributes
    ----------
    file
        None where there is none.
    columns : column → (regions, hours)
        NaN where the file has no value for an hour; a column that the file lacks is absent.
    findings
    """

    file: InputFile | None
    columns: Mapping[str, FloatArray]
    findings: tuple[Finding, ...]


def read_grid_factors(
    path: Path | None, regions: tuple[str, ...], calendar: Calendar, time_zone: str | None
) -> GridFactors:
    """Return the factors of a grid file, on the hours and regions of an account.

    Parameters
    ----------
    path
        None gives no columns.
    regions
        As the meters name them; a single one takes the rows of a file without regions.
    calendar, time_zone

    Raises
    ------
    InputFaults
        If the file cannot be read or a value cannot be true.
    UserError
        If it holds nothing for a region, or for any hour of the account.
    """
    if path is None:
        return GridFactors(None, {}, ())
    table = read_table_file(path, LAYOUT)
    if not table.numbers:
        known = ", ".join(LIMITS)
        raise InputFaults([Fault(str(path), 1, 1, "", "it has no factor.", f"Known columns are {known}.", "FW651")])
    faults = _value_faults(table)
    if faults:
        raise InputFaults(faults)
    findings = [
        Finding("missing_column", f"{path.name}: {name}", 1, f"There is no column {name}.", _LEFT_EMPTY)
        for name in EXPECTED
        if name not in table.numbers
    ]
    if table.unknown:
        message = f"The columns {', '.join(table.unknown)} are not known."
        findings.append(Finding("unknown_column", path.name, len(table.unknown), message, "Not read."))
    region = _region_of_rows(table, regions)
    columns = _columns(table, region, calendar, time_zone, findings)
    if not any(np.isfinite(column).any() for column in columns.values()):
        first, last = calendar.stamps[0], calendar.stamps[-1]
        raise UserError(f"{path}: no value falls in the hours of the meters, {first}Z to {last}Z. Give that period.")
    return GridFactors(InputFile("grid", str(path), table.sha256, table.rows), columns, tuple(findings))


def lend_factors(factors: GridFactors, region: str | None, regions: int, hours: int) -> GridFactors:
    """Return the factors with what is lacking lent from a row of the catalogue, which is told.

    Parameters
    ----------
    factors
    region
        Key of the table `regions`; None lends nothing.
    regions, hours
        Of the account.

    Raises
    ------
    UserError
        If the catalogue has no such region; the message names the nearest.
    """
    if region is None:
        return factors
    if region not in loader.keys("regions"):
        near = get_close_matches(region, loader.keys("regions"), n=3, cutoff=0.4)
        hint = f"Nearest: {', '.join(near)}." if near else f"Known: {', '.join(loader.keys('regions'))}."
        raise UserError(f"--region '{region}' is unknown. {hint}")
    columns, findings = dict(factors.columns), list(factors.findings)
    for column, parameter in _LENT.items():
        row = loader.find("regions", region, parameter)
        if column not in columns and row is not None:
            columns[column] = np.full((regions, hours), row.number)
            message = f"{column} is {row.number:g}, the catalogue's yearly value of {region} ({row.source_year})."
            findings = [each for each in findings if each.treatment != _LEFT_EMPTY or not each.where.endswith(column)]
            findings.append(Finding("lent", f"catalogue: regions {region}", 1, message, "Used for all hours."))
    return GridFactors(factors.file, columns, tuple(findings))


def with_fuel_supply(factors: GridFactors) -> GridFactors:
    """Return the factors with the supply of fuels by average and carbon-free share where the file lacks it, told."""
    columns = factors.columns
    if UPSTREAM in columns or AVERAGE not in columns or SHARE not in columns:
        return factors
    supply = fuel_supply_kg_per_mwh(columns[AVERAGE], columns[SHARE])
    message = f"There is no column {UPSTREAM}: {np.nanmean(supply):.3g} on average follow from {AVERAGE} and {SHARE}."
    told = Finding("lent", "catalogue: combustion", 1, message, "Used for all hours.")
    return GridFactors(factors.file, {**columns, UPSTREAM: supply}, (*factors.findings, told))


def _value_faults(table: TableFile) -> list[Fault]:
    faults: list[Fault] = []
    for name, values in table.numbers.items():
        least, most = LIMITS[name]
        for row in np.flatnonzero((values < least) | (values > most))[: MOST_FAULTS - len(faults)]:
            problem = f"{values[row]:g} lies outside {least:g} to {most:g}."
            remedy = "Write a fraction such as 0.42." if name in (SHARE, LOSS) else "Correct it, or leave it empty."
            faults.append(table.fault(int(row), name, problem, remedy, "FW653"))
    return faults


def _region_of_rows(table: TableFile, regions: tuple[str, ...]) -> IntArray:
    """Return (rows,) the place of each row's region in the account; -1 for a region that it lacks."""
    words = table.words.get("region")
    if words is None:
        if len(regions) > 1:
            raise UserError(
                f"{table.path}: there is no column region, but the meters name {', '.join(regions)}. Add it."
            )
        return np.zeros(table.rows, dtype=np.int64)
    if regions == ("",):
        if len(set(words.values)) > 1:
            raise UserError(f"{table.path}: it names several regions, the meters none. Add the column region there.")
        return np.zeros(table.rows, dtype=np.int64)
    absent = [name for name in regions if name not in words.values]
    if absent:
        near = get_close_matches(absent[0], words.values, n=1, cutoff=0.5)
        hint = f" Nearest: {near[0]}." if near else ""
        raise UserError(f"{table.path}: it has nothing for the region '{absent[0]}' of the meters.{hint} Add its rows.")
    place = np.array([regions.index(name) if name in regions else -1 for name in words.values] + [-1])
    found: IntArray = place[words.codes]
    return found


def _columns(
    table: TableFile, region: IntArray, calendar: Calendar, time_zone: str | None, findings: list[Finding]
) -> dict[str, FloatArray]:
    """Return column → (regions, hours): the mean of the rows of an hour, or the value of its period."""
    count = int(region.max()) + 1
    stamps, words = table.words.get("timestamp"), table.words.get("period")
    if stamps is None and words is None:
        problem = "neither timestamp nor period is there."
        remedy = "Add one: hours, or periods such as 2025."
        raise InputFaults([Fault(str(table.path), 1, 1, "timestamp", problem, remedy, "FW651")])
    spans = np.full((table.rows, 2), -1, dtype=np.int64)
    is_hour = np.ones(table.rows, dtype=bool) if words is None else np.zeros(table.rows, dtype=bool)
    if stamps is not None and words is not None:
        is_hour = stamps.codes >= 0
    if is_hour.any():
        seconds, told = utc_seconds(table, region, time_zone, is_hour)
        findings += told
        _tell_repeats(table, region[is_hour], seconds, findings)
        hour = np.where(seconds == NO_TIME, -1, seconds // SECONDS_PER_HOUR - calendar.first_hour)
        spans[is_hour] = np.stack([hour, hour + 1], axis=1)
    if words is not None:
        spans[~is_hour] = _period_spans(table, calendar, np.flatnonzero(~is_hour))
    kept = (region >= 0) & (spans[:, 1] > 0) & (spans[:, 0] < calendar.hours)
    return {
        name: _laid_out(values[kept], region[kept], spans[kept], (count, calendar.hours))
        for name, values in table.numbers.items()
    }


def _tell_repeats(table: TableFile, region: IntArray, seconds: IntArray, findings: list[Finding]) -> None:
    count = int(pd.DataFrame({"region": region, "seconds": seconds}).duplicated().sum())
    if count:
        message = f"{count} rows repeat a time of their region."
        findings.append(Finding("duplicate", table.path.name, count, message, "The mean was taken."))


def _period_spans(table: TableFile, calendar: Calendar, rows: IntArray) -> IntArray:
    """Return (rows, 2) first hour of the account and the hour after the last of some rows' periods."""
    words = table.words["period"]
    spans = [period_hours(text, calendar.time_zone) for text in words.values]
    for row in rows:
        if words.codes[row] < 0 or spans[words.codes[row]] is None:
            problem = f"'{table.text('period', row)}' is no period."
            remedy = "Write a year or month such as 2025-03."
            raise InputFaults([table.fault(int(row), "period", problem, remedy, "FW652")])
    return np.array([spans[code] for code in words.codes[rows]], dtype=np.int64).reshape(-1, 2) - calendar.first_hour


def _laid_out(values: FloatArray, region: IntArray, spans: IntArray, shape: tuple[int, int]) -> FloatArray:
    """Return (regions, hours) the mean of the values whose span holds the hour; NaN where there is none."""
    known = np.isfinite(values)
    values, region, spans = values[known], region[known], np.clip(spans[known], 0, shape[1])
    total, count = np.zeros(shape), np.zeros(shape)
    if np.all(spans[:, 1] - spans[:, 0] == 1):
        np.add.at(total, (region, spans[:, 0]), values)
        np.add.at(count, (region, spans[:, 0]), 1.0)
    else:
        for value, at, (first, after) in zip(values, region, spans, strict=True):
            total[at, first:after] += value
            count[at, first:after] += 1.0
    means: FloatArray = np.divide(total, count, out=np.full(shape, np.nan), where=count > 0.0)
    return means
