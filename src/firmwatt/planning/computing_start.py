"""When computing may start at a site: once its building stands, or as late as one of the dates at which power comes.

Machines that start with the building are paid from then on. Whoever builds them for power that comes later in the year
lets them wait for it and pays from that day. What is offered and not built moves no date: it only adds a day on which
machines may start, so that no offer makes a plan dearer.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from firmwatt.planning.plan import OnlineDates
from firmwatt.planning.roadmap import (
    BUILDING,
    as_curtailable,
    connection_dates,
    lucky,
    online_dates,
    supply_dates,
)
from firmwatt.scenario.assets import Delivery
from firmwatt.scenario.case import Case, Site

FIRM, CURTAILABLE = "grid_firm", "grid_curtailable"


@dataclass(frozen=True, slots=True)
class PowerSource:
    """Something that brings power to a site.

    Attributes
    ----------
    name
        `grid_firm`, `grid_curtailable`, or the name of a plant on the site or of a link that ends there.
    dates
    has_luck
        Whether its date differs between the draws of a plan that hedges: only the grid's does.
    """

    name: str
    dates: OnlineDates
    has_luck: bool


@dataclass(frozen=True, slots=True)
class ComputingStart:
    """A moment at which machines may start: the building stands, and the first of some sources of power is there.

    Attributes
    ----------
    building : dates of the building
    sources
        Machines wait for the first of them; for the building alone where there are none.
    """

    building: OnlineDates
    sources: tuple[PowerSource, ...] = ()

    def on(self, luck: str) -> date:
        """Return the day if the grid has some luck, `p10`, `p50` or `p90`, and all else comes at its P50."""
        days = [lucky(source.dates, luck if source.has_luck else "p50") for source in self.sources]
        return max(self.building.p50, min(days, default=self.building.p50))

    @property
    def dates(self) -> OnlineDates:
        """Return the dates."""
        building, powers = self.building, [source.dates for source in self.sources] or [self.building]
        return OnlineDates(
            p10=max(building.p10, min(power.p10 for power in powers)),
            p50=max(building.p50, min(power.p50 for power in powers)),
            p90=max(building.p90, min(power.p90 for power in powers)),
            lead_time_years=max(building.lead_time_years, min(power.lead_time_years for power in powers)),
        )


def earliest_start(case: Case, site: Site) -> ComputingStart:
    """Return the start of machines that wait for nothing but their building."""
    return ComputingStart(online_dates(site.steps, case.programme.decision_date, BUILDING))


def start_with(case: Case, site: Site, built: Collection[str]) -> ComputingStart:
    """Return the start of machines that take the first power of what is built, or what a site has already.

    Parameters
    ----------
    built : names of the sources that a plan builds
    """
    earliest = earliest_start(case, site)
    if _has_power(case, site):
        return earliest
    return ComputingStart(earliest.building, tuple(s for s in power_sources(case, site) if s.name in built))


def later_starts(case: Case, site: Site) -> tuple[ComputingStart, ...]:
    """Return the later moments at which machines may start: each source alone, and what comes first where luck decides.

    Where dates are certain, the first of two sources is one of them.
    """
    building, sources = earliest_start(case, site).building, power_sources(case, site)
    alone = [(source,) for source in sources]
    pairs = [(grid, own) for grid in sources if grid.has_luck for own in sources if own is not grid]
    return tuple(
        ComputingStart(building, chosen) for chosen in (*alone, *(pairs if case.programme.connection_luck else ()))
    )


def power_sources(case: Case, site: Site) -> tuple[PowerSource, ...]:
    """Return all that may bring power to a site."""
    decision, link = case.programme.decision_date, site.connection
    sources = []
    if any(link.firm_mw):
        sources.append(PowerSource(FIRM, connection_dates(link, decision), has_luck=True))
    if any(link.curtailable_mw):
        early = connection_dates(as_curtailable(link), decision)
        sources.append(PowerSource(CURTAILABLE, early, has_luck=True))
    sources += [
        PowerSource(asset.name, supply_dates(asset, decision), has_luck=False)
        for asset in case.supply
        if asset.site == site.name and asset.delivery is Delivery.ON_SITE and asset.max_mw > 0.0
    ]
    sources += [
        PowerSource(line.name, online_dates(line.steps, decision, line.name), has_luck=False)
        for line in case.links
        if site.name in (line.from_site, line.to_site) and line.max_mw > 0.0
    ]
    return tuple(sources)


def _has_power(case: Case, site: Site) -> bool:
    return site.connection.energised_mw > 0.0 or any(
        asset.existing_mw > 0.0 and asset.site == site.name and asset.delivery is Delivery.ON_SITE
        for asset in case.supply
    )
