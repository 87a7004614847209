"""What each policy lever of a case moves: the day from which a thing can be online, with the lever and without it.

One lever is let go at a time and the others stay, so that what two of them move together is told for both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from firmwatt.planning.computing_start import earliest_start
from firmwatt.planning.roadmap import curtailable_on, energised_on, online_dates, storage_dates, supply_dates
from firmwatt.scenario.case import Case
from firmwatt.scenario.levers import levers_on, without_lever

Thing = tuple[str, str]
"""Kind and name: `supply`, `storage`, `link`, `connection`, `connection_curtailable` or `building`."""


@dataclass(frozen=True, slots=True)
class LeverMove:
    """One thing that a lever moves.

    Attributes
    ----------
    kind, name
        As in `Thing`; of a connection and a building the name is the site's.
    without, online
        P50 of the day from which it can be online if it is ordered at once: without the lever, and with it.
    """

    lever: str
    kind: str
    name: str
    without: date
    online: date

    @property
    def months(self) -> float:
        """Return by how many months it comes earlier; below zero where the lever delays it."""
        return (self.without - self.online).days / (365.2425 / 12.0)


def lever_moves(case: Case) -> tuple[LeverMove, ...]:
    """Return what the levers of a case move, lever by lever, what moves most first.

    Parameters
    ----------
    case
        With its levers pulled.
    """
    online = dict(_online(case))
    moves = [
        LeverMove(lever, *thing, without, online[thing])
        for lever in levers_on(case)
        for thing, without in _online(without_lever(case, lever))
        if without != online[thing]
    ]
    order = levers_on(case)
    return tuple(sorted(moves, key=lambda move: (order.index(move.lever), -abs(move.months))))


def _online(case: Case) -> Iterator[tuple[Thing, date]]:
    decision = case.programme.decision_date
    for supply in case.supply:
        yield ("supply", supply.name), supply_dates(supply, decision).p50
    for storage in case.storage:
        yield ("storage", storage.name), storage_dates(storage, decision).p50
    for link in case.links:
        yield ("link", link.name), online_dates(link.steps, decision, link.name).p50
    for site in case.sites:
        yield ("connection", site.name), energised_on(case, site)
        yield ("connection_curtailable", site.name), curtailable_on(case, site)
        yield ("building", site.name), earliest_start(case, site).building.p50
