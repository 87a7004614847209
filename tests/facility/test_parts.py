"""Parts of plants."""

from __future__ import annotations

import pytest

from firmwatt.facility.parts import Building, Chiller, ColdPlates, HallAir, HallWater, Running
from tests.facility.real_air import air_at

BUILDING = Building(0.8, 0.95, 0.01, 0.001, 0.5)


def test_a_building_runs_at_its_usual_load_unless_told() -> None:
    usual, told = Running.at(BUILDING, None), Running.at(BUILDING, 0.8)
    assert usual == told
    assert usual.load_ratio == 1.0
    assert usual.flow_factor == pytest.approx(0.64)
    assert usual.loss == pytest.approx(1 / 0.95 - 1 + 1 / 0.99 - 1 + 0.001)


def test_less_load_unloads_the_chillers() -> None:
    chiller = Chiller(6.0, 0.5)
    assert chiller.part_load_ratio(Running.at(BUILDING, 0.4)) == pytest.approx(0.25)


def test_the_hall_fan_works_more_in_thin_air() -> None:
    hall = HallAir(27.0, 16.65, 500.0, 0.775)
    air = air_at(20.0, 0.5)
    thin = type(air)(air.temperature_c, air.wet_bulb_c, air.pressure_pa * 0.8)
    assert hall.fan_kw_per_kw(thin) == pytest.approx(hall.fan_kw_per_kw(air) / 0.8)
    assert hall.return_air_temperature_c == pytest.approx(43.65)


def test_pumps_of_halls_and_plates_follow_the_same_law() -> None:
    water, plates = HallWater(20.0, 10.0, 2e5, 0.7), ColdPlates(0.85, 40.0, 10.0, 2e5, 0.7)
    assert water.pump_kw_per_kw() == plates.pump_kw_per_kw()
