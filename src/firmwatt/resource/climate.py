"""Monthly normals of a place from the catalogue, and smooth hourly curves through them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from firmwatt.catalog import loader
from firmwatt.scenario.case import Site
from firmwatt.timegrid import FloatArray, IntArray, utc_stamps

MONTHS: Final = 12
LAPSE_RATE_K_PER_M: Final = 0.0065
"""International Standard Atmosphere, ISO 2533:1975."""
EARTH_RADIUS_KM: Final = 6371.0
COMMON_YEAR: Final = 2001
WIND_LOCAL_SHARE: Final = 0.2
"""Fitted at Amarillo on 2012 (WIND Toolkit, 100 m), error 0.03; at 10 m it is larger, of a region of farms nothing."""


@dataclass(frozen=True, slots=True)
class Climate:
    """Normals of one place.

    Attributes
    ----------
    temperature_mean_c, temperature_daily_range_c : (12,) °C, K
    temperature_day_sd_c : (12,) K
        Standard deviation of daily means about the normal.
    relative_humidity : (12,) 0-1
    ghi_kwh_per_m2_day : (12,) kWh/m2/day
    wind_speed_m_per_s : (12,) m/s, at 100 m
    wind_weibull_shape : > 0
    wind_daily_amplitude : -1 to 1
        Share of the mean by which the wind at 100 m is stronger at 01 h solar time.
    wind_slow_share : 0-1
        Share of the variance of wide wind that comes with weather systems and lasts for a day; the rest passes sooner.
    moisture_sd : >= 0
        Standard deviation of the logarithm of vapour pressure beside what the day's temperature explains.
    moisture_slow_share : 0-1
        Share of its variance that lasts for days; the rest changes within the day, as on coasts with sea and land wind.
    temperature_wind_correlation, temperature_wind_before_correlation : (12,) -1 to 1
        Of a day's mean temperature with the wind of the same day and of the day before, seasons removed.
    temperature_cloud_correlation : (12,) -1 to 1
        Of a day's mean temperature with the cloud of the same day.
    wind_local_share : 0-1
        Share of the variance of wind that neighbours do not feel: gusts, showers, hills; 0 for the mean of many farms.
    """

    latitude_deg: float
    longitude_deg: float
    altitude_m: float
    temperature_mean_c: FloatArray
    temperature_daily_range_c: FloatArray
    temperature_day_sd_c: FloatArray
    relative_humidity: FloatArray
    ghi_kwh_per_m2_day: FloatArray
    wind_speed_m_per_s: FloatArray
    wind_weibull_shape: float
    wind_daily_amplitude: float
    wind_slow_share: float
    moisture_sd: float
    moisture_slow_share: float
    temperature_wind_correlation: FloatArray
    temperature_wind_before_correlation: FloatArray
    temperature_cloud_correlation: FloatArray
    wind_local_share: float = WIND_LOCAL_SHARE


def site_climate(site: Site) -> Climate:
    """Return the normals at a site.

    Parameters
    ----------
    site
        Its `place` if the catalogue knows it, else the nearest place that the catalogue knows.

    Returns
    -------
    climate
        Temperature corrected by the standard lapse rate for the difference in altitude.
    """
    return _climate(climate_place(site), site.latitude_deg, site.longitude_deg, site.altitude_m)


def place_climate(key: str) -> Climate:
    """Return the normals of a place of the catalogue.

    Raises
    ------
    UserError
        If the catalogue has no such place, or no climate of it; the message names the nearest.
    """
    loader.select("climate", key)
    place = loader.group("places", key)
    return _climate(key, *(place[name].number for name in ("latitude_deg", "longitude_deg", "altitude_m")))


def _climate(key: str, latitude_deg: float, longitude_deg: float, altitude_m: float) -> Climate:
    """Return the normals of a catalogue place as they hold at a point near it."""
    altitude_gap_m = altitude_m - loader.get("places", key, "altitude_m").number
    return Climate(
        latitude_deg=latitude_deg,
        longitude_deg=longitude_deg,
        altitude_m=altitude_m,
        temperature_mean_c=_monthly(key, "temperature_mean_c") - LAPSE_RATE_K_PER_M * altitude_gap_m,
        temperature_daily_range_c=_monthly(key, "temperature_daily_range_c"),
        temperature_day_sd_c=_january_to_july(key, "temperature_day_sd_c"),
        relative_humidity=_monthly(key, "relative_humidity"),
        ghi_kwh_per_m2_day=_monthly(key, "ghi_kwh_per_m2_day"),
        wind_speed_m_per_s=_monthly(key, "wind_speed_100m_m_per_s"),
        wind_weibull_shape=loader.get("climate", key, "wind_weibull_shape").number,
        wind_daily_amplitude=loader.get("climate", key, "wind_daily_amplitude").number,
        wind_slow_share=loader.get("climate", key, "wind_slow_share").number,
        moisture_sd=loader.get("climate", key, "moisture_sd").number,
        moisture_slow_share=loader.get("climate", key, "moisture_slow_share").number,
        temperature_wind_correlation=_january_to_july(key, "temperature_wind_correlation"),
        temperature_wind_before_correlation=_january_to_july(key, "temperature_wind_before_correlation"),
        temperature_cloud_correlation=_january_to_july(key, "temperature_cloud_correlation"),
    )


def climate_place(site: Site) -> str:
    """Return the catalogue place whose normals a site takes: its own, or the nearest."""
    return site.place if site.place in loader.keys("climate") else nearest_place(site, "temperature_mean_c_01")


def distance_km(site: Site, key: str) -> float:
    """Return the great-circle distance between a site and a catalogue place."""
    place = loader.group("places", key)
    there = unit_vector(place["latitude_deg"].number, place["longitude_deg"].number)
    cosine = float(unit_vector(site.latitude_deg, site.longitude_deg) @ there)
    return EARTH_RADIUS_KM * float(np.arccos(np.clip(cosine, -1.0, 1.0)))


def nearest_place(site: Site, parameter: str) -> str:
    """Return the key of the nearest catalogue place whose climate has a parameter."""
    known = [key for key in loader.keys("climate") if parameter in loader.group("climate", key)]
    return min(known, key=lambda key: distance_km(site, key))


def unit_vector(latitude_deg: float, longitude_deg: float) -> FloatArray:
    """Return (3,) the direction of a place from the centre of the Earth.

    Examples
    --------
    >>> unit_vector(0.0, 90.0).round(6).tolist()
    [0.0, 1.0, 0.0]
    """
    latitude, longitude = np.radians(latitude_deg), np.radians(longitude_deg)
    return np.array(
        [np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)],
        dtype=np.float64,
    )


@cache
def month_of_hour() -> IntArray:
    """Return (8760,) the month of each hour, 0-11, read-only."""
    months: IntArray = utc_stamps(COMMON_YEAR).astype("datetime64[M]").astype(np.int64) % MONTHS
    months.flags.writeable = False
    return months


def monthly_means(series: FloatArray) -> FloatArray:
    """Return (12,) the mean of an hourly series in each month.

    Parameters
    ----------
    series : (8760,)
    """
    months = month_of_hour()
    return np.bincount(months, weights=series, minlength=MONTHS) / np.bincount(months, minlength=MONTHS)


def hourly_curve(monthly: FloatArray) -> FloatArray:
    """Return (8760,) a continuous yearly curve whose monthly means are those given.

    Parameters
    ----------
    monthly : (12,)

    Notes
    -----
    Linear between the middles of the months, around the year; the values in the middles are those for which the
    means fit (a month's mean of a kinked line is not its middle value).
    """
    return np.asarray(_curve_weights() @ monthly, dtype=np.float64)


@cache
def _curve_weights() -> FloatArray:
    """Return (8760, 12) how each hour of the curve depends on the monthly means."""
    months = month_of_hour()
    hours = np.arange(len(months), dtype=np.float64)
    middles = np.array([hours[months == month].mean() for month in range(MONTHS)])
    lines = np.column_stack([np.interp(hours, middles, unit, period=float(len(months))) for unit in np.eye(MONTHS)])
    means = np.array([lines[months == month].mean(axis=0) for month in range(MONTHS)])
    return np.asarray(lines @ np.linalg.inv(means), dtype=np.float64)


def _monthly(key: str, parameter: str) -> FloatArray:
    """Return (12,) a monthly parameter of a catalogue place."""
    numbers = [loader.get("climate", key, f"{parameter}_{month:02d}").number for month in range(1, MONTHS + 1)]
    return np.array(numbers, dtype=np.float64)


def _january_to_july(key: str, parameter: str) -> FloatArray:
    """Return (12,) a parameter that swings between its values in January and July as a cosine."""
    january, july = (loader.get("climate", key, f"{parameter}_{month}").number for month in ("01", "07"))
    weight = 0.5 + 0.5 * np.cos(2.0 * np.pi * np.arange(MONTHS) / MONTHS)
    return np.asarray(july + (january - july) * weight, dtype=np.float64)
