"""Plants that stand ready: the price of scarcity, before any load is lost."""

import pytest

from firmwatt.scenario.supply_curve import ReserveDemand
from tests.golden.kit import World, case, site
from tests.markets import Market, addition, curve, exact_plan, market_inputs, step

HOME = site(firm_mw=(100.0,))
STEPS = (
    step("coal", 50.0, 20.0, 1000.0),
    step("gas_efficient", 50.0, 40.0, 400.0),
    step("lost_load", 1e6, 5000.0, 0.0),
)
DEMAND = ReserveDemand(10.0, 0.0, 10.0, 5000.0, (0.0,))
"""Ten megawatts are held; the next 10.364, 6.084, 5.252, 4.057, 3.919 and 3.228 are worth 1549.8, 466.79, 148.26,
46.07, 14.70 and 4.59 USD/MWh."""


def test_the_price_is_the_last_plants_cost_and_what_one_more_that_stands_ready_is_worth() -> None:
    # 76 of 100 MW run and 24 stand ready: all but 2.4485 of the first 26.4485. Without the programme 40 stand ready.
    answers = curve(steps=STEPS, reserve_demand=DEMAND)
    plan = exact_plan(market_inputs(case(HOME), World([[16.0, 16.0]]), Market((60.0, 60.0)), answers))
    assert plan.markets is not None
    assert plan.inputs.without is not None
    assert plan.markets.price_usd_per_mwh[0, 0] == pytest.approx([40 + 466.79] * 2, abs=0.01)
    assert plan.markets.ready_price_usd_per_mwh[0, 0] == pytest.approx([466.79] * 2, abs=0.01)
    assert plan.markets.short_mw[0, :3, 0, 0] == pytest.approx([0.0, 0.0, 2.4485], abs=1e-4)
    assert plan.inputs.without.price_usd_per_mwh[0, 0] == pytest.approx([40 + 4.59] * 2, abs=0.01)
    missing = 2.4485 * 466.79 + 5.2524 * 148.26 + 4.0574 * 46.07 + 3.9191 * 14.70 + 0.3226 * 4.59
    assert plan.solution.primal_objective == pytest.approx(8760 * (16 * 40 + missing), rel=1e-4)


def test_load_is_lost_before_what_is_always_held_is_touched() -> None:
    answers = curve(steps=STEPS, reserve_demand=DEMAND)
    plan = exact_plan(market_inputs(case(HOME), World([[1e-3, 1e-3]]), Market((95.0, 95.0)), answers))
    without = plan.inputs.without
    assert without is not None
    assert without.step_mw[0, 2, 0] == pytest.approx([5.0, 5.0])
    assert without.price_usd_per_mwh[0, 0] == pytest.approx([5000.0, 5000.0])
    assert without.short_mw[0, 0, 0] == pytest.approx([0.0, 0.0], abs=1e-6)


def test_plants_are_added_for_what_they_earn_by_standing_ready() -> None:
    # A plant that never runs costs 10,000 USD a year: 20 MW stand ready without it, and all 42.905 are worth more.
    idle = addition(running_cost_usd_per_mwh=4000.0)
    answers = curve(steps=STEPS, reserve_demand=DEMAND, expansions=(idle,))
    plan = exact_plan(market_inputs(case(HOME), World([[20.0, 20.0]]), Market((60.0, 60.0)), answers))
    assert plan.markets is not None
    assert plan.markets.flat_mw.max() == pytest.approx(0.0, abs=1e-6)
    assert plan.markets.expansion_mw[0, 0] == pytest.approx(22.905, abs=1e-3)
    assert 4380 * plan.markets.ready_price_usd_per_mwh[0, 0].sum() == pytest.approx(10_000)
