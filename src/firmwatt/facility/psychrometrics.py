"""Moist air: vapour pressure, humidity ratio, wet bulb and density, vectorised.

Every function takes scalars or arrays that broadcast together and returns float64.

References
----------
ASHRAE Handbook of Fundamentals 2017, chapter 1 (SI edition); equation numbers below are of that chapter.
"""

from __future__ import annotations

from dataclasses import dataclass
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
_WET_BULB_ERROR_K: Final = 1e-7
_LONGEST_STEP_K: Final = 20.0
_MOST_STEPS: Final = 40
_GAS_CONSTANT_KJ_PER_KG_K: Final = 0.461523
"""Of water vapour."""


@dataclass(frozen=True, slots=True)
class _WetBulbLaw:
    """The balance at a wet bulb, in kJ/kg and °C: over water or over ice.

    Attributes
    ----------
    fit
        Of the saturation pressure.
    latent, latent_per_k
        Heat of vapour from the wet bulb's water at 0 °C, and how it falls with the wet bulb.
    liquid_per_k
        Heat of the water or ice itself.
    """

    fit: tuple[float, ...]
    latent: float
    latent_per_k: float
    liquid_per_k: float

    def humidity_ratio(self, dry_c: FloatArray, wet_c: FloatArray, pressure_pa: FloatArray) -> FloatArray:
        """Return kg of water per kg of dry air."""
        saturated = humidity_ratio(_log_fit(self.fit, wet_c), pressure_pa)
        supplied = (self.latent - self.latent_per_k * wet_c) * saturated - 1.006 * (dry_c - wet_c)
        return np.asarray(supplied / (self.latent + 1.86 * dry_c - self.liquid_per_k * wet_c))

    def slope(self, wet_c: FloatArray, pressure_pa: FloatArray) -> FloatArray:
        """Return about by how much the humidity ratio rises per K of wet bulb."""
        vapour = _log_fit(self.fit, wet_c)
        rise = vapour * self.latent / _GAS_CONSTANT_KJ_PER_KG_K / (wet_c + ZERO_CELSIUS_K) ** 2
        return np.asarray(_MASS_RATIO * pressure_pa * rise / (pressure_pa - vapour) ** 2 + 1.006 / self.latent)


_WATER: Final = _WetBulbLaw(_OVER_WATER, 2501.0, 2.326, 4.186)
_ICE: Final = _WetBulbLaw(_OVER_ICE, 2830.0, 0.24, 2.1)


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


def humidity_ratio_at_wet_bulb(dry_c: FloatArray, wet_c: FloatArray, pressure_pa: FloatArray) -> FloatArray:
    """Return kg of water in a kg of dry air of a dry and a wet bulb (°C); equations 33 (water) and 35 (ice).

    Examples
    --------
    >>> pressure = np.array(101325.0)
    >>> round(float(humidity_ratio_at_wet_bulb(np.array(30.0), np.array(22.0), pressure)), 4)
    0.0133
    """
    over_water, over_ice = (law.humidity_ratio(dry_c, wet_c, pressure_pa) for law in (_WATER, _ICE))
    return np.where(wet_c >= 0.0, over_water, over_ice)


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
    Equations 33 (water) and 35 (ice) are solved for the wet bulb by Newton's method on all elements at once, with the
    slope of Clausius and Clapeyron; the humidity ratio that each gives rises with the wet bulb, so its root is the
    only one. Steps end below 1e-7 K. Where water would freeze and ice would melt the wet bulb is 0 °C.

    Examples
    --------
    >>> round(float(wet_bulb_c(30.0, 0.5, 101325.0)), 2)
    22.0
    """
    dry, humidity, pressure = np.broadcast_arrays(
        np.asarray(temperature_c, dtype=np.float64), relative_humidity, np.asarray(pressure_pa, dtype=np.float64)
    )
    wanted = humidity_ratio(vapour_pressure_pa(dry, humidity), pressure)
    freezing = np.zeros(dry.shape)
    is_ice = wanted < humidity_ratio_at_wet_bulb(dry, freezing, pressure)
    guess = np.asarray(dry - (dry - _dew_point_guess_c(dry, humidity)) / 3.0)
    found = np.empty(dry.shape)
    for is_part, law in ((is_ice, _ICE), (~is_ice, _WATER)):
        part = (dry[is_part], pressure[is_part], wanted[is_part])
        wet = _newton(law, guess[is_part], *part)
        found[is_part] = np.minimum(wet, 0.0) if law is _ICE else np.maximum(wet, 0.0)
    return np.asarray(np.minimum(found, dry))


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


def _dew_point_guess_c(dry_c: FloatArray, relative_humidity: ArrayLike) -> FloatArray:
    """Return about the dew point, by Magnus's formula."""
    gamma = np.log(np.maximum(relative_humidity, 1e-3)) + 17.6 * dry_c / (243.0 + dry_c)
    return np.asarray(243.0 * gamma / (17.6 - gamma))


def _newton(
    law: _WetBulbLaw, guess_c: FloatArray, dry_c: FloatArray, pressure_pa: FloatArray, wanted: FloatArray
) -> FloatArray:
    """Return the wet bulb at which a law gives a humidity ratio."""
    wet = guess_c
    for _ in range(_MOST_STEPS):
        step = (law.humidity_ratio(dry_c, wet, pressure_pa) - wanted) / law.slope(wet, pressure_pa)
        wet = wet - np.clip(step, -_LONGEST_STEP_K, _LONGEST_STEP_K)
        if not np.any(np.abs(step) > _WET_BULB_ERROR_K):
            break
    return wet
