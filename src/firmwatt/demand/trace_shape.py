"""From counted arrivals to the shape of a year, and how bursty they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from firmwatt.catalog import loader
from firmwatt.demand.trace_file import Counted
from firmwatt.timegrid import FloatArray, IntArray, utc_stamps
from firmwatt.units import HOURS_PER_DAY, HOURS_PER_WEEK, HOURS_PER_YEAR

TABLE: Final = "traffic"
FIRST_MONDAY: Final = np.datetime64("1970-01-05T00", "h")
ONE_HOUR: Final = np.timedelta64(1, "h")
WINDOWS_MINUTES: Final = (10, 60)


@dataclass(frozen=True, slots=True)
class Burstiness:
    """How uneven arrivals are.

    Attributes
    ----------
    hours
        That the record covers.
    peak_to_mean : window in minutes → peak over mean
        Of windows of 10 minutes and of an hour.
    excess_share : window in minutes → spread about the hour of the day, over the mean
        Standard deviation of what the daily curve does not explain; counting alone would give 1/√count.
    dispersion : window in minutes → variance about the hour of the day, over the mean
        1 for arrivals that know nothing of each other (only for requests).
    """

    hours: float
    peak_to_mean: dict[int, float]
    excess_share: dict[int, float]
    dispersion: dict[int, float]


@dataclass(frozen=True, slots=True)
class TraceReport:
    """What a record of arrivals says.

    Attributes
    ----------
    what : `requests` or `tokens`
    total, per_hour
    empty_hours
        Without any row; they count as 0.
    daily : (24,) relative weights of the UTC hours, mean 1
    weekly : (7,) relative weights of the UTC days from Monday on, or None for a record shorter than a week
    bursts
    nearest
        Key of the catalogue table `traffic` with the nearest daily shape.
    nearest_utc_offset_hours : 0-23, by which its local clock is ahead of UTC to fit best
    nearest_error_share
        Root mean square of the difference.
    """

    what: str
    total: float
    per_hour: float
    empty_hours: int
    daily: tuple[float, ...]
    weekly: tuple[float, ...] | None
    bursts: Burstiness
    nearest: str
    nearest_utc_offset_hours: int
    nearest_error_share: float


def trace_report(counted: Counted) -> TraceReport:
    """Return what a record of arrivals says."""
    stamps, per_hour = _hourly(counted)
    hour = (stamps - FIRST_MONDAY).astype(np.int64)
    of_day = _means(hour % HOURS_PER_DAY, per_hour, HOURS_PER_DAY)
    daily = np.where(np.isnan(of_day), np.nanmean(of_day), of_day)
    daily = daily / daily.mean()
    weekly = None
    if len(per_hour) >= HOURS_PER_WEEK:
        of_week = _means(hour % HOURS_PER_WEEK // HOURS_PER_DAY, per_hour, HOURS_PER_WEEK // HOURS_PER_DAY)
        weekly = tuple((of_week / of_week.mean()).tolist())
    key, offset, error = _nearest(daily)
    return TraceReport(
        what=counted.what,
        total=float(counted.count.sum()),
        per_hour=float(per_hour.mean()),
        empty_hours=len(per_hour) - len(np.unique(counted.stamps.astype("datetime64[h]"))),
        daily=tuple(daily.tolist()),
        weekly=weekly,
        bursts=burstiness(counted),
        nearest=key,
        nearest_utc_offset_hours=offset,
        nearest_error_share=error,
    )


def _nearest(daily: FloatArray) -> tuple[str, int, float]:
    """Return the catalogue's traffic and the clock whose daily shape is nearest, with the error."""
    found = []
    for key in loader.keys(TABLE):
        local = np.array([loader.get(TABLE, key, f"daily_shape_{hour:02d}").number for hour in range(HOURS_PER_DAY)])
        for offset in range(-HOURS_PER_DAY // 2 + 1, HOURS_PER_DAY // 2 + 1):
            error = float(np.sqrt(np.mean(np.square(np.roll(local, -offset) - daily))))
            found.append((error, key, offset))
    error, key, offset = min(found)
    return key, offset, error


def trace_shape(counted: Counted, year: int) -> FloatArray:
    """Return how much arrives in each hour of a year, relative to the mean.

    Parameters
    ----------
    counted
    year

    Returns
    -------
    (8760,) UTC, mean 1

    Notes
    -----
    A record of a year or more gives each hour of the year its own mean; one of a week or more each hour of the week;
    a shorter one each hour of the day. Hours are taken in UTC: a record of a week in July knows nothing of winter
    time. Hours of the week that the record lacks take the mean of their hour of the day.
    """
    stamps, per_hour = _hourly(counted)
    hours = (utc_stamps(year) - FIRST_MONDAY).astype(np.int64)
    if len(per_hour) >= HOURS_PER_YEAR:
        shape = _by_year(stamps, per_hour)
    elif len(per_hour) >= HOURS_PER_WEEK:
        of_day = _means((stamps - FIRST_MONDAY).astype(np.int64) % HOURS_PER_DAY, per_hour, HOURS_PER_DAY)
        of_week = _means((stamps - FIRST_MONDAY).astype(np.int64) % HOURS_PER_WEEK, per_hour, HOURS_PER_WEEK)
        filled = np.where(np.isnan(of_week), np.tile(of_day, HOURS_PER_WEEK // HOURS_PER_DAY), of_week)
        shape = filled[hours % HOURS_PER_WEEK]
    else:
        of_day = _means((stamps - FIRST_MONDAY).astype(np.int64) % HOURS_PER_DAY, per_hour, HOURS_PER_DAY)
        shape = np.where(np.isnan(of_day), np.nanmean(of_day), of_day)[hours % HOURS_PER_DAY]
    return np.asarray(shape / shape.mean())


def yearly_count(counted: Counted) -> float:
    """Return how many requests or tokens a year has at the mean rate of the record's hours."""
    _, per_hour = _hourly(counted)
    return float(per_hour.mean()) * HOURS_PER_YEAR


def burstiness(counted: Counted) -> Burstiness:
    """Return peak to mean and spread of arrivals in windows of ten minutes and an hour.

    A record that counts by the hour says nothing of what happens inside one: it has no windows of ten minutes.
    """
    peak, excess, dispersion = {}, {}, {}
    is_hourly = bool(np.all(counted.stamps.astype("datetime64[m]").astype(np.int64) % WINDOWS_MINUTES[-1] == 0))
    for minutes in WINDOWS_MINUTES[-1:] if is_hourly else WINDOWS_MINUTES:
        start, count = _windows(counted, minutes)
        of_day = _means(start % (HOURS_PER_DAY * 60 // minutes), count, HOURS_PER_DAY * 60 // minutes)
        expected = of_day[start % (HOURS_PER_DAY * 60 // minutes)]
        variance = float(np.mean((count - expected) ** 2)) if len(count) > len(of_day) else float("nan")
        mean = float(count.mean())
        peak[minutes] = float(count.max()) / mean
        excess[minutes] = variance**0.5 / mean
        dispersion[minutes] = variance / mean
    seconds = float((counted.stamps[-1] - counted.stamps[0]) / np.timedelta64(1, "s"))
    return Burstiness(seconds / 3600.0, peak, excess, dispersion)


def _hourly(counted: Counted) -> tuple[NDArray[np.datetime64], FloatArray]:
    """Return each hour of the record with what arrived in it; hours without a row count as 0."""
    hour = counted.stamps.astype("datetime64[h]")
    first = hour[0]
    index = ((hour - first) / ONE_HOUR).astype(np.int64)
    total = np.asarray(np.bincount(index, weights=counted.count), dtype=np.float64)
    return first + np.arange(len(total)) * ONE_HOUR, total


def _windows(counted: Counted, minutes: int) -> tuple[IntArray, FloatArray]:
    """Return (windows,) the number of each window since 1970 and what arrived in it; the last, cut one is left out."""
    index = counted.stamps.astype("datetime64[m]").astype(np.int64) // minutes
    total = np.asarray(np.bincount(index - index[0], weights=counted.count), dtype=np.float64)
    kept = slice(0, max(len(total) - 1, 1))
    return (index[0] + np.arange(len(total)))[kept], total[kept]


def _by_year(stamps: NDArray[np.datetime64], per_hour: FloatArray) -> FloatArray:
    """Return (8760,) the mean of each hour of the year, 29 February left out."""
    years = stamps.astype("datetime64[Y]").astype(np.int64) + 1970
    total, seen = np.zeros(HOURS_PER_YEAR), np.zeros(HOURS_PER_YEAR)
    for year in np.unique(years).tolist():
        calendar = utc_stamps(year)
        at = np.searchsorted(calendar, stamps)
        known = (at < HOURS_PER_YEAR) & (calendar[np.minimum(at, HOURS_PER_YEAR - 1)] == stamps)
        np.add.at(total, at[known], per_hour[known])
        np.add.at(seen, at[known], 1.0)
    return np.asarray(np.divide(total, seen, out=np.full(HOURS_PER_YEAR, per_hour.mean()), where=seen > 0.0))


def _means(index: IntArray, values: FloatArray, length: int) -> FloatArray:
    """Return (length,) the mean of the values of each index, NaN where there is none."""
    total = np.bincount(index, weights=values, minlength=length)
    seen = np.bincount(index, minlength=length)
    return np.asarray(np.divide(total, seen, out=np.full(length, np.nan), where=seen > 0))
