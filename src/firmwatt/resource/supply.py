"""The availability of supply assets from the weather of the sites that they serve."""

from __future__ import annotations

import numpy as np

from firmwatt.catalog import loader
from firmwatt.facility.psychrometrics import air_density_kg_per_m3
from firmwatt.resource.availability import Availability, Weather
from firmwatt.resource.climate import nearest_place, site_climate
from firmwatt.resource.wind import OFFSHORE, ONSHORE, wind_availability
from firmwatt.scenario.assets import AvailabilityKind
from firmwatt.scenario.case import Case, Site
from firmwatt.timegrid import FloatArray
from firmwatt.units import HOURS_PER_YEAR

MODULE_HEIGHT_WIND_SHARE = 0.55
"""Wind at 2 m over that at 100 m by the power law with exponent 0.143, (2/100)^0.143 = 0.57, rounded down for rows in
each other's lee."""
LEAST_SHARE = 1e-6
OFFSHORE_PARAMETER = "wind_speed_offshore_100m_m_per_s"


def supply_availability(case: Case, weather: Weather) -> Availability:
    """Return what share of each supply asset's capacity is there in each hour.

    Parameters
    ----------
    case
    weather
        Of `case.sites`, in their order.

    Returns
    -------
    availability
        An asset stands under the weather of the site that it serves (physical and virtual contracts: in the wider
        area of it); a flat asset has its constant `availability`.
    """
    made: dict[tuple[int, AvailabilityKind], FloatArray] = {}
    shape = (len(case.supply), len(case.programme.weather_years), HOURS_PER_YEAR)
    share = np.empty(shape)
    for index, asset in enumerate(case.supply):
        if asset.availability_kind is AvailabilityKind.FLAT:
            share[index] = asset.availability
            continue
        place = case.site_index(asset.site)
        key = (place, asset.availability_kind)
        if key not in made:
            made[key] = _without_dust(place_availability(case.sites[place], place, weather, asset.availability_kind))
        share[index] = made[key]
    return Availability(share)


def _without_dust(share: FloatArray) -> FloatArray:
    """Return the availability with what is below a millionth of capacity set to zero: no meter would show it."""
    return np.where(share < LEAST_SHARE, 0.0, share)


def place_availability(site: Site, place: int, weather: Weather, kind: AvailabilityKind) -> FloatArray:
    """Return the availability of solar or wind at one place of the weather.

    Parameters
    ----------
    site
    place
        Its position in the weather.
    weather
    kind
        `SOLAR`, `WIND_ONSHORE` or `WIND_OFFSHORE`.

    Returns
    -------
    share : (weather_years, 8760) 0-1
    """
    if kind is AvailabilityKind.SOLAR:
        return _solar(site, place, weather)
    density = air_density_kg_per_m3(weather.temperature_c[place], weather.pressure_pa[place])
    speed, height = weather.wind_speed_m_per_s[place], float(weather.wind_height_m[place])
    if kind is AvailabilityKind.WIND_ONSHORE:
        return wind_availability(speed, height, density, ONSHORE)
    return wind_availability(speed * offshore_speed_up(site), height, density, OFFSHORE)


def offshore_speed_up(site: Site) -> float:
    """Return the yearly mean wind offshore near a site over that onshore, both at 100 m.

    The figure offshore is that of the nearest catalogue place on a coast, however far.
    """
    coast = nearest_place(site, OFFSHORE_PARAMETER)
    offshore = loader.get("climate", coast, OFFSHORE_PARAMETER).number
    return float(offshore / site_climate(site).wind_speed_m_per_s.mean())


def _solar(site: Site, place: int, weather: Weather) -> FloatArray:
    """Return (weather_years, 8760) 0-1."""
    from firmwatt.resource.solar import Sky, solar_availability  # noqa: PLC0415 - pvlib is slow to load
    from firmwatt.resource.sun import sun_path  # noqa: PLC0415

    sun = sun_path(site.latitude_deg, site.longitude_deg, site.altitude_m)
    height = float(weather.wind_height_m[place])
    low_wind_share = MODULE_HEIGHT_WIND_SHARE * (100.0 / height) ** 0.143
    years = range(weather.ghi_w_per_m2.shape[1])
    skies = (
        Sky(
            weather.ghi_w_per_m2[place, year],
            weather.dni_w_per_m2[place, year],
            weather.dhi_w_per_m2[place, year],
            weather.temperature_c[place, year],
            low_wind_share * weather.wind_speed_m_per_s[place, year],
        )
        for year in years
    )
    return np.stack([solar_availability(sky, sun) for sky in skies])
