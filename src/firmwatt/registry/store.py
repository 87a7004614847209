"""Granular certificates pass through a store: what goes in is taken, what comes out is issued anew, losses are kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import Connection, func, select

from firmwatt.errors import Fault, InputFaults, UserError
from firmwatt.registry.audit import append_audit
from firmwatt.registry.certificate_file import CellFaults, read_table, watt_hours, whole_hours
from firmwatt.registry.issuing import ISSUER
from firmwatt.registry.lots import GRANULAR, Selection, held, kwh, share_by_hour, stamp
from firmwatt.registry.posting import (
    HOLDER,
    ISSUE,
    LOSS,
    SPENT,
    STORE,
    Movement,
    account,
    insert_rows,
    moved,
    next_id,
    post,
)
from firmwatt.registry.tables import CLAIMS, FILES, LOTS
from firmwatt.units import SECONDS_PER_HOUR

IntegerArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class StoreHours:
    """What a store took and gave, hour by hour.

    Attributes
    ----------
    path, content_sha256
    store
        Name of the store; it becomes the `contract` of what comes out.
    region
    hour_s : (hours,) seconds since 1970 (UTC), rising
    charge_wh, discharge_wh : (hours,) Wh, >= 0
    """

    path: Path
    content_sha256: str
    store: str
    region: str
    hour_s: IntegerArray
    charge_wh: IntegerArray
    discharge_wh: IntegerArray


@dataclass(frozen=True, slots=True)
class Stored:
    """What passed through a store.

    Attributes
    ----------
    is_known_file
    charged_wh, discharged_wh, lost_wh, left_wh : Wh >= 0
        What went in, was issued anew, was lost, and is still inside.
    """

    is_known_file: bool
    charged_wh: int
    discharged_wh: int
    lost_wh: int
    left_wh: int


def read_store_hours(path: Path, store: str, region: str) -> StoreHours:
    """Return the hours of a store's meter.

    Parameters
    ----------
    path
        CSV or Parquet: `timestamp`, `charge_kwh`, `discharge_kwh`.
    store, region

    Raises
    ------
    InputFaults
        With the faults of the file.
    """
    content, table = read_table(path, "hours of a store")
    missing = [name for name in ("timestamp", "charge_kwh", "discharge_kwh") if name not in table]
    if missing:
        problem = "the column is missing."
        raise InputFaults(
            [Fault(str(path), 1, 1, name, problem, f"Add the column {name}.", "FW601") for name in missing]
        )
    faults = CellFaults(path)
    hours = whole_hours(table["timestamp"], faults)
    charge, discharge = (
        watt_hours(table[name], lambda numbers: numbers < 0.0, faults) for name in ("charge_kwh", "discharge_kwh")
    )
    is_late = np.diff(hours, prepend=hours[0] - 1) <= 0
    problem = "'{value}' does not follow the hour before it."
    faults.add(table["timestamp"], is_late, (problem, "Give every hour once, in order.", "FW602"))
    faults.check()
    from_bytes = _sha256(content, store, region)
    return StoreHours(path, from_bytes, store, region, hours, charge, discharge)


def exact_fraction(text: str) -> Fraction:
    """Return a decimal number exactly.

    Raises
    ------
    UserError
        It is no number above 0 and up to 1.

    Examples
    --------
    >>> exact_fraction("0.86")
    Fraction(43, 50)
    """
    try:
        value = Fraction(text)
    except (ValueError, ZeroDivisionError) as error:
        raise UserError(f"--efficiency: '{text}' is no number. Write a fraction such as 0.86.") from error
    if not 0 < value <= 1:
        raise UserError(f"--efficiency: {text} is not above 0 and up to 1. Write a fraction such as 0.86.")
    return value


def pass_through(connection: Connection, holder: str, hours: StoreHours, efficiency: Fraction) -> Stored:
    """Move the certificates of what a store took out of an account, and issue those of what it gave.

    Parameters
    ----------
    connection
        Of `writing`.
    holder
    hours
    efficiency : 0 < efficiency <= 1
        Energy given over energy taken.

    Raises
    ------
    UserError
        An hour's charge is not covered by granular certificates of that hour and region in the account, or the store
        gives more than its certificates hold. Nothing is changed.

    Notes
    -----
    Of `discharge / efficiency` watt-hours (rounded up) taken from the store, oldest first, `discharge` are spent on
    certificates of the discharging hour, of the same source; the rest is booked as loss.
    """
    if connection.execute(select(FILES.c.name).where(FILES.c.content_sha256 == hours.content_sha256)).scalar():
        return Stored(True, 0, 0, 0, _inside_wh(connection, hours.store))
    _check_later(connection, hours)
    holder_id = account(connection, HOLDER, holder, is_new=False)
    store_id = account(connection, STORE, hours.store, is_new=True)
    charged = _charge(connection, (holder_id, store_id), holder, hours)
    number, lost = _discharge(connection, (holder_id, store_id), hours, efficiency)
    file = pd.DataFrame([{"content_sha256": hours.content_sha256, "name": hours.path.name, "movement_id": number}])
    insert_rows(connection, FILES, file)
    seen = {"file": hours.path.name, "content_sha256": hours.content_sha256, "store": hours.store}
    append_audit(connection, "hours of a store", seen)
    return Stored(False, charged, int(hours.discharge_wh.sum()), lost, _inside_wh(connection, hours.store))


def _charge(connection: Connection, accounts: tuple[int, int], holder: str, hours: StoreHours) -> int:
    """Move certificates of each charging hour into the store; return the Wh moved."""
    span = (int(hours.hour_s[0]), int(hours.hour_s[-1]) + SECONDS_PER_HOUR)
    stock = held(
        connection, accounts[0], Selection(instrument=GRANULAR, region=hours.region, from_s=span[0], to_s=span[1])
    )
    taken = share_by_hour(stock, hours.hour_s, hours.charge_wh)
    covered = taken.groupby("hour_s")["taken_wh"].sum().reindex(hours.hour_s, fill_value=0).to_numpy()
    short = np.flatnonzero(covered < hours.charge_wh)
    if len(short):
        first = int(short[0])
        raise UserError(
            f"{hours.path}: {len(short)} hours of charging are not covered by certificates of {holder} in "
            f"{hours.region}, the first {stamp(int(hours.hour_s[first]))}: {kwh(int(covered[first]))} of "
            f"{kwh(int(hours.charge_wh[first]))}. Charge what certificates cover, or import those of these hours."
        )
    if len(taken):
        claims = taken[["lot_id"]].assign(
            beneficiary=hours.store,
            used_from_s=taken["hour_s"],
            used_to_s=taken["hour_s"] + SECONDS_PER_HOUR,
            energy_wh=taken["taken_wh"],
        )
        detail = {"store": hours.store, "from": holder, "energy_wh": int(taken["taken_wh"].sum())}
        post(connection, Movement("charge", hours.path.name, moved(taken, *accounts), claims=claims, detail=detail))
    return int(taken["taken_wh"].sum())


def _discharge(
    connection: Connection, accounts: tuple[int, int], hours: StoreHours, efficiency: Fraction
) -> tuple[int | None, int]:
    """Spend what the store holds on certificates of the discharging hours; return the movement and the loss."""
    holder_id, store_id = accounts
    stock = held(connection, store_id, Selection())
    parts = pd.DataFrame(
        _parts(stock, hours, efficiency),
        columns=["lot_id", "starts_s", "taken_wh", "energy_wh"],
    )
    if not len(parts):
        return None, 0
    ids = {kind: account(connection, kind, hours.store, is_new=True) for kind in (LOSS, SPENT)}
    issuer = account(connection, ISSUE, ISSUER, is_new=True)
    given = parts[parts["energy_wh"] > 0].merge(stock[["lot_id", "source"]], on="lot_id")
    lots = _new_lots(given, hours, next_id(connection, LOTS))
    by_lot = parts.groupby("lot_id", as_index=False)[["taken_wh", "energy_wh"]].sum()
    spent = by_lot.assign(taken_wh=by_lot["energy_wh"])
    loss = by_lot.assign(taken_wh=by_lot["taken_wh"] - by_lot["energy_wh"])
    issued = lots.rename(columns={"id": "own"}).assign(lot_id=lots["id"], taken_wh=lots["energy_wh"])
    entries = [
        moved(spent[spent["taken_wh"] > 0], store_id, ids[SPENT]),
        moved(loss[loss["taken_wh"] > 0], store_id, ids[LOSS]),
        moved(issued, issuer, holder_id),
    ]
    lost = int(loss["taken_wh"].sum())
    detail = {
        "store": hours.store,
        "efficiency": str(efficiency),
        "energy_wh": int(lots["energy_wh"].sum()),
        "lost_wh": lost,
    }
    movement = Movement("discharge", hours.path.name, pd.concat(entries, ignore_index=True), lots=lots, detail=detail)
    return post(connection, movement), lost


def _parts(stock: pd.DataFrame, hours: StoreHours, efficiency: Fraction) -> Iterator[tuple[int, int, int, int]]:
    """Yield (lot, discharging hour, Wh taken from the store, Wh given), oldest lot first."""
    lots = iter(stock[["lot_id", "ends_s", "held_wh"]].itertuples(index=False, name=None))
    lot, ready_s, left = 0, 0, 0
    for hour, given in zip(hours.hour_s.tolist(), hours.discharge_wh.tolist(), strict=True):
        need = -(-given * efficiency.denominator // efficiency.numerator)
        taken_before, given_before = 0, 0
        while taken_before < need:
            if left == 0:
                lot, ready_s, left = next(lots, (0, 0, 0))
            if left == 0 or ready_s > hour:
                raise UserError(
                    f"{hours.path}: in the hour of {stamp(hour)} {hours.store} gives {kwh(given)}, for which "
                    f"{kwh(need)} must have gone in; {kwh(taken_before)} are left. "
                    f"Charge more before, or mend --efficiency ({float(efficiency):g})."
                )
            step = min(left, need - taken_before)
            taken_before, left = taken_before + step, left - step
            given_now = given * taken_before // need
            yield lot, hour, step, given_now - given_before
            given_before = given_now


def _new_lots(given: pd.DataFrame, hours: StoreHours, first: int) -> pd.DataFrame:
    """Return the lots of what the store gave: the source is that of what went in."""
    lot, start = given["lot_id"].astype(str), given["starts_s"].astype(str)
    return given[["source", "starts_s", "energy_wh"]].assign(
        id=np.arange(first, first + len(given)),
        identity=f"{GRANULAR}|{hours.region}|{hours.store}|" + start + "|from lot " + lot,
        instrument=GRANULAR,
        contract=hours.store,
        region=hours.region,
        ends_s=given["starts_s"] + SECONDS_PER_HOUR,
        parent_id=given["lot_id"],
    )


def _check_later(connection: Connection, hours: StoreHours) -> None:
    """Raise if an hour of the file does not come after all hours of the store that the ledger holds."""
    charged = select(func.max(CLAIMS.c.used_from_s)).where(CLAIMS.c.beneficiary == hours.store)
    given = select(func.max(LOTS.c.starts_s)).where(LOTS.c.contract == hours.store, LOTS.c.parent_id.is_not(None))
    known = [last for query in (charged, given) if (last := connection.execute(query).scalar()) is not None]
    first = int(hours.hour_s[0])
    if known and first <= max(known):
        raise UserError(
            f"{hours.path}: begins with {stamp(first)}, but the ledger holds hours of {hours.store} until "
            f"{stamp(max(known))}. Give later hours only: an hour of a store is booked once."
        )


def _inside_wh(connection: Connection, store: str) -> int:
    number = account(connection, STORE, store, is_new=False)
    return int(held(connection, number, Selection())["held_wh"].sum())


def _sha256(content: bytes, store: str, region: str) -> str:
    """Return the hash of a file as one store's: two stores may have meters that read alike."""
    return sha256(f"{store}|{region}|".encode() + content).hexdigest()
