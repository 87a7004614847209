"""Lots of certificates: what an account holds of them, chosen and taken oldest first."""

from __future__ import annotations

import math
import re
from dataclasses import asdict, dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, select

from firmwatt.errors import UserError
from firmwatt.registry.tables import BALANCES, LOTS
from firmwatt.units import SECONDS_PER_HOUR

WH_PER_KWH: Final = 1_000
WH_PER_MWH: Final = 1_000_000
INSTRUMENTS: Final = {
    "go": "guarantee of origin (Europe)",
    "rec": "renewable energy certificate (North America)",
    "k-rec": "renewable energy certificate for use by companies (Korea)",
    "i-rec": "international renewable energy certificate",
    "gc": "granular certificate of one hour or less",
}
GRANULAR: Final = "gc"
LOT_COLUMNS: Final = ("instrument", "contract", "source", "region", "starts_s", "ends_s")

IntegerArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which certificates are meant; None means any.

    Attributes
    ----------
    instrument, contract, source, region
    from_s, to_s : seconds since 1970, UTC
        The whole period of the certificate lies between them.
    """

    instrument: str | None = None
    contract: str | None = None
    source: str | None = None
    region: str | None = None
    from_s: int | None = None
    to_s: int | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what a query of lots must keep."""
        words = {name: value for name, value in asdict(self).items() if value is not None}
        bounds = {"from_s": LOTS.c.starts_s.__ge__, "to_s": LOTS.c.ends_s.__le__}
        return [bounds[name](value) if name in bounds else LOTS.c[name] == value for name, value in words.items()]

    def __str__(self) -> str:
        """Return the choice in words, empty where everything is meant."""
        words = [value for value in (self.instrument, self.contract, self.source, self.region) if value is not None]
        if self.from_s is not None:
            words.append(f"from {stamp(self.from_s)}")
        if self.to_s is not None:
            words.append(f"to {stamp(self.to_s)}")
        return " ".join(words)


def stamp(seconds: int) -> str:
    """Return a time as text.

    Examples
    --------
    >>> stamp(1704067200)
    '2024-01-01T00:00Z'
    """
    return f"{np.datetime64(seconds, 's').astype('datetime64[m]')}Z"


def kwh(energy_wh: int) -> str:
    """Return energy for people.

    Examples
    --------
    >>> kwh(1_500_250), kwh(12_000)
    ('1,500.25 kWh', '12 kWh')
    """
    return f"{energy_wh / WH_PER_KWH:,.3f}".rstrip("0").rstrip(".") + " kWh"


def energy_wh(mwh: float) -> int:
    """Return MWh as whole watt-hours.

    Raises
    ------
    UserError
        It is not a positive number, or finer than a watt-hour.

    Examples
    --------
    >>> energy_wh(12.5)
    12500000
    """
    wh = mwh * WH_PER_MWH
    if not math.isfinite(wh) or wh <= 0.0:
        raise UserError(f"--mwh: {mwh:g} is no energy. Write more than none, such as 12.5.")
    if abs(wh - round(wh)) > 1e-9 * wh + 1e-6:
        raise UserError(f"--mwh: {mwh!r} is finer than a watt-hour. Write at most six decimals.")
    return round(wh)


def vintage_span(text: str) -> tuple[int, int]:
    """Return the start and the end of a year or month, in seconds since 1970 (UTC).

    Raises
    ------
    UserError
        The text is neither.

    Examples
    --------
    >>> [stamp(second) for second in vintage_span("2025-12")]
    ['2025-12-01T00:00Z', '2026-01-01T00:00Z']
    """
    if not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2]))?", text):
        raise UserError(f"--vintage: '{text}' is no year or month. Write such as 2025 or 2025-03.")
    first = np.datetime64(text, "Y" if len(text) == 4 else "M")
    start, end = (int(time.astype("datetime64[s]").astype(np.int64)) for time in (first, first + 1))
    return start, end


def moved_rows(taken: pd.DataFrame) -> list[dict[str, object]]:
    """Return what was taken of each lot, as JSON knows it."""
    table = taken[["instrument", "contract", "source", "region"]].assign(
        start_utc=taken["starts_s"].map(stamp), end_utc=taken["ends_s"].map(stamp), energy_wh=taken["taken_wh"]
    )
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def held(connection: Connection, account_id: int, choice: Selection) -> pd.DataFrame:
    """Return what an account holds, oldest first: lot_id, held_wh and the columns of the lots.

    Parameters
    ----------
    connection, account_id
    choice
        Which certificates are meant.
    """
    columns = [LOTS.c[name] for name in LOT_COLUMNS]
    query = (
        select(LOTS.c.id.label("lot_id"), BALANCES.c.energy_wh.label("held_wh"), *columns)
        .join(BALANCES, BALANCES.c.lot_id == LOTS.c.id)
        .where(BALANCES.c.account_id == account_id, BALANCES.c.energy_wh > 0, *choice.conditions())
        .order_by(LOTS.c.starts_s, LOTS.c.id)
    )
    table = pd.DataFrame(connection.execute(query).all(), columns=["lot_id", "held_wh", *LOT_COLUMNS])
    whole = ["lot_id", "held_wh", "starts_s", "ends_s"]
    return table.astype(dict.fromkeys(whole, np.int64))


def take_oldest(table: pd.DataFrame, energy_wh: int, name: str, choice: Selection) -> pd.DataFrame:
    """Return the rows of `held` from which an energy is taken, oldest first, with `taken_wh`.

    Raises
    ------
    UserError
        The account holds less.
    """
    in_all = int(table["held_wh"].sum())
    if energy_wh > in_all:
        kind = " ".join(filter(None, ["certificates", f"of {choice}" if str(choice) else ""]))
        raise UserError(
            f"{name}: holds {kwh(in_all)} in {kind}, {kwh(energy_wh)} are asked for. "
            f"No certificate is used twice: ask for less, or import or receive more."
        )
    before = table["held_wh"].cumsum() - table["held_wh"]
    return with_taken(table, energy_wh - before)


def share_by_hour(table: pd.DataFrame, hour_s: IntegerArray, needed_wh: IntegerArray) -> pd.DataFrame:
    """Return the rows of `held` that meet a need of the same hour, with `taken_wh` and the `hour_s` that they serve.

    Parameters
    ----------
    table
        Rows of `held`; a certificate whose period lies in no single hour of `hour_s` serves none.
    hour_s : (hours,) seconds since 1970, start of each hour, rising
    needed_wh : (hours,) Wh, >= 0

    Notes
    -----
    Within an hour the oldest period comes first, then the certificate that came first into the ledger.
    """
    place = np.searchsorted(hour_s, table["starts_s"].to_numpy(), side="right") - 1
    inside = (place >= 0) & (table["ends_s"].to_numpy() <= hour_s[np.maximum(place, 0)] + SECONDS_PER_HOUR)
    fitting = table[inside].assign(hour_s=hour_s[place[inside]], needed_wh=needed_wh[place[inside]])
    before = fitting.groupby("hour_s")["held_wh"].cumsum() - fitting["held_wh"]
    return with_taken(fitting, fitting["needed_wh"] - before)


def with_taken(table: pd.DataFrame, wanted_wh: pd.Series) -> pd.DataFrame:
    """Return the rows of which something is taken, with `taken_wh`: what is wanted of each, at most what is held."""
    taken = wanted_wh.clip(lower=0).clip(upper=table["held_wh"])
    return table.assign(taken_wh=taken).loc[taken > 0]
