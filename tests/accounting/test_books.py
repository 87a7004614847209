"""The ledger as a whole: all kinds are there, the total is their present value."""

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.accounting.books import build_ledger
from firmwatt.accounting.checks import check_dispatch
from firmwatt.accounting.ledger import COST_KINDS
from tests.accounting.two_sites import two_site_dispatch
from tests.hand import CHAINS, HOURS, hand_case, hand_dispatch, hand_plan


def test_total_is_the_present_value_of_all_kinds():
    ledger = build_ledger(hand_dispatch())
    assert tuple(ledger.cost_usd_per_year) == COST_KINDS
    yearly = sum(cost.sum(axis=0) for cost in ledger.cost_usd_per_year.values())
    first = sum(1.07**-k for k in (1, 2, 3))
    second = sum(1.07**-k for k in (4, 5, 6, 7, 8))
    np.testing.assert_allclose(ledger.present_value_factor, [first, second], rtol=1e-12)
    assert ledger.total_usd == pytest.approx(first * yearly[0] + second * yearly[1], rel=1e-12)


@pytest.mark.parametrize(("dispatch", "sites"), [(hand_dispatch(), 1), (two_site_dispatch(), 2)])
def test_figures_have_the_shapes_that_the_contract_says(dispatch, sites):
    ledger = build_ledger(dispatch)
    by_site = (
        "scope1_t", "scope2_location_t", "scope2_market_t", "scope3_t",
        "site_carbon_free_share_hourly", "water_site_m3", "water_power_m3",
    )  # fmt: skip
    for name in by_site:
        assert getattr(ledger, name).shape == (sites, 2), name
    assert all(cost.shape == (sites, 2) for cost in ledger.cost_usd_per_year.values())
    for name in ("carbon_free_share_annual", "carbon_free_share_hourly", "re100_share", "capital_spent_usd"):
        assert getattr(ledger, name).shape == (2,), name
    assert ledger.peak_mw.shape == ledger.peak_hour_of_year.shape == (sites, 2)


def test_a_case_without_supply_and_storage_has_books_too():
    none, no_hours = np.zeros((0, 2)), np.zeros((0, CHAINS, HOURS))
    plan = replace(
        hand_plan(hand_case(supply=(), storage=())),
        supply_mw=none, supply_build_mw=none, storage_mw=none, storage_build_mw=none, storage_mwh=none,
        storage_build_mwh=none, supply_online_share=no_hours, storage_online_share=no_hours,
    )  # fmt: skip
    home = 60.0 * np.ones((1, CHAINS, HOURS))
    dispatch = hand_dispatch(
        plan, generation_mw=no_hours, available_mw=no_hours, charge_mw=no_hours, discharge_mw=no_hours,
        state_of_charge_mwh=no_hours, import_firm_mw=home,
    )  # fmt: skip
    check_dispatch(dispatch)
    ledger = build_ledger(dispatch)
    assert ledger.cost_usd_per_year["energy_purchase"].tolist() == [[60 * 8760 * 40.0, 60 * 8760 * 45.0]]
    assert ledger.carbon_free_share_hourly.tolist() == pytest.approx([0.5, 0.55])
