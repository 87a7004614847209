"""Computing: what hardware costs, what lost work costs, what waiting may and may not do."""

import numpy as np
import pytest

from firmwatt.accounting.books import build_ledger
from firmwatt.accounting.checks import check_dispatch
from firmwatt.demand.it_load import Throttle
from firmwatt.operation.read import dispatch_from_plan
from tests.golden.kit import LOST_USD_PER_MWH, World, case, column, golden_plan, policy, site, supply


def test_hardware_is_bought_for_the_peak() -> None:
    # Chips 50 USD/kW over 5 years = 10,000 and building 40 over 20 = 2,000 USD per MW and year.
    home = site(it_capital_usd_per_kw=50.0, building_capital_usd_per_kw=40.0)
    plan = golden_plan(case(home, supply=(supply(max_mw=0.0, existing_mw=100.0),)), World([[10.0, 30.0]]))
    assert plan.it_mw[0, 0] == pytest.approx(30.0)
    assert plan.solution.primal_objective == pytest.approx(30 * 12_000)


def test_machines_that_stand_already_pay_no_annuity_in_any_year() -> None:
    # 10 of 30 MW stand: the other 20 pay 12,000 USD a MW in each of two years, at two sites alike.
    each = {"it_capital_usd_per_kw": 50.0, "building_capital_usd_per_kw": 40.0, "energised_it_mw": 10.0}
    none = {"asked_mw": (100.0, 100.0), "firm_mw": (0.0, 0.0), "curtailable_mw": (0.0, 0.0)}
    homes = [site(name, **none, **each) for name in ("a", "b")]
    power = [
        supply(f"plant_{name}", site=name, max_mw=0.0, existing_mw=100.0, fuel_cost_usd_per_mmbtu=(0.0, 0.0))
        for name in ("a", "b")
    ]
    plan = golden_plan(case(*homes, years=(2027, 2028), supply=tuple(power)), World([[30.0, 30.0], [30.0, 30.0]]))
    assert plan.it_mw == pytest.approx(np.full((2, 2), 30.0))
    assert plan.solution.primal_objective == pytest.approx(2 * 2 * 20 * 12_000)


def test_machines_pay_the_fuel_of_their_backup_generators_and_its_carbon() -> None:
    # A MW at the meter has 1.25 MW of sets, 331.25 l/h at full load: 12 hours of tests at 0.402 of it and 10 of outages
    # at 0.816 take 4300.95 l at 2 USD, and 0.03646 · 73.96 kg of carbon a litre at 50 USD a tonne. 30 MW stand already.
    hours = {"backup_test_hours_per_year": 12.0, "backup_outage_hours_per_year": 10.0}
    home = site(energised_it_mw=30.0, backup_fuel_usd_per_l=2.0, **hours)
    owned = supply(max_mw=0.0, existing_mw=100.0)
    asked = case(home, supply=(owned,), policy=policy(carbon_price_usd_per_tonne=(50.0,)))
    plan = golden_plan(asked, World([[10.0, 35.0]]))
    assert plan.it_mw[0, 0] == pytest.approx(35.0)
    tonnes = 4300.95 * 0.03646 * 73.96 / 1000
    assert plan.solution.primal_objective == pytest.approx(35 * (4300.95 * 2 + tonnes * 50))
    ledger = build_ledger(dispatch_from_plan(plan))
    assert ledger.total_usd == pytest.approx(plan.solution.primal_objective, rel=1e-9)
    assert ledger.cost_usd_per_year["fuel"] == pytest.approx(np.array([[35 * 4300.95 * 2]]))
    assert ledger.scope1_t == pytest.approx(np.array([[35 * tonnes]]))


def test_work_holds_spare_machines() -> None:
    # At an occupancy of 1.25 the peak of 30 MW holds 37.5 MW of IT capacity; the meter reads 30.
    home = site(it_capital_usd_per_kw=50.0)
    asked = case(home, supply=(supply(max_mw=0.0, existing_mw=100.0),))
    plan = golden_plan(asked, World([[10.0, 30.0]], occupancy=1.25))
    assert plan.it_mw[0, 0] == pytest.approx(37.5)
    assert column(plan, "generation_mw")[0] == pytest.approx([10.0, 30.0])


def test_chips_under_a_cap_serve_more_work_from_scarce_power() -> None:
    # 10 MW of power for work of 12: under a cap that takes 0.8 of the energy and 1.1 of the time, 10 MW of work draw 8
    # and hold 11 MW of chips; the other 2 run freely. 13 MW of chips at 10,000 USD a MW and year.
    home = site(it_capital_usd_per_kw=50.0)
    asked = case(home, supply=(supply(max_mw=0.0, existing_mw=10.0),))
    plan = golden_plan(asked, World([[12.0, 12.0]], throttle=Throttle(time_factor=1.1, energy_factor=0.8)))
    assert plan.it_mw[0, 0] == pytest.approx(13.0)
    assert column(plan, "generation_mw")[0] == pytest.approx([10.0, 10.0])
    assert plan.solution.primal_objective == pytest.approx(13 * 10_000)
    dispatch = dispatch_from_plan(plan)
    assert dispatch.served_mw[0, 0, 0] == pytest.approx([12.0, 12.0])
    assert dispatch.capped_mw[0, 0, 0] == pytest.approx([10.0, 10.0])
    assert dispatch.metered_mw[0, 0] == pytest.approx([10.0, 10.0])
    check_dispatch(dispatch)
    ledger = build_ledger(dispatch)
    assert ledger.energy_mwh["it"] == pytest.approx([10 * 8760])
    assert ledger.total_usd == pytest.approx(plan.solution.primal_objective, rel=1e-9)


def test_work_is_lost_where_it_costs_more_than_it_is_worth() -> None:
    # 1 MW for one hour of the two: hardware at 9,000,000 USD per MW and year against 4380 × 1000 USD of lost work.
    home = site(it_capital_usd_per_kw=45_000.0)
    plan = golden_plan(case(home, supply=(supply(max_mw=0.0, existing_mw=100.0),)), World([[0.0, 1.0]]))
    assert plan.it_mw[0, 0] == pytest.approx(0.0)
    assert plan.solution.primal_objective == pytest.approx(4380 * LOST_USD_PER_MWH)


def test_work_waits_within_its_deadline() -> None:
    # Power in hours 0 and 2; work of hour 1 may wait one hour, work of hour 0 could not wait two.
    world = World(
        [[0.0, 6.0, 0.0]],
        price=[0.0] * 3,
        availability=[[1.0, 0.0, 1.0]],
        intensity=[0.0] * 3,
        carbon_free=[0.0] * 3,
        deadline_hours=[1],
    )
    plan = golden_plan(case(supply=(supply(),)), world)
    assert column(plan, "served_mw")[0] == pytest.approx([0.0, 0.0, 6.0])
    assert column(plan, "backlog_mwh")[0] == pytest.approx([0.0, 6.0, 0.0])
    assert plan.solution.primal_objective == pytest.approx(6 * 10_000)


def test_work_is_lost_rather_than_late() -> None:
    world = World(
        [[6.0, 0.0, 0.0]],
        price=[0.0] * 3,
        availability=[[0.0, 0.0, 1.0]],
        intensity=[0.0] * 3,
        carbon_free=[0.0] * 3,
        deadline_hours=[1],
    )
    plan = golden_plan(case(supply=(supply(),)), world)
    assert column(plan, "lost_mw").sum() == pytest.approx(6.0)
    assert plan.solution.primal_objective == pytest.approx(2920 * 6 * LOST_USD_PER_MWH)


def test_movable_work_goes_where_power_is_cheap() -> None:
    sites = (site("a", firm_mw=(50.0,), delivery_charge_usd_per_mwh=9.0), site("b", firm_mw=(4.0,)))
    plan = golden_plan(case(*sites), World([[10.0, 10.0]], pool_sites=[(0, 1)]))
    assert column(plan, "served_mw")[:, 0] == pytest.approx([6.0, 4.0])
    assert plan.solution.primal_objective == pytest.approx(6 * 8760 * 9)
