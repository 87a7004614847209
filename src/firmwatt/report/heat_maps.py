"""Month × hour means: the shape of a year on one small square."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np

from firmwatt.accounting.flows import read_flows
from firmwatt.accounting.matching import matched_mw, matching_groups
from firmwatt.operation.dispatch import Dispatch
from firmwatt.scenario.case import Case
from firmwatt.timegrid import FloatArray, TimeGrid
from firmwatt.units import HOURS_PER_DAY, HOURS_PER_YEAR

MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class HeatMap:
    """One quantity by month and hour of the day.

    Attributes
    ----------
    name
        `price`, `intensity`, `load` or `matching`.
    year : planning year
    unit
    values : (12, 24)
    is_sampled
        Whether it rests on sampled hours.
    """

    name: str
    year: int
    unit: str
    values: FloatArray
    is_sampled: bool


def heat_maps(dispatch: Dispatch, year_index: int) -> tuple[HeatMap, ...]:
    """Return the maps of one planning year that can be drawn.

    Price and carbon intensity are means over the sites' regions, weighted by the megawatts of each site, from all
    hours of the year; where markets answer the load, from the hours that the plan looked at, as it has moved them.
    Metered load and matching come from the hours that the plan looked at. What comes from these is left out where the
    sampled periods do not hold whole days.
    """
    inputs = dispatch.plan.inputs
    case, time = inputs.case, inputs.time
    year = time.planning_years[year_index]
    weather = np.asarray(time.weather_probability)
    offsets = [standard_offset_hours(site.time_zone) for site in case.sites]
    share = _site_share(dispatch, year_index)
    regions = [case.region_index(site.region) for site in case.sites]

    def regional(series: FloatArray) -> FloatArray:
        hourly = np.tensordot(weather, series[:, year_index], axes=(0, 1))  # (regions, 8760)
        maps = [month_by_hour(hourly[region], offset) for region, offset in zip(regions, offsets, strict=True)]
        return np.asarray(np.tensordot(share, np.array(maps), axes=1))

    maps = [
        HeatMap("price", year, "USD/MWh", regional(inputs.grid.price_usd_per_mwh), False),
        HeatMap("intensity", year, "kg/MWh", regional(inputs.grid.average_intensity_kg_per_mwh), False),
    ]
    if dispatch.plan.markets is not None and time.period_hours % HOURS_PER_DAY == 0:
        maps = _moved_maps(dispatch, year_index, offsets, share)
    if time.period_hours % HOURS_PER_DAY == 0:
        maps.extend(_dispatch_maps(dispatch, year_index, offsets, round(float(share @ np.array(offsets)))))
    return tuple(maps)


def _moved_maps(dispatch: Dispatch, year_index: int, offsets: list[int], share: FloatArray) -> list[HeatMap]:
    """Return price and carbon as the load has moved them, from the hours that the plan looked at."""
    flows, time = read_flows(dispatch), dispatch.plan.inputs.time

    def seen(hourly: FloatArray) -> FloatArray:
        sites = spread_over_year(time, hourly, year_index)
        maps = [month_by_hour(site, offset) for site, offset in zip(sites, offsets, strict=True)]
        return np.asarray(np.tensordot(share, np.array(maps), axes=1))

    year, is_sampled = time.planning_years[year_index], not time.is_full
    return [
        HeatMap("price", year, "USD/MWh", seen(flows.price_usd_per_mwh), is_sampled),
        HeatMap("intensity", year, "kg/MWh", seen(flows.average_intensity_kg_per_mwh), is_sampled),
    ]


def _dispatch_maps(dispatch: Dispatch, year_index: int, offsets: list[int], mean_offset: int) -> list[HeatMap]:
    time = dispatch.plan.inputs.time
    year, is_sampled = time.planning_years[year_index], not time.is_full
    metered = spread_over_year(time, dispatch.metered_mw, year_index)
    load = np.sum([month_by_hour(site, offset) for site, offset in zip(metered, offsets, strict=True)], axis=0)
    maps = [HeatMap("load", year, "MW", load, is_sampled)]
    flows = read_flows(dispatch)
    matched = matched_mw(flows, matching_groups(flows.case)).sum(axis=0)
    matched = month_by_hour(spread_over_year(time, matched, year_index), mean_offset)
    whole = month_by_hour(metered.sum(axis=0), mean_offset)
    share = np.divide(matched, whole, out=np.zeros_like(matched), where=whole > 0)
    maps.append(HeatMap("matching", year, "%", 100.0 * np.clip(share, 0.0, 1.0), is_sampled))
    return maps


def month_by_hour(series: FloatArray, offset_hours: int) -> FloatArray:
    """Return (12, 24) means of an hourly UTC year by local month and hour.

    Parameters
    ----------
    series : (8760,)
    offset_hours
        Local standard time less UTC.

    Examples
    --------
    >>> month_by_hour(np.arange(8760.0) % 24, -6)[0, :3].tolist()
    [6.0, 7.0, 8.0]
    """
    by_day = np.roll(series, offset_hours).reshape(-1, HOURS_PER_DAY)
    month_of_day = np.repeat(np.arange(12), MONTH_DAYS)
    return np.array([by_day[month_of_day == month].mean(axis=0) for month in range(12)])


def spread_over_year(time: TimeGrid, series: FloatArray, year_index: int) -> FloatArray:
    """Return (…, 8760) where each hour of the year shows the hour looked at that stands for it.

    Parameters
    ----------
    series : (…, chains, hours)
        Of periods that hold whole days, so that the hour of the day is kept.

    Notes
    -----
    Inside the stretch of the year that a period stands for, the period repeats. Weather years are averaged by
    their probability.
    """
    years, weather, periods, hours = time.shape
    of_year = series.reshape(*series.shape[:-2], years, weather, periods, hours)[..., year_index, :, :, :]
    mean = np.tensordot(np.asarray(time.weather_probability), np.moveaxis(of_year, -3, 0), axes=1)
    period = np.zeros(HOURS_PER_YEAR, dtype=np.int64)
    for index, (start, length) in enumerate(zip(time.period_block_start, time.period_block_hours, strict=True)):
        period[(start + np.arange(length)) % HOURS_PER_YEAR] = index
    within = (np.arange(HOURS_PER_YEAR) - np.asarray(time.period_start_hour)[period]) % hours
    return np.asarray(mean[..., period, within])


def standard_offset_hours(time_zone: str) -> int:
    """Return local standard time less UTC in whole hours.

    Examples
    --------
    >>> standard_offset_hours("America/Chicago"), standard_offset_hours("Asia/Seoul")
    (-6, 9)
    """
    zone = ZoneInfo(time_zone)
    moments = [datetime(2025, month, 1, 12, tzinfo=zone) for month in (1, 7)]
    offsets = [(offset.total_seconds() if (offset := moment.utcoffset()) else 0.0) / 3600.0 for moment in moments]
    return round(min(offsets))


def _site_share(dispatch: Dispatch, year_index: int) -> FloatArray:
    """Return (sites,) weights that sum to 1: by energised megawatts, by those asked for where nothing is energised."""
    case: Case = dispatch.plan.inputs.case
    for weight in (dispatch.plan.it_mw[:, year_index], dispatch.plan.inputs.load.asked_it_mw[:, year_index]):
        if weight.sum() > 0:
            return np.asarray(weight / weight.sum())
    return np.full(len(case.sites), 1.0 / len(case.sites))
