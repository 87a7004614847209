"""The standard form stands for the same program."""

from __future__ import annotations

import numpy as np
import pytest

from firmwatt.lp.chain.presolve import reduce_program
from firmwatt.lp.chain.standard import standard_form
from tests.lp.chain.programs import random_chain_lp


@pytest.mark.parametrize("seed", range(5))
def test_rows_and_costs_are_the_same(seed: int):
    lp = random_chain_lp(seed)
    form = standard_form(reduce_program(lp))
    inside = np.where(form.reduction.has_col, 0.25, 0.0)
    point = form.original_point(inside)
    activity = np.bincount(form.row, form.value * inside[form.col], minlength=lp.rows)
    slack = (form.side - activity) * form.side_unit / form.row_scale
    kept = form.reduction.has_row
    upper = np.where(form.row_scale > 0.0, lp.row_upper, lp.row_lower)
    assert np.allclose((upper - lp.matrix @ point)[kept], slack[kept], atol=1e-9)


def test_scales_are_powers_of_two():
    form = standard_form(reduce_program(random_chain_lp(3)))
    for scale in (form.row_scale, form.col_scale, np.array([form.cost_unit, form.side_unit])):
        assert np.array_equal(np.abs(scale), 2.0 ** np.round(np.log2(np.abs(scale))))
