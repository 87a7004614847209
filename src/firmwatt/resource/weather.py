"""The weather of a case's sites: the user's file where there is one, the built-in generator elsewhere."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Final

import numpy as np

from firmwatt.errors import Fault, InputFaults
from firmwatt.resource.availability import Weather
from firmwatt.resource.climate import Climate, climate_place, distance_km, site_climate
from firmwatt.resource.readers.choose import read_weather_file
from firmwatt.resource.readers.record import FileWeather
from firmwatt.scenario.case import Case, Site
from firmwatt.timegrid import FloatArray

HUB_HEIGHT_M: Final = 100.0
LOW_WIND_M: Final = 50.0
"""Wind measured lower than this says little about the hub: its mean is scaled to the catalogue's at 100 m."""


MOST_DISTANCE_KM: Final = 1500.0
"""Normals of a place farther away say nothing about a site."""


def site_weather(case: Case) -> Weather:
    """Return hourly weather of the case's sites, in their order, for each weather year.

    Parameters
    ----------
    case

    Returns
    -------
    weather
        Generated from the normals of each site's place. A site with a `weather_file` has that file's hours in every
        weather year; what the file does not hold (such as irradiance) stays generated.

    Raises
    ------
    InputFaults
        If a weather file cannot be used, or a site without one lies farther than `MOST_DISTANCE_KM` from the place
        whose normals it would take.
    """
    from firmwatt.resource.generator import generate_weather  # noqa: PLC0415 - scipy and pvlib are slow to load

    if faults := [fault for site in case.sites if site.weather_file is None for fault in site_weather_faults(site)]:
        raise InputFaults(faults)
    climates = tuple(site_climate(site) for site in case.sites)
    weather = generate_weather(climates, case.programme.weather_years)
    for place, site in enumerate(case.sites):
        if site.weather_file is not None:
            weather = _with_file(weather, place, climates[place], read_weather_file(site.weather_file))
    return weather


def site_weather_faults(site: Site) -> tuple[Fault, ...]:
    """Return why a site has no weather: the faults of its file, or a place whose climate lies too far away."""
    if site.weather_file is not None:
        try:
            read_weather_file(site.weather_file)
        except InputFaults as error:
            return error.faults
        return ()
    key = climate_place(site)
    if distance_km(site, key) <= MOST_DISTANCE_KM:
        return ()
    problem = f"the climate of {key} would be taken, which lies {distance_km(site, key):,.0f} km away."
    remedy = "Name a weather file (EPW, NSRDB, PVGIS, Open-Meteo or CSV), or correct the coordinates."
    return (Fault(f"site {site.name}", 0, 0, "weather_file", problem, remedy, "FW307"),)


def _with_file(weather: Weather, place: int, climate: Climate, file: FileWeather) -> Weather:
    """Return the weather with one place taken from a file in all weather years."""
    series = dict(file.series)
    height = file.wind_height_m
    if "wind_speed_m_per_s" in series and height < LOW_WIND_M:
        wind = series["wind_speed_m_per_s"]
        series["wind_speed_m_per_s"] = wind * climate.wind_speed_m_per_s.mean() / max(float(wind.mean()), 0.1)
        height = HUB_HEIGHT_M
    if "relative_humidity" in series:
        series["relative_humidity"] = np.clip(series["relative_humidity"], 0.0, 1.0)
    _complete_irradiance(series, climate)
    changed: dict[str, FloatArray] = {}
    for field in fields(Weather):
        if field.name in series:
            values: FloatArray = getattr(weather, field.name).copy()
            values[place] = series[field.name]
            changed[field.name] = values
    if "wind_speed_m_per_s" in series:
        changed["wind_height_m"] = np.where(
            np.arange(len(weather.wind_height_m)) == place, height, weather.wind_height_m
        )
    return replace(weather, **changed)


def _complete_irradiance(series: dict[str, FloatArray], climate: Climate) -> None:
    """Set irradiance below zero to zero; split the global where the file has no direct and diffuse."""
    from firmwatt.resource.sun import split_irradiance, sun_path  # noqa: PLC0415

    parts = ("ghi_w_per_m2", "dni_w_per_m2", "dhi_w_per_m2")
    for name in parts:
        if name in series:
            series[name] = np.maximum(series[name], 0.0)
    if "ghi_w_per_m2" in series and not all(name in series for name in parts):
        sun = sun_path(climate.latitude_deg, climate.longitude_deg, climate.altitude_m)
        series["dni_w_per_m2"], series["dhi_w_per_m2"] = split_irradiance(series["ghi_w_per_m2"], sun)
