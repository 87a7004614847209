"""Figures per megawatt-hour of a dispatch told by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.accounting.books import build_ledger
from firmwatt.accounting.levelised import COMPUTING_CAPITAL, levelised_figures
from tests.accounting.two_sites import two_site_dispatch
from tests.hand import hand_case, hand_dispatch, hand_plan

YEARS = np.array([3.0, 5.0])


def figures(dispatch):
    return levelised_figures(dispatch, build_ledger(dispatch))


@pytest.mark.parametrize("dispatch", [hand_dispatch(), two_site_dispatch()], ids=["one site", "two sites"])
def test_power_costs_all_but_chips_and_buildings(dispatch):
    ledger = build_ledger(dispatch)
    worth, metered = ledger.present_value_factor, ledger.energy_mwh["metered"]
    computing = sum(worth @ ledger.cost_usd_per_year[kind].sum(axis=0) for kind in COMPUTING_CAPITAL)
    found = figures(dispatch)
    assert found.cost_usd_per_mwh == pytest.approx((ledger.total_usd - computing) / (worth @ metered))
    lost = worth @ ledger.cost_usd_per_year["lost_compute"].sum(axis=0)
    assert found.lost_compute_usd_per_mwh == pytest.approx(lost / (worth @ metered))


def test_lost_work_of_all_sites_is_priced_in_each_year():
    dispatch = two_site_dispatch()
    ledger = build_ledger(dispatch)
    lost_usd = np.array([[1e6, 2e6], [3e6, 4e6]])
    priced = replace(ledger, cost_usd_per_year={**ledger.cost_usd_per_year, "lost_compute": lost_usd})
    worth, metered = ledger.present_value_factor, ledger.energy_mwh["metered"]
    expected = (worth[0] * 4e6 + worth[1] * 6e6) / (worth @ metered)
    assert levelised_figures(dispatch, priced).lost_compute_usd_per_mwh == pytest.approx(expected)


def test_carbon_water_and_computing_are_plain_means_of_the_years():
    dispatch = hand_dispatch()
    ledger = build_ledger(dispatch)
    found = figures(dispatch)
    metered = YEARS @ ledger.energy_mwh["metered"]
    carbon = YEARS @ (ledger.scope1_t + ledger.scope2_location_t)[0]
    assert found.carbon_kg_per_mwh == pytest.approx(1000.0 * carbon / metered)
    water = YEARS @ (ledger.water_site_m3 + ledger.water_power_m3)[0]
    assert found.water_m3_per_mwh == pytest.approx(water / metered)
    arrived, lost = (YEARS @ ledger.compute_mwh[name].sum(axis=0) for name in ("arrived", "lost"))
    assert found.lost_compute_share == pytest.approx(lost / arrived)


def test_hours_that_the_grid_may_withhold_count_where_curtailable_megawatts_are_connected():
    case = hand_case()
    home = case.sites[0]
    shared = replace(case, sites=(replace(home, connection=replace(home.connection, curtailable_energy_share=0.02)),))
    plan = hand_plan(shared)  # 20 MW in the second planning year, which stands for five years of eight
    found = figures(replace(hand_dispatch(), plan=plan))
    assert found.curtailed_hours_per_year == pytest.approx(0.02 * 8760.0 * 5.0 / 8.0)


def test_a_month_is_worth_what_it_computes_less_its_power():
    dispatch = hand_dispatch()
    ledger = build_ledger(dispatch)
    served = ledger.compute_mwh["served"]
    power = sum(
        usd.sum(axis=0)
        for kind, usd in ledger.cost_usd_per_year.items()
        if kind not in (*COMPUTING_CAPITAL, "lost_compute")
    )
    earned = 900.0 * served[0] + 500.0 * served[1] - power
    assert figures(dispatch).value_usd_per_month == pytest.approx(YEARS @ earned / 8.0 / 12.0)
