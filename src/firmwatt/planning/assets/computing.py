"""Computing: IT capacity by site and year, work by pool and hour, backlogs with deadlines, work that is lost.

Equations
---------
For pool j in chain-hour h, B its backlog and D its deadline in hours:

- `B[j, h] = B[j, h-1] + arrived[j, h] - Σ_s,w served[j, s, w, h] - lost[j, h]`, cyclic in a chain
- `B[j, h] <= Σ arrived[j, h-D+1 … h]`: exactly "served within D hours, first come first served"
- `Σ_j,w occupancy[j] · time[j, w] · served[j, s, w, h] <= energised + o · (it[s, y] - energised)
  - Σ_v<=y,k (o - o_k) · late[s, v, k]`, where occupancy counts the spare machines that a workload holds for bursts and
  repair, and o_k is 1 from the day on for which late machines wait
- `it[s, y] = it[s, y-1] + build[s, y]`, at most what is asked for, and `Σ_k late[s, y, k] <= build[s, y]`.

Work runs in ways w: freely, and, where a pool has a throttle, under a power cap. Served work is measured by the energy
that it would take freely; under the cap it takes `time` as much chip time and draws `energy` as much power, so that
scarce megawatts serve more work on more chips.

IT capacity pays the annuities of chips (replaced at the end of their life) and of the building from when it may run;
machines that wait for power that comes within the year pay from that day. All IT capacity pays the fuel of the backup
generators behind it. Lost work pays its value. A pool with no deadline has no backlog column.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from firmwatt.demand.it_load import FREE, Throttle, WorkPool
from firmwatt.facility.backup import site_backup
from firmwatt.finance import annual_capital_cost_usd_per_mw
from firmwatt.lp.model import Positions
from firmwatt.planning.assets.storage import add_wrap
from firmwatt.planning.capacity import CapacityColumns, CapacityTerms, add_capacity
from firmwatt.planning.frame import LOOSE, Frame
from firmwatt.timegrid import FloatArray, IntArray

LATE = "it_mw_late"


@dataclass(frozen=True, slots=True)
class ComputingColumns:
    """Columns of computing.

    Attributes
    ----------
    capacity
        IT MW by site.
    late : (late starts,) positions
        MW of each build that start later, in the order of `OnlineShares.late`.
    pool_of, site_of : (pairs,)
        Pool and site of each pair that may run work; those of chips under a cap come behind all others.
    energy_factor : (pairs,) 0-1
        Power drawn for each megawatt served.
    time_factor : (pairs,) >= 1
        Chip time of it.
    served : (pairs, chains, hours) positions
    lost : (pools, chains, hours) positions
    backlog : (deferrable pools, chains, hours) positions
    deferrable : indices of the pools that have a backlog
    """

    capacity: CapacityColumns
    late: Positions
    pool_of: IntArray
    site_of: IntArray
    energy_factor: FloatArray
    time_factor: FloatArray
    served: Positions
    lost: Positions
    backlog: Positions
    deferrable: tuple[int, ...]


def add_computing(frame: Frame) -> ComputingColumns:
    """Add IT capacity and the work of every pool."""
    pools, builder = frame.inputs.load.it.pools, frame.builder
    capacity = _add_it_capacity(frame)
    late = _add_late(frame, capacity)
    pairs = ways_of_work(pools)
    pool_of, site_of = np.array([(j, s) for j, s, _ in pairs], dtype=np.int64).reshape(-1, 2).T
    time_factor = np.array([way.time_factor for _, _, way in pairs])
    energy_factor = np.array([way.energy_factor for _, _, way in pairs])
    pair_names = tuple(
        f"{pools[j].name}@{frame.site_names[s]}{'' if way is FREE else '/capped'}" for j, s, way in pairs
    )
    pool_names = {"pool": tuple(pool.name for pool in pools)}
    value = np.array([pool.value_of_lost_compute_usd_per_mwh for pool in pools])[:, None, None]
    deferrable = tuple(j for j, pool in enumerate(pools) if pool.deadline_hours > 0)
    arrivals = frame.series.arrivals_mw
    most_work = arrivals + np.array(
        [np.roll(backlog_limit_mwh(arrivals[j], pool.deadline_hours), 1, axis=-1) for j, pool in enumerate(pools)]
    )
    most_it = np.maximum(frame.inputs.load.asked_it_mw, capacity.existing[:, None])[site_of]
    most_served = LOOSE * np.minimum(most_work[pool_of], frame.by_chain(most_it))
    served = builder.stage_columns("served_mw", {"pool_at_site": pair_names}, upper=most_served)
    lost = builder.stage_columns("lost_mw", pool_names, cost=value * frame.hour_value, upper=LOOSE * most_work)
    work = builder.stage_rows("work", pool_names, lower=arrivals, upper=arrivals)
    builder.put(work[pool_of], served, 1.0)
    builder.put(work, lost, 1.0)
    backlog = _add_backlog(frame, work[list(deferrable)], deferrable)
    occupancy = time_factor * [pools[j].occupancy for j in pool_of]
    _limit_by_site(frame, (capacity, late), (served, site_of), occupancy)
    return ComputingColumns(
        capacity, late, pool_of, site_of, energy_factor, time_factor, served, lost, backlog, deferrable
    )


def ways_of_work(pools: Sequence[WorkPool]) -> list[tuple[int, int, Throttle]]:
    """Return (pool, site, way) of each block of hourly columns of served work, chips under a cap behind all others."""
    free = [(j, s, FREE) for j, pool in enumerate(pools) for s in pool.sites]
    return free + [(j, s, pool.throttle) for j, pool in enumerate(pools) if pool.throttle for s in pool.sites]


def it_annuity_usd_per_mw(frame: Frame) -> FloatArray:
    """Return (sites,) USD a year for one IT megawatt: chips replaced at the end of their life, and the building."""
    rate = frame.case.programme.discount_rate
    return np.array(
        [
            annual_capital_cost_usd_per_mw(site.it_capital_usd_per_kw, rate, site.it_lifetime_years, 0.0)
            + annual_capital_cost_usd_per_mw(site.building_capital_usd_per_kw, rate, site.building_lifetime_years, 0.0)
            for site in frame.case.sites
        ]
    )


def backup_usd_per_mw(frame: Frame) -> FloatArray:
    """Return (sites, years) USD a year for the backup generators behind one IT megawatt: their fuel and its carbon."""
    carbon_price = np.asarray(frame.case.policy.carbon_price_usd_per_tonne, dtype=np.float64)
    each = [site_backup(site) for site in frame.case.sites]
    usd = np.array([one.fuel_usd_per_mw + one.co2_t_per_mw * carbon_price for one in each])
    return np.asarray(frame.inputs.load.peak_pue[:, None] * usd)


def backlog_limit_mwh(arrivals_mw: FloatArray, deadline_hours: int) -> FloatArray:
    """Return (chains, hours) the work of the last D hours, each chain taken as a circle.

    Examples
    --------
    >>> backlog_limit_mwh(np.array([[1.0, 2.0, 4.0, 8.0]]), 2).tolist()
    [[9.0, 3.0, 6.0, 12.0]]
    """
    hours = arrivals_mw.shape[-1]
    laps, rest = divmod(deadline_hours, hours)
    total = laps * arrivals_mw.sum(axis=-1, keepdims=True)
    doubled = np.cumsum(np.concatenate([np.zeros_like(arrivals_mw[..., :1]), arrivals_mw, arrivals_mw], axis=-1), -1)
    recent = doubled[..., hours + 1 :] - doubled[..., hours + 1 - rest : 2 * hours + 1 - rest]
    return np.asarray(total + recent)


def _add_it_capacity(frame: Frame) -> CapacityColumns:
    sites = frame.case.sites
    share = frame.yearly_share(frame.online.computing)
    standing = frame.present_value * share * it_annuity_usd_per_mw(frame)[:, None]
    existing = np.array([site.energised_it_mw for site in sites])
    frame.builder.objective_offset -= float((standing * existing[:, None]).sum())
    terms = CapacityTerms(
        names=frame.site_names,
        dim="site",
        existing=existing,
        lifetime_years=np.full(len(sites), np.inf),
        build_value_usd=np.zeros_like(standing),
        standing_value_usd=standing + frame.present_value * backup_usd_per_mw(frame),
        build_upper=np.where(share > 0.0, frame.inputs.load.asked_it_mw.max(axis=1, keepdims=True), 0.0),
        installed_upper=np.maximum(frame.inputs.load.asked_it_mw, existing[:, None]),
    )
    return add_capacity(frame, "it_mw", terms)


def _add_backlog(frame: Frame, work: Positions, deferrable: tuple[int, ...]) -> Positions:
    builder, pools = frame.builder, frame.inputs.load.it.pools
    names = {"pool": tuple(pools[j].name for j in deferrable)}
    chains = tuple(map(str, range(builder.chains)))
    limit = [backlog_limit_mwh(frame.series.arrivals_mw[j], pools[j].deadline_hours) for j in deferrable]
    upper = np.array(limit).reshape(len(deferrable), *frame.series.arrivals_mw.shape[1:])
    backlog = builder.stage_columns("backlog_mwh", names, upper=upper)
    initial = builder.border_columns("backlog_initial_mwh", {**names, "at_chain": chains}, upper=upper[..., -1])
    builder.put(work, backlog, 1.0)
    builder.put(work[..., 1:], backlog[..., :-1], -1.0)
    builder.put(work[..., 0], initial, -1.0)
    add_wrap(frame, "backlog_cyclic", names, (backlog, initial))
    return backlog


def _add_late(frame: Frame, capacity: CapacityColumns) -> Positions:
    """Add the megawatts of each build that start later; they save the annuity of the time that they wait."""
    starts, builder, annuity = frame.online.late, frame.builder, it_annuity_usd_per_mw(frame)
    saved = [
        annuity[each.site] * (frame.present_value @ frame.yearly_share(frame.waiting_share(each))) for each in starts
    ]
    labels = tuple(f"{frame.site_names[each.site]}/{frame.years[each.year]}/{each.start}" for each in starts)
    most = [frame.inputs.load.asked_it_mw[each.site].max() for each in starts]
    late = builder.border_columns(LATE, {"late": labels}, cost=-np.array(saved), upper=np.array(most))
    builds = np.array([capacity.build[each.site, each.year] for each in starts], dtype=np.int64)
    of_build, position = np.unique(builds, return_inverse=True)
    rows = builder.border_rows(LATE, {"build": tuple(map(str, of_build))}, upper=0.0)
    builder.put(rows[position], late, 1.0)
    builder.put(rows, of_build, -1.0)
    return late


def _limit_by_site(
    frame: Frame,
    capacities: tuple[CapacityColumns, Positions],
    pairs: tuple[Positions, IntArray],
    occupancy: FloatArray,
) -> None:
    (capacity, late), (served, site_of) = capacities, pairs
    online = frame.online.computing
    waiting = (1.0 - online) * capacity.existing[:, None, None]
    rows = frame.builder.stage_rows("it_limit", {"site": frame.site_names}, upper=waiting)
    frame.builder.put(rows[site_of], served, occupancy[:, None, None])
    frame.builder.put(rows, frame.columns_by_chain(capacity.installed), -online)
    for column, each in zip(late, frame.online.late, strict=True):
        frame.builder.put(rows[each.site], column, frame.waiting_share(each))
