"""Yearly shares: sums are compared, the grid counts for carbon-free, nuclear does not count for RE100."""

import pytest

from firmwatt.scenario.assets import Delivery
from tests.golden.kit import World, case, golden_plan, policy, site, supply


def test_annual_carbon_free_share_counts_the_grids_own() -> None:
    # 10 MW, target 70 %, grid 40 % clean: clean generation g with g + 0.4 × 10 >= 7 on average: 3 MW of contract at a
    # loss of 20 USD/MWh.
    wind = supply(delivery=Delivery.VIRTUAL, strike_usd_per_mwh=70.0, is_carbon_free=True)
    world = World([[10.0, 10.0]], price=[50.0, 50.0], carbon_free=[0.4, 0.4], availability=[[1.0, 0.0]])
    asked = case(site(firm_mw=(10.0,)), supply=(wind,), policy=policy(annual_carbon_free_share=(0.7,)))
    plan = golden_plan(asked, world)
    assert plan.supply_mw[0, 0] == pytest.approx(6.0)
    assert plan.solution.primal_objective == pytest.approx(10 * 8760 * 50 + 3 * 8760 * 20)


def test_re100_takes_no_nuclear_and_no_grid() -> None:
    nuclear = supply("nuclear", is_carbon_free=True)
    wind = supply("wind", is_carbon_free=True, is_renewable=True, overnight_cost_usd_per_kw=150.0)
    plan = golden_plan(
        case(supply=(nuclear, wind), policy=policy(re100_share=(0.25,))), World([[8.0, 8.0]], carbon_free=[1.0, 1.0])
    )
    assert plan.supply_mw[:, 0] == pytest.approx([6.0, 2.0])
