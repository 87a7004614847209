"""Certificates: what is proven by a point and by prices, whoever made them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firmwatt.lp import certificate
from tests.lp.programs import chain_lp, dense_lp, random_lps, reference


@settings(max_examples=100)
@given(lp=random_lps(), seed=st.integers(0, 1000))
def test_any_prices_give_a_bound_below_the_optimum(lp, seed):
    expected = reference(lp)
    if expected.status != 0:
        return
    prices = np.random.default_rng(seed).normal(size=lp.rows)
    bound = certificate.dual_bound(lp, prices, expected.x)
    assert bound <= expected.fun + lp.objective_offset + 1e-6 * max(1.0, abs(expected.fun))


def test_the_right_prices_prove_the_optimum():
    lp = dense_lp([[1.0]], [1.0], ([0.0], [np.inf]), ([2.0], [np.inf]), offset=5.0)
    assert 7.0 - 1e-14 < certificate.dual_bound(lp, np.array([1.0])) <= 7.0


def test_what_rounding_may_add_to_a_sum_is_taken_off():
    """0.1 + 0.2 is a little more than 3/10 as floats are added."""
    lp = dense_lp([[0.0], [0.0]], [0.0], ([0.0], [1.0]), ([0.1, 0.2], [np.inf, np.inf]))
    assert 0.3 - 1e-14 < certificate.dual_bound(lp, np.array([1.0, 1.0])) <= 0.3


@pytest.mark.parametrize("far", [1e10, 1e20, 1e300])
def test_a_far_bound_does_not_spoil_a_proof(far):
    """A residue on a column that its row holds below 3, and of mere rounding on one that nothing holds."""
    lp = dense_lp([[1.0, 0.0], [1.0, 1.0]], [1.0, 1.0], ([0.0, 0.0], [far, far]), ([2.0, 5.0], [3.0, np.inf]))
    bound = certificate.dual_bound(lp, np.array([1e-13, 1.0]))
    assert 5.0 - 1e-12 < bound <= 5.0
    assert certificate.implied_bounds(lp)[1].tolist() == [3.0, far]


def test_prices_that_lean_on_an_open_column_prove_nothing_without_a_point():
    lp = dense_lp([[1.0]], [1.0], ([0.0], [np.inf]), ([2.0], [np.inf]))
    assert certificate.dual_bound(lp, np.array([1.5])) == -np.inf


def test_a_point_bounds_open_columns_by_its_cost():
    """At price 1.5 the reduced cost is -0.5; a point at x = 3 says that better ones have x <= 3: 1.5·2 - 0.5·3."""
    lp = dense_lp([[1.0]], [1.0], ([0.0], [np.inf]), ([2.0], [np.inf]))
    assert certificate.dual_bound(lp, np.array([1.5]), np.array([3.0])) == pytest.approx(1.5)


def test_rows_bound_open_columns():
    """x <= size and size <= 4 leave x <= 4; x + y >= -1 with y <= 2 leaves x >= -3."""
    lp = dense_lp(
        [[1.0, -1.0, 0.0], [1.0, 0.0, 1.0]],
        [0.0, 0.0, 0.0],
        ([-np.inf, 0.0, 0.0], [np.inf, 4.0, 2.0]),
        ([-np.inf, -1.0], [0.0, np.inf]),
    )
    lower, upper = certificate.implied_bounds(lp)
    assert lower.tolist() == [-3.0, 0.0, 0.0]
    assert upper.tolist() == [4.0, 4.0, 2.0]


@settings(max_examples=50)
@given(lp=random_lps(), seed=st.integers(0, 1000))
def test_bounds_that_are_asked_for_are_found_where_all_are(lp, seed):
    draw = np.random.default_rng(seed)
    asked = draw.random(lp.columns) < 0.3, draw.random(lp.columns) < 0.3
    every, some = certificate.implied_bounds(lp), certificate.implied_bounds(lp, asked=asked)
    for wanted, all_found, found in zip(asked, every, some, strict=True):
        assert (np.isfinite(found[wanted]) >= np.isfinite(all_found[wanted])).all()


@settings(max_examples=100)
@given(lp=random_lps())
def test_implied_bounds_hold_at_the_optimum(lp):
    expected = reference(lp)
    if expected.status != 0:
        return
    lower, upper = certificate.implied_bounds(lp, expected.fun + lp.objective_offset + 1e-6 * abs(expected.fun))
    size = max(1.0, float(np.abs(expected.x).max()))
    assert (expected.x >= lower - 1e-5 * size).all()
    assert (expected.x <= upper + 1e-5 * size).all()


def test_violations_are_relative_to_the_terms_of_a_row():
    lp = dense_lp([[1.0, -1.0]], [0.0, 0.0], ([0.0, 0.0], [1e6, 1e6]), ([0.0], [0.0]))
    assert certificate.worst_row_violation(lp, np.array([1e4, 1e4 + 2.0])) == pytest.approx(1e-4, rel=1e-3)
    assert certificate.worst_row_violation(lp, np.array([0.0, 0.5])) == pytest.approx(0.5)


def test_a_residue_of_a_dual_on_an_open_column_voids_no_proof():
    """The second row ties two open columns without cost; a solver leaves a price of 1e-15 on it."""
    rows = ([2.0, 0.0], [np.inf, 0.0])
    lp = dense_lp([[1.0, 0.0, 0.0], [0.0, 1.0, -1.0]], [3.0, 0.0, 0.0], ([0.0, -np.inf, -np.inf], [np.inf] * 3), rows)
    bound = certificate.dual_bound(lp, np.array([3.0, 1e-15]), np.array([2.0, 0.0, 0.0]))
    assert 6.0 - 1e-11 < bound <= 6.0
    assert certificate.dual_bound(lp, np.array([3.0, 1e-9]), np.array([2.0, 0.0, 0.0])) == -np.inf


def test_a_gap_needs_both_ends():
    assert certificate.relative_gap(100.0, 99.0) == pytest.approx(0.01)
    assert certificate.relative_gap(0.5, 0.0) == 0.5
    assert np.isnan(certificate.relative_gap(1.0, -np.inf))


def test_prices_on_missing_sides_are_dropped():
    lp = chain_lp(1, 4)
    limits = lp.row_block("flow_limit")
    prices = np.zeros(lp.rows)
    prices[limits.start] = 1.0  # the limit has no lower side
    assert certificate.usable_duals(lp, prices).tolist() == [0.0] * lp.rows


def test_a_part_of_the_columns_at_a_time_says_the_same(monkeypatch):
    lp = chain_lp(2, 7)
    point, prices = np.full(lp.columns, 3.0), np.random.default_rng(2).normal(size=lp.rows)
    whole = certificate.worst_row_violation(lp, point), certificate.dual_bound(lp, prices, point)
    monkeypatch.setattr(certificate, "_COLUMNS_AT_ONCE", 4)
    parts = certificate.worst_row_violation(lp, point), certificate.dual_bound(lp, prices, point)
    assert parts == pytest.approx(whole, rel=1e-12)
    assert whole[0] > 0.0
