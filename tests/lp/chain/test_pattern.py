"""Which entries are read for every stage, and which once."""

from __future__ import annotations

import numpy as np

from firmwatt.lp.chain.layout import lay_out, parts
from firmwatt.lp.chain.pattern import BORDER_ROW, BOUND, CORE, NEXT, find_pattern
from firmwatt.lp.chain.presolve import reduce_program
from firmwatt.lp.chain.standard import standard_form
from tests.lp.programs import chain_lp


def test_what_never_changes_is_stored_once():
    lp = chain_lp(1, 800)
    form = standard_form(reduce_program(lp))
    layout = lay_out(lp, form, 2)
    (part,) = parts(form, layout)
    pattern = find_pattern(form, layout, part)
    assert pattern.varying.size == 0
    sizes = np.diff(pattern.kind_start)
    assert (sizes[CORE], sizes[NEXT], sizes[BOUND], sizes[BORDER_ROW]) == (2, 1, 2, 0)


def test_alike_border_columns_share_a_slot():
    """Each of twenty chains has a first level of its own; a lane touches three border columns."""
    lp = chain_lp(20, 12)
    form = standard_form(reduce_program(lp))
    layout = lay_out(lp, form, 2)
    (part,) = parts(form, layout)
    pattern = find_pattern(form, layout, part)
    assert pattern.border_slots == 3
