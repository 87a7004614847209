"""Where the interior point begins."""

from __future__ import annotations

import numpy as np
import pytest

from firmwatt.lp.chain.interior import Strategy
from firmwatt.lp.chain.presolve import reduce_program
from firmwatt.lp.chain.standard import standard_form
from firmwatt.lp.chain.start import Start, reach
from firmwatt.lp.chain.steps import ABSENT, BOXED, FREE
from firmwatt.lp.highs import run_highs
from firmwatt.lp.options import SolverOptions
from firmwatt.lp.sparse_lp import SparseLP
from tests.lp.chain.programs import random_chain_lp
from tests.lp.chain.systems import pair_of
from tests.lp.programs import chain_lp

PROGRAMS = [chain_lp(2, 60), *(random_chain_lp(seed) for seed in (1, 3, 8, 12))]


@pytest.mark.parametrize("start", list(Start))
@pytest.mark.parametrize("lp", PROGRAMS)
def test_it_begins_inside(lp: SparseLP, start: Start):
    pair = pair_of(lp)
    point = pair.begun(Strategy(start, clips=True, correctors=1))
    bounded = (point.point.kind != ABSENT) & (point.point.kind != FREE)
    boxed = point.point.kind == BOXED
    assert (point.at.x[bounded] > 0.0).all()
    assert (point.at.z[bounded] > 0.0).all()
    assert (point.at.w[boxed] > 0.0).all()
    assert (point.at.t[boxed] > 0.0).all()
    assert np.isfinite(point.duals).all()


@pytest.mark.parametrize("lp", PROGRAMS)
def test_no_optimum_lies_beyond_reach(lp: SparseLP):
    form = standard_form(reduce_program(lp))
    columns, _ = reach(form)
    point = run_highs(lp, SolverOptions(), "simplex", None).primal
    assert point is not None
    scaled = (point - form.original_point(np.zeros(lp.columns))) / (form.col_scale * form.side_unit)
    left = form.reduction.has_col & ~form.is_free
    assert (scaled[left] <= columns[left] * (1.0 + 1e-6) + 1e-6).all()
