"""Dates: the critical path over the steps of a lead time, and the order-by dates that follow from a plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from firmwatt.planning.critical_path import longest_path_years
from firmwatt.planning.date_risk import path_quantiles
from firmwatt.planning.plan import OnlineDates
from firmwatt.scenario.assets import LeadStep, StorageAsset, SupplyAsset
from firmwatt.scenario.case import Case, LoadConnection, Site
from firmwatt.timegrid import date_after

CONNECTION, BUILDING = "connection", "building"
"""Projects of a site that are no asset, as their draws know them."""
UPGRADE = "upgrade"
"""The step of a connection that curtailable megawatts need not wait for: the grid may withhold them instead."""


def critical_path_years(steps: Sequence[LeadStep]) -> float:
    """Return the length of the longest path through the steps at their central lengths.

    Raises
    ------
    UserError
        A step waits for one that is not there, or steps wait for each other.

    Examples
    --------
    >>> permit, procure = LeadStep("permit", 1, 2, 4), LeadStep("procure", 1, 3, 5)
    >>> critical_path_years([permit, procure, LeadStep("build", 1, 2, 3, after=("permit", "procure"))])
    5.0
    """
    return float(longest_path_years(steps, lambda step: step.central_years))


def online_dates(steps: Sequence[LeadStep], decision_date: date, project: str = "") -> OnlineDates:
    """Return when something decided on a day can be online.

    Parameters
    ----------
    steps
    decision_date
    project
        Name that the luck of its draws hangs on.

    Notes
    -----
    P50 is the critical path at central lengths, which the plan uses. P10 and P90 are quantiles of the drawn critical
    paths; where many paths run side by side even P10 of the draws may lie after the central path, and P10 is then it.

    Examples
    --------
    >>> dates = online_dates([LeadStep("build", 1.0, 2.0, 3.0)], date(2026, 1, 1))
    >>> dates.p50.isoformat(), dates.lead_time_years
    ('2028-01-01', 2.0)
    """
    central = critical_path_years(steps)
    drawn = path_quantiles(tuple(steps), project)
    return OnlineDates(
        p10=date_after(decision_date, min(drawn.p10, central)),
        p50=date_after(decision_date, central),
        p90=date_after(decision_date, max(drawn.p90, central)),
        lead_time_years=central,
    )


def not_before(dates: OnlineDates, year: int) -> OnlineDates:
    """Return the dates moved to 1 January of a year where they lie before it."""
    first = date(year, 1, 1)
    return OnlineDates(max(dates.p10, first), max(dates.p50, first), max(dates.p90, first), dates.lead_time_years)


def project_of(asset: SupplyAsset | StorageAsset) -> str:
    """Return the name that an asset's luck hangs on: its own without the site's, so that moving it changes nothing."""
    return asset.name.removeprefix(f"{asset.site}/")


def supply_dates(asset: SupplyAsset, decision_date: date) -> OnlineDates:
    """Return when a supply asset can be online: its announced date with its delay, or its lead time."""
    if asset.fixed_online is None:
        return not_before(online_dates(asset.steps, decision_date, project_of(asset)), asset.earliest_year)
    low, central, high = (date_after(asset.fixed_online, years) for years in asset.online_delay_years)
    lead = (central - decision_date).days / 365.2425
    return not_before(OnlineDates(low, central, high, lead), asset.earliest_year)


def storage_dates(asset: StorageAsset, decision_date: date) -> OnlineDates:
    """Return when a storage can be online."""
    return not_before(online_dates(asset.steps, decision_date, project_of(asset)), asset.earliest_year)


def connection_dates(connection: LoadConnection, decision_date: date) -> OnlineDates:
    """Return when a site's new grid connection can be energised."""
    return online_dates(connection.steps, decision_date, CONNECTION)


def early_steps(connection: LoadConnection) -> tuple[LeadStep, ...]:
    """Return the steps of megawatts that do not wait for the network upgrade."""
    return tuple(
        replace(step, after=tuple(name for name in step.after if name != UPGRADE))
        for step in connection.steps
        if step.name != UPGRADE
    )


def as_curtailable(connection: LoadConnection) -> LoadConnection:
    """Return the connection with the steps of its curtailable megawatts: those that their contract waits for."""
    contract = connection.contract
    if contract is None or contract.waits_for_upgrade:
        return connection
    return replace(connection, steps=early_steps(connection))


def energised_on(case: Case, site: Site, luck: str = "p50") -> date:
    """Return when a site's new grid connection is energised with some luck: `p10`, `p50` or `p90` of its dates."""
    return lucky(connection_dates(site.connection, case.programme.decision_date), luck)


def curtailable_on(case: Case, site: Site, luck: str = "p50") -> date:
    """Return when a site's curtailable megawatts are energised with some luck: `p10`, `p50` or `p90`."""
    return lucky(connection_dates(as_curtailable(site.connection), case.programme.decision_date), luck)


def lucky(dates: OnlineDates, luck: str) -> date:
    """Return one of the dates: `p10`, `p50` or `p90`."""
    day: date = getattr(dates, luck)
    return day


def years_before(day: date, years: float) -> date:
    """Return the day that lies a number of years before another."""
    return day - timedelta(days=round(years * 365.2425))
