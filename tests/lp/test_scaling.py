"""Scales: powers of two, so that scaling back is exact."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from firmwatt.lp.scaling import Scale, automatic_scale, median_exponent, near_bounds, near_sides, row_exponents
from tests.lp.programs import dense_lp


@given(
    values=st.lists(st.floats(-1e9, 1e9).filter(lambda value: value == 0.0 or abs(value) > 1e-9), max_size=5),
    cost=st.integers(-30, 30),
    bound=st.integers(-30, 30),
)
def test_scaling_back_is_exact(values, cost, bound):
    array = np.array(values)
    scale = Scale(cost, bound, np.full(array.size, 5, dtype=np.int32))
    assert scale.point(scale.bounds(array)).tolist() == array.tolist()
    assert scale.duals(np.ldexp(scale.costs(array), 5)).tolist() == array.tolist()


def test_an_objective_carries_both_exponents():
    assert Scale(3, 2, np.zeros(0, dtype=np.int32)).objective(1.0) == 32.0


def test_units_do_not_matter():
    """Bounds a thousand (1024) times as large give the same scaled program."""
    small = dense_lp([[1.0]], [8.0], ([0.0], [2.0]), ([0.5], [np.inf]))
    large = dense_lp([[1.0]], [8.0 * 4], ([0.0], [2.0 * 1024]), ([0.5 * 1024], [np.inf]))
    scaled = [automatic_scale(lp).bounds(lp.col_upper)[0] for lp in (small, large)]
    costs = [automatic_scale(lp).costs(lp.cost)[0] for lp in (small, large)]
    assert (scaled[0], costs[0]) == (scaled[1], costs[1])


def test_exponents_that_are_given_are_taken():
    lp = dense_lp([[1.0]], [8.0], ([0.0], [2.0]), ([0.5], [np.inf]))
    scale = automatic_scale(lp, cost_exponent=1, bound_exponent=-7)
    assert (scale.cost, scale.bound, scale.row.tolist()) == (1, -7, [0])


def test_only_rows_far_from_one_are_divided():
    matrix = [[1.0, 8.0], [1.0, 2.0**20], [2.0**-10, 0.0], [0.0, 0.0]]
    lp = dense_lp(matrix, [1.0, 1.0], ([0.0, 0.0], [1.0, 1.0]), ([0.0] * 4, [1.0] * 4))
    assert row_exponents(lp).tolist() == [0, 20, -10, 0]
    assert automatic_scale(lp).coefficients(lp).tolist() == [1.0, 2.0**-20, 1.0, 8.0, 1.0]


def test_no_row_is_divided_so_far_that_highs_drops_an_entry():
    lp = dense_lp(
        [[2.0**20, 2.0**-15], [2.0**20, 2.0**-40]], [1.0, 1.0], ([0.0] * 2, [1.0] * 2), ([0.0] * 2, [1.0] * 2)
    )
    assert row_exponents(lp).tolist() == [15, 0]


def test_far_bounds_and_sides_count_for_nothing():
    """Sides of 1e12 are taken for none in a range, and are what they are elsewhere."""
    rows = [-1e12, 5.0, 1e12], [8.0, 1e12, 1e12]
    lp = dense_lp(np.eye(3), [1.0] * 3, ([-1e12, 0.0, 1e12], [1e12, 4.0, 1e13]), rows)
    assert [ends.tolist() for ends in near_bounds(lp)] == [[-np.inf, 0.0, 1e12], [np.inf, 4.0, np.inf]]
    assert [ends.tolist() for ends in near_sides(lp)] == [[-np.inf, 5.0, 1e12], [8.0, np.inf, 1e12]]


def test_nothing_finite_has_exponent_zero():
    assert median_exponent(np.array([0.0, np.inf, -np.inf])) == 0
