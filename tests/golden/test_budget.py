"""The programme's budget on capital."""

from dataclasses import replace

import pytest

from tests.golden.kit import World, case, golden_plan, site, supply


def test_budget_limits_chips_and_plants_together() -> None:
    # 1 MW costs 100,000 USD of plant and 400,000 USD of chips and building: 5 million USD buy 10 of 30 MW.
    home = site(it_capital_usd_per_kw=300.0, building_capital_usd_per_kw=100.0)
    asked = case(home, supply=(supply(),))
    programme = replace(asked.programme, budget_usd=5_000_000.0)
    plan = golden_plan(replace(asked, programme=programme), World([[30.0, 30.0]]))
    assert plan.it_mw[0, 0] == pytest.approx(10.0)
    assert plan.binding[0].words == "The budget on capital is used up."


def test_what_is_built_after_the_last_year_does_not_count() -> None:
    home = site(asked_mw=(30.0, 30.0), firm_mw=(0.0, 0.0), curtailable_mw=(0.0, 0.0))
    asked = case(home, years=(2027, 2028), supply=(supply(fuel_cost_usd_per_mmbtu=(0.0, 0.0)),))
    programme = replace(asked.programme, budget_usd=1_000_000.0, budget_until_year=2027)
    plan = golden_plan(replace(asked, programme=programme), World([[30.0, 30.0]]))
    assert plan.supply_mw[0] == pytest.approx([10.0, 30.0])
