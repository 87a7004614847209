"""Moist air: vapour pressure, humidity ratio, wet bulb and density, vectorised.

Every function takes scalars or arrays that broadcast together and returns float64.

References
----------
ASHRAE Handbook of Fundamentals 2017, chapter 1 (SI edition); equation numbers below are of that chapter.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from firmwatt.timegrid import FloatArray

ZERO_CELSIUS_K: Final = 273.15
DRY_AIR_J_PER_KG_K: Final = 287.042
_TRIPLE_POINT_C: Final = 0.01
_MASS_RATIO: Final = 0.621945
_OVER_ICE: Final = (-5.6745359e3, 6.3925247, -9.677843e-3, 6.2215701e-7, 2.0747825e-9, -9.484024e-13, 4.1635019)
_OVER_WATER: Final = (-5.8002206e3, 1.3914993, -4.8640239e-2, 4.1764768e-5, -1.4452093e-8, 0.0, 6.5459673)
_WET_BULB_SPAN_K: Final = 60.0
_BISECTIONS: Final = 26


def saturation_pressure_pa(temperature_c: ArrayLike) -> FloatArray:
    """Return the pressure of saturated vapour, over ice below the triple point.

    Parameters
    ----------
    temperature_c : any shape, °C, -100 to 200

    Returns
    -------
    the same shape, Pa

    Notes
    -----
    Equations 5 (ice) and 6 (water).

    Examples
    --------
    >>> round(float(saturation_pressure_pa(20.0)), 1)
    2338.8
    """
    celsius = np.asarray(temperature_c, dtype=np.float64)
    return np.where(celsius <= _TRIPLE_POINT_C, _log_fit(_OVER_ICE, celsius), _log_fit(_OVER_WATER, celsius))


def vapour_pressure_pa(temperature_c: ArrayLike, relative_humidity: ArrayLike) -> FloatArray:
    """Return the pressure of the vapour in air of a relative humidity (0-1); equation 22."""
    return saturation_pressure_pa(temperature_c) * np.asarray(relative_humidity, dtype=np.float64)


def humidity_ratio(vapour_pa: ArrayLike, pressure_pa: ArrayLike) -> FloatArray:
    """Return kg of water in a kg of dry air; equation 20.

    Examples
    --------
    >>> round(float(humidity_ratio(1000.0, 101325.0)), 6)
    0.006199
    """
    vapour = np.asarray(vapour_pa, dtype=np.float64)
    ratio: FloatArray = _MASS_RATIO * vapour / (np.asarray(pressure_pa, dtype=np.float64) - vapour)
    return ratio


def wet_bulb_c(temperature_c: ArrayLike, relative_humidity: ArrayLike, pressure_pa: ArrayLike) -> FloatArray:
    """Return the thermodynamic wet-bulb temperature.

    Parameters
    ----------
    temperature_c : any shape, °C, -50 to 60
        Dry bulb.
    relative_humidity : 0-1
    pressure_pa : Pa

    Returns
    -------
    the same shape, °C, at most the dry bulb

    Notes
    -----
    Equations 33 (water) and 35 (ice) are solved for the wet bulb by bisection on all elements at once: the
    humidity ratio that they give rises with the wet bulb, so the root is the only one. The interval ends at 1e-6 K.

    Examples
    --------
    >>> round(float(wet_bulb_c(30.0, 0.5, 101325.0)), 2)
    22.0
    """
    dry, humidity, pressure = np.broadcast_arrays(
        np.asarray(temperature_c, dtype=np.float64), relative_humidity, np.asarray(pressure_pa, dtype=np.float64)
    )
    wanted = humidity_ratio(vapour_pressure_pa(dry, humidity), pressure)
    low, high = dry - _WET_BULB_SPAN_K, dry.astype(np.float64)
    for _ in range(_BISECTIONS):
        middle = 0.5 * (low + high)
        is_too_wet = _humidity_ratio_at_wet_bulb(dry, middle, pressure) > wanted
        high = np.where(is_too_wet, middle, high)
        low = np.where(is_too_wet, low, middle)
    return 0.5 * (low + high)


def air_density_kg_per_m3(temperature_c: ArrayLike, pressure_pa: ArrayLike) -> FloatArray:
    """Return the density of dry air; moisture, which makes it up to 2 % lighter, is left out."""
    kelvin = np.asarray(temperature_c, dtype=np.float64) + ZERO_CELSIUS_K
    return np.asarray(pressure_pa, dtype=np.float64) / (DRY_AIR_J_PER_KG_K * kelvin)


def latent_heat_kj_per_kg(temperature_c: ArrayLike) -> FloatArray:
    """Return the heat that evaporates a kg of water, `2500.5 - 2.3097 T - 0.0013 T²` for T in °C.

    References
    ----------
    Lei and Masanet 2022, doi 10.1016/j.resconrec.2022.106323.

    Examples
    --------
    >>> round(float(latent_heat_kj_per_kg(25.0)), 1)
    2441.9
    """
    celsius = np.asarray(temperature_c, dtype=np.float64)
    return 2500.5 - 2.3097 * celsius - 0.0013 * celsius**2


def _log_fit(coefficients: tuple[float, ...], celsius: FloatArray) -> FloatArray:
    inverse, constant, linear, square, cube, fourth, logarithm = coefficients
    kelvin = celsius + ZERO_CELSIUS_K
    polynomial = constant + kelvin * (linear + kelvin * (square + kelvin * (cube + kelvin * fourth)))
    fitted: FloatArray = np.exp(inverse / kelvin + polynomial + logarithm * np.log(kelvin))
    return fitted


def _humidity_ratio_at_wet_bulb(dry_c: FloatArray, wet_c: FloatArray, pressure_pa: FloatArray) -> FloatArray:
    saturated = humidity_ratio(saturation_pressure_pa(wet_c), pressure_pa)
    sensible = 1.006 * (dry_c - wet_c)
    over_water = ((2501.0 - 2.326 * wet_c) * saturated - sensible) / (2501.0 + 1.86 * dry_c - 4.186 * wet_c)
    over_ice = ((2830.0 - 0.24 * wet_c) * saturated - sensible) / (2830.0 + 1.86 * dry_c - 2.1 * wet_c)
    return np.where(wet_c >= 0.0, over_water, over_ice)
