"""What a chain solve leaves for the next."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.lp.chain.interior import Strategy
from firmwatt.lp.chain.presolve import reduce_program
from firmwatt.lp.chain.standard import StandardForm, standard_form
from firmwatt.lp.chain.start import Start
from firmwatt.lp.chain.warm import LEVELS, ChainMemory, change
from firmwatt.lp.sparse_lp import SparseLP
from tests.lp.chain.systems import begun
from tests.lp.programs import chain_lp


def form_of(lp: SparseLP) -> StandardForm:
    return standard_form(reduce_program(lp))


def solved(memory: ChainMemory, lp: SparseLP) -> StandardForm:
    """Walk to the optimum and leave the way in the memory."""
    form = form_of(lp)
    point = begun(form, memory.system(lp, form, 1), Strategy(Start.PLAIN, clips=False, correctors=1))
    for _ in range(60):
        measure = point.measure()
        memory.remember(point, measure, form)
        if measure.worst < 1e-7:
            return form
        point.advance(measure)
    raise AssertionError("no optimum in sixty steps")


def test_the_pattern_is_used_again_where_costs_bounds_and_sides_differ_alone():
    lp = chain_lp(1, 60)
    other = lp.matrix.copy()
    other.data = other.data * 1.5
    with ChainMemory() as memory:
        first = memory.system(lp, form_of(lp), 1)
        for near in (
            replace(lp, cost=2.0 * lp.cost),
            replace(lp, row_lower=lp.row_lower - 1.0, row_upper=lp.row_upper - 1.0),
        ):
            assert memory.system(near, form_of(near), 1) is first
        tight = replace(lp, col_upper=np.where(np.isinf(lp.col_upper), 50.0, lp.col_upper))
        assert memory.system(tight, form_of(tight), 1) is not first
        assert memory.system(lp, form_of(lp), 2) is not first
        assert memory.reused == 2


def test_a_small_change_begins_nearer_to_the_end_than_a_large_one():
    lp = chain_lp(1, 300)
    with ChainMemory() as memory:
        solved(memory, lp)
        starts = []
        for factor in (1.0, 1.01, 1.2, 50.0):
            near = replace(lp, cost=np.where(np.arange(lp.columns) == 0, factor, 1.0) * lp.cost)
            form = form_of(near)
            system = memory.system(near, form, 1)
            point = begun(form, system, Strategy(Start.PLAIN, clips=False, correctors=1))
            placed = memory.place(point, form, system)
            starts.append(point.measure().gap if placed else np.inf)
    assert starts == sorted(starts)
    assert starts[0] <= 1.5 * LEVELS[-1]
    assert starts[-1] == np.inf


def test_the_change_is_weighed_by_what_it_costs():
    lp = chain_lp(1, 60)
    with ChainMemory() as memory:
        form = solved(memory, lp)
        kept = memory._way[LEVELS[-1]]
        system = memory.system(lp, form, 1)
        assert change(kept, form, system) == pytest.approx(0.0, abs=1e-12)
        dearer = form_of(replace(lp, cost=1.1 * lp.cost))
        assert change(kept, dearer, system) == pytest.approx(0.1, rel=1e-6)
