"""What must hold for every plan, whatever the numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firmwatt.accounting.books import build_ledger
from firmwatt.lp.options import SolverOptions
from firmwatt.lp.solve import solve
from firmwatt.operation.read import dispatch_from_plan
from firmwatt.planning.model import build_model
from firmwatt.planning.plan import Plan
from firmwatt.planning.solve import read_plan
from firmwatt.scenario.assets import Delivery, LeadStep, Link
from firmwatt.scenario.case import Case, LoadContract, Reliability, Site
from tests.golden.kit import World, case, golden_inputs, policy, site, storage, supply
from tests.planning.contracts import contract

HOURS = 6
NUMBER = st.integers(0, 100).map(lambda percent: percent / 100)  # HiGHS drops coefficients of 1e-9: nobody means them
SERIES = st.lists(NUMBER, min_size=HOURS, max_size=HOURS)


@st.composite
def contracts(draw: st.DrawFn) -> LoadContract:
    """Draw a contract under which the grid calls and pays, and which may limit the ramp and ask for own supply."""
    return contract(
        hours_per_year=8760.0 * draw(NUMBER),
        events_per_year=8760.0 * draw(NUMBER),
        longest_event_hours=float(draw(st.integers(0, 6))),
        payment_usd_per_mw_year=1e5 * draw(NUMBER),
        payment_usd_per_mwh=100.0 * draw(NUMBER),
        firm_needs_own_supply=draw(st.booleans()),
        pays_capacity_price=draw(st.booleans()),
        ramp_share_per_hour=draw(st.none() | st.integers(1, 100).map(lambda percent: percent / 100)),
    )


@st.composite
def problems(draw: st.DrawFn) -> tuple[Case, World]:
    """Draw two sites with a link, a plant on site, a physical and a virtual contract, storage and pools."""
    terms = draw(st.none() | contracts())
    sites = tuple(
        site(
            name,
            contract=terms,
            firm_mw=(40.0 * draw(NUMBER),),
            energised_mw=10.0 * draw(NUMBER),
            curtailable_mw=(20.0 * draw(NUMBER),),
            curtailable_energy_share=draw(NUMBER),
            capacity_price_usd_per_mw_year=1e4 * draw(NUMBER),
            capital_cost_usd_per_kw=100.0 * draw(NUMBER),
            delivery_charge_usd_per_mwh=10.0 * draw(NUMBER),
            it_capital_usd_per_kw=1e4 * draw(NUMBER),
            sale_limit_mw=5.0 * draw(NUMBER),
        )
        for name in ("a", "b")
    )
    assets = (
        supply("gas", variable_om_usd_per_mwh=60.0 * draw(NUMBER), emission_kg_per_mwh=400.0, max_mw=50.0),
        supply("wind", site="b", delivery=Delivery.PHYSICAL, overnight_cost_usd_per_kw=1e3, is_carbon_free=True),
        supply("sun", delivery=Delivery.VIRTUAL, strike_usd_per_mwh=80.0 * draw(NUMBER), is_carbon_free=True),
    )
    battery = storage(
        charge_efficiency=0.9, discharge_efficiency=0.9, self_discharge_per_hour=0.01, energy_cost_usd_per_kwh=50.0
    )
    line = Link("line", "a", "b", 2.0, 20.0, 0.05, 10.0 * draw(NUMBER), 20.0, (), 0.0)
    share = draw(st.none() | NUMBER)
    asked = case(
        *sites,
        supply=assets,
        storage=(battery,),
        links=(line,),
        policy=policy(
            carbon_price_usd_per_tonne=(50.0 * draw(NUMBER),),
            hourly_carbon_free_share=None if share is None else (0.8 * share,),
        ),
        reliability=Reliability(draw(st.none() | NUMBER), 1.0),
    )
    scale = np.array([30.0, 20.0, 15.0])
    world = World(
        work_mw=[(scale[j] * np.array(draw(SERIES))).tolist() for j in range(3)],
        price=[100.0 * value - 10.0 for value in draw(SERIES)],
        availability=[[0.9] * HOURS, draw(SERIES), draw(SERIES)],
        intensity=[500.0 * value for value in draw(SERIES)],
        carbon_free=draw(SERIES),
        pue=1.2,
        pool_sites=[(0,), (0, 1), (1,)],
        deadline_hours=[0, draw(st.integers(1, 9)), draw(st.integers(0, 3))],
    )
    return asked, world


def plan_of(asked: Case, world: World) -> Plan:
    model = build_model(golden_inputs(asked, world))
    return read_plan(model, solve(model.lp, SolverOptions(method="simplex", relative_gap=1e-9)))


@given(problem=problems())
@settings(max_examples=40)
def test_energy_and_work_balance_and_the_books_equal_the_objective(problem: tuple[Case, World]) -> None:
    plan = plan_of(*problem)
    dispatch = dispatch_from_plan(plan)  # build_ledger checks every site's and hour's balance, and all work, itself
    ledger = build_ledger(dispatch)
    assert ledger.total_usd == pytest.approx(plan.solution.primal_objective, rel=1e-9, abs=1e-3)
    sites = [s for pool in plan.inputs.load.it.pools for s in pool.sites]
    assert set(sites) == {0, 1}
    arrived, lost = dispatch.arrived_mw.sum(axis=-1), dispatch.lost_mw.sum(axis=-1)
    assert dispatch.served_mw.sum(axis=(1, 3)) + lost == pytest.approx(arrived, abs=1e-5)


@given(problem=problems())
@settings(max_examples=40)
def test_no_work_is_served_later_than_its_deadline(problem: tuple[Case, World]) -> None:
    dispatch = dispatch_from_plan(plan_of(*problem))
    for j, pool in enumerate(dispatch.plan.inputs.load.it.pools):
        arrived = np.tile(dispatch.arrived_mw[j, 0], 3).cumsum()
        done = np.tile((dispatch.served_mw[j].sum(axis=0) + dispatch.lost_mw[j])[0], 3).cumsum()
        waiting = dispatch.backlog_mwh[j, 0, -1]  # what came before the first hour of the circle and still waits
        for hour in range(HOURS, 3 * HOURS):
            due = hour - pool.deadline_hours
            if due >= 0:
                assert done[hour] >= waiting + arrived[due] - 1e-5


@given(problem=problems(), factor=st.sampled_from([0.1, 3.0, 1000.0]))
@settings(max_examples=15)
def test_scaling_all_costs_scales_the_objective(problem: tuple[Case, World], factor: float) -> None:
    lp = build_model(golden_inputs(*problem)).lp
    options = SolverOptions(method="simplex", relative_gap=1e-9)
    once = solve(lp, options).primal_objective
    scaled = solve(replace(lp, cost=factor * lp.cost, objective_offset=factor * lp.objective_offset), options)
    assert scaled.primal_objective == pytest.approx(factor * once, rel=1e-7, abs=1e-2 * factor)


def _without_earnings(each: Site) -> Site:
    """Return a site that sells nothing and is paid for nothing: to it, use is only cost."""
    return replace(each, sale_limit_mw=0.0, connection=replace(each.connection, contract=None))


@given(problem=problems(), more=st.floats(1.0, 2.0))
@settings(max_examples=20)
def test_more_work_never_costs_less(problem: tuple[Case, World], more: float) -> None:
    asked, world = problem
    asked = replace(asked, sites=tuple(_without_earnings(each) for each in asked.sites))
    asked = replace(asked, supply=asked.supply[:2])  # contracts that pay are limited by own use: more use, more gain
    world = replace(world, availability=world.availability[:2], price=[abs(price) for price in world.price])
    grown = replace(world, work_mw=[[more * work for work in pool] for pool in world.work_mw])
    cost = plan_of(asked, world).solution.primal_objective
    assert plan_of(asked, grown).solution.primal_objective >= cost - 1e-6 * abs(cost) - 1e-3


@given(problem=problems(), years=st.floats(0.0, 1.5))
@settings(max_examples=20)
def test_a_longer_lead_time_never_helps(problem: tuple[Case, World], years: float) -> None:
    asked, world = problem
    step = (LeadStep("build", years, years, years),)
    later = replace(asked, supply=tuple(replace(asset, steps=step) for asset in asked.supply))
    cost = plan_of(asked, world).solution.primal_objective
    assert plan_of(later, world).solution.primal_objective >= cost - 1e-6 * abs(cost) - 1e-3
