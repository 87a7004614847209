"""The element by element work against its formulas."""

from __future__ import annotations

import numpy as np
import pytest

from firmwatt.lp.chain import steps
from firmwatt.lp.chain.steps import ABSENT, BOXED, FREE, LOWER, Quad

KIND = np.array([ABSENT, LOWER, BOXED, FREE], dtype=np.int8)


def at() -> Quad:
    return Quad(*(np.array(v) for v in ([0.0, 2, 1, 3], [0.0, 4, 5, 0], [0.0, 0, 2, 0], [0.0, 0, 6, 0])))


def test_diagonal():
    theta = np.zeros(4)
    steps.diagonal(KIND, at(), 0.5, 0.25, theta)
    assert theta == pytest.approx([np.inf, 4 / 2 + 0.5, 5 / 1 + 6 / 2 + 0.5, 0.25])


def test_predictor_meets_its_equations():
    rng = np.random.default_rng(6)
    point, room = at(), np.array([0.0, 0.0, 0.3, 0.0])
    step = Quad(rng.normal(size=4), np.zeros(4), np.zeros(4), np.zeros(4))
    primal, dual = steps.complete_predictor(KIND, point, room, step)
    for i in (1, 2):
        assert point.x[i] * step.z[i] + point.z[i] * step.x[i] == pytest.approx(-point.x[i] * point.z[i])
    assert point.w[2] * step.t[2] + point.t[2] * step.w[2] == pytest.approx(-point.w[2] * point.t[2])
    assert step.x[2] + step.w[2] == pytest.approx(room[2])
    assert 0.0 < primal <= 1.0 and 0.0 < dual <= 1.0
    for value, change in ((point.x[1:3], step.x[1:3]), (point.w[2:3], step.w[2:3])):
        assert (value + primal * change >= -1e-12).all()


def test_nothing_moves_below_its_floor():
    point = at()
    step = Quad(*(np.full(4, -100.0) for _ in range(4)))
    steps.move(KIND, point, step, 1.0, 1.0, 0.5)
    assert point.x == pytest.approx([0.0, 1.0, 0.5, -97.0])
    assert point.z[1:3] == pytest.approx([2.0, 2.5])


def test_steep_ratios_are_counted_even_where_they_do_not_fit():
    found = np.zeros(2)
    count = steps.steep(np.array([1.0, 1, 1, 1]), np.array([-2.0, -3, -4, 1]), 1.0, found)
    assert count == 3
    assert found == pytest.approx([2.0, 3.0])
