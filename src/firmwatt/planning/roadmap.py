"""Dates: the critical path over the steps of a lead time, and the order-by dates that follow from a plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from firmwatt.errors import UserError
from firmwatt.planning.plan import OnlineDates
from firmwatt.scenario.case import Case, LeadStep, LoadConnection, Site, StorageAsset, SupplyAsset
from firmwatt.timegrid import date_after


def critical_path_years(steps: Sequence[LeadStep], length: str = "central") -> float:
    """Return the length of the longest path through the steps.

    Parameters
    ----------
    steps
        In any order; each starts when all steps that it names in `after` are done.
    length
        `low`, `central` or `high`: which length each step takes.

    Returns
    -------
    years, >= 0

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
    waiting = {step.name: step for step in steps}
    done: dict[str, float] = {}
    while waiting:
        ready = [step for step in waiting.values() if all(name in done for name in step.after)]
        if not ready:
            raise UserError(f"steps: {sorted(waiting)} wait for each other or for a step that is not listed.")
        for step in ready:
            start = max((done[name] for name in step.after), default=0.0)
            done[step.name] = start + float(getattr(step, f"{length}_years"))
            del waiting[step.name]
    return max(done.values(), default=0.0)


def online_dates(steps: Sequence[LeadStep], decision_date: date) -> OnlineDates:
    """Return when something decided on a day can be online.

    Examples
    --------
    >>> dates = online_dates([LeadStep("build", 1.0, 2.0, 3.0)], date(2026, 1, 1))
    >>> dates.p50.isoformat(), dates.lead_time_years
    ('2028-01-01', 2.0)
    """
    low, central, high = (critical_path_years(steps, length) for length in ("low", "central", "high"))
    return OnlineDates(
        p10=date_after(decision_date, low),
        p50=date_after(decision_date, central),
        p90=date_after(decision_date, high),
        lead_time_years=central,
    )


def not_before(dates: OnlineDates, year: int) -> OnlineDates:
    """Return the dates moved to 1 January of a year where they lie before it."""
    first = date(year, 1, 1)
    return OnlineDates(max(dates.p10, first), max(dates.p50, first), max(dates.p90, first), dates.lead_time_years)


def supply_dates(asset: SupplyAsset, decision_date: date) -> OnlineDates:
    """Return when a supply asset can be online: its announced date with its delay, or its lead time."""
    if asset.fixed_online is None:
        return not_before(online_dates(asset.steps, decision_date), asset.earliest_year)
    low, central, high = (date_after(asset.fixed_online, years) for years in asset.online_delay_years)
    lead = (central - decision_date).days / 365.2425
    return not_before(OnlineDates(low, central, high, lead), asset.earliest_year)


def storage_dates(asset: StorageAsset, decision_date: date) -> OnlineDates:
    """Return when a storage can be online."""
    return not_before(online_dates(asset.steps, decision_date), asset.earliest_year)


def connection_dates(connection: LoadConnection, decision_date: date) -> OnlineDates:
    """Return when a site's new grid connection can be energised."""
    return online_dates(connection.steps, decision_date)


def computing_dates(case: Case, site: Site) -> OnlineDates:
    """Return when computing can start at a site: its building stands and the first power is there.

    Power may come from megawatts already energised, from the new connection, or from any asset on the site.
    """
    decision = case.programme.decision_date
    building = online_dates(site.steps, decision)
    powers = [connection_dates(site.connection, decision)]
    powers += [
        supply_dates(asset, decision)
        for asset in case.supply
        if asset.site == site.name and asset.delivery == "on_site" and asset.max_mw > 0.0
    ]
    has_power = site.connection.energised_mw > 0.0 or any(
        asset.existing_mw > 0.0 and asset.site == site.name and asset.delivery == "on_site" for asset in case.supply
    )
    if has_power:
        return building
    return OnlineDates(
        p10=max(building.p10, min(power.p10 for power in powers)),
        p50=max(building.p50, min(power.p50 for power in powers)),
        p90=max(building.p90, min(power.p90 for power in powers)),
        lead_time_years=max(building.lead_time_years, min(power.lead_time_years for power in powers)),
    )


def years_before(day: date, years: float) -> date:
    """Return the day that lies a number of years before another."""
    return day - timedelta(days=round(years * 365.2425))
