"""Computing starts with its building, or with a power that it waits for."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from firmwatt.accounting.books import build_ledger
from firmwatt.lp.options import SolverOptions
from firmwatt.lp.solve import solve
from firmwatt.operation.read import dispatch_from_plan
from firmwatt.planning.computing_start import earliest_start, later_starts, power_sources, start_with
from firmwatt.planning.model import build_model
from firmwatt.planning.plan import Plan
from firmwatt.planning.solve import read_plan
from firmwatt.scenario.assets import Delivery, LeadStep, Link
from firmwatt.scenario.case import Case
from tests.golden.kit import LOST_USD_PER_MWH, World, case, golden_inputs, site, supply

PERMIT = LeadStep("permit", 0.5, 1.0, 2.0)
PROCURE = LeadStep("procure", 2.0, 3.0, 4.0)
CONNECT = LeadStep("connect", 3.0, 5.5, 8.0)
HOME = site(steps=(PERMIT,), firm_mw=(50.0,))
QUEUED = replace(HOME, connection=replace(HOME.connection, steps=(CONNECT,)))
BRIDGE = supply("bridge", steps=(PROCURE,))


def test_the_building_alone_holds_machines_back() -> None:
    assert earliest_start(case(QUEUED), QUEUED).on("p50") == date(2027, 1, 1)


def test_every_power_that_may_come_is_a_moment_to_start() -> None:
    line = Link("line", "a", "b", 0.0, 20.0, 0.0, 1.0, 20.0, (PERMIT,), 0.0)
    never, far = supply("never", max_mw=0.0), supply("far", delivery=Delivery.PHYSICAL)
    asked = case(QUEUED, site("b"), supply=(BRIDGE, never, far), links=(line,))
    assert [source.name for source in power_sources(asked, QUEUED)] == ["grid_firm", "bridge", "line"]
    days = [date(2031, 7, 3), date(2029, 1, 1), date(2027, 1, 1)]
    assert [start.on("p50") for start in later_starts(asked, QUEUED)] == days


def test_machines_that_are_built_take_the_first_power_that_is_built() -> None:
    asked = case(QUEUED, supply=(BRIDGE,))
    assert start_with(asked, QUEUED, {"grid_firm"}).dates.p50 == date(2031, 7, 3)
    assert start_with(asked, QUEUED, {"grid_firm", "bridge"}).dates.p50 == date(2029, 1, 1)
    energised = replace(QUEUED, connection=replace(QUEUED.connection, energised_mw=5.0))
    assert start_with(case(energised), energised, {"grid_firm"}).dates.p50 == date(2027, 1, 1)


def test_the_grid_alone_has_luck_and_what_comes_first_may_differ_by_it() -> None:
    plain = case(QUEUED, supply=(BRIDGE,))
    asked = replace(plain, programme=replace(plain.programme, connection_luck=("p10", "p90")))
    grid, bridge, first = later_starts(asked, QUEUED)
    assert [grid.on(luck) for luck in ("p10", "p90")] == [date(2029, 1, 1), date(2034, 1, 1)]
    assert [bridge.on(luck) for luck in ("p10", "p90")] == [date(2029, 1, 1)] * 2
    assert [first.on(luck) for luck in ("p10", "p90")] == [date(2029, 1, 1)] * 2


def test_machines_are_paid_from_the_power_that_they_wait_for() -> None:
    # Chips 50 USD/kW over 5 years: 10,000 USD per MW and year. A free plant of 10 MW comes on 2 July, halfway.
    plant = supply(fixed_online=date(2027, 7, 2), overnight_cost_usd_per_kw=0.0)
    asked = case(site(it_capital_usd_per_kw=50.0), supply=(plant,))
    plan = halves_plan(asked)
    assert plan.it_mw[0, 0] == pytest.approx(10.0)
    assert plan.it_online_share[0].tolist() == pytest.approx(np.array([[0.0], [1.0]]))
    assert plan.solution.primal_objective == pytest.approx(10 * 5_000 + 10 * 4380 * LOST_USD_PER_MWH)
    assert build_ledger(dispatch_from_plan(plan)).total_usd == pytest.approx(plan.solution.primal_objective, rel=1e-9)
    computing = [item for item in plan.roadmap if item.kind == "computing"]
    assert [(item.mw, item.online) for item in computing] == [(pytest.approx(10.0), date(2027, 7, 2))]


def test_some_machines_wait_while_others_run() -> None:
    # 4 MW of plants stand; 6 more come halfway, and 6 of the 10 MW of chips wait for them.
    stands = supply("old", existing_mw=4.0, max_mw=0.0)
    plant = supply(fixed_online=date(2027, 7, 2), overnight_cost_usd_per_kw=0.0)
    plan = halves_plan(case(site(it_capital_usd_per_kw=50.0), supply=(stands, plant)))
    assert plan.it_online_share[0].tolist() == pytest.approx(np.array([[0.4], [1.0]]))
    assert plan.solution.primal_objective == pytest.approx(10_000 * (4 + 6 / 2) + 6 * 4380 * LOST_USD_PER_MWH)


def test_an_offer_that_nobody_takes_changes_nothing() -> None:
    # A plant that is there at once and costs more than lost work is worth: it moves no date.
    plant = supply(fixed_online=date(2027, 7, 2), overnight_cost_usd_per_kw=0.0)
    dear = supply("dear", variable_om_usd_per_mwh=5_000.0)
    home = site(it_capital_usd_per_kw=50.0)
    costs = [halves_plan(case(home, supply=offer)).solution.primal_objective for offer in ((plant,), (plant, dear))]
    assert costs[0] == pytest.approx(costs[1], rel=1e-9)


def halves_plan(asked: Case) -> Plan:
    """Return the plan of a flat load of 10 MW in a year of two halves."""
    inputs = golden_inputs(asked, World([[10.0, 10.0]]))
    halves = replace(
        inputs.time,
        period_start_hour=(0, 1),
        period_hours=1,
        period_block_hours=(4380, 4380),
        period_block_start=(0, 4380),
    )
    model = build_model(replace(inputs, time=halves))
    return read_plan(model, solve(model.lp, SolverOptions(method="simplex", relative_gap=1e-9)))
