"""The grid connection: price of energy, of delivery, of firm megawatts, of the connection itself; sale."""

from dataclasses import replace

import pytest

from firmwatt.scenario.assets import LeadStep
from tests.golden.kit import LOST_USD_PER_MWH, World, case, column, golden_plan, policy, site, supply


def test_all_that_a_grid_megawatt_costs() -> None:
    # 10 MW: capacity price 7,000, annuity of 200 USD/kW over 20 years 10,000 USD/MW; energy 50 + delivery 5 + carbon
    # 0.5 t × 20 USD.
    home = site(
        firm_mw=(100.0,),
        capacity_price_usd_per_mw_year=7_000.0,
        capital_cost_usd_per_kw=200.0,
        delivery_charge_usd_per_mwh=5.0,
    )
    world = World([[10.0, 10.0]], price=[50.0, 50.0], intensity=[500.0, 500.0])
    plan = golden_plan(case(home, policy=policy(carbon_price_usd_per_tonne=(20.0,))), world)
    assert plan.connection_firm_mw[0, 0] == pytest.approx(10.0)
    assert plan.solution.primal_objective == pytest.approx(10 * 17_000 + 10 * 8760 * 65)


def test_what_is_energised_already_pays_no_annuity() -> None:
    home = site(firm_mw=(4.0,), energised_mw=4.0, capacity_price_usd_per_mw_year=7_000.0, capital_cost_usd_per_kw=200.0)
    plan = golden_plan(case(home), World([[10.0, 10.0]], price=[50.0, 50.0]))
    lost = 6 * 8760 * LOST_USD_PER_MWH
    assert plan.solution.primal_objective == pytest.approx(4 * 7_000 + 4 * 8760 * 50 + lost)


def test_new_megawatts_wait_for_their_queue() -> None:
    home = site(firm_mw=(10.0,), energised_mw=4.0)
    in_queue = replace(home, connection=replace(home.connection, steps=(LeadStep("study", 3.0, 3.0, 3.0),)))
    plan = golden_plan(case(in_queue), World([[10.0, 10.0]]))
    assert column(plan, "import_firm_mw")[0] == pytest.approx([4.0, 4.0])
    assert plan.connection_firm_mw[0, 0] == pytest.approx(4.0)


def test_a_surplus_is_sold_up_to_the_limit() -> None:
    # 5 MW of sun beyond own use; 3 MW may be sold at 80 USD/MWh.
    home = site(firm_mw=(10.0,), energised_mw=10.0, sale_limit_mw=3.0)
    plant = supply(existing_mw=15.0, max_mw=0.0)
    plan = golden_plan(case(home, supply=(plant,)), World([[10.0, 10.0]], price=[80.0, 80.0]))
    assert column(plan, "sale_mw")[0] == pytest.approx([3.0, 3.0])
    assert plan.solution.primal_objective == pytest.approx(-3 * 8760 * 80)
