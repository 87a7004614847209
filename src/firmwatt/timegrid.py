"""The hourly UTC clock: planning years, weather years and the hours of each that a plan looks at.

Every hourly series of the outside world covers all 8760 hours of a weather year (29 February is left out), with
hour 0 at 1 January 00:00 UTC. A plan looks at all of them or at sampled periods of equal length. One *chain* is
one planning year × one weather year × one period: hours that follow one another.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from firmwatt.units import HOURS_PER_DAY, HOURS_PER_YEAR

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
_COMMON_YEAR = 2001


@dataclass(frozen=True, slots=True)
class TimeGrid:
    """The hours that a plan looks at, and how much each stands for.

    Attributes
    ----------
    planning_years : (years,)
        Calendar years in rising order.
    years_represented : (years,) years, >= 1
        How many calendar years each planning year stands for.
    weather_years : (weather_years,)
        Labels of the weather draws (a calendar year, or a seed of the generator).
    weather_probability : (weather_years,) 0-1, sums to 1
    period_start_hour : (periods,) hour of year, 0-8759
    period_hours : hours in each period
    period_block_hours : (periods,) hours, sums to 8760
        Length of the stretch of the year that each period stands for.
    period_block_start : (periods,) hour of year
        Where that stretch begins.
    """

    planning_years: tuple[int, ...]
    years_represented: tuple[int, ...]
    weather_years: tuple[int, ...]
    weather_probability: tuple[float, ...]
    period_start_hour: tuple[int, ...]
    period_hours: int
    period_block_hours: tuple[int, ...]
    period_block_start: tuple[int, ...]

    @property
    def is_full(self) -> bool:
        """Whether every hour of the year is looked at."""
        return self.period_hours == HOURS_PER_YEAR

    @property
    def periods(self) -> int:
        """Return the number of periods in a year."""
        return len(self.period_start_hour)

    @property
    def shape(self) -> tuple[int, int, int, int]:
        """Return (years, weather_years, periods, hours)."""
        return (len(self.planning_years), len(self.weather_years), self.periods, self.period_hours)

    @property
    def chains(self) -> int:
        """Return years × weather years × periods; chains are numbered in that (row-major) order."""
        years, weather, periods, _ = self.shape
        return years * weather * periods

    @property
    def chain_year(self) -> IntArray:
        """Return (chains,) the index of each chain's planning year."""
        years, weather, periods, _ = self.shape
        return np.repeat(np.arange(years), weather * periods)

    @property
    def chain_weather(self) -> IntArray:
        """Return (chains,) the index of each chain's weather year."""
        years, weather, periods, _ = self.shape
        return np.tile(np.repeat(np.arange(weather), periods), years)

    @property
    def hour_of_year(self) -> IntArray:
        """Return (periods, hours) the hour of the year of each hour looked at."""
        return np.asarray(self.period_start_hour)[:, None] + np.arange(self.period_hours)

    @property
    def chain_hour_weight(self) -> FloatArray:
        """Return (chains,) how many hours of the year (weighted by weather probability) one hour stands for."""
        per_period = np.asarray(self.period_block_hours, dtype=np.float64) / self.period_hours
        weight = np.asarray(self.weather_probability)[:, None] * per_period
        return np.tile(weight.ravel(), len(self.planning_years))

    def sample(self, series: FloatArray) -> FloatArray:
        """Return (..., chains, hours) of a series given as (..., weather_years, 8760), alike in all planning years.

        Examples
        --------
        >>> grid = full_year_grid((2027, 2030), (3, 1))
        >>> grid.sample(np.arange(8760.0)[None, :]).shape
        (2, 8760)
        """
        picked = series[..., self.hour_of_year]  # (..., weather, periods, hours)
        years, weather, periods, hours = self.shape
        spread = np.broadcast_to(picked[..., None, :, :, :], (*picked.shape[:-3], years, weather, periods, hours))
        return spread.reshape(*picked.shape[:-3], self.chains, hours)

    def sample_by_year(self, series: FloatArray) -> FloatArray:
        """Return (..., chains, hours) of a series given as (..., years, weather_years, 8760)."""
        picked = series[..., self.hour_of_year]  # (..., years, weather, periods, hours)
        return picked.reshape(*picked.shape[:-4], self.chains, self.period_hours)

    def online_share(self, online: date) -> FloatArray:
        """Return (chains, hours) 0 or 1: whether something online from a date on is there.

        On a full year it is 0 before the first hour of the date and 1 after. A sampled period is on where at least
        half of its block of the year lies after the date: a share in between would let a plan buy twice the capacity
        to have half of it early.
        """
        first_hour = np.array([hour_of_date(online, year) for year in self.planning_years])[:, None, None, None]
        middle = np.asarray(self.period_block_start) + np.asarray(self.period_block_hours) / 2
        moment = self.hour_of_year if self.is_full else middle[:, None]
        return np.broadcast_to(moment >= first_hour, self.shape).astype(np.float64).reshape(self.chains, -1)


def full_year_grid(
    planning_years: tuple[int, ...],
    years_represented: tuple[int, ...],
    weather_years: tuple[int, ...] = (1,),
) -> TimeGrid:
    """Return the grid that looks at every hour, with equally likely weather years."""
    probability = (1.0 / len(weather_years),) * len(weather_years)
    return TimeGrid(
        planning_years, years_represented, weather_years, probability, (0,), HOURS_PER_YEAR, (HOURS_PER_YEAR,), (0,)
    )


def hour_of_date(day: date, year: int) -> int:
    """Return the hour of `year` at which `day` begins: 0 if it lies earlier, 8760 if later.

    29 February is left out of every year: what begins on it begins with 1 March.

    Examples
    --------
    >>> hour_of_date(date(2028, 1, 2), 2028), hour_of_date(date(2027, 5, 1), 2028), hour_of_date(date(2029, 1, 1), 2028)
    (24, 0, 8760)
    """
    if day.year < year:
        return 0
    if day.year > year:
        return HOURS_PER_YEAR
    month_day = (3, 1) if (day.month, day.day) == (2, 29) else (day.month, day.day)
    return (date(_COMMON_YEAR, *month_day) - date(_COMMON_YEAR, 1, 1)).days * HOURS_PER_DAY


def date_after(start: date, years: float) -> date:
    """Return the day that lies a number of (mean Gregorian) years after another.

    Examples
    --------
    >>> date_after(date(2026, 1, 1), 2.0)
    datetime.date(2028, 1, 1)
    """
    return start + timedelta(days=round(years * 365.2425))


def utc_stamps(year: int) -> NDArray[np.datetime64]:
    """Return (8760,) the UTC start of each hour of a year, 29 February left out."""
    first, end = np.datetime64(f"{year}-01-01T00", "h"), np.datetime64(f"{year + 1}-01-01T00", "h")
    hours = np.arange(int((end - first).astype(np.int64)))
    leap_day = (31 + 28) * HOURS_PER_DAY
    is_kept = (len(hours) == HOURS_PER_YEAR) | (hours < leap_day) | (hours >= leap_day + HOURS_PER_DAY)
    return first + hours[is_kept].astype("timedelta64[h]")
