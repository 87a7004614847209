"""Which hours the plan looks at: all of them, or the most typical period of each stretch of the year.

The year is cut into as many stretches as periods are asked for. In each stretch the period is chosen whose spread of
solar and wind availability, price, PUE and work is nearest to that of the whole stretch (mean distance between the
two sets of quantiles, each series measured in its own standard deviation). All sites share the same hours, so that a
calm evening is calm everywhere that it was.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from firmwatt.facility.site_load import SiteLoad
from firmwatt.grid.series import GridSeries
from firmwatt.resource.availability import Availability
from firmwatt.scenario.assets import AvailabilityKind
from firmwatt.scenario.case import Case
from firmwatt.timegrid import FloatArray, TimeGrid, full_year_grid
from firmwatt.units import HOURS_PER_DAY, HOURS_PER_YEAR

_QUANTILES = np.linspace(0.0, 1.0, 11)


def choose_time_grid(case: Case, load: SiteLoad, availability: Availability, grid: GridSeries) -> TimeGrid:
    """Return the hours that the plan looks at, as the programme's resolution asks.

    Notes
    -----
    Periods start at midnight UTC. With several weather years the same hours of each are taken.
    """
    programme = case.programme
    full = full_year_grid(programme.planning_years, programme.years_represented, programme.weather_years)
    if programme.sampled_periods is None or programme.sampled_periods * programme.period_hours >= HOURS_PER_YEAR:
        return _with_probability(full, programme.weather_probability)
    features = _features(case, load, availability, grid)
    edges = _stretch_edges(programme.sampled_periods)
    starts = [_most_typical_start(features, start, end, programme.period_hours) for start, end in pairwise(edges)]
    return TimeGrid(
        planning_years=programme.planning_years,
        years_represented=programme.years_represented,
        weather_years=programme.weather_years,
        weather_probability=programme.weather_probability,
        period_start_hour=tuple(starts),
        period_hours=programme.period_hours,
        period_block_hours=tuple(int(hours) for hours in np.diff(edges)),
        period_block_start=tuple(int(edge) for edge in edges[:-1]),
    )


def _with_probability(grid: TimeGrid, probability: tuple[float, ...]) -> TimeGrid:
    return TimeGrid(
        grid.planning_years, grid.years_represented, grid.weather_years, probability, grid.period_start_hour,
        grid.period_hours, grid.period_block_hours, grid.period_block_start,
    )  # fmt: skip


def _stretch_edges(periods: int) -> list[int]:
    """Return (periods + 1,) hours of the year at midnights that cut it into stretches of nearly equal length."""
    days = np.linspace(0, HOURS_PER_YEAR // HOURS_PER_DAY, periods + 1).round()
    return [int(day) * HOURS_PER_DAY for day in days]


def _features(case: Case, load: SiteLoad, availability: Availability, grid: GridSeries) -> FloatArray:
    """Return (features, 8760) of the first weather year and the middle planning year, each with unit deviation."""
    middle = len(case.programme.planning_years) // 2
    varying = [i for i, asset in enumerate(case.supply) if asset.availability_kind != AvailabilityKind.FLAT]
    parts = [
        availability.share[varying, 0],
        grid.price_usd_per_mwh[:, middle, 0],
        load.pue[:, 0],
        *(pool.arrivals_mw[middle : middle + 1] for pool in load.it.pools),
    ]
    features = np.unique(np.concatenate(parts), axis=0)
    deviation = features.std(axis=1, keepdims=True)
    has_shape = deviation[:, 0] > 0.0
    return np.asarray(features[has_shape] / deviation[has_shape])


def _most_typical_start(features: FloatArray, start: int, end: int, hours: int) -> int:
    """Return the first hour of the period inside a stretch whose quantiles are nearest to the stretch's own."""
    last = min(max(end - hours, start), HOURS_PER_YEAR - hours)
    candidates = range(min(start, last), last + 1, HOURS_PER_DAY)
    target = np.quantile(features[:, start:end], _QUANTILES, axis=1)
    distance = [
        np.abs(np.quantile(features[:, hour : hour + hours], _QUANTILES, axis=1) - target).mean() for hour in candidates
    ]
    return int(candidates[int(np.argmin(distance))])
