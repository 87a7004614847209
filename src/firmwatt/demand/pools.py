"""From workloads to pools of work: what may wait together, and where it may run."""

from __future__ import annotations

from typing import Final

import numpy as np

from firmwatt.demand.it_load import ItLoad, WorkPool
from firmwatt.demand.shapes import yearly_shape
from firmwatt.scenario.case import Case, Workload
from firmwatt.timegrid import FloatArray
from firmwatt.units import HOURS_PER_YEAR

MUST_SERVE_FACTOR: Final = 2.0 * HOURS_PER_YEAR
"""How many times its value work is worth that must be served."""


def build_it_load(case: Case, asked_it_mw: FloatArray) -> ItLoad:
    """Return the pools of all workloads with their hourly arrivals.

    Parameters
    ----------
    case
    asked_it_mw : (sites, years) MW
        IT capacity that the programme asks for.

    Returns
    -------
    ItLoad
        For each workload one movable pool over its `movable_sites` and one pinned pool for each home site; pools
        without work are left out. With a single site nothing moves.

    Notes
    -----
    The mean over each planning year of all pools of a workload is `it_mw`, or `share x asked_it_mw x utilisation`
    summed over the sites.
    """
    return ItLoad(tuple(pool for work in case.workloads for pool in _pools(case, work, asked_it_mw)))


def mean_it_mw(case: Case, work: Workload, asked_it_mw: FloatArray) -> FloatArray:
    """Return the mean IT load of a workload at each of its home sites.

    Parameters
    ----------
    case
    work
    asked_it_mw : (sites, years) MW

    Returns
    -------
    (sites, years) MW

    Notes
    -----
    The yearly total is `it_mw`, or `share x utilisation` of all asked megawatts; it is split by `site_share`, or in
    proportion to the asked megawatts of the year where that is empty.
    """
    asked_total = asked_it_mw.sum(axis=0)
    total = asked_total * (work.share or 0.0) * work.utilisation if work.it_mw is None else np.asarray(work.it_mw)
    if work.site_share:
        home_share = np.array([[work.site_share.get(site.name, 0.0)] for site in case.sites])
    else:
        home_share = np.divide(asked_it_mw, asked_total, out=np.zeros_like(asked_it_mw), where=asked_total > 0.0)
    mean: FloatArray = home_share * total
    return mean


def _pools(case: Case, work: Workload, asked_it_mw: FloatArray) -> list[WorkPool]:
    mean = mean_it_mw(case, work, asked_it_mw)
    movable_sites = tuple(case.site_index(name) for name in work.movable_sites)
    movable_share = work.movable_share if movable_sites and len(case.sites) > 1 else 0.0
    shape = np.stack(
        [
            yearly_shape(year, work.user_time_zones, work.daily_shape, work.weekly_shape)
            for year in case.programme.planning_years
        ]
    )
    pools = [_pool(work, "movable", movable_sites, movable_share * mean.sum(axis=0), shape)]
    for index, site in enumerate(case.sites):
        pools.append(_pool(work, site.name, (index,), (1.0 - movable_share) * mean[index], shape))
    return [pool for pool in pools if pool.arrivals_mw.any()]


def occupancy(utilisation: float, shape: FloatArray) -> float:
    """Return the IT megawatts held for each megawatt of work: 1 at the peak hour of all capacity, so that none waits.

    Parameters
    ----------
    utilisation : 0-1, mean load over the capacity held
    shape : (years, 8760) mean 1

    Examples
    --------
    >>> occupancy(0.6, np.array([[0.75, 1.25]]))
    1.3333333333333333
    """
    return max(1.0, 1.0 / (utilisation * float(shape.max())))


def lost_value_usd_per_mwh(work: Workload) -> float:
    """Return what losing a MWh of a workload costs in the plan.

    Notes
    -----
    The value given is of the order of what chips and building cost per MWh at full use; work that must be served is
    worth `MUST_SERVE_FACTOR` of it, so that chips and plants for a single hour of the year still pay. What is lost
    nevertheless cannot be served at all, and `planning` refuses the plan.
    """
    return work.value_of_lost_compute_usd_per_mwh * (MUST_SERVE_FACTOR if work.must_serve else 1.0)


def _pool(work: Workload, where: str, sites: tuple[int, ...], mean_mw: FloatArray, shape: FloatArray) -> WorkPool:
    return WorkPool(
        name=f"{work.name}/{where}",
        workload=work.name,
        work_class=work.work_class,
        sites=sites,
        arrivals_mw=mean_mw[:, None] * shape,
        deadline_hours=work.deadline_hours,
        value_of_lost_compute_usd_per_mwh=lost_value_usd_per_mwh(work),
        must_serve=work.must_serve,
        occupancy=occupancy(work.utilisation, shape),
    )
