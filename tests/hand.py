"""A hand-made plan and dispatch whose books can be told with a pocket calculator.

Two planning years (2027 stands for 3 years, 2030 for 5), two periods of two hours that stand for half a year each, so
that every chain-hour weighs 2190 hours. What is new in 2027 serves from the second period on: half a year.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import scipy.sparse as sp

from firmwatt.demand.it_load import ItLoad, WorkPool
from firmwatt.facility.site_load import SiteLoad
from firmwatt.grid.series import GridSeries
from firmwatt.lp.solution import Solution, Status
from firmwatt.lp.sparse_lp import SparseLP
from firmwatt.operation.dispatch import Dispatch
from firmwatt.planning.plan import BindingLimit, Plan, PlanInputs, RoadmapItem
from firmwatt.planning.sampling_error import SampledYear, SamplingError
from firmwatt.resource.availability import Availability
from firmwatt.scenario.case import Case, WorkClass
from firmwatt.timegrid import TimeGrid, date_after, hour_of_date
from tests.cases import tiny_case

TIME = TimeGrid((2027, 2030), (3, 5), (1,), (1.0,), (0, 4380), 2, (4380, 4380), (0, 4380))
CHAINS, HOURS = 4, 2
HALF_THEN_ALL = np.array([0.0, 1.0, 1.0, 1.0])[:, None] * np.ones(HOURS)
"""(chains, hours): online from the middle of 2027."""
SAMPLING_ERROR = SamplingError(96, 384, (SampledYear(2030, 100e6, 105e6, 0.0, 40.0),))


def hourly(*by_chain: float) -> np.ndarray:
    """Return (1, chains, hours) with one value a chain, alike in its hours."""
    return np.array(by_chain)[None, :, None] * np.ones(HOURS)


def hand_case(**changes) -> Case:
    """Return the tiny case with the gas turbine standing in part already."""
    case = tiny_case()
    solar, gas, wind = case.supply
    supply = (solar, replace(gas, existing_mw=10.0), replace(wind, existing_mw=20.0))
    return replace(case, **{"supply": supply, **changes})


def hand_inputs(case: Case) -> PlanInputs:
    """Return flat prices of 40 and 45 USD/MWh, 400 and 350 kg/MWh, and a grid that is 50 and 55 % carbon-free."""
    flat = np.ones((1, 2, 1, 8760))
    by_year = [np.array(pair)[None, :, None, None] * flat for pair in ((40, 45), (400, 350), (500, 450), (0.5, 0.55))]
    pools = (
        WorkPool("chat/home", "chat", WorkClass.INTERACTIVE, (0,), 40.0 * np.ones((2, 8760)), 0, 900.0, False),
        WorkPool("embed/home", "embed", WorkClass.BATCH, (0,), 8.0 * np.ones((2, 8760)), 6, 500.0, False),
    )
    load = SiteLoad(
        ItLoad(pools),
        pue=1.25 * np.ones((1, 1, 8760)),
        wue_l_per_kwh=np.ones((1, 1, 8760)),
        peak_pue=np.array([1.25]),
        asked_it_mw=np.array([[100.0, 200.0]]),
    )
    return PlanInputs(case, load, Availability(np.ones((3, 1, 8760))), GridSeries(*by_year), TIME)


def hand_plan(case: Case | None = None, **changes) -> Plan:
    """Return capacities of round numbers: 30 MW solar, 60 then 110 MW gas, 50 MW virtual wind, a 10 MW battery."""
    case = case or hand_case()
    empty = np.zeros((0, 2))
    plan = Plan(
        inputs=hand_inputs(case),
        supply_mw=np.array([[30.0, 30.0], [60.0, 110.0], [50.0, 50.0]]),
        supply_build_mw=np.array([[30.0, 0.0], [50.0, 50.0], [30.0, 0.0]]),
        storage_mw=np.array([[10.0, 10.0]]),
        storage_build_mw=np.array([[10.0, 0.0]]),
        storage_mwh=np.array([[40.0, 40.0]]),
        storage_build_mwh=np.array([[40.0, 0.0]]),
        link_mw=empty,
        link_build_mw=empty,
        connection_firm_mw=np.array([[50.0, 80.0]]),
        connection_curtailable_mw=np.array([[0.0, 20.0]]),
        it_mw=np.array([[60.0, 60.0]]),
        it_build_mw=np.array([[52.0, 0.0]]),
        supply_online_share=np.broadcast_to(HALF_THEN_ALL, (3, CHAINS, HOURS)).copy(),
        storage_online_share=HALF_THEN_ALL[None].copy(),
        connection_online_share=HALF_THEN_ALL[None].copy(),
        curtailable_online_share=HALF_THEN_ALL[None].copy(),
        it_online_share=HALF_THEN_ALL[None].copy(),
        roadmap=(_roadmap_item(case),),
        binding=(BindingLimit("import_firm_limit[site=home]", 5e6, "MW", "One more megawatt would save money."),),
        energy_price_usd_per_mwh=50.0 * np.ones((1, CHAINS, HOURS)),
        lp=empty_lp(),
        solution=Solution(Status.OPTIMAL, "highs-ipm", np.zeros(1), None, None, 1.0, 1.0, 0.0, 9, 0.5, 2.0),
        peak_memory_mb=100.0,
    )
    return replace(plan, **changes)


def hand_dispatch(plan: Plan | None = None, **changes) -> Dispatch:
    """Return hours in balance: 60 MW at the meter (48 of IT), once from gas and grid, then from sun and battery too."""
    plan = plan or hand_plan()
    none = np.zeros((0, CHAINS, HOURS))
    # First half of 2027: 10 gas + 50 grid. From then on the battery charges 5 in one hour and gives 4 in the next.
    charge = np.array([[[0.0, 0.0], [5.0, 0.0], [5.0, 0.0], [5.0, 0.0]]])
    discharge = np.array([[[0.0, 0.0], [0.0, 4.0], [0.0, 4.0], [0.0, 4.0]]])
    solar, gas, wind = hourly(0, 20, 20, 20), hourly(10, 20, 10, 10), hourly(20, 50, 50, 50)
    home = 60.0 * np.ones((1, CHAINS, HOURS))
    served = np.array([40.0, 8.0])[:, None, None, None] * np.ones((2, 1, CHAINS, HOURS))
    dispatch = Dispatch(
        plan=plan,
        generation_mw=np.concatenate([solar, gas, wind]),
        available_mw=np.concatenate([hourly(0, 30, 30, 30), hourly(10, 60, 110, 110), wind]),
        charge_mw=charge,
        discharge_mw=discharge,
        state_of_charge_mwh=np.zeros_like(charge),
        flow_forward_mw=none,
        flow_backward_mw=none,
        import_firm_mw=home - solar - gas + charge - discharge,
        import_curtailable_mw=np.zeros_like(home),
        sale_mw=np.zeros_like(home),
        served_mw=served,
        capped_mw=np.zeros_like(served),
        arrived_mw=served.sum(axis=1),
        lost_mw=np.zeros((2, CHAINS, HOURS)),
        backlog_mwh=np.zeros((2, CHAINS, HOURS)),
        metered_mw=home,
        matched_mw=None,
    )
    return replace(dispatch, **changes)


def empty_lp() -> SparseLP:
    """Return a program of one column and no row."""
    stage = np.array([-1], dtype=np.int32)
    none, no_rows = np.empty(0), np.empty(0, dtype=np.int32)
    matrix = sp.csc_array((0, 1))
    return SparseLP(
        matrix, np.zeros(1), np.zeros(1), np.ones(1), none, none, 0.0, stage, stage, no_rows, no_rows
    )  # fmt: skip


def _roadmap_item(case: Case) -> RoadmapItem:
    order = case.programme.decision_date
    online = date_after(order, 1.5)
    assert hour_of_date(online, 2027) > 0
    return RoadmapItem(
        asset="home/solar", kind="supply", site="home", mw=30.0, year=2027, order_by=order, online=online,
        p10=date_after(order, 0.75), p50=online, p90=date_after(order, 3.0),
    )  # fmt: skip
