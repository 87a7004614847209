r"""The first minutes of an outage: batteries bridge until generators run, or they do not.

Equations
---------
An outage of the grid lasts exponentially, with mean r. Of n = k + spare generators each runs at time t after its start
with probability $a e^{-t/m}$: there, started within the time that the batteries bridge (b), and not failed since (mean
m). The load goes dark at T, the first time at which fewer than k run, but not before b. Expected for one outage:

- hours dark: $\int_b^\infty e^{-t/r} P(N_t < k) dt$
- interruptions: $E[e^{-T/r}]$, after each of which a class of work needs its time to restart.

Where the UPS fails, or a class stands on none, the first is an interruption of its own, dark until the generators run.
A crank that fails is tried again, unless its cause stays: of the failures a share is of that kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

import numpy as np
from scipy.special import bdtr

from firmwatt.catalog import loader as catalog
from firmwatt.errors import UserError
from firmwatt.reliability.adequacy import nines
from firmwatt.timegrid import FloatArray
from firmwatt.units import HOURS_PER_YEAR, MINUTES_PER_HOUR, SECONDS_PER_HOUR

TABLE, OUTAGES, GRID = "first_minutes", "outages", "grid_connection"
CLASSES = ("interactive", "batch", "training")
LONGEST_OUTAGES = 40.0
"""Mean lengths after which an outage is taken to have ended."""
STEPS = 20_000


@dataclass(frozen=True, slots=True)
class Backup:
    """What stands behind a load when the grid goes.

    Attributes
    ----------
    units_needed, spare_units : counts
    ready_probability : 0-1, that a unit is there and starts within the bridging time
    mean_time_to_failure_hours
    start_hours : hours from the outage to generators that carry the load
    bridging_hours : hours that the batteries last
    ups_failure_probability : 0-1, when called
    """

    units_needed: int
    spare_units: int
    ready_probability: float
    mean_time_to_failure_hours: float
    start_hours: float
    bridging_hours: float
    ups_failure_probability: float


@dataclass(frozen=True, slots=True)
class GridEvents:
    """How the grid interrupts a load.

    Attributes
    ----------
    outages_per_year, mean_outage_hours
    momentary_per_year, momentary_hours
    """

    outages_per_year: float
    mean_outage_hours: float
    momentary_per_year: float
    momentary_hours: float


@dataclass(frozen=True, slots=True)
class ClassMinutes:
    """What a class of work loses in the first minutes and after.

    Attributes
    ----------
    is_on_ups
    interruptions_per_year
    minutes_per_year : dark and restarting
    nines : of the minutes of a year
    """

    is_on_ups: bool
    interruptions_per_year: float
    minutes_per_year: float
    nines: float


def backup_for(load_mw: float, ups_minutes: float | None = None, spare_units: int | None = None) -> Backup:
    """Return the backup of a load as the catalogue builds it.

    Parameters
    ----------
    load_mw : MW, > 0
    ups_minutes : minutes >= 0, or None for the catalogue's
    spare_units : >= 0, or None for the catalogue's

    Raises
    ------
    UserError
        If the minutes or the units are below 0.
    """
    if ups_minutes is not None and ups_minutes < 0.0:
        raise UserError(f"--ups-minutes: {ups_minutes:g} is below 0. Write minutes such as 5.")
    if spare_units is not None and spare_units < 0:
        raise UserError(f"--backup-spare: {spare_units} is below 0. Write a number of generators such as 1.")
    row = {name: cell.number for name, cell in catalog.group(TABLE, "generator").items()}
    bridging = catalog.get(TABLE, "ups", "bridging_minutes").number if ups_minutes is None else ups_minutes
    start, attempt = row["start_seconds"] / SECONDS_PER_HOUR, row["attempt_seconds"] / SECONDS_PER_HOUR
    bridging_hours = bridging / MINUTES_PER_HOUR
    in_time = 1 + int(max(bridging_hours - start, 0.0) / attempt + 1e-9) if bridging_hours >= start else 1
    attempts = min(int(row["start_attempts"]), in_time)
    failing, stays = row["failure_to_start_probability"], row["common_start_failure_share"]
    never = failing * (stays + (1.0 - stays) * failing ** (attempts - 1))
    return Backup(
        units_needed=max(ceil(load_mw / row["unit_mw"] - 1e-9), 1),
        spare_units=int(row["spare_units"]) if spare_units is None else spare_units,
        ready_probability=(1.0 - row["unavailable_share"]) * (1.0 - never),
        mean_time_to_failure_hours=row["mean_time_to_failure_hours"],
        start_hours=start,
        bridging_hours=bridging_hours,
        ups_failure_probability=catalog.get(TABLE, "ups", "failure_probability").number,
    )


def grid_events(grid_availability: float | None = None) -> GridEvents:
    """Return how the grid interrupts a load: by the catalogue, or by an availability at the same mean length."""
    rate = catalog.get(OUTAGES, GRID, "forced_outage_rate").number
    hours = catalog.get(OUTAGES, GRID, "mean_time_to_repair_hours").number
    out = rate if grid_availability is None else 1.0 - grid_availability
    return GridEvents(
        out * HOURS_PER_YEAR / hours,
        hours,
        catalog.get(TABLE, "grid", "momentary_interruptions_per_year").number,
        catalog.get(TABLE, "grid", "momentary_seconds").number / SECONDS_PER_HOUR,
    )


def first_minutes(backup: Backup, events: GridEvents) -> Mapping[str, ClassMinutes]:
    """Return class of work → what it loses."""
    return {name: _of_class(name, backup, events) for name in CLASSES}


def _of_class(name: str, backup: Backup, events: GridEvents) -> ClassMinutes:
    is_on_ups = catalog.get(TABLE, name, "on_ups").number > 0.0
    restart = catalog.get(TABLE, name, "restart_minutes").number / MINUTES_PER_HOUR
    unbridged = backup.ups_failure_probability if is_on_ups else 1.0
    start = backup.start_hours
    dark, broken = dark_hours(backup, events.mean_outage_hours, backup.bridging_hours)
    bare, bare_broken = dark_hours(backup, events.mean_outage_hours, start)
    first = events.mean_outage_hours * (1.0 - np.exp(-start / events.mean_outage_hours))
    per_outage = (1.0 - unbridged) * broken + unbridged * (1.0 + bare_broken)
    hours = (1.0 - unbridged) * dark + unbridged * (first + bare)
    interruptions = events.outages_per_year * per_outage + events.momentary_per_year * unbridged
    lost = events.outages_per_year * hours + events.momentary_per_year * unbridged * events.momentary_hours
    lost += interruptions * restart
    minutes = float(lost * MINUTES_PER_HOUR)
    share = min(minutes / (HOURS_PER_YEAR * MINUTES_PER_HOUR), 1.0)
    return ClassMinutes(is_on_ups, float(interruptions), minutes, nines(share))


def dark_hours(backup: Backup, mean_outage_hours: float, bridged_hours: float) -> tuple[float, float]:
    """Return the expected hours dark of one outage and how many times it goes dark, after what the batteries bridge.

    Parameters
    ----------
    backup
    mean_outage_hours : > 0
    bridged_hours : >= 0
    """
    times = bridged_hours + _grid(LONGEST_OUTAGES * mean_outage_hours)
    too_few = _too_few(backup, times)
    lasting = np.exp(-times / mean_outage_hours)
    dark = float(np.trapezoid(lasting * too_few, times))
    middle = 0.5 * (lasting[1:] + lasting[:-1])
    return dark, float(lasting[0] * too_few[0] + middle @ np.diff(too_few))


def _grid(longest_hours: float) -> FloatArray:
    return np.linspace(0.0, longest_hours, STEPS)


def _too_few(backup: Backup, hours: FloatArray) -> FloatArray:
    """Return the probability that fewer generators run than are needed; none is mended while the grid is gone."""
    running = backup.ready_probability * np.exp(-hours / backup.mean_time_to_failure_hours)
    total = backup.units_needed + backup.spare_units
    return np.asarray(bdtr(backup.units_needed - 1, total, running), dtype=np.float64)
