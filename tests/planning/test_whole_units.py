"""Whole units by hand: what is built, and what it costs more than fractions."""

from __future__ import annotations

import pytest

from firmwatt.errors import InfeasibleError
from firmwatt.planning.plan import WholeBuild
from firmwatt.planning.solve import solve_plan
from firmwatt.planning.whole_units import comes_in_units, with_whole_units
from firmwatt.scenario.assets import Delivery
from tests.golden.kit import LOST_USD_PER_MWH, World, case, golden_inputs, golden_plan, policy, site, supply


def test_the_nearest_number_of_units_is_built_and_its_cost_told():
    # 27 MW ask for 27 MW of plant, 270,000 USD; three units of 10 MW cost 300,000.
    plan = golden_plan(case(supply=(supply(unit_mw=10.0),)), World([[27.0, 27.0]]))
    whole = with_whole_units(plan)
    assert plan.supply_mw[0, 0] == pytest.approx(27.0)
    assert whole.supply_mw[0, 0] == pytest.approx(30.0)
    assert whole.unit_repair.cost_usd == pytest.approx(30_000.0, rel=1e-6)
    assert whole.unit_repair.builds == (WholeBuild("plant", 2027, pytest.approx(27.0), 10.0, 3),)
    assert whole.solution.primal_objective == pytest.approx(300_000.0, rel=1e-6)


def test_what_a_rounded_plant_lacks_is_chosen_anew():
    # A megawatt of plant costs 170,000 USD, one bought for 20 USD/MWh 175,200: two units of 10 MW instead of 24 MW, and
    # the other 4 MW are bought.
    asked = case(site(firm_mw=(100.0,)), supply=(supply(unit_mw=10.0, overnight_cost_usd_per_kw=1700.0),))
    plan = golden_plan(asked, World([[24.0, 24.0]], price=[20.0, 20.0]))
    whole = with_whole_units(plan)
    assert whole.supply_mw[0, 0] == pytest.approx(20.0)
    assert whole.unit_repair.cost_usd == pytest.approx(4 * 5_200, rel=1e-6)


def test_no_more_units_than_the_limit_holds():
    # 28 MW may be built: two units of 10 MW, and 8 MW more of work are lost.
    plan = golden_plan(case(supply=(supply(unit_mw=10.0, max_mw=28.0),)), World([[40.0, 40.0]]))
    whole = with_whole_units(plan)
    assert whole.supply_mw[0, 0] == pytest.approx(20.0)
    assert whole.unit_repair.cost_usd == pytest.approx(8 * (8760 * LOST_USD_PER_MWH - 10_000), rel=1e-6)


def test_a_plant_smaller_than_half_a_unit_goes():
    asked = case(site(firm_mw=(100.0,)), supply=(supply(unit_mw=1100.0),))
    whole = with_whole_units(golden_plan(asked, World([[24.0, 24.0]], price=[20.0, 20.0])))
    assert whole.supply_mw[0, 0] == 0.0
    assert whole.unit_repair.builds[0].units == 0


def test_units_follow_the_stock_over_the_years():
    # 12 MW, then 24: one unit of 10 MW in the first year and one more in the second.
    home = site(asked_mw=(100.0, 100.0), firm_mw=(100.0, 100.0), curtailable_mw=(0.0, 0.0))
    plant = supply(unit_mw=10.0, fuel_cost_usd_per_mmbtu=(0.0, 0.0), build_limit_mw_per_year=12.0)
    plan = golden_plan(case(home, years=(2027, 2028), supply=(plant,)), World([[24.0, 24.0]], price=[20.0, 20.0]))
    assert plan.supply_mw[0] == pytest.approx([12.0, 24.0])
    assert [build.units for build in with_whole_units(plan).unit_repair.builds] == [1, 1]


def test_up_where_the_nearest_costs_more():
    # Half of 28 MW must be clean: 14 MW of the only clean plant. One unit would carry 20 MW of work and lose the rest.
    promised = policy(carbon_price_usd_per_tonne=(0.0,), annual_carbon_free_share=(0.5,))
    clean = supply(unit_mw=10.0, is_carbon_free=True, overnight_cost_usd_per_kw=9000.0)
    asked = case(site(firm_mw=(100.0,)), supply=(clean,), policy=promised)
    plan = golden_plan(asked, World([[28.0, 28.0]], price=[20.0, 20.0]))
    assert plan.supply_mw[0, 0] == pytest.approx(14.0)
    whole = with_whole_units(plan)
    assert whole.supply_mw[0, 0] == pytest.approx(20.0)


def test_no_number_of_units_may_do_and_the_message_says_so():
    asked = case(supply=(supply(unit_mw=10.0, min_mw=15.0, max_mw=18.0),))
    with pytest.raises(InfeasibleError) as caught:
        with_whole_units(golden_plan(asked, World([[16.0, 16.0]])))
    assert caught.value.reasons[0] == (
        "No plan with whole units keeps all limits, whether fractions are rounded to the nearest, up or down. "
        "Plan with fractions, loosen the limits that bind there, or give smaller `unit_mw`."
    )


@pytest.mark.parametrize(
    "changes",
    [{"delivery": Delivery.PHYSICAL}, {"strike_usd_per_mwh": 50.0}, {"unit_mw": None}, {"probability": 0.5}],
)
def test_what_is_shared_or_uncertain_keeps_its_fractions(changes):
    assert comes_in_units(supply(unit_mw=10.0))
    assert not comes_in_units(supply(**{"unit_mw": 10.0, **changes}))


def test_what_binds_is_told_of_the_plan_with_fractions():
    asked = case(site(firm_mw=(100.0,)), supply=(supply(unit_mw=1100.0),))
    plan = golden_plan(asked, World([[24.0, 24.0]], price=[20.0, 20.0]))
    whole = with_whole_units(plan)
    assert (whole.binding, whole.break_even) == (plan.binding, plan.break_even)
    assert len(whole.break_even) == 1


def test_whole_units_never_cost_less():
    asked = case(site(firm_mw=(50.0,)), supply=(supply(unit_mw=7.0), supply("other", unit_mw=3.0, max_mw=5.0)))
    plan = solve_plan(golden_inputs(asked, World([[24.0, 31.0]], price=[20.0, 40.0])))
    assert with_whole_units(plan).unit_repair.cost_usd >= -1e-6 * plan.solution.primal_objective
