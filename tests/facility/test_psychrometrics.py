"""Moist air against PsychroLib, the reference implementation of the ASHRAE equations."""

from __future__ import annotations

from itertools import product

import numpy as np
import psychrolib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmwatt.facility.psychrometrics import (
    air_density_kg_per_m3,
    humidity_ratio,
    latent_heat_kj_per_kg,
    saturation_pressure_pa,
    vapour_pressure_pa,
    wet_bulb_c,
)

psychrolib.SetUnitSystem(psychrolib.SI)
GRID = list(
    product((-30.0, -10.0, -0.5, 0.5, 5.0, 18.0, 30.0, 42.0, 49.0), (0.03, 0.2, 0.5, 0.8, 1.0), (78000.0, 101325.0))
)


def test_wet_bulb_agrees_with_psychrolib_within_a_hundredth_of_a_kelvin() -> None:
    dry, humidity, pressure = np.array(GRID).T
    expected = [psychrolib.GetTWetBulbFromRelHum(*point) for point in GRID]
    assert wet_bulb_c(dry, humidity, pressure) == pytest.approx(expected, abs=0.01)


def test_saturation_pressure_agrees_with_psychrolib_over_ice_and_water() -> None:
    celsius = np.linspace(-60.0, 100.0, 81)
    expected = [psychrolib.GetSatVapPres(value) for value in celsius]
    assert saturation_pressure_pa(celsius) == pytest.approx(expected, rel=1e-6)


def test_humidity_ratio_agrees_with_psychrolib() -> None:
    dry, humidity, pressure = np.array(GRID).T
    expected = [psychrolib.GetHumRatioFromRelHum(*point) for point in GRID]
    assert humidity_ratio(vapour_pressure_pa(dry, humidity), pressure) == pytest.approx(expected, rel=1e-5)


def test_density_agrees_with_psychrolib_for_dry_air() -> None:
    assert air_density_kg_per_m3(27.0, 95000.0) == pytest.approx(psychrolib.GetDryAirDensity(27.0, 95000.0), rel=1e-4)


def test_latent_heat_agrees_with_steam_tables() -> None:
    """IAPWS saturated water: 2500.9 kJ/kg at 0 °C, 2453.5 at 20 °C, 2406.0 at 40 °C."""
    assert latent_heat_kj_per_kg([0.0, 20.0, 40.0]) == pytest.approx([2500.9, 2453.5, 2406.0], rel=1e-3)


def test_saturated_air_is_at_its_wet_bulb() -> None:
    celsius = np.linspace(-20.0, 45.0, 14)
    assert wet_bulb_c(celsius, 1.0, 101325.0) == pytest.approx(celsius, abs=1e-4)


@given(dry=st.floats(-40, 55), humidity=st.floats(0, 1), pressure=st.floats(60e3, 105e3))
def test_wet_bulb_never_exceeds_the_dry_bulb(dry: float, humidity: float, pressure: float) -> None:
    assert wet_bulb_c(dry, humidity, pressure) <= dry + 1e-9


@given(dry=st.floats(-40, 50), humidity=st.floats(0.0, 0.95), pressure=st.floats(60e3, 105e3))
def test_moister_air_has_a_higher_wet_bulb(dry: float, humidity: float, pressure: float) -> None:
    assert wet_bulb_c(dry, humidity + 0.05, pressure) >= wet_bulb_c(dry, humidity, pressure)
