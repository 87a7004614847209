"""The first minutes at the sites of a plan."""

from __future__ import annotations

import numpy as np
import pytest

from firmwatt.operation.read import dispatch_from_plan
from firmwatt.planning.solve import solve_plan
from firmwatt.reliability.minutes_of_sites import minutes_of_load, minutes_of_sites
from firmwatt.reliability.system import Unit, one_load
from tests.cases import tiny_case
from tests.worlds import simple_inputs


def test_each_site_has_generators_for_its_highest_load():
    dispatch = dispatch_from_plan(solve_plan(simple_inputs(tiny_case())))
    (found,) = minutes_of_sites(dispatch, spare_units=2)
    last = dispatch.plan.inputs.time.chain_year == 1
    assert found.load_mw == pytest.approx(dispatch.metered_mw[0, last].max())
    assert found.backup.spare_units == 2
    assert found.backup.units_needed * 2.5 >= found.load_mw > (found.backup.units_needed - 1) * 2.5
    assert set(found.classes) == {"interactive", "batch", "training"}


def test_a_table_of_units_has_its_highest_load():
    system = one_load((Unit("a", 10.0, 0.1, 50.0),), np.linspace(1.0, 30.0, 48)[None])
    found = minutes_of_load(system)
    assert (found.site, found.load_mw, found.backup.units_needed) == ("load", 30.0, 12)
