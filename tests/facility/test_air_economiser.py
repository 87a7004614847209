"""Outdoor air through the hall, hour by hour and by hand; humidity against PsychroLib."""

from __future__ import annotations

import numpy as np
import psychrolib
import pytest

from firmwatt.facility.air_economiser import AdiabaticStage, AirEconomiser
from firmwatt.facility.parts import HallAir
from tests.facility.real_air import air_at

HALL = HallAir(30.0, 15.0, 500.0, 0.7)
ECONOMISER = AirEconomiser(15.0, -12.0, 20.0, 0.1, 0.8)
STAGE = AdiabaticStage(0.8)
psychrolib.SetUnitSystem(psychrolib.SI)


def take(temperature_c: float, humidity: float, stage: AdiabaticStage | None = None) -> tuple[float, float]:
    share, water = ECONOMISER.take(air_at(temperature_c, humidity), HALL, stage)
    return float(share[0]), float(water[0])


def test_mild_air_takes_all_heat_and_no_water() -> None:
    assert take(20.0, 0.5) == take(20.0, 0.5, STAGE) == (1.0, 0.0)


def test_warm_air_takes_a_part_and_hot_air_none() -> None:
    assert take(36.0, 0.3)[0] == pytest.approx(0.6)
    assert take(46.0, 0.12)[0] == 0.0


def test_damp_air_shuts_the_dampers() -> None:
    """At 26 °C and 80 % the dew point is 22.3 °C, above the 20 °C that the servers bear."""
    assert take(26.0, 0.8) == take(26.0, 0.8, STAGE) == (0.0, 0.0)


def test_dry_air_shuts_the_dampers_unless_it_can_be_wetted() -> None:
    assert take(25.0, 0.05)[0] == 0.0
    share, water = take(25.0, 0.05, STAGE)
    assert share == 1.0
    lacking = psychrolib.GetHumRatioFromRelHum(25.0, 0.1, 101325) - psychrolib.GetHumRatioFromRelHum(25.0, 0.05, 101325)
    assert water == pytest.approx(3600 / (1.006 * 15.0) * lacking, rel=1e-3)


def test_cold_air_is_mixed_so_that_little_of_it_needs_wetting() -> None:
    """At -20 °C and 80 %: 15 K of 50 K outdoor air, wetted from 0.51 to the 1.33 g/kg of a -12 °C dew point or 10 %."""
    share, water = take(-20.0, 0.8, STAGE)
    assert share == 1.0
    least = max(psychrolib.GetHumRatioFromTDewPoint(-12.0, 101325), psychrolib.GetHumRatioFromRelHum(15.0, 0.1, 101325))
    lacking = least - psychrolib.GetHumRatioFromRelHum(-20.0, 0.8, 101325)
    assert water == pytest.approx(3600 / (1.006 * 15.0) * 15.0 / 50.0 * lacking, rel=1e-3)


def test_hot_dry_air_is_cooled_to_the_set_point_by_its_water() -> None:
    """At 40 °C and 15 % the wet bulb is 20.6 °C: 10 K of the possible 15.5 K are needed, all heat is taken."""
    share, water = take(40.0, 0.15, STAGE)
    assert share == 1.0
    assert water == pytest.approx(3600 / (1.006 * 15.0) * 10.0 * 1.006 / 2452.0, rel=0.01)


def test_cooling_ends_where_the_air_would_be_too_damp() -> None:
    """At 42 °C and 25 %, 13.0 g/kg, only 1.7 g/kg may be added before the 20 °C dew point: 4 K of the 12 K."""
    share, _ = take(42.0, 0.25, STAGE)
    room = psychrolib.GetHumRatioFromTDewPoint(20.0, 101325) - psychrolib.GetHumRatioFromRelHum(42.0, 0.25, 101325)
    assert share == pytest.approx((45.0 - (42.0 - room * 2443.0 / 1.006)) / 15.0, abs=0.01)


def test_shares_stay_shares_for_any_air() -> None:
    celsius = np.linspace(-40.0, 55.0, 200)
    for humidity in (0.02, 0.3, 1.0):
        share, water = ECONOMISER.take(air_at(celsius, humidity), HALL, STAGE)
        assert np.all((share >= 0.0) & (share <= 1.0))
        assert np.all(water >= 0.0)
