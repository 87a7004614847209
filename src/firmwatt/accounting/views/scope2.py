"""Scope 2 by location and by market."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from firmwatt.accounting.dispatch_hours import DispatchHours
from firmwatt.accounting.metered.grid_factors import AVERAGE, FOSSIL, RESIDUAL, SHARE, SUPPLIER
from firmwatt.accounting.rule_sets import Fallback
from firmwatt.accounting.views.claims import Claims
from firmwatt.timegrid import FloatArray

_COLUMNS: dict[Fallback, str] = {
    "supplier_rate": SUPPLIER,
    "residual": RESIDUAL,
    "average": AVERAGE,
    "fossil": FOSSIL,
}


@dataclass(frozen=True, slots=True, eq=False)
class MarketBased:
    """Scope 2 by market.

    Attributes
    ----------
    claimed_kg : (instruments, hours)
    unclaimed_kg : (regions, hours)
        None where no factor of the rule is known; 0 where nothing is unclaimed.
    fallback
        The factor of what nothing claims; empty where nothing is unclaimed or none is known.
    is_derived
        Whether it is the fossil factor that follows from average and carbon-free share.
    """

    claimed_kg: FloatArray
    unclaimed_kg: FloatArray | None
    fallback: Fallback | None
    is_derived: bool


def location_kg(purchased_mwh: FloatArray, average_kg_per_mwh: FloatArray) -> FloatArray:
    """Return (...) kg: the grid's average on all that is purchased, whatever was contracted.

    Examples
    --------
    >>> location_kg(np.array([2.0, 1.0]), np.array([400.0, 300.0])).tolist()
    [800.0, 300.0]
    """
    return purchased_mwh * average_kg_per_mwh


def market_based(hours: DispatchHours, claims: Claims, fallbacks: tuple[Fallback, ...]) -> MarketBased:
    """Return what purchases emit by market.

    Notes
    -----
    `Σ claimed · EF_instrument + Σ (purchased - claimed) · EF_fallback`, the first fallback that the grid file knows.
    Without a column of fossil factors, `average / (1 - carbon-free share)` takes its place where both are known: the
    mean of what is not carbon-free.
    """
    factor = np.array([each.emission_kg_per_mwh for each in hours.instruments]).reshape(-1, 1)
    claimed_kg = claims.claimed_mwh * factor
    if not claims.unclaimed_mwh.any():
        return MarketBased(claimed_kg, np.zeros_like(claims.unclaimed_mwh), None, is_derived=False)
    for fallback in fallbacks:
        found, is_derived = hours.factor(_COLUMNS[fallback]), False
        if found is None and fallback == "fossil":
            found, is_derived = _fossil_factor(hours), True
        if found is not None:
            return MarketBased(claimed_kg, claims.unclaimed_mwh * found, fallback, is_derived)
    return MarketBased(claimed_kg, None, None, is_derived=False)


def _fossil_factor(hours: DispatchHours) -> FloatArray | None:
    average, share = hours.factor(AVERAGE), hours.factor(SHARE)
    if average is None or share is None:
        return None
    return np.divide(average, 1.0 - share, out=average.copy(), where=share < 1.0)
