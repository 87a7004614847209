"""The order of elimination and its lists."""

from __future__ import annotations

import numpy as np
import pytest

from firmwatt.lp.chain import elimination
from firmwatt.lp.chain.layout import lay_out, parts
from firmwatt.lp.chain.pattern import find_pattern
from firmwatt.lp.chain.presolve import reduce_program
from firmwatt.lp.chain.reduction import ChainRefusalError
from firmwatt.lp.chain.standard import standard_form
from tests.lp.programs import chain_lp


def plan(lp):
    form = standard_form(reduce_program(lp))
    layout = lay_out(lp, form, 2)
    (part,) = parts(form, layout)
    return elimination.plan_elimination(find_pattern(form, layout, part), part)


def test_a_store_carries_its_row_on():
    program = plan(chain_lp(1, 100)).program
    assert (program.core, program.bounds, program.carried) == (1, 2, 1)
    assert np.array_equal(program.next_row, [0])
    assert (program.struct >= program.core).all()


def test_stages_that_are_too_wide_are_refused(monkeypatch):
    monkeypatch.setattr(elimination, "_MOST_CORE_ROWS", 0)
    with pytest.raises(ChainRefusalError, match="more than the chain solver is made for"):
        plan(chain_lp(1, 100))
