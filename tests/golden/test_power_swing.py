"""Swings within seconds: the connection is sized by the peak, energy by the mean, and a store may carry the peak."""

import numpy as np
import pytest

from firmwatt.scenario.assets import Delivery
from tests.golden.kit import World, case, column, golden_plan, site, storage, supply


def test_the_connection_is_sized_by_the_peak_and_the_energy_by_the_mean() -> None:
    # 10 MW on average that reach 12.5: 12.5 MW of connection at 100 USD per MW and year, 10 MW of energy at 30.
    home = site(firm_mw=(20.0,), capacity_price_usd_per_mw_year=100.0)
    plan = golden_plan(case(home), World([[10.0, 10.0]], price=[30.0, 30.0], swing=0.25))
    assert plan.connection_firm_mw[0, 0] == pytest.approx(12.5)
    assert column(plan, "import_firm_mw")[0] == pytest.approx([10.0, 10.0])
    assert plan.solution.primal_objective == pytest.approx(12.5 * 100 + 8760 * 10 * 30)


def test_a_connection_too_small_for_the_peak_serves_less_than_its_megawatts() -> None:
    home = site(firm_mw=(10.0,))
    plan = golden_plan(case(home), World([[10.0, 10.0]], price=[30.0, 30.0], swing=0.25))
    assert column(plan, "import_firm_mw")[0] == pytest.approx([8.0, 8.0])
    assert column(plan, "lost_mw")[0] == pytest.approx([2.0, 2.0])


def test_a_store_carries_the_peak() -> None:
    # A battery of 2.5 MW that may hold no energy: its power alone makes room.
    home = site(firm_mw=(10.0,))
    battery = storage(max_mw=2.5, duration_hours=(0.0, 0.0))
    asked = case(home, storage=(battery,))
    plan = golden_plan(asked, World([[10.0, 10.0]], price=[30.0, 30.0], swing=0.25))
    assert column(plan, "lost_mw")[0] == pytest.approx([0.0, 0.0])
    assert plan.storage_mw[0, 0] == pytest.approx(2.5)


def test_physical_energy_takes_room_too() -> None:
    # 10 MW of wind through a connection of 12 MW leave 2 MW: no more than 8 MW may swing by a quarter of themselves.
    wind = supply(delivery=Delivery.PHYSICAL, existing_mw=12.0, max_mw=0.0)
    home = site(firm_mw=(12.0,))
    asked = case(home, supply=(wind,))
    plan = golden_plan(asked, World([[12.0, 12.0]], price=[30.0, 30.0], swing=0.5))
    assert column(plan, "generation_mw")[0] == pytest.approx([8.0, 8.0])
    assert column(plan, "lost_mw")[0] == pytest.approx([4.0, 4.0])


def test_work_that_does_not_swing_has_no_rows() -> None:
    plan = golden_plan(case(site(firm_mw=(20.0,))), World([[10.0, 10.0]], price=[30.0, 30.0]))
    assert not [block for block in plan.lp.row_blocks if block.name.startswith("power_swing")]
    assert np.isfinite(plan.solution.primal_objective)
