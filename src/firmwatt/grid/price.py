"""Hourly prices from the fossil plants' hours: convex, noisy, spiked when short, low where clean power spills."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from firmwatt.grid.balance import Balance
from firmwatt.timegrid import FloatArray

DEFAULTS: Final[Mapping[str, float]] = {
    "price_coefficient_of_variation": 0.5,
    "price_spike_hours_per_year": 20.0,
    "price_floor_usd_per_mwh": 0.0,
    "price_fundamental_share": 0.6,
}
"""Where the region's parameters do not say; middle of the catalogue's regions."""
SPIKE_STEP: Final = 2.0
"""How many standard deviations of log price the highest hour is lifted."""
SPILL_OF_NO_PRICE: Final = 0.1
"""Share of mean load spilled at which the price is zero; at twice as much it is at the floor. Own estimate."""
MOST_DEVIATIONS: Final = 4.0
STEEPEST: Final = 4.0


def hourly_price(
    hours: Balance, mean_usd_per_mwh: float, chance: FloatArray, parameters: Mapping[str, float]
) -> FloatArray:
    """Return a year's prices with exactly the mean asked for.

    Parameters
    ----------
    hours
    mean_usd_per_mwh : USD/MWh, > 0
    chance : (8760,) noise of mean 0 and variance 1, with memory
    parameters
        Of the region: coefficient of variation, hours of spikes, floor, and the share of the variance of log price that
        the fossil output explains (the rest is fuel price, outages, imports). Missing ones take `DEFAULTS`.

    Returns
    -------
    price_usd_per_mwh : (8760,) USD/MWh

    Notes
    -----
    exp(b·y) of y = √share·(standardised fossil output) + √(1 − share)·chance, with y lifted in the scarcest hours and
    b chosen for the coefficient of variation. Where clean power spills the price falls to zero, then to the floor.
    Then the positive prices are scaled together, so that the mean is met.
    """
    asked = {**DEFAULTS, **parameters}
    share = asked["price_fundamental_share"]
    latent = np.sqrt(share) * _standard(hours.fossil) + np.sqrt(1.0 - share) * chance
    latent = _spiked(np.clip(latent, -MOST_DEVIATIONS, MOST_DEVIATIONS), round(asked["price_spike_hours_per_year"]))
    price = mean_usd_per_mwh * _with_variation(latent, asked["price_coefficient_of_variation"])
    floor = min(asked["price_floor_usd_per_mwh"], 0.0)
    is_free = np.minimum(hours.spill / SPILL_OF_NO_PRICE, 1.0)
    is_burden = np.clip((hours.spill - SPILL_OF_NO_PRICE) / SPILL_OF_NO_PRICE, 0.0, 1.0)
    price = price * (1.0 - is_free) + floor * is_burden
    return with_mean(price, mean_usd_per_mwh)


def with_mean(series: FloatArray, mean: float) -> FloatArray:
    """Return a series whose positive values are scaled so that its mean is the one given.

    Parameters
    ----------
    series : (8760,) with positive values
    mean : > 0

    Examples
    --------
    >>> with_mean(np.array([-1.0, 1.0, 3.0]), 2.0).round(6).tolist()
    [-1.0, 1.75, 5.25]
    """
    positive = np.maximum(series, 0.0)
    below = series - positive
    scaled = below + positive * ((mean - below.mean()) / positive.mean())
    return np.asarray(scaled + (mean - scaled.mean()), dtype=np.float64)


def _spiked(latent: FloatArray, hours: int) -> FloatArray:
    """Return the series with its highest hours lifted, the highest most."""
    lifted = latent.copy()
    if hours > 0:
        scarcest = np.argsort(latent)[-hours:]
        lifted[scarcest] += SPIKE_STEP * (np.arange(1, hours + 1) / hours)
    return lifted


def _with_variation(latent: FloatArray, variation: float) -> FloatArray:
    """Return exp(b·latent) over its mean, b found by halving so that standard deviation over mean is `variation`."""
    low, high = 0.0, STEEPEST
    for _ in range(40):
        middle = 0.5 * (low + high)
        price = np.exp(middle * latent)
        low, high = (middle, high) if price.std() < variation * price.mean() else (low, middle)
    price = np.exp(low * latent)
    return np.asarray(price / price.mean(), dtype=np.float64)


def _standard(series: FloatArray) -> FloatArray:
    """Return a series with mean 0 and standard deviation 1."""
    return np.asarray((series - series.mean()) / max(float(series.std()), 1e-12), dtype=np.float64)
