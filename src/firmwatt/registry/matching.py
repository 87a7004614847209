"""Certificates are set against a load, hour by hour or over a year, and retired for it: each once, each hour once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import Connection, func, select

from firmwatt.errors import UserError
from firmwatt.registry.lots import WH_PER_KWH, Selection, held, share_by_hour, with_taken
from firmwatt.registry.movements import post_retirement
from firmwatt.registry.posting import HOLDER, account
from firmwatt.registry.tables import CLAIMS, LOTS, MOVEMENTS
from firmwatt.units import SECONDS_PER_HOUR

MATCH, RETIRE = "match", "retire"
HOURLY, ANNUAL = "hourly", "annual"

IntegerArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class HourlyLoad:
    """A load to be matched.

    Attributes
    ----------
    beneficiary
        Whose load it is; an hour of it is matched once.
    region
        Whose certificates may serve it.
    hour_s : (hours,) seconds since 1970 (UTC), start of each hour, rising
    energy_wh : (hours,) Wh, >= 0
    """

    beneficiary: str
    region: str
    hour_s: IntegerArray
    energy_wh: IntegerArray


@dataclass(frozen=True, slots=True, eq=False)
class Matched:
    """What certificates of one account and one load came to.

    Attributes
    ----------
    load_wh, new_wh, before_wh : Wh >= 0
        The load; what was retired for it now, and by earlier calls.
    hours
        Of the load.
    full_hours
        Those which certificates meet in full; None where a year is matched as one.
    contracts
        Rows that `firmwatt account --contracts` reads, of now and earlier: `timestamp` (hourly) or `period` (annual),
        `contract`, `source`, `energy_kwh`, `kind`, which is `certificate`, and `region`.
    """

    load_wh: int
    new_wh: int
    before_wh: int
    hours: int
    full_hours: int | None
    contracts: pd.DataFrame

    @property
    def matched_share(self) -> float:
        """Return the share of the load that certificates meet, 0-1."""
        return (self.new_wh + self.before_wh) / self.load_wh if self.load_wh else 0.0

    def record(self) -> dict[str, object]:
        """Return all figures as JSON knows them."""
        return {
            "load_kwh": self.load_wh / WH_PER_KWH,
            "retired_now_kwh": self.new_wh / WH_PER_KWH,
            "retired_before_kwh": self.before_wh / WH_PER_KWH,
            "matched_share": self.matched_share,
            "hours": self.hours,
            "full_hours": self.full_hours,
            "contracts": self.contracts.to_dict("records"),
        }


def match(connection: Connection, holder: str, load: HourlyLoad, basis: str, choice: Selection) -> Matched:
    """Retire the certificates of an account that meet a load, and return what came of it.

    Parameters
    ----------
    connection
        Of `writing`.
    holder
        Whose certificates are used.
    load
    basis : hourly or annual
        Whether a certificate serves its own hour or any hour of its calendar year (UTC).
    choice
        Which certificates are meant; the region is the load's.

    Raises
    ------
    UserError
        There is no such account, or the load has no hours.

    Notes
    -----
    Oldest first. What earlier calls retired for the same beneficiary within the hour (or year) counts, so that the
    same call again changes nothing, and a year counts what its hours were matched with.
    """
    if not len(load.hour_s):
        raise UserError(f"{load.beneficiary}: the load has no hours. Give at least one.")
    slots = _slots(load, basis)
    before = _claimed_wh(connection, load.beneficiary, slots)
    need = np.maximum(slots["need_wh"].to_numpy() - before, 0)
    account_id = account(connection, HOLDER, holder, is_new=False)
    span = (int(slots["from_s"].iloc[0]), int(slots["to_s"].iloc[-1]))
    chosen = Selection(choice.instrument, choice.contract, choice.source, load.region, *span)
    stock = held(connection, account_id, chosen)
    share = _share_by_hour if basis == HOURLY else _share_by_year
    taken = share(stock, slots, need)
    if len(taken):
        post_retirement(connection, taken, (holder, load.beneficiary), MATCH, f"{basis} {load.region}")
    met = _claimed_wh(connection, load.beneficiary, slots)
    return Matched(
        load_wh=int(load.energy_wh.sum()),
        new_wh=int(taken["taken_wh"].sum()),
        before_wh=int(np.minimum(before, slots["need_wh"]).sum()),
        hours=len(load.hour_s),
        full_hours=int((met >= slots["need_wh"]).sum()) if basis == HOURLY else None,
        contracts=_contract_rows(connection, load.beneficiary, span, basis),
    )


def _slots(load: HourlyLoad, basis: str) -> pd.DataFrame:
    """Return from_s, to_s and need_wh of what is matched as one: each hour, or each calendar year."""
    if basis == HOURLY:
        return pd.DataFrame({"from_s": load.hour_s, "to_s": load.hour_s + SECONDS_PER_HOUR, "need_wh": load.energy_wh})
    year = load.hour_s.astype("datetime64[s]").astype("datetime64[Y]")
    first, place = np.unique(year, return_inverse=True)
    need = np.zeros(len(first), dtype=np.int64)
    np.add.at(need, place, load.energy_wh)
    after = (first.astype(np.int64) + 1).astype("datetime64[Y]")
    return pd.DataFrame({"from_s": _seconds(first), "to_s": _seconds(after), "need_wh": need})


def _seconds(times: NDArray[np.datetime64]) -> IntegerArray:
    return times.astype("datetime64[s]").astype(np.int64)


def _claimed_wh(connection: Connection, beneficiary: str, slots: pd.DataFrame) -> IntegerArray:
    """Return (slots,) Wh that certificates were retired for already, for uses within each hour or year."""
    query = (
        select(CLAIMS.c.used_from_s, CLAIMS.c.used_to_s, func.sum(CLAIMS.c.energy_wh))
        .join(MOVEMENTS, MOVEMENTS.c.id == CLAIMS.c.movement_id)
        .where(CLAIMS.c.beneficiary == beneficiary, MOVEMENTS.c.action.in_((MATCH, RETIRE)))
        .group_by(CLAIMS.c.used_from_s, CLAIMS.c.used_to_s)
    )
    start, end, energy = np.array(
        [(first, last, int(wh)) for first, last, wh in connection.execute(query)], dtype=np.int64
    ).reshape(-1, 3).T  # fmt: skip
    place = np.searchsorted(slots["from_s"].to_numpy(), start, side="right") - 1
    inside = (place >= 0) & (end <= slots["to_s"].to_numpy()[place])
    claimed = np.zeros(len(slots), dtype=np.int64)
    np.add.at(claimed, place[inside], energy[inside])
    return claimed


def _share_by_hour(stock: pd.DataFrame, slots: pd.DataFrame, need: IntegerArray) -> pd.DataFrame:
    shared = share_by_hour(stock, slots["from_s"].to_numpy(), need)
    return shared.assign(used_from_s=shared["hour_s"], used_to_s=shared["hour_s"] + SECONDS_PER_HOUR)


def _share_by_year(stock: pd.DataFrame, slots: pd.DataFrame, need: IntegerArray) -> pd.DataFrame:
    """Return what serves each calendar year, oldest first."""
    place = np.searchsorted(slots["from_s"].to_numpy(), stock["starts_s"].to_numpy(), side="right") - 1
    to_s = slots["to_s"].to_numpy()[place]
    fitting = stock.assign(place=place, used_from_s=slots["from_s"].to_numpy()[place], used_to_s=to_s)
    fitting = fitting[fitting["ends_s"] <= fitting["used_to_s"]]
    before = fitting.groupby("place")["held_wh"].cumsum() - fitting["held_wh"]
    return with_taken(fitting, need[fitting["place"].to_numpy()] - before)


def _contract_rows(connection: Connection, beneficiary: str, span: tuple[int, int], basis: str) -> pd.DataFrame:
    """Return what was retired for a beneficiary between two times, by hour or period, contract and source."""
    energy, what = func.sum(CLAIMS.c.energy_wh), (LOTS.c.contract, LOTS.c.source, LOTS.c.region)
    query = (
        select(CLAIMS.c.used_from_s, *what, energy)
        .join(LOTS, LOTS.c.id == CLAIMS.c.lot_id)
        .join(MOVEMENTS, MOVEMENTS.c.id == CLAIMS.c.movement_id)
        .where(
            CLAIMS.c.beneficiary == beneficiary,
            CLAIMS.c.used_from_s >= span[0],
            CLAIMS.c.used_to_s <= span[1],
            MOVEMENTS.c.action.in_((MATCH, RETIRE)),
            (CLAIMS.c.used_to_s - CLAIMS.c.used_from_s == SECONDS_PER_HOUR) == (basis == HOURLY),
        )
        .group_by(CLAIMS.c.used_from_s, *what)
        .order_by(CLAIMS.c.used_from_s, *what)
    )
    time = "timestamp" if basis == HOURLY else "period"
    table = pd.DataFrame(connection.execute(query).all(), columns=[time, "contract", "source", "region", "energy_kwh"])
    starts = table[time].to_numpy(dtype=np.int64).astype("datetime64[s]")
    words = np.datetime_as_string(starts, unit="m" if basis == HOURLY else "Y")
    ended = [f"{word}Z" for word in words] if basis == HOURLY else words
    kwh = table["energy_kwh"].to_numpy(dtype=np.float64) / WH_PER_KWH
    columns = [time, "contract", "source", "energy_kwh", "kind", "region"]
    return table.assign(**{time: ended}, energy_kwh=kwh, kind="certificate")[columns]
