"""Caps in tonnes and in kilograms per megawatt-hour."""

import pytest

from tests.golden.kit import World, case, golden_plan, policy, site, supply


def test_a_cap_in_tonnes_makes_clean_supply_worth_its_price() -> None:
    # Grid 500 kg/MWh, free; 10 MW all year emit 43,800 t; a cap of 21,900 t leaves half.
    clean = supply()
    world = World([[10.0, 10.0]], intensity=[500.0, 500.0])
    plan = golden_plan(case(site(firm_mw=(10.0,)), supply=(clean,), policy=policy(carbon_cap_tonne=(21_900.0,))), world)
    assert plan.supply_mw[0, 0] == pytest.approx(5.0)


def test_a_rate_cap_counts_stack_and_grid() -> None:
    # Gas 400, grid 100 kg/MWh at 1 USD/MWh delivery: 250 kg/MWh allow half of each.
    gas = supply(existing_mw=10.0, max_mw=0.0, emission_kg_per_mwh=400.0)
    home = site(firm_mw=(10.0,), delivery_charge_usd_per_mwh=1.0)
    world = World([[10.0, 10.0]], intensity=[100.0, 100.0])
    plan = golden_plan(case(home, supply=(gas,), policy=policy(carbon_intensity_cap_kg_per_mwh=(250.0,))), world)
    assert plan.solution.primal_objective == pytest.approx(5 * 8760)
