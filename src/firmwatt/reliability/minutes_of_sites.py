"""The first minutes of an outage at each site of a plan, or for the load of a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from firmwatt.operation.dispatch import Dispatch
from firmwatt.reliability.first_minutes import Backup, ClassMinutes, backup_for, first_minutes, grid_events
from firmwatt.reliability.system import System

LEAST_MW = 1e-3


@dataclass(frozen=True, slots=True)
class SiteMinutes:
    """One site in the last planning year.

    Attributes
    ----------
    load_mw : its highest metered load
    backup
    classes : class of work → what it loses
    """

    site: str
    load_mw: float
    backup: Backup
    classes: Mapping[str, ClassMinutes]


def minutes_of_sites(
    dispatch: Dispatch,
    grid_availability: float | None = None,
    ups_minutes: float | None = None,
    spare_units: int | None = None,
) -> Iterator[SiteMinutes]:
    """Yield what each site with a load loses in the first minutes of outages of the grid.

    Raises
    ------
    UserError
        As `backup_for`.
    """
    inputs = dispatch.plan.inputs
    last = inputs.time.chain_year == len(inputs.time.planning_years) - 1
    for site, metered in zip(inputs.case.sites, dispatch.metered_mw, strict=True):
        load = float(metered[last].max(initial=0.0))
        if load >= LEAST_MW:
            backup = backup_for(load, ups_minutes, spare_units)
            yield SiteMinutes(site.name, load, backup, first_minutes(backup, grid_events(grid_availability)))


def minutes_of_load(system: System, ups_minutes: float | None = None, spare_units: int | None = None) -> SiteMinutes:
    """Return what the load of a system loses in the first minutes of outages of the grid.

    Raises
    ------
    UserError
        As `backup_for`.
    """
    load = max(float(system.load_mw.sum(axis=0).max(initial=0.0)), LEAST_MW)
    backup = backup_for(load, ups_minutes, spare_units)
    return SiteMinutes("load", load, backup, first_minutes(backup, grid_events()))
