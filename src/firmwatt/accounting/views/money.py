"""What the electricity cost: contracts, certificates, purchases, energy, demand and fixed charges."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from firmwatt.accounting.dispatch_hours import DispatchHours
from firmwatt.accounting.metered.grid_factors import PRICE
from firmwatt.accounting.metered.tariff import Charge
from firmwatt.accounting.views.claims import available_mwh
from firmwatt.timegrid import FloatArray
from firmwatt.units import KW_PER_MW


def electricity_costs(
    hours: DispatchHours, charges: Sequence[Charge], peak_mw: FloatArray
) -> list[tuple[str, str, float | None, str]]:
    """Return (item, kind, USD, reason) of every cost; None with the reason where no price is given.

    Parameters
    ----------
    hours
    charges
        Of the tariff; they fall on what is bought.
    peak_mw : (regions, hours)
        The highest load of an interval of the hour, which demand charges are measured by.

    Notes
    -----
    A contract is paid for all that it generates, and lessens what is bought in the hour; what it generates above the
    purchase of the hour is sold at the grid's price where that is known. A virtual contract pays its price less the
    grid's. Bought energy costs the grid's price, or the energy charges of the tariff, or both where both are given.
    """
    costs = [_instrument_cost(hours, place) for place in range(len(hours.instruments))]
    bought = bought_mwh(hours)
    price = hours.factor(PRICE)
    if price is not None:
        costs.append(("grid", "energy_purchase", float((bought * price).sum()), ""))
        if hours.exported_mwh.any():
            costs.append(("grid", "energy_sale", -float((hours.exported_mwh * price).sum()), ""))
    costs += [(charge.name, charge.kind, _charge_usd(hours, charge, bought, peak_mw), "") for charge in charges]
    has_energy_price = price is not None or any(charge.kind == "energy" for charge in charges)
    if not has_energy_price and bought.any():
        reason = "neither the grid file (price_usd_per_mwh) nor a tariff has a price of bought energy"
        costs.append(("grid", "energy_purchase", None, reason))
    return costs


def bought_mwh(hours: DispatchHours) -> FloatArray:
    """Return (regions, hours) purchases that no contract delivers."""
    return np.maximum(hours.purchased_mwh - _delivered_mwh(hours), 0.0)


def _delivered_mwh(hours: DispatchHours) -> FloatArray:
    total = np.zeros_like(hours.purchased_mwh)
    for each, region in zip(hours.instruments, hours.instrument_region, strict=True):
        if each.kind == "contract" and each.price_usd_per_mwh is not None:
            total[region] += each.hourly_mwh
    return total


def _instrument_cost(hours: DispatchHours, place: int) -> tuple[str, str, float | None, str]:
    each, region = hours.instruments[place], int(hours.instrument_region[place])
    if each.price_usd_per_mwh is None:
        return each.name, each.kind, None, "its file has no price_usd_per_mwh"
    paid = each.price_usd_per_mwh * available_mwh(each, hours)
    market = hours.factor(PRICE)
    if each.kind == "virtual":
        if market is None:
            return each.name, each.kind, None, "a virtual contract needs the grid's price_usd_per_mwh"
        return each.name, each.kind, paid - float((each.hourly_mwh * market[region]).sum()), ""
    if each.kind == "contract" and market is not None:
        contracts = _delivered_mwh(hours)[region]
        share = np.divide(each.hourly_mwh, contracts, out=np.zeros_like(contracts), where=contracts > 0.0)
        sold = np.maximum(contracts - hours.purchased_mwh[region], 0.0) * share
        paid -= float((sold * market[region]).sum())
    return each.name, each.kind, paid, ""


def _charge_usd(hours: DispatchHours, charge: Charge, bought: FloatArray, peak_mw: FloatArray) -> float:
    """Return what a charge of the tariff comes to."""
    chosen = [at for at, name in enumerate(hours.regions) if charge.region in ("", name)]
    if charge.kind == "energy":
        return charge.usd * float(bought[chosen][:, charge.applies].sum())
    months = np.unique(hours.calendar.month, return_inverse=True)[1]
    if charge.kind == "fixed":
        return charge.usd * len(chosen) * len(np.unique(months[charge.applies]))
    total = 0.0
    for at in chosen:
        peaks = np.zeros(int(months.max()) + 1)
        np.maximum.at(peaks, months[charge.applies], peak_mw[at][charge.applies])
        total += charge.usd * KW_PER_MW * float(peaks.sum())
    return total
