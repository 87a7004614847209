"""What covers the events of a load that must bend: computing that waits, a store, backup, and what is left.

In each event computing gives way first, for as many hours as it can wait; then a store, full when the event starts;
then backup, for the hours a year that it may run. What is left must be shed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from firmwatt.errors import UserError
from firmwatt.timegrid import FloatArray


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands beside a load, as shares of its power.

    Attributes
    ----------
    flexible_share : 0-1 of the load that can wait
    flexible_hours : hours >= 0 of one event for which it can
    store_hours : hours >= 0 of the whole load that a store holds
    backup_share : 0-1 of the load that generators carry
    backup_hours_per_year : hours >= 0 that they may run
    """

    flexible_share: float = 0.0
    flexible_hours: float = 0.0
    store_hours: float = 0.0
    backup_share: float = 0.0
    backup_hours_per_year: float = 8760.0

    def __post_init__(self) -> None:
        """Refuse what cannot be.

        Raises
        ------
        UserError
            A share is no fraction, or hours are below 0.
        """
        for name in ("flexible_share", "backup_share"):
            value = getattr(self, name)
            if not 0.0 <= value <= 1.0:
                raise UserError(f"--{name.replace('_', '-')}: {value:g} cannot be. Write a fraction such as 0.25.")
        for name in ("flexible_hours", "store_hours", "backup_hours_per_year"):
            value = getattr(self, name)
            if not value >= 0.0:
                raise UserError(f"--{name.replace('_', '-')}: {value:g} cannot be. Write hours such as 4.")


NO_COVER = Cover()


@dataclass(frozen=True, slots=True)
class Covered:
    """Who gives the energy of the events, 0-1 of it each; they sum to 1 where anything is given up.

    Attributes
    ----------
    flexible, store, backup
    left : what must be shed
    left_hours_per_year : hours in which something must be
    """

    flexible: float
    store: float
    backup: float
    left: float
    left_hours_per_year: float

    @property
    def helps(self) -> bool:
        """Whether anything but shedding gives some of the energy."""
        return self.flexible + self.store + self.backup > 0.0


def cover_events(given_up_mw: FloatArray, load_mw: float, year: NDArray[np.int64], cover: Cover) -> Covered:
    """Return who gives what a load has to give up.

    Parameters
    ----------
    given_up_mw : (hours,) MW, >= 0 and at most the load
    load_mw : MW
    year : (hours,) calendar year of each hour
    cover

    Examples
    --------
    >>> events = np.array([0.0, 10.0, 10.0, 10.0, 0.0])
    >>> found = cover_events(events, 10.0, np.full(5, 2024), Cover(0.5, 2.0, 1.0, 1.0))
    >>> [round(share, 3) for share in (found.flexible, found.store, found.backup, found.left)]
    [0.333, 0.333, 0.333, 0.0]
    """
    total = float(given_up_mw.sum())
    if total == 0.0:
        return Covered(0.0, 0.0, 0.0, 0.0, 0.0)
    is_short = given_up_mw > 0.0
    start = is_short & ~np.concatenate(([False], is_short[:-1]))
    first = np.maximum.accumulate(np.where(start, np.arange(len(start)), 0))
    hour_of_event = np.arange(len(start)) - first
    waits = np.clip(cover.flexible_hours - hour_of_event, 0.0, 1.0) * cover.flexible_share * load_mw
    flexible = np.minimum(given_up_mw, np.where(is_short, waits, 0.0))
    rest = given_up_mw - flexible
    so_far = np.cumsum(rest)
    of_event = so_far - (so_far - rest)[first]  # asked of the store in this event, this hour included
    full = cover.store_hours * load_mw
    before = np.clip(of_event - rest, 0.0, full)
    store = np.clip(of_event, before, full) - before
    store = np.where(is_short, store, 0.0)
    rest = rest - store
    may_run = _count_in_year(rest > 0.0, year) <= cover.backup_hours_per_year
    backup = np.where(may_run, np.minimum(rest, cover.backup_share * load_mw), 0.0)
    rest = rest - backup
    left = rest > 1e-9 * load_mw
    years = len(np.unique(year))
    return Covered(
        flexible=float(flexible.sum()) / total,
        store=float(store.sum()) / total,
        backup=float(backup.sum()) / total,
        left=float(rest[left].sum()) / total,
        left_hours_per_year=float(left.sum()) / years,
    )


def _count_in_year(is_counted: NDArray[np.bool_], year: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each hour how many hours of its calendar year are counted, this one included."""
    count = np.cumsum(is_counted)
    starts = np.concatenate(([True], year[1:] != year[:-1]))
    before = np.where(starts, count - is_counted, 0)
    return np.asarray(count - np.maximum.accumulate(before), dtype=np.int64)
