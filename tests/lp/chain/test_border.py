"""The border's system."""

from __future__ import annotations

import numpy as np

from firmwatt.lp.chain.border import Border, factorise_border


def test_lanes_are_summed_and_solved():
    border = Border(cols=1, rows=1, matrix=np.array([[2.0]]), slack_rows=np.array([0]))
    squares = np.array([[[1.0, 0.5], [0.0, 3.0]], [[0.0, 0.0], [0.0, 4.0]]])
    ids = np.array([[0, 1], [2, 1]])  # the second lane has no column in its first slot
    factor = factorise_border(border, squares, ids, np.array([-5.0, 1.0]))
    whole = np.array([[1.0 - 5.0, 0.5 + 2.0], [0.5 + 2.0, 3.0 + 4.0 + 1.0]])
    right = np.array([1.0, 2.0])
    assert np.allclose(factor.solve(right), np.linalg.solve(whole, right))


def test_no_border_is_no_system():
    border = Border(cols=0, rows=0, matrix=np.zeros((0, 0)), slack_rows=np.zeros(0, dtype=np.int64))
    nothing = factorise_border(border, np.zeros((8, 0, 0)), np.zeros((8, 0), dtype=np.int64), np.zeros(0))
    assert nothing.solve(np.zeros(0)).size == 0
