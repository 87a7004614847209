"""The border's system."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from firmwatt.lp.chain.border import factorise_border, make_border


def test_lanes_are_summed_and_solved():
    ids = [np.array([[0, 1], [2, 1]])]  # the second lane has no column in its first slot
    border = make_border(sp.csr_array([[2.0]]), np.array([0]), ids)
    squares = [np.array([[[1.0, 0.5], [0.0, 3.0]], [[0.0, 0.0], [0.0, 4.0]]])]
    factor = factorise_border(border, squares, np.array([-5.0, 1.0]))
    whole = np.array([[1.0 - 5.0, 0.5 + 2.0], [0.5 + 2.0, 3.0 + 4.0 + 1.0]])
    right = np.array([1.0, 2.0])
    assert np.allclose(factor.solve(right), np.linalg.solve(whole, right))


def test_groups_may_touch_different_nodes():
    rng = np.random.default_rng(0)
    ids = [np.array([[0, 1, 3], [0, 2, 3]]), np.array([[1, 4]])]
    border = make_border(sp.csr_array([[1.5, 0.0, 0.0]]), np.zeros(0, dtype=np.int64), ids)
    squares = [np.triu(rng.normal(size=(2, 3, 3))), np.triu(rng.normal(size=(1, 2, 2)))]
    diagonal = np.array([-6.0, -7.0, -8.0, 9.0])
    whole = np.diag(np.append(diagonal, 0.0))
    for square, members in zip([*squares[0], *squares[1]], [*ids[0], *ids[1]], strict=True):
        whole[np.ix_(members, members)] += square + np.triu(square, 1).T
    whole[3, 0] += 1.5
    whole[0, 3] += 1.5
    right = rng.normal(size=4)
    assert np.allclose(factorise_border(border, squares, diagonal).solve(right), np.linalg.solve(whole[:4, :4], right))


def test_a_singular_border_is_regularised():
    """Two columns that no row tells apart, as two rows say of one column: the equations have many solutions."""
    border = make_border(sp.csr_array([[1.0], [1.0]]), np.zeros(0, dtype=np.int64), [])
    factor = factorise_border(border, [], np.array([0.0, 1e-30, 1e-30]))
    right = np.array([2.0, 1.0, 1.0])
    answer = factor.solve(right)
    whole = np.array([[0.0, 1.0, 1.0], [1.0, 0.0, 0.0], [1.0, 0.0, 0.0]])
    assert factor.is_finite
    assert np.allclose(whole @ answer, right)


def test_numbers_that_are_none_are_told():
    border = make_border(sp.csr_array((1, 1)), np.zeros(0, dtype=np.int64), [])
    assert not factorise_border(border, [], np.array([np.nan, 1.0])).is_finite


def test_no_border_is_no_system():
    nothing = make_border(sp.csr_array((0, 0)), np.zeros(0, dtype=np.int64), [np.zeros((8, 0), dtype=np.int64)])
    assert factorise_border(nothing, [np.zeros((8, 0, 0))], np.zeros(0)).solve(np.zeros(0)).size == 0
