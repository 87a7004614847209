"""A sampled year laid out again keeps energy, peaks and the hour of the day."""

from __future__ import annotations

import numpy as np
import pytest

from firmwatt.planning.sampling import choose_time_grid
from firmwatt.reliability.typical_year import hour_positions, unfold
from firmwatt.timegrid import full_year_grid
from tests.cases import tiny_case
from tests.worlds import simple_inputs


@pytest.fixture(scope="module")
def time():
    inputs = simple_inputs(tiny_case())
    return choose_time_grid(inputs.case, inputs.load, inputs.availability, inputs.grid)


def test_every_period_stands_for_its_stretch(time):
    periods, counts = np.unique(hour_positions(time) // time.period_hours, return_counts=True)
    assert periods.tolist() == list(range(time.periods))
    assert counts.tolist() == list(time.period_block_hours)


def test_the_hour_of_the_day_stays(time):
    hour_of_day = np.broadcast_to(time.hour_of_year % 24, (2, *time.hour_of_year.shape)).reshape(time.chains, -1)
    assert (unfold(time, hour_of_day.astype(float), 1)[0] == np.arange(8760) % 24).all()


def test_a_full_year_is_itself():
    time = full_year_grid((2027, 2030), (1, 1), (1, 2))
    series = np.random.default_rng(0).random((3, 4, 8760))
    assert (unfold(time, series, 1) == series[:, 2:]).all()
