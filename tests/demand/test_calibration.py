"""Calibration: many rows rule, few are weighed, and noise stays in the interval."""

from __future__ import annotations

import numpy as np
import pytest

from firmwatt.demand.calibration import NOISE, calibrate, calibrated
from firmwatt.demand.inference import Served
from firmwatt.errors import UserError


def said(count: int) -> Served:
    one = np.ones(count)
    return Served(one, 0.6 * one, 1.5 * one, 20.0 * one, one)


def test_many_rows_rule():
    rng = np.random.default_rng(3)
    measured = 1.4 * np.exp(rng.normal(0.0, NOISE, 400))
    found = calibrate(said(400), measured)
    assert found.energy_factor == pytest.approx(1.4, rel=0.02)
    inside = (measured > 1.4 * found.low_factor) & (measured < 1.4 * found.high_factor)
    assert 0.85 <= inside.mean() <= 0.95


def test_one_row_is_weighed_against_what_was_known():
    found = calibrate(said(1), np.array([1.4]))
    assert 1.25 < found.energy_factor < 1.4
    assert found.high_factor / found.low_factor < 1.5 / 0.6


def test_a_calibration_moves_energy_and_not_time():
    found = calibrated(said(2), calibrate(said(3), np.array([1.2, 1.2, 1.2])))
    assert np.all(found.joules_per_output_token > 1.1)
    assert np.all((found.low < found.joules_per_output_token) & (found.joules_per_output_token < found.high))
    assert found.itl_ms.tolist() == [20.0, 20.0]


@pytest.mark.parametrize("measured", [[], [0.0], [-1.0]])
def test_rows_that_measure_nothing_are_refused(measured):
    with pytest.raises(UserError, match=r"^calibration needs rows with joules_per_output_token above 0\.$"):
        calibrate(said(len(measured)), np.array(measured))
