"""What stands idle if the work comes in low, told by hand."""

import numpy as np
import pytest

from firmwatt.planning.stranded import low_inputs, with_stranded
from tests.golden.kit import World, case, site, supply
from tests.markets import Market, addition, curve, exact_plan, market_inputs


def test_a_plant_for_forty_megawatts_serves_twenty_and_the_rest_is_stranded() -> None:
    # 40 MW at 10,000 USD a year; with half the work 20 MW would have done.
    inputs = market_inputs(case(supply=(supply(),)), World([[40.0, 40.0]]), Market())
    plan = with_stranded(exact_plan(inputs), 0.5)
    assert plan.stranded is not None
    assert plan.stranded.cost_usd == pytest.approx(20 * 10_000, rel=1e-4)
    idle = {(each.kind, each.name): each.mw for each in plan.stranded.idle}
    assert idle["supply", "plant"] == pytest.approx(20.0, rel=1e-4)


def test_additions_of_the_market_are_stranded_too() -> None:
    # The market adds 80 MW for the load and would add 40 for half of it, besides 50 that pay without any.
    answers = curve(expansions=(addition(),))
    inputs = market_inputs(case(site(firm_mw=(100.0,))), World([[80.0, 80.0]]), Market((100.0, 100.0)), answers)
    plan = with_stranded(exact_plan(inputs), 0.5)
    assert plan.stranded is not None
    idle = {(each.kind, each.name): each.mw for each in plan.stranded.idle}
    assert idle["market", "r/turbine"] == pytest.approx(40.0, rel=1e-4)
    # 40 MW more cost 10,000 a year each; they run at 30 in place of nothing: all coal at 20 runs before them.
    assert plan.stranded.cost_usd == pytest.approx(40 * 10_000, rel=1e-3)


def test_the_whole_work_strands_nothing() -> None:
    inputs = market_inputs(case(supply=(supply(),)), World([[40.0, 40.0]]), Market())
    plan = with_stranded(exact_plan(inputs), 1.0)
    assert plan.stranded is not None
    assert plan.stranded.idle == ()
    assert plan.stranded.cost_usd == pytest.approx(0.0, abs=1e-4 * plan.solution.primal_objective)


def test_only_the_work_is_scaled() -> None:
    inputs = market_inputs(case(), World([[40.0, 20.0]]), Market())
    low = low_inputs(inputs, 0.25)
    np.testing.assert_array_equal(low.load.it.pools[0].arrivals_mw[0, :2], [10.0, 5.0])
    assert low.load.asked_it_mw is inputs.load.asked_it_mw
    assert low.without is inputs.without
