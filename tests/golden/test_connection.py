"""The grid connection: price of energy, of delivery, of firm megawatts, of the connection itself; sale."""

from dataclasses import replace

import pytest

from firmwatt.accounting.books import build_ledger
from firmwatt.operation.read import dispatch_from_plan
from firmwatt.scenario.assets import LeadStep
from tests.golden.kit import LOST_USD_PER_MWH, World, case, column, golden_plan, policy, site, supply
from tests.planning.contracts import contract


def test_all_that_a_grid_megawatt_costs() -> None:
    # 10 MW: capacity price 7,000, annuity of 200 USD/kW over 20 years 10,000 USD/MW; energy 50 + delivery 5 + carbon
    # 0.5 t × 20 USD.
    home = site(
        firm_mw=(100.0,),
        capacity_price_usd_per_mw_year=7_000.0,
        capital_cost_usd_per_kw=200.0,
        delivery_charge_usd_per_mwh=5.0,
    )
    world = World([[10.0, 10.0]], price=[50.0, 50.0], intensity=[500.0, 500.0])
    plan = golden_plan(case(home, policy=policy(carbon_price_usd_per_tonne=(20.0,))), world)
    assert plan.connection_firm_mw[0, 0] == pytest.approx(10.0)
    assert plan.solution.primal_objective == pytest.approx(10 * 17_000 + 10 * 8760 * 65)


def test_collateral_costs_its_interest() -> None:
    # 50 USD/kW held for each of 6 new MW at 7 %: 3,500 USD a year for each, and nothing for the 4 energised ones.
    home = site(firm_mw=(10.0,), energised_mw=4.0)
    held = replace(home, connection=replace(home.connection, collateral_usd_per_kw=50.0))
    cost = []
    for each in (home, held):
        asked = case(each)
        asked = replace(asked, programme=replace(asked.programme, discount_rate=0.07))
        plan = golden_plan(asked, World([[10.0, 10.0]], price=[50.0, 50.0]))
        ledger = build_ledger(dispatch_from_plan(plan))
        assert ledger.total_usd == pytest.approx(plan.solution.primal_objective, rel=1e-9)
        cost.append(ledger.total_usd / ledger.present_value_factor[0])
    assert cost[1] - cost[0] == pytest.approx(6 * 3_500)


def test_what_is_energised_already_pays_no_annuity() -> None:
    home = site(firm_mw=(4.0,), energised_mw=4.0, capacity_price_usd_per_mw_year=7_000.0, capital_cost_usd_per_kw=200.0)
    plan = golden_plan(case(home), World([[10.0, 10.0]], price=[50.0, 50.0]))
    lost = 6 * 8760 * LOST_USD_PER_MWH
    assert plan.solution.primal_objective == pytest.approx(4 * 7_000 + 4 * 8760 * 50 + lost)


def test_new_megawatts_wait_for_their_queue() -> None:
    home = site(firm_mw=(10.0,), energised_mw=4.0)
    in_queue = replace(home, connection=replace(home.connection, steps=(LeadStep("study", 3.0, 3.0, 3.0),)))
    plan = golden_plan(case(in_queue), World([[10.0, 10.0]]))
    assert column(plan, "import_firm_mw")[0] == pytest.approx([4.0, 4.0])
    assert plan.connection_firm_mw[0, 0] == pytest.approx(4.0)


def test_a_surplus_is_sold_up_to_the_limit() -> None:
    # 5 MW of sun beyond own use; 3 MW may be sold at 80 USD/MWh.
    home = site(firm_mw=(10.0,), energised_mw=10.0, sale_limit_mw=3.0)
    plant = supply(existing_mw=15.0, max_mw=0.0)
    plan = golden_plan(case(home, supply=(plant,)), World([[10.0, 10.0]], price=[80.0, 80.0]))
    assert column(plan, "sale_mw")[0] == pytest.approx([3.0, 3.0])
    assert plan.solution.primal_objective == pytest.approx(-3 * 8760 * 80)


def test_in_the_hours_of_a_call_nothing_curtailable_is_drawn() -> None:
    # Half the year's hours may be called, and the grid calls the dear one: 10 MW are lost there, none elsewhere.
    terms = contract(hours_per_year=4380.0, events_per_year=8760.0, longest_event_hours=24.0)
    home = site(curtailable_mw=(10.0,), contract=terms)
    plan = golden_plan(case(home), World([[10.0, 10.0]], price=[30.0, 90.0]))
    assert column(plan, "import_curtailable_mw")[0] == pytest.approx([10.0, 0.0])
    assert plan.solution.primal_objective == pytest.approx(4380 * (10 * 30 + 10 * LOST_USD_PER_MWH))


def test_a_call_takes_part_of_an_hour_that_stands_for_many() -> None:
    terms = contract(hours_per_year=1095.0, events_per_year=8760.0, longest_event_hours=24.0)
    home = site(curtailable_mw=(10.0,), contract=terms)
    plan = golden_plan(case(home), World([[10.0, 10.0]], price=[30.0, 90.0]))
    assert column(plan, "import_curtailable_mw")[0] == pytest.approx([10.0, 7.5])


def test_the_grid_pays_for_what_it_can_take_away() -> None:
    # 8,760 USD a MW and year and 100 USD a MWh taken away, for the 10 MW drawn on the mean outside calls.
    terms = contract(
        hours_per_year=4380.0,
        events_per_year=8760.0,
        longest_event_hours=24.0,
        payment_usd_per_mw_year=8760.0,
        payment_usd_per_mwh=100.0,
    )
    home = site(curtailable_mw=(10.0,), contract=terms)
    plan = golden_plan(case(home), World([[10.0, 10.0]], price=[30.0, 90.0]))
    lost = 4380 * (10 * 30 + 10 * LOST_USD_PER_MWH)
    assert plan.solution.primal_objective == pytest.approx(lost - 10 * 8760 - 10 * 4380 * 100)


def test_a_contract_may_leave_the_price_of_a_firm_megawatt() -> None:
    home = site(curtailable_mw=(10.0,), capacity_price_usd_per_mw_year=7_000.0)
    world = World([[10.0, 10.0]], price=[30.0, 30.0])
    for pays, paid in ((False, 0.0), (True, 70_000.0)):
        link = replace(home.connection, contract=contract(pays_capacity_price=pays))
        plan = golden_plan(case(replace(home, connection=link)), world)
        assert plan.solution.primal_objective == pytest.approx(10 * 30 * 8760 + paid)


def test_who_draws_in_half_of_the_hours_is_paid_for_half() -> None:
    terms = contract(payment_usd_per_mw_year=1e6)
    home = site(curtailable_mw=(10.0,), contract=terms)
    plan = golden_plan(case(home), World([[5.0, 0.0]], price=[30.0, 90.0]))
    assert plan.solution.primal_objective == pytest.approx(4380 * 5 * 30 - 2.5 * 1e6)


def test_a_contract_may_let_curtailable_megawatts_come_before_the_upgrade() -> None:
    # Study half a year, upgrade ten: the firm megawatts come too late, the curtailable ones in the first year.
    queue = (LeadStep("study", 0.5, 0.5, 0.5), LeadStep("upgrade", 10.0, 10.0, 10.0, after=("study",)))
    link = {"firm_mw": (10.0,), "curtailable_mw": (10.0,)}
    waiting, early = (site(**link, contract=contract(waits_for_upgrade=waits)) for waits in (True, False))
    world = World([[10.0, 10.0]], price=[30.0, 30.0])
    for home, served in ((waiting, 0.0), (early, 10.0)):
        plan = golden_plan(case(replace(home, connection=replace(home.connection, steps=queue))), world)
        assert column(plan, "import_curtailable_mw")[0] == pytest.approx([served, served])
        assert column(plan, "import_firm_mw")[0] == pytest.approx([0.0, 0.0])
