"""Steps of a market, additions that pay, and the objective as an increment."""

import numpy as np
import pytest

from firmwatt.planning.assets.market import expansion_limit_mw
from firmwatt.planning.frame import make_frame
from firmwatt.planning.market import expansions
from firmwatt.scenario.assets import AvailabilityKind
from tests.golden.kit import World, case, site
from tests.markets import Market, addition, curve, exact_plan, market_inputs

HOME = site(firm_mw=(100.0,))


def test_the_load_climbs_the_curve_and_the_objective_is_what_it_adds() -> None:
    # Others take 60 MW: all coal and 10 MW of gas at 40. Twenty more stay on gas; fifty more need 10 MW at 90.
    plan = exact_plan(market_inputs(case(HOME), World([[20.0, 50.0]]), Market()))
    assert plan.markets is not None
    assert plan.inputs.without is not None
    assert plan.inputs.without.price_usd_per_mwh[0, 0] == pytest.approx([40.0, 40.0])
    assert plan.markets.price_usd_per_mwh[0, 0] == pytest.approx([40.0, 90.0])
    np.testing.assert_allclose(plan.markets.step_mw[0, :3, 0].T, [[50.0, 30.0, 0.0], [50.0, 50.0, 10.0]], atol=1e-6)
    assert plan.solution.primal_objective == pytest.approx(4380 * (20 * 40 + 40 * 40 + 10 * 90))


def test_an_addition_is_built_when_it_pays() -> None:
    # 40 MW more of load would burn gas at 90: 8760 h x 60 USD/MWh saved per MW beat 10,000 USD a year.
    answers = curve(expansions=(addition(),))
    plan = exact_plan(market_inputs(case(HOME), World([[80.0, 80.0]]), Market((100.0, 100.0)), answers))
    assert plan.markets is not None
    assert plan.markets.expansion_mw[0, 0] == pytest.approx(130.0)  # 80 for the load and 50 in place of gas at 40
    assert plan.inputs.without is not None
    assert plan.inputs.without.expansion_mw[0, 0] == pytest.approx(50.0)
    assert plan.solution.primal_objective == pytest.approx(80 * (10_000 + 8760 * 30))


def test_added_sun_serves_in_its_hours_only() -> None:
    sun = addition(kind=AvailabilityKind.SOLAR, running_cost_usd_per_mwh=0.0, build_limit_mw_per_year=10.0)
    answers = curve(expansions=(sun,))
    plan = exact_plan(market_inputs(case(HOME), World([[20.0, 20.0]]), Market(sun=(0.5, 0.0)), answers))
    assert plan.markets is not None
    assert plan.markets.expansion_mw[0, 0] == pytest.approx(10.0)
    assert plan.markets.step_mw[0, 1, 0] == pytest.approx([25.0, 30.0])


def test_additions_wait_for_their_lead_time_and_their_build_rate() -> None:
    late = curve(3, expansions=(addition(build_limit_mw_per_year=5.0, earliest_year=2029),))
    home = site(firm_mw=(100.0,) * 3, asked_mw=(100.0,) * 3)
    asked = case(home, years=(2027, 2029, 2032))
    inputs = market_inputs(asked, World([[20.0, 20.0]]), Market(), late)
    assert inputs.curves is not None
    limit = expansion_limit_mw(make_frame(inputs), expansions(inputs.curves)[0])
    assert limit.tolist() == [0.0, 10.0, 15.0]
