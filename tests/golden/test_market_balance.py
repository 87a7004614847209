"""Balance of a market: everybody's load on one curve, contracts and sales fed in, spilling free."""

from dataclasses import replace

import pytest

from firmwatt.scenario.assets import Delivery
from tests.golden.kit import World, case, column, site, supply
from tests.markets import Market, exact_plan, market_inputs

HOME = site(firm_mw=(100.0,))


def test_carbon_free_output_beyond_the_load_is_spilled_at_a_price_of_zero() -> None:
    plan = exact_plan(market_inputs(case(HOME), World([[20.0, 20.0]]), Market(clean=(100.0, 0.0))))
    assert plan.markets is not None
    assert plan.markets.price_usd_per_mwh[0, 0] == pytest.approx([0.0, 40.0])
    assert plan.solution.primal_objective == pytest.approx(4380 * 20 * 40)


def test_a_virtual_contract_feeds_the_market_and_pays_its_own_cost() -> None:
    # 10 MW at a strike of 25 replace gas at 40 in both hours.
    contract = supply(delivery=Delivery.VIRTUAL, strike_usd_per_mwh=25.0, max_mw=10.0)
    plan = exact_plan(market_inputs(case(HOME, supply=(contract,)), World([[20.0, 20.0]]), Market()))
    assert plan.markets is not None
    assert plan.supply_mw[0, 0] == pytest.approx(10.0)
    assert plan.markets.step_mw[0, 1, 0] == pytest.approx([20.0, 20.0])
    assert plan.markets.drawn_mw[0, 0] == pytest.approx([10.0, 10.0])
    assert plan.solution.primal_objective == pytest.approx(8760 * (10 * 25 + 10 * 40))


def test_an_existing_contract_is_among_the_carbon_free_plants_already() -> None:
    standing = supply(delivery=Delivery.VIRTUAL, strike_usd_per_mwh=25.0, max_mw=0.0, existing_mw=10.0)
    plan = exact_plan(market_inputs(case(HOME, supply=(standing,)), World([[20.0, 20.0]]), Market()))
    assert plan.markets is not None
    assert plan.markets.step_mw[0, 1, 0] == pytest.approx([30.0, 30.0])
    assert plan.solution.primal_objective == pytest.approx(8760 * (10 * 25 + 20 * 40))


def test_a_plant_on_the_site_sells_into_the_market() -> None:
    # 30 MW that run at no cost serve the load of 20 and sell 10, which save gas at 40.
    home = replace(HOME, sale_limit_mw=100.0)
    plant = supply(existing_mw=30.0, max_mw=0.0)
    plan = exact_plan(market_inputs(case(home, supply=(plant,)), World([[20.0, 20.0]]), Market()))
    assert column(plan, "sale_mw")[0] == pytest.approx([10.0, 10.0])
    assert plan.solution.primal_objective == pytest.approx(-8760 * 10 * 40)
