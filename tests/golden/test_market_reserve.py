"""Margin of a market: credited capacity over everybody's peak, and the price of capacity."""

from dataclasses import replace

import pytest

from firmwatt.scenario.assets import LeadStep
from tests.golden.kit import World, case, site
from tests.markets import Market, addition, curve, exact_plan, market_inputs, step

HOME = site(firm_mw=(100.0,), capacity_price_usd_per_mw_year=7777.0)
STEPS = (step("gas_efficient", 110.0, 40.0, 400.0, 0.5), step("lost_load", 1e6, 5000.0, 0.0))


def test_firm_megawatts_lift_the_price_of_capacity_to_that_of_what_is_added() -> None:
    # Others need 1.1 x 50 = 55 credited megawatts and 110 x 0.5 stand. 20 firm MW need 22 more, of a plant of 10,000.
    answers = curve(steps=STEPS, reserve_margin=0.1, shortage_price_usd_per_mw_year=(99_000.0,),
                    expansions=(addition(running_cost_usd_per_mwh=50.0),))  # fmt: skip
    plan = exact_plan(market_inputs(case(HOME), World([[20.0, 20.0]]), Market((50.0, 50.0)), answers))
    assert plan.markets is not None
    assert plan.connection_firm_mw[0, 0] == pytest.approx(20.0)
    assert plan.markets.expansion_mw[0, 0] == pytest.approx(22.0)
    assert plan.markets.capacity_price_usd_per_mw_year[0, 0] == pytest.approx(10_000.0)
    assert plan.solution.primal_objective == pytest.approx(22 * 10_000 + 8760 * 20 * 40)  # no fixed price on top


def test_megawatts_that_stand_count_while_new_ones_wait_for_their_queue() -> None:
    # The same 20 MW, energised already: the queue of three years is that of further ones.
    queue = (LeadStep("study", 3.0, 3.0, 3.0),)
    standing = site(firm_mw=(20.0,), energised_mw=20.0)
    home = replace(standing, connection=replace(standing.connection, steps=queue))
    answers = curve(steps=STEPS, reserve_margin=0.1, shortage_price_usd_per_mw_year=(99_000.0,),
                    expansions=(addition(running_cost_usd_per_mwh=50.0),))  # fmt: skip
    plan = exact_plan(market_inputs(case(home), World([[20.0, 20.0]]), Market((50.0, 50.0)), answers))
    assert plan.markets is not None
    assert plan.markets.expansion_mw[0, 0] == pytest.approx(22.0)


def test_what_cannot_be_added_in_time_costs_the_shortage_price() -> None:
    answers = curve(steps=STEPS, reserve_margin=0.1, shortage_price_usd_per_mw_year=(9000.0,))
    plan = exact_plan(market_inputs(case(HOME), World([[20.0, 20.0]]), Market((50.0, 50.0)), answers))
    assert plan.markets is not None
    assert plan.markets.shortage_mw[0, :, 0].sum() == pytest.approx(22.0)
    assert plan.markets.capacity_price_usd_per_mw_year[0, 0] == pytest.approx(9000.0)


def test_a_market_without_a_margin_leaves_the_fixed_price() -> None:
    plan = exact_plan(market_inputs(case(HOME), World([[20.0, 20.0]]), Market()))
    assert plan.markets is not None
    assert plan.markets.capacity_price_usd_per_mw_year[0, 0] == pytest.approx(0.0)
    assert plan.solution.primal_objective == pytest.approx(20 * 7777 + 8760 * 20 * 40)


def test_where_demand_for_capacity_slopes_its_price_rises_step_by_step() -> None:
    # Others' margin is 55 MW; up to 4.5 % more is asked for, 57.475, of which 55 stand: the slope's four steps of
    # 0.825 MW are dear by 1/8, 3/8, 5/8 and 7/8 of 8000. Without the programme three of them are missing (2.475 MW).
    answers = curve(steps=STEPS, reserve_margin=0.1, shortage_price_usd_per_mw_year=(8000.0,), is_demand_sloped=True)
    small, large = (
        exact_plan(market_inputs(case(HOME), World([[work, work]]), Market((50.0, 50.0)), answers))
        for work in (0.5, 20.0)
    )
    assert small.markets is not None
    assert small.inputs.without is not None
    assert small.inputs.without.shortage_mw[0, :, 0].sum() == pytest.approx(2.475)
    assert small.markets.capacity_price_usd_per_mw_year[0, 0] == pytest.approx(7000.0)
    assert small.markets.shortage_mw[0, :, 0].sum() == pytest.approx(2.475 + 0.55)
    assert large.markets is not None
    assert large.markets.capacity_price_usd_per_mw_year[0, 0] == pytest.approx(8000.0)
    assert large.solution.primal_objective == pytest.approx(8760 * 20 * 40 + 7000 * 0.825 + 8000 * (22 - 0.825))
