"""The hourly price and carbon of a case's regions: from the user's file, or synthesised from yearly figures."""

from __future__ import annotations

from typing import Final

import numpy as np

from firmwatt.grid.balance import Sky, balance
from firmwatt.grid.carbon import average_intensity, carbon_free_share, marginal_intensity, with_share
from firmwatt.grid.price import hourly_price, with_mean
from firmwatt.grid.series import GridSeries
from firmwatt.grid.series_file import read_series
from firmwatt.resource.availability import Weather
from firmwatt.resource.supply import place_availability
from firmwatt.scenario.assets import AvailabilityKind
from firmwatt.scenario.case import Case, Region
from firmwatt.timegrid import FloatArray
from firmwatt.units import HOURS_PER_YEAR

PRICE_MEMORY_HOURS: Final = 30.0
PRICE_REACH_KM: Final = 300.0
PRICE_FIELD: Final = 11
"""Number of the noise in prices, apart from those of the weather generator."""


def grid_series(case: Case, weather: Weather) -> GridSeries:
    """Return hourly price and carbon of the case's regions.

    Parameters
    ----------
    case
    weather
        Of `case.sites`, in their order. A region has the sky of its first site (the case's first site if it has none).

    Returns
    -------
    series
        The means over the hours of a year of price, average intensity and carbon-free share are the case's yearly
        figures. A region with a `series_file` has that file's hours in the first planning year, and in later years
        the same hours moved with the yearly figures; what the file lacks is synthesised.

    Raises
    ------
    InputFaults
        If a series file cannot be used.

    Notes
    -----
    Load from clock and temperature, less solar and wind of the same weather year, less steady carbon-free plants,
    leaves the fossil plants' hours; price is convex in them, intensity in proportion. So a cold calm evening is dear
    and dirty in the same hour in which solar and wind assets of the plan stand still.
    """
    shape = (len(case.regions), len(case.programme.planning_years), len(case.programme.weather_years), HOURS_PER_YEAR)
    price, average, marginal, share = (np.empty(shape) for _ in range(4))
    for at, region in enumerate(case.regions):
        place = first_site(case, region.name)
        skies = skies_over(case, place, weather)
        chance = _price_noise(case, place)
        for y, year in enumerate(case.programme.planning_years):
            for w, sky in enumerate(skies):
                hours = balance(region, year, region.carbon_free_share[y], sky)
                price[at, y, w] = hourly_price(hours, region.mean_price_usd_per_mwh[y], chance[w], region.parameters)
                average[at, y, w] = average_intensity(hours, region.mean_intensity_kg_per_mwh[y])
                marginal[at, y, w] = marginal_intensity(hours, region.mix)
                share[at, y, w] = carbon_free_share(hours, region.carbon_free_share[y])
    made = GridSeries(price, average, marginal, share)
    for at, region in enumerate(case.regions):
        if region.series_file is not None:
            _put_file(made, at, region)
    return made


def first_site(case: Case, region: str) -> int:
    """Return the site under whose sky a region lies: its first, or the case's first where it has none."""
    return next((i for i, site in enumerate(case.sites) if site.region == region), 0)


def skies_over(case: Case, place: int, weather: Weather) -> list[Sky]:
    """Return the sky over one site for each weather year."""
    site = case.sites[place]
    solar = place_availability(site, place, weather, AvailabilityKind.SOLAR)
    wind = place_availability(site, place, weather, AvailabilityKind.WIND_ONSHORE)
    return [Sky(weather.temperature_c[place, w], solar[w], wind[w]) for w in range(len(solar))]


def _price_noise(case: Case, place: int) -> FloatArray:
    """Return (weather_years, 8760) what moves prices beside load and weather."""
    from firmwatt.resource.climate import EARTH_RADIUS_KM, unit_vector  # noqa: PLC0415
    from firmwatt.resource.noise import Field, gaussian_field  # noqa: PLC0415 - scipy is slow to load

    site = case.sites[place]
    position = EARTH_RADIUS_KM * unit_vector(site.latitude_deg, site.longitude_deg)[None, :]
    field = Field(PRICE_FIELD, PRICE_MEMORY_HOURS, PRICE_REACH_KM)
    return np.stack([gaussian_field(field, year, position)[0] for year in case.programme.weather_years])


def _put_file(made: GridSeries, at: int, region: Region) -> None:
    """Write a region's own series over the synthesis, in every weather year, moved with the yearly figures."""
    if region.series_file is None:
        return
    series = read_series(region.series_file)
    for y in range(made.price_usd_per_mwh.shape[1]):
        price_growth = region.mean_price_usd_per_mwh[y] / region.mean_price_usd_per_mwh[0]
        carbon_growth = region.mean_intensity_kg_per_mwh[y] / max(region.mean_intensity_kg_per_mwh[0], 1e-9)
        price = series["price_usd_per_mwh"]
        mean_price = float(price.mean()) * price_growth
        made.price_usd_per_mwh[at, y] = with_mean(price, mean_price) if mean_price > 0.0 else price
        made.average_intensity_kg_per_mwh[at, y] = series["average_intensity_kg_per_mwh"] * carbon_growth
        if "marginal_intensity_kg_per_mwh" in series:
            made.marginal_intensity_kg_per_mwh[at, y] = series["marginal_intensity_kg_per_mwh"]
        if "carbon_free_share" in series:
            own = series["carbon_free_share"]
            change = region.carbon_free_share[y] - region.carbon_free_share[0]
            made.carbon_free_share[at, y] = with_share(own, float(np.clip(own.mean() + change, 0.0, 1.0)))
