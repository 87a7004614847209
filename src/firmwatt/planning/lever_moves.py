"""What each policy lever of a case moves: the day from which a thing can be online, with the lever and without it.

One lever is let go at a time and the others stay, so that what two of them move together is told for both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from firmwatt.planning.computing_start import earliest_start
from firmwatt.planning.roadmap import curtailable_on, energised_on, online_dates, storage_dates, supply_dates
from firmwatt.planning.stack_dates import stack_dates
from firmwatt.planning.stacks import site_stacks
from firmwatt.scenario.case import Case
from firmwatt.scenario.levers import levers_on, without_lever
from firmwatt.units import MONTHS_PER_YEAR

Thing = tuple[str, str]
"""Kind and name: `supply`, `storage`, `link`, `connection`, `connection_curtailable` or `building`."""

_DAYS_PER_MONTH = 365.2425 / MONTHS_PER_YEAR


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
        return (self.without - self.online).days / _DAYS_PER_MONTH


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


def stack_months(case: Case, site: str, asked_mw: float) -> dict[str, dict[str, float]]:
    """Return lever → stack of a site → months by which the lever brings its P50 earlier, of the stacks that it moves.

    Parameters
    ----------
    case
        With its levers pulled.
    site : name of a site of the case
    asked_mw : MW at the meter, > 0
    """
    levers = levers_on(case)
    online = _stack_dates(case, site, asked_mw) if levers else {}
    gained: dict[str, dict[str, float]] = {}
    for lever in levers:
        without = _stack_dates(without_lever(case, lever), site, asked_mw)
        days = {stack: (day - online[stack]).days for stack, day in without.items() if stack in online}
        gained[lever] = {stack: moved / _DAYS_PER_MONTH for stack, moved in days.items() if moved}
    return gained


def _stack_dates(case: Case, site: str, asked_mw: float) -> dict[str, date]:
    dates = {stack.name: stack_dates(case, stack, asked_mw).p50 for stack in site_stacks(case, site, asked_mw)}
    return {stack: day for stack, day in dates.items() if day is not None}


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
