"""The roadmap of a plan: what to order by when."""

from datetime import date

import pytest

from firmwatt.scenario.assets import LeadStep
from tests.golden.kit import World, case, golden_plan, site, supply

STEPS = (LeadStep("build", 0.5, 1.0, 2.0),)


def test_every_build_has_its_dates() -> None:
    home = site(asked_mw=(100.0, 100.0), firm_mw=(0.0, 0.0), curtailable_mw=(0.0, 0.0))
    plant = supply(steps=STEPS, lifetime_years=1.0, build_limit_mw_per_year=40.0, fuel_cost_usd_per_mmbtu=(0.0, 0.0))
    plan = golden_plan(case(home, years=(2027, 2028), supply=(plant,)), World([[40.0, 40.0]]))
    first, second = [item for item in plan.roadmap if item.kind == "supply"]
    assert (first.asset, first.site, first.year) == ("plant", "a", 2027)
    assert first.mw == pytest.approx(40.0)
    assert (first.order_by, first.online) == (date(2026, 1, 1), date(2027, 1, 1))
    assert (first.p10, first.p50, first.p90) == (date(2026, 7, 3), date(2027, 1, 1), date(2028, 1, 1))
    assert (second.order_by, second.online) == (date(2027, 1, 1), date(2028, 1, 1))
    assert (second.p10, second.p90) == (date(2027, 7, 3), date(2028, 12, 31))


def test_the_grid_and_computing_are_ordered_too() -> None:
    plan = golden_plan(case(site(firm_mw=(50.0,))), World([[40.0, 40.0]]))
    assert {item.kind: item.asset for item in plan.roadmap} == {
        "connection": "a/grid_firm",
        "computing": "a/computing",
    }


def test_crumbs_are_left_out() -> None:
    home = site(it_capital_usd_per_kw=1.0)
    plan = golden_plan(case(home, supply=(supply(),)), World([[0.4, 0.4]]))
    assert plan.supply_build_mw[0, 0] == pytest.approx(0.4)
    assert plan.roadmap == ()
