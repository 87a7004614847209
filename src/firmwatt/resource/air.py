"""Air as weather files and the generator need it: humidity from the dew point, pressure with altitude."""

from __future__ import annotations

import numpy as np

from firmwatt.facility.psychrometrics import saturation_pressure_pa
from firmwatt.timegrid import FloatArray


def relative_humidity(temperature_c: FloatArray, dew_point_c: FloatArray) -> FloatArray:
    """Return the relative humidity, 0-1, of air with a dew point (below freezing: a frost point).

    Examples
    --------
    >>> round(float(relative_humidity(np.array(20.0), np.array(10.0))), 3)
    0.525
    """
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
