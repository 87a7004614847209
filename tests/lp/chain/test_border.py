"""The border's system."""

from __future__ import annotations

import numpy as np

from firmwatt.lp.chain.border import factorise_border, make_border


def test_lanes_are_summed_and_solved():
    ids = np.array([[0, 1], [2, 1]])  # the second lane has no column in its first slot
    border = make_border(np.array([[2.0]]), np.array([0]), ids)
    squares = np.array([[[1.0, 0.5], [0.0, 3.0]], [[0.0, 0.0], [0.0, 4.0]]])
    factor = factorise_border(border, squares, np.array([-5.0, 1.0]))
    whole = np.array([[1.0 - 5.0, 0.5 + 2.0], [0.5 + 2.0, 3.0 + 4.0 + 1.0]])
    right = np.array([1.0, 2.0])
    assert not border.private
    assert np.allclose(factor.solve(right), np.linalg.solve(whole, right))


def test_what_one_lane_alone_touches_is_eliminated_with_it():
    rng = np.random.default_rng(0)
    ids = np.array([[0, 1, 3], [0, 2, 3]])  # columns 1 and 2 belong to a lane each; the row, number 3, is shared
    border = make_border(np.array([[1.5, 0.0, 0.0]]), np.zeros(0, dtype=np.int64), ids)
    squares, diagonal = np.triu(rng.normal(size=(2, 3, 3))), np.array([-6.0, -7.0, -8.0, 9.0])
    whole = np.diag(diagonal)
    for square, members in zip(squares, ids, strict=True):
        whole[np.ix_(members, members)] += square + np.triu(square, 1).T
    whole[3, 0] += 1.5
    whole[0, 3] += 1.5
    right = rng.normal(size=4)
    assert [one.nodes.tolist() for one in border.private] == [[1], [2]]
    assert np.allclose(factorise_border(border, squares, diagonal).solve(right), np.linalg.solve(whole, right))


def test_no_border_is_no_system():
    nothing = make_border(np.zeros((0, 0)), np.zeros(0, dtype=np.int64), np.zeros((8, 0), dtype=np.int64))
    assert factorise_border(nothing, np.zeros((8, 0, 0)), np.zeros(0)).solve(np.zeros(0)).size == 0
