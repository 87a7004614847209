"""Where the sun stands and how it shines through a clear sky, by pvlib, at the middle of each hour."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import pandas as pd
from pvlib import atmosphere, clearsky, irradiance, solarposition

from firmwatt.resource.climate import COMMON_YEAR
from firmwatt.timegrid import FloatArray, utc_stamps

LINKE_TURBIDITY: Final = 3.0
"""Clear mid-latitude air; Ineichen and Perez 2002, doi 10.1016/S0038-092X(02)00045-2."""


@dataclass(frozen=True, slots=True)
class SunPath:
    """The sun over one place, 8760 hours UTC.

    Attributes
    ----------
    zenith_deg, azimuth_deg : (8760,) degrees
        Apparent zenith; azimuth clockwise from north.
    clear_ghi_w_per_m2 : (8760,) W/m2
        Global horizontal irradiance without clouds.
    solar_hour : (8760,) 0-24
        Mean solar time at the middle of the hour.
    """

    zenith_deg: FloatArray
    azimuth_deg: FloatArray
    clear_ghi_w_per_m2: FloatArray
    solar_hour: FloatArray


@cache
def sun_path(latitude_deg: float, longitude_deg: float, altitude_m: float) -> SunPath:
    """Return the sun's path over a place; alike in all years, 29 February left out.

    Notes
    -----
    Ineichen-Perez clear sky with a constant Linke turbidity; the generator's clearness makes up for local haze.
    """
    moments = pd.DatetimeIndex(utc_stamps(COMMON_YEAR) + np.timedelta64(30, "m"), tz="UTC")
    position = solarposition.spa_python(moments, latitude_deg, longitude_deg, altitude=altitude_m)
    zenith = position["apparent_zenith"].to_numpy(dtype=np.float64)
    by_day = np.minimum(zenith, 89.5)
    relative_air_mass = atmosphere.get_relative_airmass(by_day)
    air_mass = atmosphere.get_absolute_airmass(relative_air_mass, atmosphere.alt2pres(altitude_m))
    clear = clearsky.ineichen(by_day, air_mass, LINKE_TURBIDITY, altitude=altitude_m)
    utc_hour = np.arange(len(zenith)) % 24 + 0.5
    return SunPath(
        zenith_deg=zenith,
        azimuth_deg=position["azimuth"].to_numpy(dtype=np.float64),
        clear_ghi_w_per_m2=np.where(zenith < 90.0, np.asarray(clear["ghi"], dtype=np.float64), 0.0),
        solar_hour=np.asarray((utc_hour + longitude_deg / 15.0) % 24.0, dtype=np.float64),
    )


def split_irradiance(ghi_w_per_m2: FloatArray, sun: SunPath) -> tuple[FloatArray, FloatArray]:
    """Return direct normal and diffuse horizontal irradiance from the global.

    Parameters
    ----------
    ghi_w_per_m2 : (8760,) W/m2
    sun

    Returns
    -------
    dni_w_per_m2, dhi_w_per_m2 : (8760,) W/m2, >= 0
        GHI = DHI + DNI·cos(zenith) wherever DNI is above zero.

    References
    ----------
    Erbs, Klein and Duffie 1982, doi 10.1016/0038-092X(82)90302-4.
    """
    day_of_year = np.arange(len(ghi_w_per_m2)) // 24 + 1
    split = irradiance.erbs(ghi_w_per_m2, sun.zenith_deg, day_of_year)
    dni = np.maximum(np.nan_to_num(np.asarray(split["dni"], dtype=np.float64)), 0.0)
    cosine = np.maximum(np.cos(np.radians(sun.zenith_deg)), 0.0)
    return dni, np.maximum(ghi_w_per_m2 - dni * cosine, 0.0)
