"""Figures of a market's hours: additions, margins, carbon."""

import numpy as np
import pytest

from firmwatt.planning.market import (
    asked_capacity_mw,
    expansion_share,
    expansions,
    flat_expansions,
    margin_factor,
    margin_markets,
    margin_of_site,
    market_intensity,
    market_of_site,
    peak_mw,
    reserve_need_mw,
    shortage_tranches,
)
from firmwatt.scenario.assets import AvailabilityKind
from tests.golden.kit import World, case, site
from tests.markets import Market, addition, curve, exact_plan, market_inputs

SUN = addition(technology="solar", kind=AvailabilityKind.SOLAR, running_cost_usd_per_mwh=0.0)
ANSWERS = curve(expansions=(addition(availability=0.8), SUN), reserve_margin=0.2)


def test_additions_are_named_by_their_market_and_only_turbines_have_hours_of_their_own() -> None:
    inputs = market_inputs(case(), World([[20.0, 20.0]]), Market(sun=(0.5, 0.1)), ANSWERS)
    assert inputs.curves is not None
    assert [each.name for each in expansions(inputs.curves)] == ["r/turbine", "r/solar"]
    assert flat_expansions(inputs.curves) == (0,)
    share = expansion_share(inputs.curves, inputs.time, np.array([[1.04, 1.5]]))
    assert share[:, 0] == pytest.approx(np.array([[0.832, 1.0], [0.5, 0.1]]))


def test_the_margin_is_held_over_the_peak_and_standing_plants_count() -> None:
    inputs = market_inputs(case(), World([[20.0, 20.0]]), Market((60.0, 700.0)), ANSWERS)
    assert inputs.curves is not None
    assert margin_factor(inputs.curves).tolist() == [1.2]
    assert margin_markets(inputs.curves) == (0,)
    assert reserve_need_mw(inputs.curves)[0, 0] == pytest.approx(1.2 * 700.0 - 600.0)
    assert market_of_site(inputs.case, inputs.curves).tolist() == [0]
    assert margin_of_site(inputs.case, inputs.curves).tolist() == [1.2]


def test_the_peak_is_the_one_that_is_expected_not_that_of_the_year_which_is_drawn() -> None:
    expected = curve(reserve_margin=0.0, peak_over_mean=1.5)
    drawn, known = (market_inputs(case(), World([[20.0, 20.0]]), Market((60.0, 100.0)), each)
                    for each in (curve(reserve_margin=0.0), expected))  # fmt: skip
    assert drawn.curves is not None
    assert known.curves is not None
    assert peak_mw(drawn.curves)[0, 0] == 100.0
    assert peak_mw(known.curves)[0, 0] == pytest.approx(1.5 * 160.0 / 8760.0)  # the other hours of the year are zero


def test_a_price_taker_has_no_market() -> None:
    inputs = market_inputs(case(site("a"), site("b")), World([[20.0, 20.0], [0.0, 0.0]]), Market())
    assert market_of_site(inputs.case, None).tolist() == [-1, -1]
    assert margin_of_site(inputs.case, None).tolist() == [0.0, 0.0]
    assert inputs.curves is not None
    assert margin_of_site(inputs.case, inputs.curves).tolist() == [0.0, 0.0]


def test_carbon_of_an_hour_is_that_of_the_steps_that_run() -> None:
    world, market = World([[20.0, 50.0]]), Market(clean=(0.0, 40.0))
    plan = exact_plan(market_inputs(case(site(firm_mw=(100.0,))), world, market))
    assert plan.markets is not None
    assert plan.inputs.curves is not None
    seen = market_intensity(plan.inputs.curves, plan.inputs.time, plan.markets)
    assert seen.emission_kg[0, 0] == pytest.approx([50_000 + 12_000, 50_000 + 8_000])
    assert seen.average_kg_per_mwh[0, 0] == pytest.approx([62_000 / 80, 58_000 / 110])
    assert seen.marginal_kg_per_mwh[0, 0] == pytest.approx([400.0, 400.0])
    assert seen.carbon_free_share[0, 0] == pytest.approx([0.0, 40 / 110])


def test_what_is_missing_costs_more_tranche_by_tranche() -> None:
    answers = curve(reserve_margin=0.0, shortage_price_usd_per_mw_year=(800.0,), is_demand_sloped=True)
    inputs = market_inputs(case(), World([[20.0, 20.0]]), Market((100.0, 100.0)), answers)
    assert inputs.curves is not None
    assert asked_capacity_mw(inputs.curves)[0, 0] == pytest.approx(104.5)
    width, price = shortage_tranches(inputs.curves)
    assert width[0, :4, 0] == pytest.approx([1.5] * 4)
    assert width[0, 4, 0] == np.inf
    assert price[0, :, 0] == pytest.approx([100.0, 300.0, 500.0, 700.0, 800.0])
