"""Adequacy when projects are late: dates of plants, stores and grid connection are drawn as the roadmap draws them.

The plan stands; only the day on which each build serves moves. Each draw takes for every project a length of its
critical path (`planning.date_risk`) and moves all its builds by what that is longer than the path at central lengths;
who is early waits. The load stays what the plan served. Projects that may be cancelled count with their probability,
as in the plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from firmwatt.operation.dispatch import Dispatch
from firmwatt.planning.date_risk import path_draws
from firmwatt.planning.plan import OnlineDates, Plan
from firmwatt.planning.roadmap import (
    CONNECTION,
    as_curtailable,
    connection_dates,
    critical_path_years,
    project_of,
    storage_dates,
    supply_dates,
)
from firmwatt.reliability.adequacy import Adequacy, nines
from firmwatt.reliability.assess import assess
from firmwatt.reliability.monte_carlo import DEFAULT_OPTIONS, SimulationOptions
from firmwatt.reliability.site_systems import site_systems, site_temperatures
from firmwatt.scenario.assets import LeadStep, StorageAsset, SupplyAsset
from firmwatt.scenario.case import LoadConnection
from firmwatt.timegrid import FloatArray, TimeGrid, date_after

LEAST_MWH = 1.0


@dataclass(frozen=True, slots=True)
class LateAdequacy:
    """One site in one planning year, over draws of the projects' dates.

    Attributes
    ----------
    draws
    lolh_hours_per_year, eue_mwh_per_year : means over the draws
    nines : of the hours, from the mean
    worst_eue_mwh_per_year : of the worst draw
    late_share : 0-1, draws in which more is unserved than on time
    """

    site: str
    year: int
    draws: int
    lolh_hours_per_year: float
    eue_mwh_per_year: float
    nines: float
    worst_eue_mwh_per_year: float
    late_share: float


def assess_delays(
    dispatch: Dispatch,
    draws: int,
    options: SimulationOptions = DEFAULT_OPTIONS,
    grid_availability: float | None = None,
) -> Iterator[LateAdequacy]:
    """Yield the adequacy of each site and planning year over drawn dates of its projects.

    Parameters
    ----------
    dispatch
    draws : >= 2
    options, grid_availability
        As `assess` and `site_systems` take them.
    """
    inputs = dispatch.plan.inputs
    weather = site_temperatures(inputs.case)
    late = [_late(dispatch, draws, draw) for draw in range(draws)]
    for index, site in enumerate(inputs.case.sites):
        temperature = None if weather is None else weather[index]
        for position, year in enumerate(inputs.time.planning_years):
            parts = [
                site_systems(moved, index, position, grid_availability, temperature_c=temperature)
                for moved in (dispatch, *late)
            ]
            if sum(part.energy_mwh for part in parts[0]) >= LEAST_MWH:
                on_time, *found = (assess(each, options=options) for each in parts)
                yield _summed(site.name, year, on_time, found)


def _summed(site: str, year: int, on_time: Adequacy, found: Sequence[Adequacy]) -> LateAdequacy:
    hours = np.array([each.lolh_hours_per_year for each in found])
    energy = np.array([each.eue_mwh_per_year for each in found])
    more = energy > on_time.eue_mwh_per_year * 1.05 + LEAST_MWH
    return LateAdequacy(
        site, year, len(found), float(hours.mean()), float(energy.mean()),
        nines(float(hours.mean()) / on_time.hours_per_year), float(energy.max()), float(more.mean()),
    )  # fmt: skip


def _late(dispatch: Dispatch, draws: int, draw: int) -> Dispatch:
    """Return the dispatch in which every project comes as one draw says."""
    plan, case = dispatch.plan, dispatch.plan.inputs.case
    decision = case.programme.decision_date
    supply = np.array(
        [
            _share(
                plan, build, installed, asset.existing_mw, (supply_dates(asset, decision), _delay(asset, draws)[draw])
            )
            for asset, build, installed in zip(case.supply, plan.supply_build_mw, plan.supply_mw, strict=True)
        ]
    ).reshape(plan.supply_online_share.shape)
    storage = np.array(
        [
            _share(
                plan, build, installed, asset.existing_mw, (storage_dates(asset, decision), _delay(asset, draws)[draw])
            )
            for asset, build, installed in zip(case.storage, plan.storage_build_mw, plan.storage_mw, strict=True)
        ]
    ).reshape(plan.storage_online_share.shape)
    firm: list[FloatArray] = []
    curtailable: list[FloatArray] = []
    for at, site in enumerate(case.sites):
        for link, stock, first, shares in (
            (site.connection, plan.connection_firm_mw[at], site.connection.energised_mw, firm),
            (as_curtailable(site.connection), plan.connection_curtailable_mw[at], 0.0, curtailable),
        ):
            moved = (connection_dates(link, decision), _link_delay(link, draws)[draw])
            shares.append(_share(plan, np.diff(stock, prepend=first), stock, first, moved))
    late = replace(
        plan,
        supply_online_share=supply,
        storage_online_share=storage,
        connection_online_share=np.array(firm),
        curtailable_online_share=np.array(curtailable),
    )
    return replace(dispatch, plan=late, available_mw=_available(dispatch, late))


def _share(
    plan: Plan, build: FloatArray, installed: FloatArray, existing: float, dates: tuple[OnlineDates, float]
) -> FloatArray:
    """Return (chains, hours) 0-1 of what is installed beyond the existing that serves, its builds moved by a delay."""
    time = plan.inputs.time
    online, delay_years = dates
    standing = np.zeros((time.chains, time.period_hours))
    for megawatts, year in zip(build.tolist(), time.planning_years, strict=True):
        if megawatts > 0.0:
            standing += megawatts * _from(time, max(online.p50, date(year, 1, 1)), delay_years)
    most = (installed[time.chain_year] - existing)[:, None]
    return np.clip(np.divide(standing, most, out=np.zeros_like(standing), where=most > 1e-9), 0.0, 1.0)


def _from(time: TimeGrid, day: date, delay_years: float) -> FloatArray:
    return time.online_share(date_after(day, delay_years))


def _delay(asset: SupplyAsset | StorageAsset, draws: int) -> FloatArray:
    """Return (draws,) years >= 0 by which a project is later than its central path."""
    if isinstance(asset, SupplyAsset) and asset.fixed_online is not None:
        steps: tuple[LeadStep, ...] = (LeadStep("delay", *asset.online_delay_years),)
    else:
        steps = asset.steps
    return np.maximum(path_draws(steps, project_of(asset), draws) - critical_path_years(steps), 0.0)


def _link_delay(link: LoadConnection, draws: int) -> FloatArray:
    return np.maximum(path_draws(link.steps, CONNECTION, draws) - critical_path_years(link.steps), 0.0)


def _available(dispatch: Dispatch, late: Plan) -> FloatArray:
    """Return (supply, chains, hours) what sun and wind give with the capacity that is there."""
    case, year = late.inputs.case, late.inputs.time.chain_year
    existing = np.array([asset.existing_mw for asset in case.supply]).reshape(-1, 1, 1)
    added = late.supply_mw[:, year, None] - existing
    before = existing + dispatch.plan.supply_online_share * added
    after = existing + late.supply_online_share * added
    late_mw: FloatArray = dispatch.available_mw * np.divide(
        after, before, out=np.zeros_like(after), where=before > 1e-9
    )
    return late_mw
