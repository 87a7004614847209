"""What an area can take under each type of contract: limits in hours, events and their length instead of energy.

A contract limits in how many hours and events of a calendar year a load may be called upon, and for how long at a time.
The room under it is the greatest constant load that keeps all of its limits in every year of the demand: an upper
bound, as `headroom` is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from firmwatt.catalog import loader as catalog
from firmwatt.grid.demand_file import Demand
from firmwatt.grid.headroom import NO_MARGINS, Margins, room_mw
from firmwatt.timegrid import FloatArray

TABLE = "contracts"


@dataclass(frozen=True, slots=True)
class Contract:
    """How far a load may be called upon.

    Attributes
    ----------
    hours_per_year, events_per_year : most in a calendar year
    longest_event_hours : hours
    """

    name: str
    hours_per_year: float
    events_per_year: float
    longest_event_hours: float


@dataclass(frozen=True, slots=True)
class ContractRoom:
    """What an area takes under a contract.

    Attributes
    ----------
    load_mw : MW, >= 0
    hours_per_year, events_per_year : of the hardest calendar year
    longest_event_hours
    """

    area: str
    contract: str
    load_mw: float
    hours_per_year: int
    events_per_year: int
    longest_event_hours: int


def known_contracts() -> tuple[Contract, ...]:
    """Return the types of contract of the catalogue."""
    limits = ("hours_per_year", "events_per_year", "longest_event_hours")
    return tuple(
        Contract(key, *(catalog.get(TABLE, key, name).number for name in limits)) for key in catalog.keys(TABLE)
    )


def measure_contracts(
    demand: Demand, contracts: tuple[Contract, ...], margins: Margins = NO_MARGINS
) -> tuple[ContractRoom, ...]:
    """Return what every area takes under every contract.

    Notes
    -----
    A load L calls on the hours whose room lies below L, so only the rooms themselves need to be tried. Hours and length
    of the longest event rise with L; the number of events may fall again where two become one, and the bisection then
    ends at a load that keeps the limit, though a greater one may too.
    """
    found = []
    for index, area in enumerate(demand.areas):
        room = room_mw(demand, index, margins)
        found += [_greatest(area, room, demand.year, contract) for contract in contracts]
    return tuple(found)


def _greatest(area: str, room: FloatArray, year: NDArray[np.int64], contract: Contract) -> ContractRoom:
    """Return the greatest load of an area that keeps a contract."""
    loads = np.unique(room)
    low, high = 0, len(loads) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if _keeps(_calls(room, year, loads[middle]), contract):
            low = middle
        else:
            high = middle - 1
    return ContractRoom(area, contract.name, float(loads[low]), *_calls(room, year, loads[low]))


def _calls(room: FloatArray, year: NDArray[np.int64], load_mw: float) -> tuple[int, int, int]:
    """Return (hours, events) of the hardest calendar year and the hours of the longest event."""
    is_called = room < load_mw
    if not is_called.any():
        return 0, 0, 0
    edges = np.flatnonzero(np.diff(np.concatenate(([False], is_called, [False]))))
    first_year = int(year[0])
    hours = np.bincount(year[is_called] - first_year)
    events = np.bincount(year[edges[::2]] - first_year)
    return int(hours.max()), int(events.max()), int((edges[1::2] - edges[::2]).max())


def _keeps(calls: tuple[int, int, int], contract: Contract) -> bool:
    hours, events, longest = calls
    is_rare = hours <= contract.hours_per_year and events <= contract.events_per_year
    return is_rare and longest <= contract.longest_event_hours
