"""A sampled year laid out again hour by hour: each period repeats over the stretch that it stands for."""

from __future__ import annotations

import numpy as np

from firmwatt.timegrid import FloatArray, IntArray, TimeGrid
from firmwatt.units import HOURS_PER_YEAR


def hour_positions(time: TimeGrid) -> IntArray:
    """Return (8760,) for each hour of a year, its place among the periods × hours that the plan looked at.

    Notes
    -----
    The hour of the day is kept: a period's hours repeat in step with the year's clock.

    Examples
    --------
    >>> from firmwatt.timegrid import full_year_grid
    >>> hour_positions(full_year_grid((2027,), (1,)))[[0, 1, 8759]].tolist()
    [0, 1, 8759]
    """
    places = np.zeros(HOURS_PER_YEAR, dtype=np.int64)
    blocks = zip(time.period_block_start, time.period_block_hours, time.period_start_hour, strict=True)
    for period, (first, length, start) in enumerate(blocks):
        hours = np.arange(first, first + length)
        places[hours % HOURS_PER_YEAR] = period * time.period_hours + (hours - start) % time.period_hours
    return places


def unfold(time: TimeGrid, series: FloatArray, year: int) -> FloatArray:
    """Return (..., weather_years, 8760) of one planning year from a series (..., chains, hours).

    Parameters
    ----------
    year
        Index of the planning year.
    """
    years, weather, periods, hours = time.shape
    by_year = series.reshape(*series.shape[:-2], years, weather, periods * hours)
    whole: FloatArray = by_year[..., year, :, :][..., hour_positions(time)]
    return whole
