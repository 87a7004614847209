"""What to order by when: every build of a plan with its dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from firmwatt.planning.assets.pipeline import PIPELINE
from firmwatt.planning.computing_start import CURTAILABLE, FIRM, later_starts, start_with
from firmwatt.planning.plan import OnlineDates, Plan, RoadmapItem
from firmwatt.planning.roadmap import (
    as_curtailable,
    connection_dates,
    online_dates,
    storage_dates,
    supply_dates,
    years_before,
)
from firmwatt.timegrid import FloatArray, date_after
from firmwatt.units import MWH_PER_MMBTU

LEAST_MW = 0.5
"""Builds below this are not worth a line in the roadmap."""


@dataclass(frozen=True, slots=True)
class LateBuild:
    """Machines of one year's build that wait for power.

    Attributes
    ----------
    site, year
        Indices.
    start
        Index of the moment among `computing_start.later_starts` of the site.
    mw : MW, >= 0
    """

    site: int
    year: int
    start: int
    mw: float


def roadmap(plan: Plan, late: Sequence[LateBuild] = ()) -> tuple[RoadmapItem, ...]:
    """Return every build of at least `LEAST_MW`, the earliest order first; a gas pipeline counts in MW of fuel."""
    case = plan.inputs.case
    decision = case.programme.decision_date
    items: list[RoadmapItem] = []

    def add(kind: str, asset: str, site: str, dates: OnlineDates, build_mw: FloatArray) -> None:
        for index in np.flatnonzero(build_mw >= LEAST_MW):
            year = plan.inputs.time.planning_years[index]
            items.append(_item((asset, kind, site), float(build_mw[index]), year, dates, decision))

    for i, supply in enumerate(case.supply):
        add("supply", supply.name, supply.site, supply_dates(supply, decision), plan.supply_build_mw[i])
    for i, storage in enumerate(case.storage):
        add("storage", storage.name, storage.site, storage_dates(storage, decision), plan.storage_build_mw[i])
    for i, link in enumerate(case.links):
        add("link", link.name, link.from_site, online_dates(link.steps, decision, link.name), plan.link_build_mw[i])
    for i, site in enumerate(case.sites):
        own = site.connection
        for name, stock, first, queue in (
            (FIRM, plan.connection_firm_mw[i], own.energised_mw, own),
            (CURTAILABLE, plan.connection_curtailable_mw[i], 0.0, as_curtailable(own)),
        ):
            dates = connection_dates(queue, decision)
            add("connection", f"{site.name}/{name}", site.name, dates, np.diff(stock, prepend=first))
        if site.gas_pipeline_expansion is not None and plan.gas_pipeline_added_mmbtu_per_hour is not None:
            dates = online_dates(site.gas_pipeline_expansion.steps, decision, PIPELINE)
            fuel_mw = MWH_PER_MMBTU * np.diff(plan.gas_pipeline_added_mmbtu_per_hour[i], prepend=0.0)
            add("connection", f"{site.name}/{PIPELINE}", site.name, dates, fuel_mw)
        on_time, starts = plan.it_build_mw[i].copy(), later_starts(case, site)
        for each in (each for each in late if each.site == i):
            waits = np.zeros_like(on_time)
            waits[each.year] = each.mw
            on_time[each.year] -= each.mw
            add("computing", f"{site.name}/computing", site.name, starts[each.start].dates, waits)
        first_power = start_with(case, site, _built_sources(plan, i))
        add("computing", f"{site.name}/computing", site.name, first_power.dates, on_time)
    return tuple(sorted(items, key=lambda item: (item.order_by, item.online, item.asset)))


def _built_sources(plan: Plan, site: int) -> set[str]:
    """Return what the plan builds that may bring power to a site."""
    case = plan.inputs.case
    stocks = (
        *zip((FIRM, CURTAILABLE), (plan.connection_firm_mw[site], plan.connection_curtailable_mw[site]), strict=True),
        *zip((asset.name for asset in case.supply), plan.supply_build_mw, strict=True),
        *zip((link.name for link in case.links), plan.link_build_mw, strict=True),
    )
    return {name for name, built_mw in stocks if built_mw.max(initial=0.0) >= LEAST_MW}


def _item(names: tuple[str, str, str], mw: float, year: int, dates: OnlineDates, decision: date) -> RoadmapItem:
    """Return the line of one build; what comes later than it could is ordered later by as much."""
    online = max(dates.p50, date(year, 1, 1))
    wait_years = (online - dates.p50).days / 365.2425
    asset, kind, site = names
    return RoadmapItem(
        asset=asset,
        kind=kind,
        site=site,
        mw=mw,
        year=year,
        order_by=max(decision, years_before(online, dates.lead_time_years)),
        online=online,
        p10=date_after(dates.p10, wait_years),
        p50=online,
        p90=date_after(dates.p90, wait_years),
    )
