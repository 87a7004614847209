"""Hourly matching: surplus of one hour does not count in another, storage does."""

import pytest

from firmwatt.scenario.assets import Delivery
from tests.golden.kit import World, case, column, golden_plan, policy, site, storage, supply


def test_surplus_is_not_carried() -> None:
    # Sun in one of two hours can match 50 % at most; 40 % asks for 8 of 10 MW in that hour.
    sun = supply(delivery=Delivery.VIRTUAL, strike_usd_per_mwh=60.0, is_carbon_free=True)
    world = World([[10.0, 10.0]], price=[50.0, 50.0], availability=[[1.0, 0.0]])
    asked = case(site(firm_mw=(10.0,)), supply=(sun,), policy=policy(hourly_carbon_free_share=(0.4,)))
    plan = golden_plan(asked, world)
    assert plan.supply_mw[0, 0] == pytest.approx(8.0)
    assert column(plan, "matched_mw")[0] == pytest.approx([8.0, 0.0])


def test_the_rest_is_credited_with_the_grids_share() -> None:
    # METHODS' example: load 100, clean 40, grid 30 % clean -> 0.58, so 58 % needs just 40 MW.
    sun = supply(delivery=Delivery.VIRTUAL, strike_usd_per_mwh=60.0, is_carbon_free=True)
    world = World([[100.0, 100.0]], price=[50.0, 50.0], carbon_free=[0.3, 0.3])
    asked = case(site(firm_mw=(100.0,)), supply=(sun,), policy=policy(hourly_carbon_free_share=(0.58,)))
    assert golden_plan(asked, world).supply_mw[0, 0] == pytest.approx(40.0)


def test_storage_carries_clean_energy_to_the_night() -> None:
    sun = supply(is_carbon_free=True)
    world = World([[10.0, 10.0]], availability=[[1.0, 0.0]])
    asked = case(
        site(firm_mw=(10.0,)), supply=(sun,), storage=(storage(),), policy=policy(hourly_carbon_free_share=(1.0,))
    )
    plan = golden_plan(asked, world)
    assert plan.supply_mw[0, 0] == pytest.approx(20.0)
    assert column(plan, "matched_mw")[0] == pytest.approx([10.0, 10.0])
