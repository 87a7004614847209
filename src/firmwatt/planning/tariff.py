"""What loads with a tariff pay for grid energy and for their highest draw; plan and books both ask here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np

from firmwatt.errors import UserError
from firmwatt.planning.market import market_of_site
from firmwatt.planning.plan import PlanInputs
from firmwatt.scenario.tariff import Tariff
from firmwatt.timegrid import FloatArray, IntArray
from firmwatt.units import HOURS_PER_YEAR

COMMON_YEAR = 2027
"""A year without a leap day, whose clock changes stand for those of all."""


def purchase_price_usd_per_mwh(inputs: PlanInputs, market_price_usd_per_mwh: FloatArray) -> FloatArray:
    """Return what each site pays for a MWh of its own purchases.

    Parameters
    ----------
    inputs
    market_price_usd_per_mwh : (sites, chains, hours)

    Returns
    -------
    (sites, chains, hours) USD/MWh
        The tariff's price by local month and hour where a site has one, else the market's.

    Raises
    ------
    UserError
        A tariff has energy prices in a region whose price follows from a supply curve.
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
        month, hour = local_clock(site.time_zone)
        by_hour = np.asarray(tariff.energy_usd_per_mwh)[month - 1, hour]
        years = (len(inputs.time.planning_years), len(inputs.time.weather_years), HOURS_PER_YEAR)
        price[s] = inputs.time.sample_by_year(np.broadcast_to(by_hour, years))
    return price


def billed_part_of_year(energised_mw: FloatArray, firm_share: FloatArray, curtailable_share: FloatArray) -> FloatArray:
    """Return (sites, years) 0-1, for how much of each year a tariff bills demand: from the first connection on.

    Parameters
    ----------
    energised_mw : (sites,) what is connected on the decision date
    firm_share, curtailable_share : (sites, years) 0-1 of the year in which new megawatts are connected
    """
    share: FloatArray = np.where(energised_mw[:, None] > 0.0, 1.0, np.maximum(firm_share, curtailable_share))
    return share


def while_connected(mean_over_year: FloatArray, part_of_year: FloatArray) -> FloatArray:
    """Return means over a year as means over the part of it that is billed, 0 where none is."""
    zero = np.zeros_like(mean_over_year)
    mean: FloatArray = np.divide(mean_over_year, part_of_year, out=zero, where=part_of_year > 0.0)
    return mean


def billed_demand_mw(tariffs: Sequence[Tariff | None], drawn_mw: FloatArray, firm_mw: FloatArray) -> FloatArray:
    """Return (sites, years) the demand that a tariff bills, 0 where there is none.

    Parameters
    ----------
    tariffs : (sites,)
    drawn_mw : (sites, years) highest draw of the year
    firm_mw : (sites, years) connected firm megawatts, mean over the part of the year that is billed
    """
    least = np.array([0.0 if tariff is None else tariff.least_billed_share for tariff in tariffs])
    has = np.array([tariff is not None for tariff in tariffs])
    billed: FloatArray = has[:, None] * np.maximum(drawn_mw, least[:, None] * firm_mw)
    return billed


@cache
def local_clock(time_zone: str) -> tuple[IntArray, IntArray]:
    """Return (8760,) month 1-12 and hour 0-23 on the clock of a zone, for each UTC hour of a year.

    Examples
    --------
    >>> month, hour = local_clock("Asia/Seoul")
    >>> int(month[0]), int(hour[0]), int(hour[15])
    (1, 9, 0)
    """
    zone, start = ZoneInfo(time_zone), datetime(COMMON_YEAR, 1, 1, tzinfo=UTC)
    local = [(start + timedelta(hours=h)).astimezone(zone) for h in range(HOURS_PER_YEAR)]
    return np.array([moment.month for moment in local]), np.array([moment.hour for moment in local])
