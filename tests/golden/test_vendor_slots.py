"""What vendors can deliver is shared by all sites."""

from dataclasses import replace

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


def test_two_sites_share_the_transformers_of_a_year() -> None:
    homes = tuple(site(name, firm_mw=(8.0,), curtailable_mw=(5.0,)) for name in ("a", "b"))
    energised = replace(homes[0], connection=replace(homes[0].connection, energised_mw=3.0))
    plan = golden_plan(
        case(energised, homes[1], vendor_slots_mw_per_year={"transformer": 12.0}),
        World([[10.0, 10.0], [10.0, 10.0]]),
    )
    connected = plan.connection_firm_mw.sum() + plan.connection_curtailable_mw.sum()
    assert connected == pytest.approx(3.0 + 12.0)  # what is energised already has its transformer
    assert any(limit.words == "Vendors of transformer can deliver no more in 2027." for limit in plan.binding)
