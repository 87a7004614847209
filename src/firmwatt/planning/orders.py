"""What to order by when: every build of a plan with its dates."""

from __future__ import annotations

from datetime import date

import numpy as np

from firmwatt.planning.plan import OnlineDates, Plan, RoadmapItem
from firmwatt.planning.roadmap import (
    as_curtailable,
    computing_dates,
    connection_dates,
    online_dates,
    storage_dates,
    supply_dates,
    years_before,
)
from firmwatt.timegrid import FloatArray, date_after

LEAST_MW = 0.5
"""Builds below this are not worth a line in the roadmap."""


def roadmap(plan: Plan) -> tuple[RoadmapItem, ...]:
    """Return every build of at least `LEAST_MW`, the earliest order first."""
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
            ("grid_firm", plan.connection_firm_mw[i], own.energised_mw, own),
            ("grid_curtailable", plan.connection_curtailable_mw[i], 0.0, as_curtailable(own)),
        ):
            dates = connection_dates(queue, decision)
            add("connection", f"{site.name}/{name}", site.name, dates, np.diff(stock, prepend=first))
        add("computing", f"{site.name}/computing", site.name, computing_dates(case, site), plan.it_build_mw[i])
    return tuple(sorted(items, key=lambda item: (item.order_by, item.online, item.asset)))


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
