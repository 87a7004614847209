"""Moist air: saturation, dew point, pressure with altitude."""

from __future__ import annotations

import numpy as np

from firmwatt.timegrid import FloatArray


def saturation_pressure_pa(temperature_c: FloatArray) -> FloatArray:
    """Return the saturation vapour pressure over water, Pa.

    Parameters
    ----------
    temperature_c : °C, -45 to 60

    References
    ----------
    Alduchov and Eskridge 1996, doi 10.1175/1520-0450(1996)035<0601:IMFAOS>2.0.CO;2, equation 21.

    Examples
    --------
    >>> round(float(saturation_pressure_pa(np.array(20.0))))
    2333
    """
    return np.asarray(610.94 * np.exp(17.625 * temperature_c / (temperature_c + 243.04)), dtype=np.float64)


def relative_humidity(temperature_c: FloatArray, dew_point_c: FloatArray) -> FloatArray:
    """Return the relative humidity, 0-1, of air with a dew point."""
    return np.clip(saturation_pressure_pa(dew_point_c) / saturation_pressure_pa(temperature_c), 0.0, 1.0)


def standard_pressure_pa(altitude_m: float) -> float:
    """Return the mean air pressure at an altitude, Pa.

    References
    ----------
    International Standard Atmosphere, ISO 2533:1975.

    Examples
    --------
    >>> round(standard_pressure_pa(1000.0))
    89875
    """
    return float(101325.0 * (1.0 - 2.25577e-5 * altitude_m) ** 5.25588)
