"""The set that nothing beats, against brute force."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from firmwatt.planning.dominance import dominated

POINTS = arrays(np.float64, array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=7), elements=st.integers(0, 4))


def brute_force(points):
    def beats(other, one):
        return all(a <= b for a, b in zip(other, one, strict=True)) and any(
            a < b for a, b in zip(other, one, strict=True)
        )

    return [any(beats(other, one) for other in points) for one in points]


@given(POINTS)
def test_the_beaten_points_are_those_of_brute_force(points):
    assert dominated(points).tolist() == brute_force(points.tolist())


@given(POINTS, st.data())
def test_removing_an_option_never_improves_the_frontier(points, data):
    gone = data.draw(st.integers(0, len(points) - 1))
    left = np.delete(points, gone, axis=0)
    best = points[~dominated(points)]
    for point in left:
        assert (best <= point).all(axis=1).any()


def test_alike_points_do_not_beat_each_other():
    assert not dominated(np.ones((3, 2))).any()
