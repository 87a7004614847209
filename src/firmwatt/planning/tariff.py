"""What loads with a tariff pay for grid energy and for their highest draws; plan and books both ask here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from firmwatt.demand.shapes import utc_offset_hours
from firmwatt.errors import UserError
from firmwatt.planning.market import market_of_site
from firmwatt.planning.plan import PlanInputs
from firmwatt.scenario.tariff import Tariff
from firmwatt.timegrid import FloatArray, IntArray, TimeGrid, utc_stamps
from firmwatt.units import HOURS_PER_DAY, HOURS_PER_WEEK, HOURS_PER_YEAR, MONTHS_PER_YEAR

DAYS_PER_WEEK = 7
DAYS_OF_WEEK = np.array([5.0, 1.0, 1.0]) / DAYS_PER_WEEK
"""Share of working days, Saturdays and Sundays in a week."""
_FIRST_MONDAY = np.datetime64("1970-01-05", "D")


def purchase_price_usd_per_mwh(inputs: PlanInputs, market_price_usd_per_mwh: FloatArray) -> FloatArray:
    """Return what each site pays for a MWh of its own purchases.

    Parameters
    ----------
    inputs
    market_price_usd_per_mwh : (sites, chains, hours)

    Returns
    -------
    (sites, chains, hours) USD/MWh
        The tariff's price by kind of day, local month and hour where a site has one, else the market's.

    Raises
    ------
    UserError
        A tariff has energy prices in a region whose price follows from a supply curve.

    Notes
    -----
    A sampled period shorter than a week stands for weeks: each of its days has the mean price of a week.
    """
    price, answered = market_price_usd_per_mwh, market_of_site(inputs.case, inputs.curves) >= 0
    for s, site in enumerate(inputs.case.sites):
        tariff = site.connection.tariff
        if tariff is None or tariff.energy_usd_per_mwh is None:
            continue
        if answered[s]:
            raise UserError(
                f"sites.{site.name}.connection.tariff: {tariff.name} has energy prices of its own, but the price of "
                f"{site.region} follows from a supply curve. Leave the region a price-taker, or take another tariff."
            )
        price = np.array(price) if price is market_price_usd_per_mwh else price
        years = inputs.time.planning_years
        by_year = [_energy_price(tariff, year, site.time_zone, _has_weeks(inputs.time)) for year in years]
        shape = (len(years), len(inputs.time.weather_years), HOURS_PER_YEAR)
        price[s] = inputs.time.sample_by_year(np.broadcast_to(np.array(by_year)[:, None, :], shape))
    return price


def _has_weeks(time: TimeGrid) -> bool:
    return time.period_hours >= HOURS_PER_WEEK


def _energy_price(tariff: Tariff, year: int, time_zone: str, has_weeks: bool) -> FloatArray:
    """Return (8760,) USD/MWh."""
    table = np.asarray(tariff.energy_usd_per_mwh)
    if tariff.relief_usd_per_mwh is not None and year <= tariff.relief_last_year:
        table = table - np.asarray(tariff.relief_usd_per_mwh)
    day, month, hour = local_clock(time_zone, year)
    if has_weeks:
        return np.asarray(table[day, month - 1, hour])
    return np.asarray(np.tensordot(DAYS_OF_WEEK, table, axes=1)[month - 1, hour])


@dataclass(frozen=True, slots=True, eq=False)
class Billing:
    """How the tariff of a site bills demand, in groups of months that are billed alike.

    Attributes
    ----------
    site
        Index in the case.
    tariff
    months : months 1-12 of each group
    group : (chains, hours) the group of each hour
    counts : (chains, hours) whether what is drawn in an hour can set the demand
    ratchets : (groups,) whether every other group looks back on the demand of this one
    charge_usd_per_mw : (years, groups) in one calendar year
    firm_share : (years, groups) 0-1
        Of new firm megawatts, mean over the part of the group's months that is billed.
    """

    site: int
    tariff: Tariff
    months: tuple[tuple[int, ...], ...]
    group: IntArray
    counts: NDArray[np.bool_]
    ratchets: NDArray[np.bool_]
    charge_usd_per_mw: FloatArray
    firm_share: FloatArray

    @property
    def labels(self) -> tuple[str, ...]:
        """Return the months of each group, such as `4` or `1+2+12`."""
        return tuple("+".join(map(str, months)) for months in self.months)

    def highest_draw_mw(self, time: TimeGrid, drawn_mw: FloatArray) -> FloatArray:
        """Return (years, groups) MW of the hour that draws most, of draws given as (chains, hours)."""
        highest = np.zeros(self.charge_usd_per_mw.shape)
        year = np.broadcast_to(time.chain_year[:, None], drawn_mw.shape)
        np.maximum.at(highest, (year[self.counts], self.group[self.counts]), drawn_mw[self.counts])
        return highest

    def billed_mw(self, highest_draw_mw: FloatArray, firm_mw: FloatArray) -> FloatArray:
        """Return (years, groups) the demand that is billed.

        Parameters
        ----------
        highest_draw_mw : (years, groups)
        firm_mw : (years, groups) connected firm megawatts, mean over the part that is billed
        """
        billed: FloatArray = np.maximum(highest_draw_mw, self.tariff.least_billed_share * firm_mw)
        ratchet_mw = billed[:, self.ratchets].max(axis=1, keepdims=True, initial=0.0)
        return np.asarray(np.maximum(billed, self.tariff.ratchet_share * ratchet_mw))


def billings(inputs: PlanInputs, firm_online: FloatArray, curtailable_online: FloatArray) -> tuple[Billing, ...]:
    """Return how the demand of each site with a tariff is billed.

    Parameters
    ----------
    inputs
    firm_online, curtailable_online : (sites, chains, hours) 0-1
        From when new megawatts are connected.

    Notes
    -----
    Demand is billed from the first connection of a site on. Every planning year counts as one that repeats itself, so
    that a month looks back on the later months of its own year as they were the year before. A month without an hour
    that the plan looks at is billed as the month of the sampled period that stands for its middle; a sampled period
    shorter than a week counts as working days.
    """
    found = []
    for s, site in enumerate(inputs.case.sites):
        tariff = site.connection.tariff
        if tariff is None:
            continue
        month, counts = _month_of_hours(tariff, site.time_zone, inputs.time)
        months, group_of_month = _groups(tariff, month, inputs.time)
        group = group_of_month[month]
        firm, curtailable = (_mean(inputs.time, group, online[s]) for online in (firm_online, curtailable_online))
        part = np.ones_like(firm) if site.connection.energised_mw > 0.0 else np.maximum(firm, curtailable)
        share = np.array([len(each) for each in months]) / MONTHS_PER_YEAR
        found.append(
            Billing(
                site=s,
                tariff=tariff,
                months=months,
                group=group,
                counts=counts,
                ratchets=_ratchets(tariff, months),
                charge_usd_per_mw=tariff.demand_charge_usd_per_mw_year * share * part,
                firm_share=np.divide(firm, part, out=np.zeros_like(firm), where=part > 0.0),
            )
        )
    return tuple(found)


def _month_of_hours(tariff: Tariff, time_zone: str, time: TimeGrid) -> tuple[IntArray, NDArray[np.bool_]]:
    """Return (chains, hours) the local month, and whether the hour can set the demand."""
    clocks = np.array([local_clock(time_zone, year) for year in time.planning_years])[..., time.hour_of_year]
    day, month, hour = np.repeat(clocks.swapaxes(0, 1), len(time.weather_years), axis=1).reshape(
        3, time.chains, time.period_hours
    )
    counts = np.ones(month.shape, dtype=np.bool_)
    if tariff.counted_hours is not None:
        counts = np.asarray(tariff.counted_hours)[day if _has_weeks(time) else 0, month - 1, hour]
    return month, counts


def _groups(tariff: Tariff, month: IntArray, time: TimeGrid) -> tuple[tuple[tuple[int, ...], ...], IntArray]:
    """Return the months of each group and (13,) the group of each month.

    Months that look back on one another in full are billed alike.
    """
    stands_for = np.arange(MONTHS_PER_YEAR + 1)
    middle = (np.arange(1, MONTHS_PER_YEAR + 1) - 0.5) / MONTHS_PER_YEAR * HOURS_PER_YEAR
    period = np.searchsorted(time.period_block_start, middle, side="right") - 1
    for each in np.setdiff1d(stands_for[1:], month):
        stands_for[each] = month[period[each - 1], month.shape[1] // 2]
    held = stands_for[list(tariff.ratchet_months)]
    if tariff.ratchet_share == 1.0:
        stands_for[np.isin(stands_for, held)] = held.min()
    first, group = np.unique(stands_for[1:], return_inverse=True)
    months = tuple(tuple((np.flatnonzero(group == g) + 1).tolist()) for g in range(first.size))
    return months, np.concatenate([[0], group])


def _ratchets(tariff: Tariff, months: Sequence[tuple[int, ...]]) -> NDArray[np.bool_]:
    has = [tariff.ratchet_share > 0.0 and bool(set(each) & set(tariff.ratchet_months)) for each in months]
    return np.array(has)


def _mean(time: TimeGrid, group: IntArray, hourly: FloatArray) -> FloatArray:
    """Return (years, groups) the mean over the hours of each group of values given as (chains, hours)."""
    weight = np.broadcast_to(time.chain_hour_weight[:, None], hourly.shape)
    total = np.zeros((2, len(time.planning_years), int(group.max()) + 1))
    at = (np.broadcast_to(time.chain_year[:, None], hourly.shape), group)
    np.add.at(total[0], at, weight * hourly)
    np.add.at(total[1], at, weight)
    return np.asarray(np.divide(total[0], total[1], out=np.zeros_like(total[0]), where=total[1] > 0.0))


@cache
def local_clock(time_zone: str, year: int) -> tuple[IntArray, IntArray, IntArray]:
    """Return (8760,) kind of day, month 1-12 and hour 0-23 on the clock of a zone, for each UTC hour of a year.

    Days are 0 Monday to Friday, 1 Saturday, 2 Sunday; 29 February is left out.

    Examples
    --------
    >>> day, month, hour = local_clock("Asia/Seoul", 2027)
    >>> int(day[0]), int(month[0]), int(hour[0]), int(hour[15])  # a Friday
    (0, 1, 9, 0)
    """
    whole_hours = np.floor(utc_offset_hours(year, time_zone)).astype("timedelta64[h]")
    local = utc_stamps(year) + whole_hours
    dates = local.astype("datetime64[D]")
    weekday = (dates - _FIRST_MONDAY).astype(np.int64) % DAYS_PER_WEEK
    month = local.astype("datetime64[M]").astype(np.int64) % MONTHS_PER_YEAR + 1
    hour = local.astype("datetime64[h]").astype(np.int64) % HOURS_PER_DAY
    return np.maximum(weekday - 4, 0), month, hour
