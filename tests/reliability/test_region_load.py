"""What a plan draws from its regions."""

from __future__ import annotations

import numpy as np
import pytest

from firmwatt.accounting.books import build_ledger
from firmwatt.errors import UserError
from firmwatt.operation.read import dispatch_from_plan
from firmwatt.planning.solve import solve_plan
from firmwatt.reliability.region_load import region_load
from tests.cases import two_site_case
from tests.worlds import simple_inputs


@pytest.fixture(scope="module")
def dispatch():
    return dispatch_from_plan(solve_plan(simple_inputs(two_site_case())))


def test_the_peaks_are_those_of_the_books(dispatch):
    ledger = build_ledger(dispatch)
    for index, year in enumerate(ledger.planning_years):
        load = region_load(dispatch, year)
        assert load.areas == ("grid", "desert")
        assert load.demand_mw.shape == (2, 8760)
        assert load.demand_mw.max(axis=1) == pytest.approx(ledger.peak_mw[:, index], abs=1e-6)
        assert (load.year == year).all()


def test_the_last_year_is_taken_where_none_is_named(dispatch):
    assert (region_load(dispatch).demand_mw == region_load(dispatch, 2030).demand_mw).all()
    assert np.isfinite(region_load(dispatch).demand_mw).all()


def test_a_year_that_was_not_planned(dispatch):
    with pytest.raises(UserError, match=r"^--year: the plan does not look at 2031. Choose one of 2027, 2030.$"):
        region_load(dispatch, 2031)
