"""Chains as investment periods, and the stock-taking behind each year."""

from __future__ import annotations

import numpy as np

from firmwatt.interop.pypsa.clock import Clock
from firmwatt.timegrid import TimeGrid
from tests.hand import TIME


def test_each_chain_is_a_period_and_each_year_ends_with_a_stock_taking():
    clock = Clock(TIME)
    assert clock.periods == [20270, 20271, 20272, 20300, 20301, 20302]
    assert (clock.first_label(1), clock.stock_label(1)) == (20300, 20302)
    assert clock.snapshots[:9].tolist() == [
        (20270, 0), (20270, 1), (20271, 4380), (20271, 4381), (20272, 0), (20272, 1), (20272, 2), (20272, 3),
        (20300, 0),
    ]  # fmt: skip


def test_labels_rise_however_many_chains_a_year_has():
    grid = TimeGrid((2027, 2028), (1, 1), tuple(range(12)), (1 / 12,) * 12, (0,), 2, (8760,), (0,))
    clock = Clock(grid)
    assert clock.periods == sorted(set(clock.periods))
    assert (clock.periods[0], clock.periods[-1]) == (202700, 202812)


def test_a_series_is_by_hour_and_by_step():
    clock = Clock(TIME)
    hourly = np.arange(8.0).reshape(4, 2)
    series = clock.series(hourly, standing=(10.0, 20.0), built=-1.0, cleared=5.0)
    assert series.tolist() == [0, 1, 2, 3, 5, -1, 5, 10, 4, 5, 6, 7, 5, -1, 5, 20]


def test_the_last_hour_of_each_year():
    assert Clock(TIME).years_last_hour().tolist() == [[0, 0], [0, 1], [0, 0], [0, 1]]
