from __future__ import annotations

import numpy as np
import psychrolib
import pytest

from firmwatt.resource.air import relative_humidity, saturation_pressure_pa, standard_pressure_pa

psychrolib.SetUnitSystem(psychrolib.SI)


@pytest.mark.parametrize("temperature_c", [1.0, 15.0, 30.0, 45.0])
def test_saturation_agrees_with_psychrolib(temperature_c: float) -> None:
    ours = float(saturation_pressure_pa(np.array(temperature_c)))
    assert ours == pytest.approx(psychrolib.GetSatVapPres(temperature_c), rel=0.004)


def test_dew_point_gives_humidity() -> None:
    expected = psychrolib.GetRelHumFromTDewPoint(25.0, 15.0)
    assert float(relative_humidity(np.array(25.0), np.array(15.0))) == pytest.approx(expected, rel=0.005)


def test_pressure_falls_with_altitude() -> None:
    assert standard_pressure_pa(1600.0) == pytest.approx(psychrolib.GetStandardAtmPressure(1600.0), rel=1e-3)
