"""A year of cooling plants as objects for programs and tables for people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import pandas as pd

from firmwatt.errors import UserError
from firmwatt.facility.backup import Backup, backup_year
from firmwatt.facility.plant_year import PlantYear
from firmwatt.interop.replace import replaced_file
from firmwatt.timegrid import utc_stamps

QUANTITIES = (
    "pue", "wue_l_per_kwh", "consumed_l_per_kwh", "peak_pue", "free_hours", "energy_reuse_factor",
    "delivered_kwh_per_kwh",
)  # fmt: skip
"""Yearly values of a plant that have an interval."""
TABLE_SUFFIXES = (".csv", ".parquet")


def plant_record(year: PlantYear, backup: Backup) -> dict[str, object]:
    """Return a plant's year as one object: each quantity with `value`, `low` and `high`.

    Parameters
    ----------
    year
    backup
        Behind one megawatt of IT at the plant's highest PUE.
    """
    ask = year.ask
    return {
        "plant": ask.plant,
        "load_share": ask.load_share,
        **{name: asdict(getattr(year, name)) for name in QUANTITIES},
        "reuse_temperature_c": year.reuse_temperature_c,
        "backup_per_it_mw": asdict(backup_year(backup, year.peak_pue.value, year.pue.value)),
        "samples": ask.samples,
        "seed": ask.seed,
    }


def hourly_table(years: Sequence[PlantYear], weather_year: int) -> pd.DataFrame:
    """Return one row an hour and plant: UTC, PUE and WUE with their intervals."""
    stamps = pd.DatetimeIndex(utc_stamps(weather_year), name="time")
    tables = []
    for year in years:
        table = pd.DataFrame({"plant": year.ask.plant}, index=stamps)
        for name, by_hour in (("pue", year.pue_by_hour), ("wue_l_per_kwh", year.wue_by_hour_l_per_kwh)):
            table[name], table[f"{name}_low"], table[f"{name}_high"] = by_hour.value, by_hour.low, by_hour.high
        tables.append(table)
    return pd.concat(tables).reset_index()


def check_table_name(out: Path) -> None:
    """Raise, before any work is done, if a table cannot have this name.

    Raises
    ------
    UserError
        If the ending is none that we write.
    """
    if out.suffix not in TABLE_SUFFIXES:
        raise UserError(f"{out}: '{out.suffix}' is no kind of table. Write {' or '.join(TABLE_SUFFIXES)}.")


def write_table(table: pd.DataFrame, out: Path) -> None:
    """Write a table as CSV or Parquet, whole or not at all."""
    with replaced_file(out) as new:
        if out.suffix == ".parquet":
            table.to_parquet(new, index=False)
        else:
            table.to_csv(new, index=False)
