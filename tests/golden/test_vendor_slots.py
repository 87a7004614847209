"""What vendors can deliver is shared by all sites."""

import pytest

from tests.golden.kit import World, case, golden_plan, site, supply


def test_two_sites_share_the_turbines_of_a_year() -> None:
    plants = (supply("t1", technology="turbine"), supply("t2", technology="turbine", site="b"))
    plan = golden_plan(
        case(site("a"), site("b"), supply=plants, vendor_slots_mw_per_year={"turbine": 12.0}),
        World([[10.0, 10.0], [10.0, 10.0]]),
    )
    assert plan.supply_mw.sum() == pytest.approx(12.0)
    assert any(limit.words == "Vendors of turbine can deliver no more in 2027." for limit in plan.binding)
