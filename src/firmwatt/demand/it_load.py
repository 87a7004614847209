"""`ItLoad`: the computing that is asked for, by pool, hour and year, in megawatts of IT load."""

from __future__ import annotations

from dataclasses import dataclass

from firmwatt.scenario.case import WorkClass
from firmwatt.timegrid import FloatArray


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


@dataclass(frozen=True, slots=True)
class ItLoad:
    """All work of a case.

    Attributes
    ----------
    pools
    """

    pools: tuple[WorkPool, ...]
