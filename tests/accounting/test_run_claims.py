"""Claims on the hours of a plan give the ledger's figure under the yearly rule, and never less by the hour."""

import numpy as np
import pytest

from firmwatt.accounting.books import build_ledger
from firmwatt.accounting.flows import read_flows
from firmwatt.accounting.rule_sets import load_rules
from firmwatt.accounting.run_claims import market_based_t, run_hours
from tests.accounting.two_sites import two_site_dispatch
from tests.hand import hand_dispatch


@pytest.fixture(params=[hand_dispatch, two_site_dispatch], ids=["one site", "two sites"])
def dispatch(request):
    return request.param()


def test_claims_by_year_give_the_market_based_figure_of_the_ledger(dispatch):
    """Two ways to one number: the ledger's closed form, and instruments claimed hour by hour over the year."""
    ledger = build_ledger(dispatch)
    again = market_based_t(read_flows(dispatch), load_rules("ghgp-2015"))
    np.testing.assert_allclose(again, ledger.scope2_market_t.sum(axis=0), rtol=1e-9, atol=1e-9)


def test_hourly_claims_never_beat_yearly_ones(dispatch):
    flows = read_flows(dispatch)
    yearly, hourly = (market_based_t(flows, load_rules(key)) for key in ("ghgp-2015", "ghgp-draft-2025"))
    assert (hourly >= yearly - 1e-6).all()


def test_energies_are_those_of_a_calendar_year(dispatch):
    hours = run_hours(read_flows(dispatch), 0)
    assert hours.load_mwh.sum() == pytest.approx(build_ledger(dispatch).energy_mwh["metered"][0])
