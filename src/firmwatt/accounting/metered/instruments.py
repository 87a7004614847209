"""`Instrument`: a contract, or certificates of one name, and what it may be claimed as."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, get_args

from firmwatt.accounting.energy_source import EnergySource
from firmwatt.timegrid import FloatArray, IntArray

Kind = Literal["certificate", "contract", "supplier", "virtual", "on_site"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


@dataclass(frozen=True, slots=True, eq=False)
class Instrument:
    """A contract, or certificates of one name and source.

    Attributes
    ----------
    name
    source
    kind
        `contract` delivers through the grid, `on_site` behind the meter, `virtual` only settles the price; a
        `supplier` product and `certificate` are claims.
    region
        Grid that the plant feeds; empty where the file names none.
    commissioned_year, signed
        None where the file does not say.
    emission_kg_per_mwh
        As claimed: the file's, else the source's stack.
    price_usd_per_mwh
        None where the file does not say.
    hourly_mwh : (hours,) >= 0
        NaN where the file leaves the energy of an hour empty; 0 where it has no row.
    periods : (periods, 2) first hour and the hour after the last, in hours of the account
    period_mwh : (periods,)
    profiled_mwh : (hours,) >= 0, or None
        What of `period_mwh` a profile puts into each hour, where the rule set allows it; None has no profile.
    """

    name: str
    source: EnergySource
    kind: Kind
    region: str
    commissioned_year: int | None
    signed: date | None
    emission_kg_per_mwh: float
    price_usd_per_mwh: float | None
    hourly_mwh: FloatArray
    periods: IntArray
    period_mwh: FloatArray
    profiled_mwh: FloatArray | None = None
