"""Hourly series become yearly sums, and figures of assets become figures of sites."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from firmwatt.scenario.case import Case
from firmwatt.timegrid import FloatArray, IntArray, TimeGrid
from firmwatt.units import HOURS_PER_YEAR


def yearly_sum(time: TimeGrid, hourly: FloatArray) -> FloatArray:
    """Return (..., years) the sum over one calendar year of a series (..., chains, hours).

    Notes
    -----
    `Σ_c w_c Σ_h x[c, h]` over the chains c of each planning year: megawatts become megawatt-hours a year, the mean
    over the weather years by their probability.

    Examples
    --------
    >>> from firmwatt.timegrid import full_year_grid
    >>> yearly_sum(full_year_grid((2027, 2030), (3, 5)), np.ones((2, 8760))).tolist()
    [8760.0, 8760.0]
    """
    by_chain = hourly.sum(axis=-1) * time.chain_hour_weight
    years, weather_years, periods, _ = time.shape
    total: FloatArray = by_chain.reshape(*by_chain.shape[:-1], years, weather_years * periods).sum(axis=-1)
    return total


def yearly_mean(time: TimeGrid, hourly: FloatArray) -> FloatArray:
    """Return (..., years) the mean over the hours of a year; of an online share, the part of the year it is there."""
    return yearly_sum(time, hourly) / HOURS_PER_YEAR


def site_positions(case: Case, names: Sequence[str]) -> IntArray:
    """Return (names,) the index of each named site in `Case.sites`."""
    place = {site.name: index for index, site in enumerate(case.sites)}
    return np.array([place[name] for name in names], dtype=np.int64)


def sum_by_site(figures: FloatArray, positions: IntArray, sites: int) -> FloatArray:
    """Return (sites, ...) the sums of figures (things, ...) over the things of each site.

    Examples
    --------
    >>> sum_by_site(np.array([[1.0], [2.0], [4.0]]), np.array([1, 0, 1]), 2).tolist()
    [[2.0], [5.0]]
    """
    total = np.zeros((sites, *figures.shape[1:]))
    np.add.at(total, positions, figures)
    return total
