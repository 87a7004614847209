"""A tariff bills the highest draw, and a share of the connection at the least."""

from dataclasses import replace

import pytest

from firmwatt.accounting.books import build_ledger
from firmwatt.operation.read import dispatch_from_plan
from firmwatt.planning.constraints.billed_demand import with_billed_closed
from firmwatt.planning.plan import Plan
from firmwatt.scenario.assets import LeadStep
from firmwatt.scenario.case import Site
from firmwatt.scenario.tariff import Tariff
from tests.golden.kit import World, case, column, golden_plan, site, storage, supply


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
    assert column(plan, "billed_mw")[0] == pytest.approx([6.0])
    assert plan.solution.primal_objective == pytest.approx(6 * 1000 + 4 * 100)
    assert_books_agree(plan)


def test_a_share_of_the_connection_is_billed_at_the_least() -> None:
    # The plant stands for nothing, but 85 % of the 20 MW that are already connected are billed.
    home = tariffed(least=0.85, energised_mw=20.0)
    plan = golden_plan(case(home, supply=(supply(existing_mw=50.0, max_mw=0.0),)), World([[5.0, 5.0]]))
    assert column(plan, "billed_mw")[0] == pytest.approx([17.0])
    assert plan.solution.primal_objective == pytest.approx(17 * 1000)
    assert_books_agree(plan)


@pytest.mark.parametrize(("energised_mw", "part"), [(0.0, 0.5), (1.0, 1.0)])
def test_demand_is_billed_from_the_first_connection_on(energised_mw: float, part: float) -> None:
    # Connected in the middle of 2027: half of the yearly 1,000 USD for the 5 MW drawn, unless something was connected.
    home = tariffed(energised_mw=energised_mw)
    late = replace(home, connection=replace(home.connection, steps=(LeadStep("study", 1.5, 1.5, 1.5),)))
    plan = golden_plan(case(late), World([[5.0, 5.0]]))
    ledger = build_ledger(dispatch_from_plan(plan))
    billed = column(plan, "billed_mw")[0]
    assert ledger.cost_usd_per_year["grid_capacity"].sum() == pytest.approx(part * 1000 * billed, rel=0.01)
    assert_books_agree(plan)
    least = tariffed(least=0.85, energised_mw=energised_mw)
    held = replace(least, connection=replace(least.connection, steps=late.connection.steps))
    assert_books_agree(golden_plan(case(held), World([[5.0, 1.0]])))


def test_energy_has_the_price_of_the_tariff_not_of_the_market() -> None:
    # Night of UTC hour 0 and 1 in Chicago (18 and 19 o'clock of December): 30 USD; the market would take 5.
    energy = tuple(tuple(30.0 if hour >= 18 else 70.0 for hour in range(24)) for _ in range(12))
    plan = golden_plan(case(tariffed(charge=0.0, energy=energy)), World([[5.0, 5.0]], price=(5.0, 5.0)))
    assert plan.solution.primal_objective == pytest.approx(5 * 8760 * 30.0)
    assert_books_agree(plan)


def test_what_an_interior_point_leaves_on_the_bill_is_taken_off() -> None:
    plan = golden_plan(case(tariffed(), storage=(storage(),)), World([[2.0, 10.0]]))
    loose = plan.solution.primal.copy()
    loose[plan.lp.col_block("billed_mw").start] += 1e-4
    closed = with_billed_closed(plan.lp, replace(plan.solution, primal=loose))
    assert closed.primal == pytest.approx(plan.solution.primal, rel=1e-12)
    assert closed.primal_objective == pytest.approx(plan.solution.primal_objective, rel=1e-12)
    flat = golden_plan(case(tariffed(least=0.85, energised_mw=20.0)), World([[5.0, 5.0]]))
    closed = with_billed_closed(flat.lp, replace(flat.solution, primal=flat.solution.primal * 1.001))
    assert column(replace(flat, solution=closed), "billed_mw")[0] == pytest.approx([17.0 * 1.001], rel=1e-12)
