"""Towers, dry coolers and air-cooled machines."""

from __future__ import annotations

import numpy as np
import pytest

from firmwatt.facility.parts import Building, Chiller, HallAir, Running
from firmwatt.facility.rejection import (
    Circuit,
    DryCooler,
    Tower,
    WaterEconomiser,
    blow_down_l,
    expand_directly,
    reject_to_air,
)
from tests.facility.real_air import air_at

RUNNING = Running.at(Building(1.0, 1.0, 0.0, 0.0, 0.5), None)
CHILLER = Chiller(6.28, 0.5)
TOWER = Tower(5.0, 5.0, 250.0, 0.775, 2e5, 0.7, 1.3, 0.0005, 6.0)
ECONOMISER = WaterEconomiser(2.0, 1.4e5, 0.7)
CIRCUIT = Circuit(np.array([1.0]), 20.0, 8.0)


def test_an_economiser_spares_the_compressor_in_the_cold() -> None:
    air = air_at(5.0, 0.8)
    with_it, without = (TOWER.reject(CIRCUIT, CHILLER, economiser, air, RUNNING) for economiser in (ECONOMISER, None))
    assert with_it.free_heat == pytest.approx(1.0)
    assert without.free_heat == 0.0
    assert without.power[0] > with_it.power[0] + 0.05
    assert without.water_l_per_kwh[0] > with_it.water_l_per_kwh[0]


def test_heat_leaves_by_tower_or_fan() -> None:
    found = TOWER.reject(CIRCUIT, CHILLER, ECONOMISER, air_at(np.array([-10.0, 20.0, 40.0]), 0.4), RUNNING)
    assert found.rejected + found.outdoor_fan == pytest.approx(1.0 + found.power)


def test_dry_coolers_use_water_only_when_they_must() -> None:
    cooler = DryCooler(6.0, 12.0, 150.0, 0.6, 0.8, 3.0)
    found = cooler.reject(CIRCUIT, CHILLER, air_at(np.array([10.0, 30.0]), 0.3), RUNNING)
    assert found.water_l_per_kwh[0] == 0.0
    assert found.water_l_per_kwh[1] == pytest.approx(1.5 * found.consumed_l_per_kwh[1])
    assert found.free_heat[0] == 1.0


def test_air_cooled_machines_drink_nothing_and_suffer_in_the_heat() -> None:
    air = air_at(np.array([10.0, 35.0, 45.0]), 0.3)
    hall = HallAir(24.0, 6.5, 500.0, 0.675)
    for found in (
        reject_to_air(CIRCUIT, Chiller(2.96, 0.5), air, RUNNING),
        expand_directly(np.array([1.0]), Chiller(3.0, 0.5), hall, air, RUNNING),
    ):
        assert np.all(np.diff(found.power) > 0.0)
        assert np.all(found.water_l_per_kwh == 0.0)
        assert found.rejected == pytest.approx(1.0 + found.power)


def test_blow_down_is_never_negative() -> None:
    assert blow_down_l(np.array([1.0, 1.0]), 0.5, 11.0).tolist() == [0.0, 0.0]
