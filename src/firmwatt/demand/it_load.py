"""`ItLoad`: the computing that is asked for, by pool, hour and year, in megawatts of IT load."""

from __future__ import annotations

from dataclasses import dataclass

from firmwatt.scenario.case import WorkClass
from firmwatt.timegrid import FloatArray


@dataclass(frozen=True, slots=True)
class Throttle:
    """What a power cap does to work, relative to chips that run freely.

    Attributes
    ----------
    time_factor : >= 1
        Chip time of the same work.
    energy_factor : 0-1
        Energy of the same work.
    """

    time_factor: float
    energy_factor: float


FREE = Throttle(1.0, 1.0)
"""Chips that run as they like."""


@dataclass(frozen=True, slots=True)
class WorkPool:
    """Work that waits together: one workload, one deadline, one set of sites where it may run.

    Attributes
    ----------
    name
        Such as `chat/movable` or `training/abilene`.
    workload
        Name of the workload in the case.
    sites : indices into `Case.sites`
        Where it may run (a single one for pinned work).
    arrivals_mw : (years, 8760) MW of IT load, UTC
        Work that arrives in each hour, if the site's asked capacity of the year's end stood all year.
    deadline_hours : hours, >= 0
    value_of_lost_compute_usd_per_mwh : USD per MWh of IT energy
    must_serve
    occupancy : MW of IT capacity held for each MW of work, >= 1
        Spare machines for bursts and repair: at the workload's peak hour its whole capacity is held.
    throttle
        How its chips may run under a power cap where that is worth it; None where they may not.
    swing : MW for each MW of work, >= 0
        How far its power rises above the mean of the hour within seconds.
    """

    name: str
    workload: str
    work_class: WorkClass
    sites: tuple[int, ...]
    arrivals_mw: FloatArray
    deadline_hours: int
    value_of_lost_compute_usd_per_mwh: float
    must_serve: bool
    occupancy: float = 1.0
    throttle: Throttle | None = None
    swing: float = 0.0

    @property
    def ways(self) -> tuple[Throttle, ...]:
        """Return how its chips may run: freely, and under the cap where there is one."""
        return (FREE,) if self.throttle is None else (FREE, self.throttle)


@dataclass(frozen=True, slots=True)
class ItLoad:
    """All work of a case.

    Attributes
    ----------
    pools
    """

    pools: tuple[WorkPool, ...]
