"""Storage: level, losses, cycle, power and energy."""

import pytest

from tests.golden.kit import World, case, column, golden_plan, storage, supply


def test_it_moves_the_sun_to_the_night() -> None:
    # 10 MW by day and by night: 20 MW of sun for one hour, 10 MWh stored. Sun 20 × 10,000, energy 10 × 100 USD.
    plan = golden_plan(case(supply=(supply(),), storage=(storage(),)), World([[10.0, 10.0]], availability=[[1.0, 0.0]]))
    assert plan.supply_mw[0, 0] == pytest.approx(20.0)
    assert plan.storage_mwh[0, 0] == pytest.approx(10.0)
    assert plan.solution.primal_objective == pytest.approx(20 * 10_000 + 10 * 100)


def test_losses_and_wear() -> None:
    # 8 MWh by night through 0.8 out and 0.5 in: 10 MWh held, 20 MWh charged; wear 3 USD on 8 MWh in 4380 cycles.
    battery = storage(charge_efficiency=0.5, discharge_efficiency=0.8, wear_cost_usd_per_mwh=3.0)
    plan = golden_plan(case(supply=(supply(),), storage=(battery,)), World([[0.0, 8.0]], availability=[[1.0, 0.0]]))
    assert plan.supply_mw[0, 0] == pytest.approx(20.0)
    assert plan.solution.primal_objective == pytest.approx(20 * 10_000 + 10 * 100 + 4380 * 8 * 3)


def test_self_discharge_is_lost_each_hour() -> None:
    # Charged in hour 0, used in hour 2, halved in each hour between: 4 MWh need 16 MWh.
    battery = storage(self_discharge_per_hour=0.5)
    world = World(
        [[0.0, 0.0, 4.0]], price=[0.0] * 3, availability=[[1.0, 0.0, 0.0]], intensity=[0.0] * 3, carbon_free=[0.0] * 3
    )
    plan = golden_plan(case(supply=(supply(),), storage=(battery,)), world)
    assert column(plan, "charge_mw")[0] == pytest.approx([16.0, 0.0, 0.0])


def test_the_chain_is_a_circle() -> None:
    # The sun shines in the last hour, the work comes in the first: the level is carried over the end.
    plan = golden_plan(case(supply=(supply(),), storage=(storage(),)), World([[5.0, 0.0]], availability=[[0.0, 1.0]]))
    assert column(plan, "state_of_charge_mwh")[0] == pytest.approx([0.0, 5.0])
    assert plan.supply_mw[0, 0] == pytest.approx(5.0)


def test_least_duration_couples_energy_to_power() -> None:
    battery = storage(duration_hours=(4.0, 4.0))
    plan = golden_plan(case(supply=(supply(),), storage=(battery,)), World([[0.0, 5.0]], availability=[[1.0, 0.0]]))
    assert plan.storage_mw[0, 0] == pytest.approx(5.0)
    assert plan.storage_mwh[0, 0] == pytest.approx(20.0)
    assert plan.solution.primal_objective == pytest.approx(5 * 10_000 + 20 * 100)
