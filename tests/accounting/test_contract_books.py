"""The books of a plan under a contract: ledger = objective with calls, payments, ramp and own supply at once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.accounting.books import build_ledger
from firmwatt.accounting.checks import check_dispatch, check_ledger
from firmwatt.accounting.levelised import levelised_figures
from firmwatt.operation.read import dispatch_from_plan
from firmwatt.planning.sampled import sampled_series
from firmwatt.planning.solve import solve_plan
from tests.cases import tiny_case
from tests.planning.contracts import contract
from tests.worlds import simple_inputs

TERMS = contract(
    hours_per_year=400.0,
    events_per_year=300.0,
    longest_event_hours=6.0,
    payment_usd_per_mw_year=90_000.0,
    payment_usd_per_mwh=150.0,
    waits_for_upgrade=False,
    firm_needs_own_supply=True,
    ramp_share_per_hour=0.3,
    pays_capacity_price=True,
)


@pytest.fixture(scope="module")
def dispatch():
    asked = tiny_case()
    sites = tuple(replace(site, connection=replace(site.connection, contract=TERMS)) for site in asked.sites)
    return dispatch_from_plan(solve_plan(simple_inputs(replace(asked, sites=sites))))


def test_the_ledger_is_the_objective(dispatch):
    check_dispatch(dispatch)
    ledger = build_ledger(dispatch)
    check_ledger(ledger, dispatch.plan.solution.primal_objective)
    assert (ledger.cost_usd_per_year["demand_response"] <= 0.0).all()
    assert ledger.cost_usd_per_year["demand_response"].sum() < -1000.0


def test_nothing_is_drawn_when_the_grid_calls(dispatch):
    called = sampled_series(dispatch.plan.inputs).called_share
    assert called.any()
    assert np.abs(dispatch.import_curtailable_mw[called == 1.0]).max() < 1e-3


def test_called_hours_count_as_hours_withheld(dispatch):
    figures = levelised_figures(dispatch, build_ledger(dispatch))
    years = np.array(dispatch.plan.inputs.time.years_represented, dtype=float)
    is_connected = dispatch.plan.connection_curtailable_mw.sum(axis=0) > 0.5
    assert is_connected.any()
    hours = (400.0 + 0.05 * 8760) * years[is_connected].sum() / years.sum()
    assert figures.curtailed_hours_per_year == pytest.approx(hours, rel=1e-6)


def test_the_draw_keeps_its_ramp(dispatch):
    plan, called = dispatch.plan, sampled_series(dispatch.plan.inputs).called_share[0] > 0.0
    drawn = (dispatch.import_firm_mw + dispatch.import_curtailable_mw - dispatch.sale_mw)[0]
    step = np.abs(np.diff(drawn, axis=1))
    year = plan.inputs.time.chain_year
    most = 0.3 * (plan.connection_firm_mw[0, year] + plan.connection_curtailable_mw[0, year])[:, None]
    is_held = ~(called[:, 1:] | called[:, :-1])
    assert (step <= most + 1e-3)[is_held].all()
