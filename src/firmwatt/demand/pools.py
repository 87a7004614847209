"""From workloads to pools of work: what may wait together, and where it may run."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from firmwatt.demand.amounts import (
    asked_total_mw,
    is_volume,
    run_occupancy,
    run_swing,
    volume_faults,
    work_shape,
    worth_of_pauses,
)
from firmwatt.demand.it_load import ItLoad, Throttle, WorkPool
from firmwatt.demand.network import within_reach
from firmwatt.demand.power_cap import power_response, throttle_power
from firmwatt.errors import InputFaults
from firmwatt.scenario.case import Case, WorkClass, Workload
from firmwatt.timegrid import FloatArray, TimeGrid
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
        For each workload one movable pool over its `movable_sites`, or one for each home where the network limits how
        far it moves, and one pinned pool for each home site; pools without work are left out. With a single site
        nothing moves.

    Raises
    ------
    InputFaults
        If a trace cannot be read, or requests or training runs describe something that cannot be.

    Notes
    -----
    The mean over each planning year of all pools of a workload is `it_mw`, or `share x asked_it_mw x utilisation`
    summed over the sites, or that of its requests or training run.
    """
    if faults := volume_faults(case):
        raise InputFaults(faults)
    return ItLoad(tuple(pool for work in case.workloads for pool in _pools(case, work, asked_it_mw)))


def hold_volume(case: Case, load: ItLoad, time: TimeGrid) -> ItLoad:
    """Return the load with volumes carried whole by the hours that a plan looks at.

    Parameters
    ----------
    case
    load
    time
        The hours looked at.

    Notes
    -----
    A sampled period stands for a stretch of the year. For work given as requests or training runs its arrivals are
    scaled so that they are those of the whole stretch; where the period has none, they are spread evenly over it. So
    the energy of a label times the requests is the plan's. All other work is a share of megawatts and stays as it is.
    """
    if time.is_full:
        return load
    volumes = {work.name for work in case.workloads if is_volume(work)}
    return ItLoad(tuple(_held(pool, time) if pool.workload in volumes else pool for pool in load.pools))


def _held(pool: WorkPool, time: TimeGrid) -> WorkPool:
    arrivals = pool.arrivals_mw.copy()
    periods = zip(time.period_start_hour, time.period_block_start, time.period_block_hours, strict=True)
    for start, block_start, block_hours in periods:
        hours = slice(start, start + time.period_hours)
        wanted = pool.arrivals_mw[:, block_start : block_start + block_hours].mean(axis=1)
        seen = pool.arrivals_mw[:, hours].mean(axis=1)
        factor = np.divide(wanted, seen, out=np.zeros_like(wanted), where=seen > 0.0)
        spread = np.where(seen > 0.0, 0.0, wanted)
        arrivals[:, hours] = pool.arrivals_mw[:, hours] * factor[:, None] + spread[:, None]
    return replace(pool, arrivals_mw=arrivals)


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
    The yearly total is split by `site_share`, or in proportion to the asked megawatts of the year where that is empty.
    """
    total = asked_total_mw(work, asked_it_mw.sum(axis=0), case.programme.planning_years)
    mean: FloatArray = home_share(case, work, asked_it_mw) * total
    return mean


def home_share(case: Case, work: Workload, asked_it_mw: FloatArray) -> FloatArray:
    """Return (sites, years) the share of a workload that is at home at each site; 0 where nothing is asked for."""
    if work.site_share:
        given = np.array([[work.site_share.get(site.name, 0.0)] for site in case.sites])
        return np.asarray(given * np.ones_like(asked_it_mw))
    asked_total = asked_it_mw.sum(axis=0)
    return np.asarray(np.divide(asked_it_mw, asked_total, out=np.zeros_like(asked_it_mw), where=asked_total > 0.0))


def _pools(case: Case, work: Workload, asked_it_mw: FloatArray) -> list[WorkPool]:
    mean = mean_it_mw(case, work, asked_it_mw)
    movable_sites = tuple(case.site_index(name) for name in work.movable_sites)
    movable_share = work.movable_share if movable_sites and len(case.sites) > 1 else 0.0
    shape = work_shape(work, case.programme.planning_years)
    pools = _movable_pools(case, work, movable_sites, movable_share * mean, shape)
    for index, site in enumerate(case.sites):
        pools.append(_pool(work, site.name, (index,), (1.0 - movable_share) * mean[index], shape))
    return [pool for pool in pools if pool.arrivals_mw.any()]


def _movable_pools(
    case: Case, work: Workload, movable_sites: tuple[int, ...], mean_mw: FloatArray, shape: FloatArray
) -> list[WorkPool]:
    """Return the pools of work that moves: one, or one for each home where the network limits how far."""
    if work.movable_within_ms is None:
        return [_pool(work, "movable", movable_sites, mean_mw.sum(axis=0), shape)]
    others = tuple(case.sites[index] for index in movable_sites)
    pools = []
    for index, home in enumerate(case.sites):
        reached = within_reach(home, others, work.movable_within_ms)
        sites = tuple(case.site_index(site.name) for site in reached) or (index,)
        pools.append(_pool(work, f"{home.name}/movable", sites, mean_mw[index], shape))
    return pools


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
    nevertheless cannot be served at all, and `planning` refuses the plan. A pause of a training run costs its restart
    too, spread over a typical pause.
    """
    factor = MUST_SERVE_FACTOR if work.must_serve else 1.0
    return work.value_of_lost_compute_usd_per_mwh * factor * worth_of_pauses(work)


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
        occupancy=occupancy(work.utilisation, shape) if work.run is None else run_occupancy(),
        throttle=throttle_of(work),
        swing=0.0 if work.run is None else run_swing(),
    )


def throttle_of(work: Workload) -> Throttle | None:
    """Return what the power cap of a workload does to its chips, None without one.

    Notes
    -----
    Training follows measured stages of training; inference and batch work follow decoding, half of whose time is taken
    to wait for memory whatever the clock (`power_cap`).
    """
    if work.power_cap_share is None:
        return None
    response = power_response("training" if work.work_class is WorkClass.TRAINING else "decoding")
    capped = throttle_power(response, np.array(work.power_cap_share))
    return Throttle(float(capped.time_factor), float(capped.energy_factor))
