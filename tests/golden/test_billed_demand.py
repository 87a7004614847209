"""A tariff bills the highest draw, and a share of the connection at the least."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from firmwatt.accounting.books import build_ledger
from firmwatt.demand.it_load import ItLoad
from firmwatt.operation.read import dispatch_from_plan
from firmwatt.planning.constraints.billed_demand import with_billed_closed
from firmwatt.planning.plan import Plan, PlanInputs
from firmwatt.scenario.assets import LeadStep
from firmwatt.scenario.case import Case, Site
from firmwatt.scenario.tariff import Tariff
from tests.golden.kit import World, case, column, golden_inputs, golden_plan, site, solved_plan, storage, supply


def tariffed(energy: tuple[tuple[float, ...], ...] | None = None, energised_mw: float = 0.0, **terms: float) -> Site:
    tariff = Tariff("test", energy, terms.get("charge", 1000.0), terms.get("least", 0.0))
    home = site(firm_mw=(20.0,))
    return replace(home, connection=replace(home.connection, tariff=tariff, energised_mw=energised_mw))


def assert_books_agree(plan: Plan) -> None:
    ledger = build_ledger(dispatch_from_plan(plan))
    assert ledger.total_usd == pytest.approx(plan.solution.primal_objective, rel=1e-9)


def test_the_peak_is_billed_and_storage_shaves_it() -> None:
    # 2 and 10 MW: without a store 10 MW are billed at 1,000 USD; 4 MWh stored at 100 USD each halve the difference.
    plan = golden_plan(case(tariffed(), storage=(storage(),)), World([[2.0, 10.0]]))
    assert column(plan, "billed_mw/a")[0] == pytest.approx([6.0])
    assert plan.solution.primal_objective == pytest.approx(6 * 1000 + 4 * 100)
    assert_books_agree(plan)


def seasons(asked: Case, winter_mw: float, summer_mw: float) -> PlanInputs:
    """Return inputs of two hours: one of January stands for half the year, one of July for the other half."""
    inputs = golden_inputs(asked, World([[0.0, 0.0]]))
    pool = inputs.load.it.pools[0]
    arrivals = np.zeros_like(pool.arrivals_mw)
    arrivals[:, 240], arrivals[:, 4600] = winter_mw, summer_mw
    time = replace(
        inputs.time, period_start_hour=(240, 4600), period_hours=1, period_block_hours=(4380, 4380),
        period_block_start=(0, 4380),
    )  # fmt: skip
    load = replace(inputs.load, it=ItLoad((replace(pool, arrivals_mw=arrivals),)))
    return replace(inputs, load=load, time=time)


@pytest.mark.parametrize(
    ("terms", "billed", "usd"),
    [
        ({}, [[10.0, 4.0]], 500 * 10 + 500 * 4),  # each month its own
        ({"ratchet_share": 0.75}, [[10.0, 7.5]], 500 * 10 + 500 * 7.5),  # July looks back on January
        ({"ratchet_share": 1.0}, [[10.0]], 1000 * 10),  # the highest of the year
        ({"ratchet_share": 1.0, "ratchet_months": (1,)}, [[10.0, 10.0]], 1000 * 10),
        ({"ratchet_share": 1.0, "ratchet_months": (7,)}, [[10.0, 4.0]], 500 * 10 + 500 * 4),  # January looks back
    ],
)
def test_months_are_billed_by_their_own_draw_or_look_back(
    terms: dict[str, Any], billed: list[list[float]], usd: float
) -> None:
    home = site(firm_mw=(20.0,))
    tariff = Tariff("test", None, 1000.0, 0.0, **terms)
    plan = solved_plan(seasons(case(replace(home, connection=replace(home.connection, tariff=tariff))), 10.0, 4.0))
    assert column(plan, "billed_mw/a")[0] == pytest.approx(np.array(billed))
    assert plan.solution.primal_objective == pytest.approx(usd)
    assert_books_agree(plan)
    loose = plan.solution.primal.copy()
    for block in plan.lp.col_blocks:
        if block.name in ("billed_mw/a", "ratchet_mw/a"):
            loose[block.start : block.start + block.size] += 1e-3
    closed = with_billed_closed(plan.lp, replace(plan.solution, primal=loose))
    assert closed.primal == pytest.approx(plan.solution.primal, rel=1e-12)


def test_an_hour_that_does_not_count_is_not_billed() -> None:
    # UTC hour 240 is 18 o'clock in Chicago, 4600 is 11 o'clock: evenings are free, so a plant need not shave them.
    by_hour = tuple(tuple(hour < 15 for hour in range(24)) for _ in range(12))
    home = site(firm_mw=(20.0,))
    tariff = Tariff("test", None, 1000.0, 0.0, ratchet_share=1.0, counted_hours=(by_hour,) * 3)
    plan = solved_plan(seasons(case(replace(home, connection=replace(home.connection, tariff=tariff))), 10.0, 4.0))
    assert column(plan, "billed_mw/a")[0] == pytest.approx(np.array([[4.0]]))
    assert plan.solution.primal_objective == pytest.approx(1000 * 4)
    assert_books_agree(plan)


def test_a_share_of_the_connection_is_billed_at_the_least() -> None:
    # The plant stands for nothing, but 85 % of the 20 MW that are already connected are billed.
    home = tariffed(least=0.85, energised_mw=20.0)
    plan = golden_plan(case(home, supply=(supply(existing_mw=50.0, max_mw=0.0),)), World([[5.0, 5.0]]))
    assert column(plan, "billed_mw/a")[0] == pytest.approx([17.0])
    assert plan.solution.primal_objective == pytest.approx(17 * 1000)
    assert_books_agree(plan)


@pytest.mark.parametrize(("energised_mw", "part"), [(0.0, 0.5), (1.0, 1.0)])
def test_demand_is_billed_from_the_first_connection_on(energised_mw: float, part: float) -> None:
    # Connected in the middle of 2027: half of the yearly 1,000 USD for the 5 MW drawn, unless something was connected.
    home = tariffed(energised_mw=energised_mw)
    late = replace(home, connection=replace(home.connection, steps=(LeadStep("study", 1.5, 1.5, 1.5),)))
    plan = golden_plan(case(late), World([[5.0, 5.0]]))
    ledger = build_ledger(dispatch_from_plan(plan))
    billed = column(plan, "billed_mw/a")[0]
    assert ledger.cost_usd_per_year["grid_capacity"].sum() == pytest.approx(part * 1000 * billed, rel=0.01)
    assert_books_agree(plan)
    least = tariffed(least=0.85, energised_mw=energised_mw)
    held = replace(least, connection=replace(least.connection, steps=late.connection.steps))
    assert_books_agree(golden_plan(case(held), World([[5.0, 1.0]])))


def test_energy_has_the_price_of_the_tariff_not_of_the_market() -> None:
    # Night of UTC hour 0 and 1 in Chicago (18 and 19 o'clock of December): 30 USD; the market would take 5.
    energy = (tuple(tuple(30.0 if hour >= 18 else 70.0 for hour in range(24)) for _ in range(12)),) * 3
    plan = golden_plan(case(tariffed(charge=0.0, energy=energy)), World([[5.0, 5.0]], price=(5.0, 5.0)))
    assert plan.solution.primal_objective == pytest.approx(5 * 8760 * 30.0)
    assert_books_agree(plan)


def test_what_an_interior_point_leaves_on_the_bill_is_taken_off() -> None:
    plan = golden_plan(case(tariffed(), storage=(storage(),)), World([[2.0, 10.0]]))
    loose = plan.solution.primal.copy()
    loose[plan.lp.col_block("billed_mw/a").start] += 1e-4
    closed = with_billed_closed(plan.lp, replace(plan.solution, primal=loose))
    assert closed.primal == pytest.approx(plan.solution.primal, rel=1e-12)
    assert closed.primal_objective == pytest.approx(plan.solution.primal_objective, rel=1e-12)
    flat = golden_plan(case(tariffed(least=0.85, energised_mw=20.0)), World([[5.0, 5.0]]))
    closed = with_billed_closed(flat.lp, replace(flat.solution, primal=flat.solution.primal * 1.001))
    assert column(replace(flat, solution=closed), "billed_mw/a")[0] == pytest.approx([17.0 * 1.001], rel=1e-12)
