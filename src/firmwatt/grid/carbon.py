"""Hourly carbon of a region: mean and marginal emission rate, carbon-free share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from firmwatt.catalog import loader
from firmwatt.grid.balance import Balance, is_carbon_free
from firmwatt.timegrid import FloatArray

COAL_ON_THE_MARGIN: Final = 1.0
"""How often a coal plant follows the load, over coal's share of fossil generation. With the two rates of gas below the
yearly means of EPA's AVERT 2023 are met within 15 % in Texas, the Mid-Atlantic and California (tests/grid)."""
EFFICIENT_GAS: Final = 0.95
"""Rate of the first gas plant over the fleet's mean; combined cycle against the mean of EIA's table of heat rates."""
PEAKING_GAS: Final = 1.5
"""Rate of the last gas plant over the fleet's mean; old turbines."""
SPILL_THAT_ENDS_EMISSION: Final = 0.05
"""Share of mean load spilled from which on one more megawatt-hour is met by clean power alone."""


def average_intensity(hours: Balance, mean_kg_per_mwh: float) -> FloatArray:
    """Return the mean emission rate of all generation in each hour, for accounts.

    Parameters
    ----------
    hours
    mean_kg_per_mwh : kg/MWh, >= 0
        Mean over the hours, met exactly.

    Returns
    -------
    intensity_kg_per_mwh : (8760,) kg/MWh, >= 0
        In proportion to the share of fossil plants in the hour's load.
    """
    shape = np.minimum(hours.fossil / hours.load, 1.0)
    return np.asarray(mean_kg_per_mwh * shape / shape.mean(), dtype=np.float64)


def carbon_free_share(hours: Balance, mean_share: float) -> FloatArray:
    """Return the carbon-free share of each hour's generation.

    Parameters
    ----------
    hours
    mean_share : 0-1
        Mean over the hours, met exactly.

    Returns
    -------
    share : (8760,) 0-1
    """
    return with_share(1.0 - np.minimum(hours.fossil / hours.load, 1.0), mean_share)


def with_share(series: FloatArray, mean_share: float) -> FloatArray:
    """Return shares moved towards 0 or 1 in proportion, so that their mean is the one given.

    Examples
    --------
    >>> with_share(np.array([0.2, 0.6]), 0.7).round(6).tolist()
    [0.6, 0.8]
    """
    mean = float(series.mean())
    if mean_share <= mean:
        return np.asarray(series * (mean_share / max(mean, 1e-12)), dtype=np.float64)
    return np.asarray(1.0 - (1.0 - series) * ((1.0 - mean_share) / (1.0 - mean)), dtype=np.float64)


def marginal_intensity(hours: Balance, mix: Mapping[str, float]) -> FloatArray:
    """Return the emission rate of the plant that follows the load, for decisions.

    Parameters
    ----------
    hours
    mix : fuel → 0-1

    Returns
    -------
    intensity_kg_per_mwh : (8760,) kg/MWh, >= 0
        A mixture of gas, from efficient to peaking as the fossil output rises, and coal, which follows in low hours;
        zero where clean power is spilled.
    """
    fossil = sum(share for fuel, share in mix.items() if not is_carbon_free(fuel))
    coal_share = COAL_ON_THE_MARGIN * mix.get("coal", 0.0) / fossil if fossil > 0.0 else 0.0
    rank = np.empty(len(hours.fossil))
    rank[np.argsort(hours.fossil)] = np.linspace(0.0, 1.0, len(hours.fossil))
    gas, coal = (loader.get("generation_rates", fuel, "emission_kg_per_mwh").number for fuel in ("gas", "coal"))
    gas_rate = gas * (EFFICIENT_GAS + (PEAKING_GAS - EFFICIENT_GAS) * rank**2)
    coal_weight = coal_share * (1.5 - rank)
    is_fossil = 1.0 - np.minimum(hours.spill / SPILL_THAT_ENDS_EMISSION, 1.0)
    return np.asarray(is_fossil * (coal_weight * coal + (1.0 - coal_weight) * gas_rate), dtype=np.float64)
