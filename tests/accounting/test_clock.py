"""Weights of weather years and of periods."""

import numpy as np

from firmwatt.accounting.clock import yearly_mean, yearly_sum
from firmwatt.timegrid import TimeGrid
from tests.hand import HALF_THEN_ALL, TIME


def test_weather_years_count_by_their_probability():
    time = TimeGrid((2027,), (1,), (1, 2), (0.25, 0.75), (0,), 8760, (8760,), (0,))
    series = np.array([4.0, 8.0])[:, None] * np.ones((2, 8760))
    np.testing.assert_allclose(yearly_sum(time, series), [7.0 * 8760], rtol=1e-12)


def test_half_a_year_online_is_a_share_of_one_half():
    np.testing.assert_allclose(yearly_mean(TIME, HALF_THEN_ALL), [0.5, 1.0], rtol=1e-12)
