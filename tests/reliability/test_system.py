"""The record of a system: energy, memory, firm capacity."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from firmwatt.reliability.system import Curtailable, Store, one_load
from tests.reliability.campus import campus


def test_energy_is_that_of_the_weather_by_its_probability():
    system = replace(one_load((), np.array([[1.0] * 24, [3.0] * 24])), weather_probability=np.array([0.25, 0.75]))
    assert system.energy_mwh == 24 * 2.5
    assert system.hours == 24


def test_what_is_stored_or_rationed_is_remembered():
    assert campus(1).is_memoryless
    assert not campus(1, stores=(Store("battery", 1.0, 4.0, 0.9, 0.9),)).is_memoryless
    assert campus(1, stores=(Store("battery", 0.0, 0.0, 0.9, 0.9),)).is_memoryless
    assert not replace(campus(1), curtailable=Curtailable(1.0, 10.0)).is_memoryless


def test_firm_capacity_comes_on_top():
    assert campus(1, hours=24).with_firm(5.0).variable_mw.tolist() == [[5.0] * 24]
