"""Chips, servers and buildings with the carbon of their making, from a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np

from firmwatt.accounting.account import InputFile
from firmwatt.accounting.metered.table_file import Layout, TableFile, read_table_file
from firmwatt.accounting.views.software import embodied_share_kg
from firmwatt.catalog import loader
from firmwatt.errors import Fault, InputFaults
from firmwatt.timegrid import FloatArray
from firmwatt.units import HOURS_PER_YEAR

KINDS: Final = ("chip", "server", "network", "building", "equipment")
LAYOUT: Final = Layout(
    words=("asset", "kind", "in_service"),
    numbers=("count", "embodied_kg", "lifetime_years", "share"),
    required=("asset", "kind"),
)
_LIFETIME: Final = {"building": "building_lifetime_years"}


@dataclass(frozen=True, slots=True)
class Asset:
    """Some equal things.

    Attributes
    ----------
    name
    kind : one of `KINDS`
    embodied_kg
        Of all of them, kg CO2e.
    lifetime_hours
    first_hour
        Since 1970-01-01T00Z, when they went into service; None if that is not said.
    share : 0-1
        Reserved for this account.
    is_catalogued
        Whether the carbon of their making is the catalogue's.
    """

    name: str
    kind: str
    embodied_kg: float
    lifetime_hours: float
    first_hour: int | None
    share: float
    is_catalogued: bool


@dataclass(frozen=True, slots=True)
class AssetFile:
    """The assets of a file."""

    file: InputFile
    assets: tuple[Asset, ...]


def read_assets(path: Path) -> AssetFile:
    """Return the assets of a CSV file.

    Parameters
    ----------
    path
        Columns `asset, kind` and `count` (1), `embodied_kg` each (of chips the catalogue's where empty),
        `lifetime_years` (the catalogue's where empty), `in_service` (a date) and `share` (1).

    Raises
    ------
    InputFaults
        If the file cannot be read, a kind is unknown, a number cannot be true, or embodied carbon is missing.
    """
    table = read_table_file(path, LAYOUT)
    faults: list[Fault] = []
    assets = [_asset(table, row, faults) for row in range(table.rows)]
    if faults:
        raise InputFaults(faults)
    return AssetFile(InputFile("assets", str(path), table.sha256, table.rows), tuple(assets))


def embodied_kg(asset: Asset, first_hour: int, hours: int) -> float:
    """Return what the making of an asset puts on an account, by the hours of it in which the asset serves.

    Parameters
    ----------
    asset
    first_hour
        Of the account, since 1970-01-01T00Z.
    hours
        Of the account.

    Notes
    -----
    `TE · (TiR / EL) · (RR / ToR)`: the reserved hours are those of the account between the first day of service and
    the end of the lifetime.
    """
    start, end = first_hour, first_hour + hours
    if asset.first_hour is not None:
        start = max(start, asset.first_hour)
        end = min(end, asset.first_hour + int(asset.lifetime_hours))
    return embodied_share_kg(asset.embodied_kg, max(end - start, 0), asset.lifetime_hours, asset.share)


def _asset(table: TableFile, row: int, faults: list[Fault]) -> Asset:
    name, kind = table.text("asset", row), table.text("kind", row).lower()
    if kind not in KINDS:
        faults.append(table.fault(row, "kind", f"'{kind}' is unknown.", f"Known: {', '.join(KINDS)}.", "FW654"))
    count, share = _cell(table, "count", row, 1.0), _cell(table, "share", row, 1.0)
    each, years = _cell(table, "embodied_kg", row, np.nan), _cell(table, "lifetime_years", row, np.nan)
    is_catalogued = bool(np.isnan(each)) and kind == "chip"
    if is_catalogued:
        each = loader.get("serving", "default", "embodied_kg_per_chip").number
    if np.isnan(years):
        years = loader.get("compute", "default", _LIFETIME.get(kind, "it_lifetime_years")).number
    if np.isnan(each):
        remedy = "Write kg CO2e of making one; the catalogue knows chips only."
        faults.append(table.fault(row, "embodied_kg", "it is empty.", remedy, "FW653"))
    numbers: tuple[tuple[str, FloatArray | float, float], ...] = (("count", count, np.inf), ("share", share, 1.0))
    for column, value, most in (*numbers, ("embodied_kg", each, np.inf), ("lifetime_years", years, 200.0)):
        if not np.isnan(value) and not 0.0 <= value <= most:
            faults.append(table.fault(row, column, f"{value:g} cannot be.", f"Write 0 to {most:g}.", "FW653"))
    first = _first_hour(table, row, faults)
    return Asset(name, kind, count * each, years * HOURS_PER_YEAR, first, share, is_catalogued)


def _cell(table: TableFile, column: str, row: int, default: float) -> float:
    value = float(table.numbers[column][row]) if column in table.numbers else np.nan
    return default if np.isnan(value) else value


def _first_hour(table: TableFile, row: int, faults: list[Fault]) -> int | None:
    text = table.text("in_service", row)
    try:
        return int(np.datetime64(date.fromisoformat(text), "h").astype(np.int64)) if text else None
    except ValueError:
        problem = f"'{text}' is no date."
        remedy = "Write one such as 2025-06-30."
        faults.append(table.fault(row, "in_service", problem, remedy, "FW652"))
        return None
