"""Limits of parameters."""

from __future__ import annotations

import math

import numpy as np
import pytest

from firmwatt.catalog import loader
from firmwatt.scenario.plant_limits import limits, outside


def test_every_range_of_the_catalogue_lies_inside() -> None:
    for row in loader.rows("cooling"):
        least, most = limits(row.parameter)
        assert least <= (row.low or 0.0) <= row.number <= (row.high or 1.0) <= most, row.parameter


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("air_fan_efficiency", 1.2, "air_fan_efficiency 1.2 lies outside 0.05 to 1."),
        ("water_temperature_difference_c", 0.0, "water_temperature_difference_c 0 lies outside 0.5 to 60."),
        ("liquid_share", -0.1, "liquid_share -0.1 lies outside 0 to 1."),
        ("supply_air_temperature_c", math.nan, "supply_air_temperature_c nan lies outside -40 to 90."),
        ("tower_fan_pressure_pa", math.inf, "tower_fan_pressure_pa inf lies outside 0 to 5e+06."),
    ],
)
def test_what_lies_outside_is_told(name: str, value: float, sentence: str) -> None:
    assert outside({name: value}) == (sentence,)


def test_one_draw_outside_is_enough() -> None:
    assert outside({"liquid_share": np.array([[0.5], [1.5]])}) == ("liquid_share 1.5 lies outside 0 to 1.",)
