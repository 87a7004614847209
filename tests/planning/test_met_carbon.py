"""Rules of carbon count at the average with the load in it, as the books do."""

from dataclasses import replace

import pytest

from firmwatt.accounting.books import build_ledger
from firmwatt.errors import InfeasibleError
from firmwatt.operation.read import dispatch_from_plan
from firmwatt.planning.met_carbon import TOLERANCE, carbon_apart, counts_met_carbon
from firmwatt.planning.plan import Plan
from firmwatt.planning.solve import solve_plan
from tests.golden.kit import World, case, policy, site, supply
from tests.markets import Market, market_inputs

HOME = site(firm_mw=(100.0,))
WORLD = World([[20.0, 20.0]])
# Without the load 50 MW of coal (1000 kg) and 10 of gas (400) give 900 kg/MWh; 20 MW more of gas make it 775.
BEFORE, WITH_LOAD = 900.0, (50 * 1000 + 30 * 400) / 80


def planned(*plants, **rules) -> Plan:
    asked = case(HOME, supply=plants, policy=policy(**rules))
    return solve_plan(market_inputs(asked, WORLD, Market((60.0, 60.0))))


def test_a_price_falls_on_the_average_with_the_load_and_the_books_agree() -> None:
    plan = planned(carbon_price_usd_per_tonne=(10.0,))
    ledger = build_ledger(dispatch_from_plan(plan))
    assert ledger.cost_usd_per_year["carbon_price"].sum() == pytest.approx(10.0 * WITH_LOAD / 1000 * 20 * 8760)
    assert ledger.total_usd == pytest.approx(plan.solution.primal_objective, rel=1e-9)
    assert carbon_apart(plan) <= TOLERANCE


def test_a_cap_that_the_average_with_the_load_keeps_is_kept() -> None:
    # 20 MW at 775 kg are 135,780 t a year; at the average without the load they would be 157,680 and not allowed.
    plan = planned(carbon_cap_tonne=(136_000.0,))
    ledger = build_ledger(dispatch_from_plan(plan))
    assert ledger.energy_mwh["it"].sum() == pytest.approx(20 * 8760)
    assert ledger.scope2_location_t.sum() == pytest.approx(WITH_LOAD / 1000 * 20 * 8760)


def test_a_cap_holds_in_the_books_where_the_load_makes_the_grid_dirtier() -> None:
    # 45 MW of other load on coal alone, 30 of it carbon-free: the load runs on coal, and a turbine of 100 kg helps out.
    turbine = supply("turbine", emission_kg_per_mwh=100.0, variable_om_usd_per_mwh=80.0)
    rules = {"policy": policy(carbon_intensity_cap_kg_per_mwh=(400.0,))}
    inputs = market_inputs(case(HOME, supply=(turbine,), **rules), WORLD, Market((45.0, 45.0), clean=(30.0, 30.0)))
    plan = solve_plan(inputs)
    ledger = build_ledger(dispatch_from_plan(plan))
    emitted = ledger.scope1_t.sum() + ledger.scope2_location_t.sum()
    assert emitted / (20 * 8760) == pytest.approx(0.4, rel=2e-3)
    without = plan.inputs.without
    assert without is not None
    drawn = plan.markets.drawn_mw[0, 0, 0]
    average = 1000 * (15 + drawn) / (45 + drawn)
    assert (average * drawn + 100 * (20 - drawn)) / 20 == pytest.approx(400.0, rel=2e-3)


def test_what_no_average_keeps_is_refused() -> None:
    with pytest.raises(InfeasibleError):
        planned(carbon_cap_tonne=(-1.0,))


def test_a_plan_without_rules_of_carbon_is_made_once() -> None:
    inputs = market_inputs(case(HOME), WORLD, Market((60.0, 60.0)))
    assert not counts_met_carbon(inputs)
    assert counts_met_carbon(replace(inputs, case=case(HOME, policy=policy(carbon_price_usd_per_tonne=(1.0,)))))
