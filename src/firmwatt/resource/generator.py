"""The built-in weather: seeded hours drawn from a place's monthly normals, correlated between places.

What it reaches on measured years is told, threshold by threshold with the misses, on docs/weather.md and asserted by
tests/truth/test_weather.py. What it does not claim: trends, extremes beyond the normal distribution of temperature, and
correlation with other continents beyond ±0.15 of chance.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.ndimage import uniform_filter1d
from scipy.special import betaincinv, gamma, log_ndtr, ndtr

from firmwatt.facility.psychrometrics import saturation_pressure_pa
from firmwatt.resource.air import standard_pressure_pa
from firmwatt.resource.availability import Weather
from firmwatt.resource.climate import EARTH_RADIUS_KM, Climate, hourly_curve, monthly_means, unit_vector
from firmwatt.resource.latent import draw
from firmwatt.resource.sun import SunPath, split_irradiance, sun_path
from firmwatt.timegrid import FloatArray

WIND_HEIGHT_M: Final = 100.0
MOST_CLEARNESS: Final = 1.03
"""Broken clouds reflect: the hour's irradiance may exceed the clear sky's a little."""
POLAR_NIGHT: Final = 0.01
"""kWh/m2/day under a clear sky, below which a month's clearness is of no account."""
CLEARNESS_SPREAD: Final = 0.30
"""Variance of the clear-sky index over mean·(1 − mean); fitted on the two NSRDB years of the tests, ±0.05."""
RANGE_OF_MEAN_DAY: Final = 0.9
"""Range of the mean day over the mean range of days, whose extremes fall in changing hours."""
PRESSURE_SD_PA: Final = 600.0


def generate_weather(climates: tuple[Climate, ...], weather_years: tuple[int, ...]) -> Weather:
    """Return hourly weather of some places.

    Parameters
    ----------
    climates : (places,)
    weather_years : (weather_years,)
        Labels; the same label and coordinates always give the same hours, whatever other places are asked for.
    """
    positions = np.array([unit_vector(c.latitude_deg, c.longitude_deg) for c in climates]) * EARTH_RADIUS_KM
    by_year = [_generate_year(climates, positions, year) for year in weather_years]
    stacked = np.stack(by_year, axis=2)  # (quantities, places, weather_years, 8760)
    return Weather(
        temperature_c=stacked[0],
        relative_humidity=stacked[1],
        pressure_pa=stacked[2],
        ghi_w_per_m2=stacked[3],
        dni_w_per_m2=stacked[4],
        dhi_w_per_m2=stacked[5],
        wind_speed_m_per_s=stacked[6],
        wind_height_m=np.full(len(climates), WIND_HEIGHT_M),
    )


def _generate_year(climates: tuple[Climate, ...], positions: FloatArray, seed: int) -> FloatArray:
    """Return (7 quantities in the order of `Weather`, places, 8760) of one weather year."""
    chance = draw(climates, positions, seed)
    made = []
    for place, climate in enumerate(climates):
        sun = sun_path(climate.latitude_deg, climate.longitude_deg, climate.altitude_m)
        clearness, usual_clearness = _clearness(climate, sun, chance.cloud[place])
        ghi = clearness * sun.clear_ghi_w_per_m2
        temperature = _temperature(climate, sun, chance.temperature[place], clearness - usual_clearness)
        humidity = _humidity(climate, temperature, chance.temperature[place], chance.moisture[place])
        pressure = standard_pressure_pa(climate.altitude_m) - PRESSURE_SD_PA * chance.front[place]
        speed = wind_speed(climate, sun.solar_hour, chance.wind[place])
        made.append(np.stack([temperature, humidity, pressure, ghi, *split_irradiance(ghi, sun), speed]))
    return np.stack(made, axis=1)


def _clearness(climate: Climate, sun: SunPath, cloud: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return (8760,) the clear-sky index and its normal.

    Notes
    -----
    Beta distributed on 0 to `MOST_CLEARNESS`, its mean such that the month's expected irradiance is the normal: a
    single year differs from the normal by chance, by some 3 % over the year and 5-10 % over a month.
    """
    clear_monthly = monthly_means(sun.clear_ghi_w_per_m2) * 24.0 / 1000.0
    mean = np.clip(climate.ghi_kwh_per_m2_day / np.maximum(clear_monthly, POLAR_NIGHT), 0.05, 0.97 * MOST_CLEARNESS)
    usual = np.clip(hourly_curve(mean), 0.05, 0.98 * MOST_CLEARNESS) / MOST_CLEARNESS
    weight = 1.0 / CLEARNESS_SPREAD - 1.0
    is_day = sun.clear_ghi_w_per_m2 > 0.0
    index = usual.copy()
    index[is_day] = betaincinv(usual[is_day] * weight, (1.0 - usual[is_day]) * weight, ndtr(-cloud[is_day]))
    return MOST_CLEARNESS * index, MOST_CLEARNESS * usual


def _temperature(climate: Climate, sun: SunPath, air_mass: FloatArray, extra_clearness: FloatArray) -> FloatArray:
    """Return (8760,) °C: normal, passing air masses, and a day whose range grows under a clear sky."""
    hour = 2.0 * np.pi * (sun.solar_hour - 15.0) / 24.0
    day = np.cos(hour) + 0.2 * np.cos(2.0 * hour + 0.8)
    day_shape = 2.0 * day / (day.max() - day.min())
    clear_days = uniform_filter1d(extra_clearness, 24, mode="wrap")
    day_range = (
        RANGE_OF_MEAN_DAY * hourly_curve(climate.temperature_daily_range_c) * np.clip(1.0 + clear_days, 0.3, 1.5)
    )
    return np.asarray(
        hourly_curve(climate.temperature_mean_c)
        + hourly_curve(climate.temperature_day_sd_c) * air_mass
        + 0.5 * day_range * day_shape,
        dtype=np.float64,
    )


def _humidity(climate: Climate, temperature_c: FloatArray, air_mass: FloatArray, moisture: FloatArray) -> FloatArray:
    """Return (8760,) 0-1: vapour that changes slowly over a temperature that swings by the day.

    The vapour pressure is scaled by smooth monthly factors until the monthly mean relative humidity is the normal.
    """
    smooth = hourly_curve(climate.temperature_mean_c) + hourly_curve(climate.temperature_day_sd_c) * air_mass
    vapour = (
        saturation_pressure_pa(smooth)
        * hourly_curve(climate.relative_humidity)
        * np.exp(climate.moisture_sd * moisture)
    )
    saturation = saturation_pressure_pa(temperature_c)
    humidity = np.clip(vapour / saturation, 0.05, 1.0)
    for _ in range(4):
        vapour = vapour * hourly_curve(climate.relative_humidity / monthly_means(humidity))
        humidity = np.clip(vapour / saturation, 0.05, 1.0)
    return humidity


def wind_speed(climate: Climate, solar_hour: FloatArray, noise: FloatArray) -> FloatArray:
    """Return (8760,) m/s at 100 m: Weibull about the month's mean, with a daily swing that peaks at 01 h."""
    shape = climate.wind_weibull_shape
    swing = 1.0 + climate.wind_daily_amplitude * np.cos(2.0 * np.pi * (solar_hour - 1.0) / 24.0)
    scale = hourly_curve(climate.wind_speed_m_per_s) / gamma(1.0 + 1.0 / shape)
    return np.asarray(swing * scale * (-log_ndtr(-noise)) ** (1.0 / shape), dtype=np.float64)
