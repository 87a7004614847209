"""The element by element work against its formulas."""

from __future__ import annotations

import numpy as np
import pytest

from firmwatt.lp.chain import steps
from firmwatt.lp.chain.steps import ABSENT, BOXED, FREE, LOWER, Point, Quad, Step

NO_ROOM = (0.0, 0.0)


def point() -> Point:
    kind = np.array([ABSENT, LOWER, BOXED, FREE], dtype=np.int8)
    at = Quad(*(np.array(v) for v in ([0.0, 2, 1, 3], [0.0, 4, 5, 0], [0.0, 0, 2, 0], [0.0, 0, 6, 0])))
    return Point(kind, at, np.array([0.0, 0.0, 3.3, 0.0]))


def step(of_x: float = 0.0, of_w: float = 0.0, seed: int = 6) -> Step:
    move = np.random.default_rng(seed).normal(size=4)
    return Step(move, np.full(4, of_x), np.full(4, of_w))


def moved(begin: Point, change: Step) -> Quad:
    """What a whole step changes."""
    end = Point(begin.kind, Quad(*(part.copy() for part in begin.at)), begin.upper)
    steps.move(end, change, 1.0, 1.0, -1e9)
    return Quad(*(after - before for after, before in zip(end.at, begin.at, strict=True)))


def test_diagonal():
    theta = np.zeros(4)
    steps.diagonal(point(), 0.5, 0.25, theta)
    assert theta == pytest.approx([np.inf, 4 / 2 + 0.5, 5 / 1 + 6 / 2 + 0.5, 0.25])


@pytest.mark.parametrize(("of_x", "of_w"), [(0.0, 0.0), (0.7, 0.4)])
def test_a_step_meets_its_equations(of_x: float, of_w: float):
    begin, at = point(), point().at
    change = moved(begin, step(of_x, of_w))
    for i in (1, 2):
        assert at.x[i] * change.z[i] + at.z[i] * change.x[i] == pytest.approx(of_x - at.x[i] * at.z[i])
    assert at.w[2] * change.t[2] + at.t[2] * change.w[2] == pytest.approx(of_w - at.w[2] * at.t[2])
    assert change.x[2] + change.w[2] == pytest.approx(0.3)
    assert change.z[3] == change.t[1] == 0.0


def test_the_longest_step_ends_where_a_value_is_none():
    begin, of = point(), step()
    change = moved(begin, of)
    primal, dual = steps.longest_steps(begin, of, 1.0, NO_ROOM)
    parts = (begin.at.x[1:3], change.x[1:3]), (begin.at.w[2:3], change.w[2:3])
    assert primal == 1.0 or min((value + primal * move).min() for value, move in parts) == pytest.approx(0.0)
    assert all((value + primal * move >= -1e-12).all() for value, move in parts)
    assert 0.0 < dual <= 1.0
    longer = steps.longest_steps(begin, of, 1.0, (10.0, 10.0))
    assert longer[0] >= primal and longer[1] >= dual


def test_a_corrector_follows_the_second_order():
    begin, of, side = point(), step(), np.array([9.0, 1.0, 2.0, 3.0])
    first = moved(begin, of)
    steps.corrector_side(begin, of, (0.0, 0.1), side)
    assert of.of_x[1:3] == pytest.approx(0.1 - first.x[1:3] * first.z[1:3])
    assert of.of_w[2] == pytest.approx(0.1 - first.w[2] * first.t[2])
    at = begin.at
    left = 2.0 - first.z[2] + first.t[2]
    assert side[2] == pytest.approx(left - of.of_x[2] / at.x[2] + of.of_w[2] / at.w[2])
    assert side[0] == 0.0 and side[3] == 3.0


def test_centring_brings_outliers_back():
    begin, of, side = point(), step(0.1, 0.1), np.zeros(4)
    change = moved(begin, of)
    lengths, target = (0.5, 0.5), 1e-3
    steps.centring_side(begin, of, lengths, target, side)
    product = (begin.at.x[1] + 0.5 * change.x[1]) * (begin.at.z[1] + 0.5 * change.z[1])
    wanted = max(0.0, 0.1 * target - product) - min(max(0.0, product - 10 * target), 10 * target)
    assert side[1] == pytest.approx(-wanted / begin.at.x[1])
    more, before = np.zeros(4), of.of_x.copy()
    trial = steps.centred_steps(begin, of, more, (lengths, target), 0.0)
    assert trial == pytest.approx(steps.longest_steps(begin, of, 1.0, NO_ROOM))
    steps.add_centring(begin, of, more, (lengths, target), 0.5)
    assert of.of_x[1] - before[1] == pytest.approx(0.5 * wanted)


def test_nothing_moves_below_its_floor():
    begin = point()
    steps.move(begin, Step(np.full(4, -100.0), np.full(4, -500.0), np.zeros(4)), 1.0, 1.0, 0.5)
    assert begin.at.x == pytest.approx([0.0, 1.0, 0.5, -97.0])
    assert begin.at.z[1] == pytest.approx(2.0)


def test_steep_ratios_are_counted_even_where_they_do_not_fit():
    kind = np.full(4, LOWER, dtype=np.int8)
    begin = Point(kind, Quad(np.ones(4), np.ones(4), np.zeros(4), np.zeros(4)), np.zeros(4))
    primal, primals, dual, duals = steps.steep(
        begin, Step(np.array([-2.0, -3, -4, 1]), np.zeros(4), np.zeros(4)), (1.0, 1.0), 2
    )
    assert primals == 3
    assert primal == pytest.approx([2.0, 3.0])
    assert (duals, dual.tolist()) == (1, [2.0])
