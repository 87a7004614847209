"""A tax credit on generation: for its first years, for what is not spilled, and only where it is worth more."""

from dataclasses import replace
from datetime import date

import pytest

from firmwatt.accounting.books import build_ledger
from firmwatt.operation.read import dispatch_from_plan
from firmwatt.planning.tax_credit import plants_by_production
from firmwatt.scenario.assets import Delivery, TaxCredit
from firmwatt.scenario.tax_credits import tax_credit
from tests.golden.kit import World, case, column, golden_inputs, golden_plan, site, supply

CREDIT = TaxCredit(0.3, ((date(2027, 1, 1), 1.0),), None, 30.0, 10.0)
CAPITAL = 10 * 10_000
"""Of 10 MW of the bench's plant, USD a year; their credit on capital would be 30,000."""


def plant(**changes):
    return supply(tax_credit=CREDIT, is_carbon_free=True, **changes)


def planned(asset, world=None, home=None):
    plan = golden_plan(case(home or site(), supply=(asset,)), world or World([[10.0, 10.0]]))
    ledger = build_ledger(dispatch_from_plan(plan))
    assert ledger.total_usd == pytest.approx(plan.solution.primal_objective, rel=1e-9)
    return plan, ledger


def test_what_is_generated_earns_the_credit() -> None:
    # 10 MW all year at 30 USD/MWh earn 2.628 million a year, ten times that over the credit's years.
    plan, ledger = planned(plant())
    assert column(plan, "credited_mwh")[0] == pytest.approx([10 * 8760])
    assert plan.solution.primal_objective == pytest.approx(CAPITAL - 10 * 8760 * 30)
    assert ledger.cost_usd_per_year["tax_credit"].sum() == pytest.approx(-10 * 8760 * 30)


def test_what_is_spilled_earns_nothing() -> None:
    # Ten megawatts are needed in one hour of two, 4 in the other: 6 of 20 MWh are spilled.
    plan, _ = planned(plant(max_mw=10.0), World([[10.0, 4.0]]))
    assert column(plan, "credited_mwh")[0] == pytest.approx([7 * 8760])


def test_the_better_credit_is_taken() -> None:
    # Of capital of 100 USD/kW 30 are worth less than the credit; of 10,000 USD/kW 3,000 are worth more.
    dear = plant(overnight_cost_usd_per_kw=10_000.0)
    inputs = golden_inputs(case(supply=(replace(dear, name="dear"), plant())), World([[10.0, 10.0]]))
    assert plants_by_production(inputs) == {"plant"}
    plan, ledger = planned(dear, World([[1.0, 1.0]]))
    assert "credited_mwh" not in {block.name for block in plan.lp.col_blocks}
    assert ledger.cost_usd_per_year["tax_credit"].sum() == pytest.approx(-0.3 * 1_000_000)


def test_ten_years_are_over_for_each_vintage_by_itself() -> None:
    # Built in 2027 for life; from 2037 on the plant earns none, and no vintage is begun in time any more.
    asset = plant(lifetime_years=30.0, fuel_cost_usd_per_mmbtu=(0.0,) * 3)
    home = site(asked_mw=(100.0,) * 3, firm_mw=(0.0,) * 3, curtailable_mw=(0.0,) * 3)
    plan = golden_plan(case(home, years=(2027, 2036, 2037), supply=(asset,)), World([[10.0, 10.0]]))
    assert column(plan, "credited_mwh")[0] == pytest.approx([87_600.0, 87_600.0, 0.0])


def test_a_virtual_contract_of_the_programme_s_own_earns_it_on_all_that_it_can_give() -> None:
    asset = plant(delivery=Delivery.VIRTUAL, max_mw=10.0)
    world = World([[10.0, 10.0]], availability=[[1.0, 0.5]])
    plan, ledger = planned(asset, world, site(firm_mw=(20.0,)))
    assert plan.supply_mw[0, 0] == pytest.approx(10.0)
    assert ledger.cost_usd_per_year["tax_credit"].sum() == pytest.approx(-10 * 0.75 * 8760 * 30)


def test_captured_carbon_earns_45q_for_twelve_years() -> None:
    # 350 kg a MWh at 85 USD a tonne: 29.75 USD/MWh, and nothing on capital. Built in 2027, none from 2039 on.
    credit = tax_credit("us_2025", "combined_cycle_ccs", 2025, captured_kg_per_mwh=350.0)
    asset = supply(tax_credit=credit, lifetime_years=30.0, fuel_cost_usd_per_mmbtu=(0.0,) * 3)
    home = site(asked_mw=(100.0,) * 3, firm_mw=(0.0,) * 3, curtailable_mw=(0.0,) * 3)
    plan = golden_plan(case(home, years=(2027, 2038, 2039), supply=(asset,)), World([[10.0, 10.0]]))
    ledger = build_ledger(dispatch_from_plan(plan))
    assert ledger.total_usd == pytest.approx(plan.solution.primal_objective, rel=1e-9)
    earned = ledger.cost_usd_per_year["tax_credit"].sum(axis=0)
    assert earned == pytest.approx([-87_600 * 29.75, -87_600 * 29.75, 0.0])
