"""At which cost a plant would be built, by hand and by building it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.golden.kit import World, case, golden_plan, site, supply

WORLD = World([[10.0, 10.0]], price=[10.0, 30.0])
FUEL = {"variable_om_usd_per_mwh": 5.0}
HOME = site(firm_mw=(100.0,))


def plan_at(cost, **changes):
    return golden_plan(case(HOME, supply=(supply(overnight_cost_usd_per_kw=cost, **FUEL, **changes),)), WORLD)


def test_the_break_even_is_the_margin_over_the_price_of_the_hours():
    # 4380 h × (10 − 5) + 4380 h × (30 − 5) = 131,400 USD a year and MW; over ten years 1314 USD/kW.
    plan = plan_at(2000.0)
    assert plan.supply_mw[0, 0] == 0.0
    (found,) = plan.break_even
    assert (found.asset, found.year, found.overnight_cost_usd_per_kw) == ("plant", 2027, 2000.0)
    assert found.break_even_usd_per_kw == pytest.approx(1314.0)


@pytest.mark.parametrize(("cost", "mw"), [(1313.0, 10.0), (1315.0, 0.0)])
def test_a_plant_is_built_below_it_and_not_above(cost, mw):
    assert plan_at(cost).supply_mw[0, 0] == pytest.approx(mw)


def test_hours_in_which_running_does_not_pay_count_nothing():
    # Only the hour at 30 USD/MWh pays at 20 USD/MWh: 4380 × 10 = 43,800 USD → 438 USD/kW.
    dear = replace(supply(overnight_cost_usd_per_kw=2000.0), variable_om_usd_per_mwh=20.0)
    plan = golden_plan(case(HOME, supply=(dear,)), WORLD)
    assert plan.break_even[0].break_even_usd_per_kw == pytest.approx(438.0)


def test_fixed_cost_and_what_a_full_pipeline_is_worth_are_counted():
    # 20 USD/kW a year of fixed cost take 20,000 of 131,400 USD.
    plan = plan_at(2000.0, fixed_om_usd_per_kw_year=20.0)
    assert plan.break_even[0].break_even_usd_per_kw == pytest.approx(1114.0)


def test_a_later_date_earns_less():
    # Online on 2 July 2027 with one period that stands for the year: half the hours, and half the annuity.
    plan = plan_at(2000.0, fixed_online=date(2027, 7, 2))
    assert plan.break_even[0].break_even_usd_per_kw == pytest.approx(1314.0)


def test_contracts_and_what_cannot_be_built_have_none():
    contract = supply("contract", strike_usd_per_mwh=50.0)
    late = supply("late", fixed_online=date(2030, 1, 1))
    assert golden_plan(case(HOME, supply=(contract, late)), WORLD).break_even == ()


def plan_with_budget(cost):
    """Return 5 million USD for chips at 400 USD/kW, with a cheap plant of 6 MW at most and the one in question."""
    home = site(it_capital_usd_per_kw=300.0, building_capital_usd_per_kw=100.0)
    plants = (supply("cheap", max_mw=6.0), supply("plant", overnight_cost_usd_per_kw=cost))
    asked = case(home, supply=plants)
    programme = replace(asked.programme, budget_usd=5_000_000.0)
    return golden_plan(replace(asked, programme=programme), World([[30.0, 30.0]]))


def test_a_budget_that_binds_counts_for_every_cost_at_which_it_is_asked():
    # 6 MW take 3 of 5 million USD, chips included: the plant is built as long as it serves work at all, whatever it
    # costs. Lost work costs 8.76 million USD a MW and year, and a budget of B buys B / (400,000 + 1000 c) megawatts.
    plan = plan_with_budget(600.0)
    plant = plan.break_even[1]
    assert plan.supply_mw[1, 0] == pytest.approx(2.0)
    assert plant.break_even_usd_per_kw == pytest.approx(600.0)
    cheap = plan.break_even[0]
    assert cheap.break_even_usd_per_kw == pytest.approx(600.0)


def test_a_plant_that_is_built_to_its_limit_stands_below_its_break_even():
    plan = plan_at(1000.0, max_mw=5.0)
    assert plan.supply_mw[0, 0] == pytest.approx(5.0)
    assert plan.break_even[0].break_even_usd_per_kw == pytest.approx(1314.0)
