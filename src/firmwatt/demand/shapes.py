"""Daily and weekly shapes of work, on the clocks of the people who send it, as hourly UTC series."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from firmwatt.timegrid import FloatArray, utc_stamps
from firmwatt.units import HOURS_PER_DAY, HOURS_PER_WEEK

_FIRST_MONDAY: Final = np.datetime64("1970-01-05T00", "h")
_SECONDS_PER_HOUR: Final = 3600.0


def yearly_shape(
    year: int, user_time_zones: Mapping[str, float], daily_shape: tuple[float, ...], weekly_shape: tuple[float, ...]
) -> FloatArray:
    """Return how much work arrives in each hour of a year, relative to the mean.

    Parameters
    ----------
    year
        Calendar year, for its weekdays and daylight saving.
    user_time_zones : IANA zone → 0-1, sums to 1
        Empty: UTC.
    daily_shape : (24,) >= 0, local hour
    weekly_shape : (7,) >= 0, Monday first

    Returns
    -------
    (8760,) UTC, mean 1, read-only

    Notes
    -----
    `Σ_z share_z · day[local hour] · week[local weekday]`, divided by its mean over the 8760 hours. Where a clock is
    half an hour off UTC's, an hour takes its part of two local hours.

    Examples
    --------
    >>> evening = (0.0,) * 20 + (6.0,) * 4
    >>> shape = yearly_shape(2027, {"Asia/Seoul": 1.0}, evening, (1.0,) * 7)
    >>> np.flatnonzero(shape[:24]).tolist()
    [11, 12, 13, 14]
    """
    zones = tuple(sorted(user_time_zones.items())) or (("UTC", 1.0),)
    return _yearly_shape(year, zones, tuple(daily_shape), tuple(weekly_shape))


@lru_cache(maxsize=256)
def _yearly_shape(
    year: int, zones: tuple[tuple[str, float], ...], daily: tuple[float, ...], weekly: tuple[float, ...]
) -> FloatArray:
    by_hour_of_week = np.outer(weekly, daily).ravel()
    utc_hours = (utc_stamps(year) - _FIRST_MONDAY).astype(np.float64)
    total = np.zeros(len(utc_hours))
    for zone, share in zones:
        local = utc_hours + utc_offset_hours(year, zone)
        hour = np.floor(local)
        part_of_next = local - hour
        index = hour.astype(np.int64) % HOURS_PER_WEEK
        following = by_hour_of_week[(index + 1) % HOURS_PER_WEEK]
        total += share * ((1.0 - part_of_next) * by_hour_of_week[index] + part_of_next * following)
    shape: FloatArray = total / total.mean()
    shape.flags.writeable = False
    return shape


@lru_cache(maxsize=256)
def utc_offset_hours(year: int, zone: str) -> FloatArray:
    """Return (8760,) how many hours a zone's clock is ahead of UTC, at the start of each hour of a year.

    Notes
    -----
    The clock is asked once a day; only days on which it changes are looked at hour by hour.

    Examples
    --------
    >>> sorted(set(utc_offset_hours(2027, "Europe/Berlin").tolist()))
    [1.0, 2.0]
    """
    stamps = utc_stamps(year)
    first = datetime(year, 1, 1, tzinfo=UTC)
    days = int((stamps[-1] - stamps[0]).astype(np.int64)) // HOURS_PER_DAY + 1
    at_midnight = [_offset_hours(first + timedelta(days=day), zone) for day in range(days + 1)]
    hourly = np.repeat(np.array(at_midnight[:-1]), HOURS_PER_DAY)
    for day in np.flatnonzero(np.diff(at_midnight)).tolist():
        start = day * HOURS_PER_DAY
        hourly[start : start + HOURS_PER_DAY] = [
            _offset_hours(first + timedelta(hours=start + hour), zone) for hour in range(HOURS_PER_DAY)
        ]
    offsets: FloatArray = hourly[(stamps - stamps[0]).astype(np.int64)]
    offsets.flags.writeable = False
    return offsets


def _offset_hours(moment: datetime, zone: str) -> float:
    offset = moment.astimezone(ZoneInfo(zone)).utcoffset()
    return (offset or timedelta()).total_seconds() / _SECONDS_PER_HOUR
