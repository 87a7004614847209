"""Steps of a market, additions that pay, and the objective as an increment."""

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.accounting.books import build_ledger
from firmwatt.accounting.checks import check_ledger
from firmwatt.grid.curve_series import CurveSeries
from firmwatt.operation.read import dispatch_from_plan
from firmwatt.planning.assets.market import expansion_limit_mw
from firmwatt.planning.frame import make_frame
from firmwatt.planning.market import expansions
from firmwatt.planning.market_baseline import with_markets
from firmwatt.scenario.assets import AvailabilityKind
from tests.golden.kit import World, case, golden_draws, site
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


def test_several_weather_years_count_by_their_chance_in_prices_bills_and_what_is_built() -> None:
    # Others take 60 MW in seven years of ten and 95 in three; the programme's 20 need 15 MW more than stand in those
    # three. A plant of 200,000 USD a year saves 60 USD/MWh there and 10 else: 0.3 x 525,600 + 0.7 x 87,600 = 219,000.
    answers = curve(expansions=(addition(overnight_cost_usd_per_kw=2000.0),))
    asked = case(HOME)
    asked = replace(asked, regions=tuple(replace(region, curve=answers) for region in asked.regions))
    inputs = golden_draws(asked, [World([[20.0, 20.0]])] * 2, (0.7, 0.3), None)
    background = np.array([60.0, 95.0])[None, None, :, None] * np.ones((1, 1, 2, 8760))
    nothing = np.zeros((1, 2, 8760))
    series = CurveSeries((answers,), (0,), background, np.zeros_like(background), nothing, nothing)
    plan = exact_plan(with_markets(replace(inputs, curves=series)))
    ledger = build_ledger(dispatch_from_plan(plan))
    check_ledger(ledger, plan.solution.primal_objective)
    books = ledger.markets
    assert books is not None
    assert plan.markets is not None
    assert plan.markets.expansion_mw[0, 0] == pytest.approx(15.0)
    assert plan.solution.primal_objective == pytest.approx(15 * 200_000 + 8760 * 650)  # 650: in each of both years
    dear = 30.0 + (200_000 / 8760 - 0.7 * 10.0) / 0.3  # what pays the plant together with ten more USD in other years
    assert plan.markets.price_usd_per_mwh[0].mean(axis=1) == pytest.approx([40.0, dear])
    assert books.planned.price_usd_per_mwh[0, 0] == pytest.approx(0.7 * 40 + 0.3 * dear)
    assert books.programme_usd[0, 0] == pytest.approx(8760 * 20 * (0.7 * 40 + 0.3 * dear))
    assert books.others_more_usd[0, 0] == pytest.approx(8760 * 0.3 * 95 * (dear - 40))
    mixed = [(50_000 + 15 * 400 + 15 * 400) / 80, (50_000 + 50 * 400 + 15 * 400) / 115]
    assert books.planned.average_kg_per_mwh[0, 0] == pytest.approx(0.7 * mixed[0] + 0.3 * mixed[1])
    assert books.long_run_usd_per_mwh[0, 0] == pytest.approx((15 * 200_000 + 8760 * 650) / (8760 * 20))
