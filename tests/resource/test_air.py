from __future__ import annotations

import numpy as np
import psychrolib
import pytest

from firmwatt.facility.psychrometrics import vapour_pressure_pa
from firmwatt.resource.air import relative_humidity, standard_pressure_pa

psychrolib.SetUnitSystem(psychrolib.SI)


def test_dew_point_gives_humidity() -> None:
    expected = psychrolib.GetRelHumFromTDewPoint(25.0, 15.0)
    assert float(relative_humidity(np.array(25.0), np.array(15.0))) == pytest.approx(expected, rel=1e-4)


def test_that_a_plant_meets_the_vapour_that_the_dew_point_stood_for() -> None:
    frosty, dew = np.array([-12.0, 3.0]), np.array([-15.0, -2.0])
    vapour = vapour_pressure_pa(frosty, relative_humidity(frosty, dew))
    assert vapour == pytest.approx(vapour_pressure_pa(dew, 1.0), rel=1e-12)


def test_pressure_falls_with_altitude() -> None:
    assert standard_pressure_pa(1600.0) == pytest.approx(psychrolib.GetStandardAtmPressure(1600.0), rel=1e-3)
