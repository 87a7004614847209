"""The time that is left, guessed from what a solver tells."""

from __future__ import annotations

import math

import pytest

from firmwatt.lp.options import Progress
from firmwatt.lp.time_left import TimeLeft

NOT_TOLD = float("nan")


@pytest.mark.parametrize(("iteration", "seconds"), [(0, None), (30, 30.0), (60, 10.0), (120, None), (5000, None)])
def test_without_a_gap_it_follows_the_iterations(iteration, seconds):
    assert TimeLeft(1e-6)(Progress(iteration, NOT_TOLD, NOT_TOLD, 10.0)) == seconds


def test_it_follows_the_rate_at_which_the_gap_closes():
    left, told = TimeLeft(1e-6), None
    for i in range(20):  # a factor of ten each two seconds
        told = left(Progress(i, 1.0, 1.0 - 10.0 ** (-0.1 * i), 0.2 * i))
    assert told == pytest.approx(2.0 * (6.0 - 1.9))


def test_feasibility_counts_where_it_lags_behind_the_gap():
    left, told = TimeLeft(1e-6), None
    for i in range(6):
        told = left(Progress(i, 1.0, 1.0 - 1e-8, float(i), infeasibility=10.0 ** (-i)))
    assert told == pytest.approx(1.0)


def test_there_is_no_guess_while_nothing_comes_nearer_and_none_below_zero():
    stuck, near = TimeLeft(1e-6), TimeLeft(1e-2)
    assert [stuck(Progress(i, 1.0, 0.5, float(i))) for i in range(6)] == [None] * 6
    assert [near(Progress(i, 1.0, 1.0 - 10.0 ** (-i), float(i))) for i in range(6)][-1] == 0.0


def test_distance_is_the_larger_of_what_is_known():
    assert Progress(1, 2.0, 1.0, 0.0).distance == 0.5
    assert Progress(1, 2.0, 1.0, 0.0, infeasibility=0.7).distance == 0.7
    assert Progress(1, NOT_TOLD, 1.0, 0.0, infeasibility=0.7).distance == 0.7
    assert math.isnan(Progress(1, 2.0, NOT_TOLD, 0.0).distance)
