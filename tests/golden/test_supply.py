"""Supply: capacity, availability, running cost, strike, commitment, lead time, life."""

from dataclasses import replace
from datetime import date

import pytest

from firmwatt.accounting.books import build_ledger
from firmwatt.lp.options import SolverOptions
from firmwatt.lp.solve import solve
from firmwatt.operation.read import dispatch_from_plan
from firmwatt.planning.model import build_model
from firmwatt.planning.solve import read_plan
from firmwatt.scenario.assets import Delivery, LeadStep, TaxCredit
from tests.golden.kit import LOST_USD_PER_MWH, World, case, golden_inputs, golden_plan, policy, site, supply


def test_availability_sets_the_capacity() -> None:
    # 30 MW in the hour of 60 % availability ask for 50 MW: 50 × 10,000 USD.
    plan = golden_plan(case(supply=(supply(),)), World(work_mw=[[30.0, 30.0]], availability=[[1.0, 0.6]]))
    assert plan.supply_mw[0, 0] == pytest.approx(50.0)
    assert plan.solution.primal_objective == pytest.approx(500_000.0)


def test_fuel_variable_cost_and_carbon_price_are_paid_for_each_megawatt_hour() -> None:
    # 10 MMBtu/MWh × 3 USD + 2 USD + 0.4 t × 50 USD = 52 USD/MWh, 8760 MWh; fixed: 5 USD/kW; capital 10,000 USD.
    plant = supply(
        heat_rate_mmbtu_per_mwh=10.0,
        fuel_cost_usd_per_mmbtu=(3.0,),
        variable_om_usd_per_mwh=2.0,
        emission_kg_per_mwh=400.0,
        fixed_om_usd_per_kw_year=5.0,
    )
    plan = golden_plan(case(supply=(plant,), policy=policy(carbon_price_usd_per_tonne=(50.0,))), World([[1.0, 1.0]]))
    assert plan.solution.primal_objective == pytest.approx(8760 * 52 + 5_000 + 10_000)


def test_a_strike_replaces_all_own_cost() -> None:
    plan = golden_plan(
        case(supply=(supply(strike_usd_per_mwh=70.0, fixed_om_usd_per_kw_year=9.0),)), World([[2.0, 2.0]])
    )
    assert plan.solution.primal_objective == pytest.approx(2 * 8760 * 70)


def test_a_virtual_contract_brings_the_price_and_no_energy() -> None:
    # 10 MW of committed wind at strike 40 against prices of 20 and 30: 5 and 10 MW generated cost
    # 4380 × (5 × 20 + 10 × 10); the load is bought for 4380 × 15 × (20 + 30).
    wind = supply(delivery=Delivery.VIRTUAL, strike_usd_per_mwh=40.0, min_mw=10.0, max_mw=10.0, availability=1.0)
    world = World([[15.0, 15.0]], price=[20.0, 30.0], availability=[[0.5, 1.0]])
    plan = golden_plan(case(site(firm_mw=(100.0,)), supply=(wind,)), world)
    assert plan.supply_mw[0, 0] == pytest.approx(10.0)
    assert plan.solution.primal_objective == pytest.approx(4380 * (5 * 20 + 10 * 10) + 4380 * 15 * 50)


def test_existing_virtual_contracts_count_too() -> None:
    wind = supply(delivery=Delivery.VIRTUAL, strike_usd_per_mwh=40.0, existing_mw=10.0, max_mw=0.0)
    world = World([[15.0, 15.0]], price=[20.0, 30.0])
    plan = golden_plan(case(site(firm_mw=(100.0,)), supply=(wind,)), world)
    assert plan.solution.primal_objective == pytest.approx(4380 * 10 * (20 + 10) + 4380 * 15 * 50)


def test_before_its_lead_time_nothing_is_there() -> None:
    # Two years to build from 1 January 2026: online on 1 January 2028, so all of 2027's work is lost.
    plant = supply(steps=(LeadStep("build", 1.0, 2.0, 3.0),), fuel_cost_usd_per_mmbtu=(0.0, 0.0))
    home = site(asked_mw=(100.0, 100.0), firm_mw=(0.0, 0.0), curtailable_mw=(0.0, 0.0))
    plan = golden_plan(case(home, years=(2027, 2028), supply=(plant,)), World([[1.0, 1.0]]))
    assert plan.supply_build_mw[0] == pytest.approx([0.0, 1.0])
    assert plan.solution.primal_objective == pytest.approx(8760 * LOST_USD_PER_MWH + 10_000)


def test_what_comes_in_mid_year_serves_and_costs_the_rest_of_the_year() -> None:
    # Two periods stand for half a year each; online on 2 July: the first half is lost, half the annuity is paid.
    asked = case(supply=(supply(fixed_online=date(2027, 7, 2)),))
    inputs = golden_inputs(asked, World([[1.0, 1.0]]))
    halves = replace(
        inputs.time,
        period_start_hour=(0, 1),
        period_hours=1,
        period_block_hours=(4380, 4380),
        period_block_start=(0, 4380),
    )
    model = build_model(replace(inputs, time=halves))
    plan = read_plan(model, solve(model.lp, SolverOptions(method="simplex", relative_gap=1e-9)))
    assert plan.supply_mw[0, 0] == pytest.approx(1.0)
    assert plan.solution.primal_objective == pytest.approx(4380 * LOST_USD_PER_MWH + 5_000)


def test_after_its_life_it_is_gone_and_is_built_again() -> None:
    plant = supply(lifetime_years=1.0, fuel_cost_usd_per_mmbtu=(0.0, 0.0))
    home = site(asked_mw=(100.0, 100.0), firm_mw=(0.0, 0.0), curtailable_mw=(0.0, 0.0))
    plan = golden_plan(case(home, years=(2027, 2028), supply=(plant,)), World([[1.0, 1.0]]))
    assert plan.supply_build_mw[0] == pytest.approx([1.0, 1.0])
    assert plan.solution.primal_objective == pytest.approx(2 * 100_000)


def test_an_uncertain_project_counts_with_its_probability() -> None:
    plan = golden_plan(case(supply=(supply(max_mw=10.0, probability=0.4),)), World([[10.0, 10.0]]))
    assert plan.supply_mw[0, 0] == pytest.approx(4.0)


def test_a_build_rate_limits_each_year() -> None:
    plan = golden_plan(case(supply=(supply(build_limit_mw_per_year=3.0),)), World([[10.0, 10.0]]))
    assert plan.supply_mw[0, 0] == pytest.approx(3.0)


def test_a_tax_credit_makes_capital_cheaper_and_the_books_agree() -> None:
    # 10 MW of sun at 10,000 USD a MW and year, 30 % of it given back.
    credit = TaxCredit(0.3, ((date(2099, 12, 31), 1.0),))
    asset = supply(tax_credit=credit)
    plan = golden_plan(case(supply=(asset,)), World([[10.0]], availability=[[1.0]]))
    assert plan.supply_mw[0, 0] == pytest.approx(10.0)
    assert plan.solution.primal_objective == pytest.approx(10 * 10_000 * 0.7)
    ledger = build_ledger(dispatch_from_plan(plan))
    assert ledger.cost_usd_per_year["tax_credit"].sum() == pytest.approx(-10 * 10_000 * 0.3)
    assert ledger.total_usd == pytest.approx(plan.solution.primal_objective, rel=1e-9)
