"""A hand-made dispatch of two sites in two regions, one chain-hour pattern for all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from firmwatt.demand.it_load import ItLoad, WorkPool
from firmwatt.facility.site_load import SiteLoad
from firmwatt.grid.series import GridSeries
from firmwatt.operation.dispatch import Dispatch
from firmwatt.planning.plan import PlanInputs
from firmwatt.resource.availability import Availability
from firmwatt.scenario.case import Case, WorkClass
from tests.cases import two_site_case
from tests.hand import CHAINS, HALF_THEN_ALL, HOURS, TIME, hand_dispatch, hand_plan


def constant(*by_thing: float) -> np.ndarray:
    """Return (things, chains, hours) of constants."""
    return np.array(by_thing)[:, None, None] * np.ones((CHAINS, HOURS))


def two_site_inputs(case: Case) -> PlanInputs:
    """Return regions `grid` (40 USD, 400 kg, half carbon-free) and `desert` (30 USD, 300 kg, 20 % carbon-free)."""
    flat = np.ones((2, 2, 1, 8760))
    series = [np.array(pair)[:, None, None, None] * flat for pair in ((40, 30), (400, 300), (500, 400), (0.5, 0.2))]
    pool = WorkPool("embed/movable", "embed", WorkClass.BATCH, (0, 1), 80.0 * np.ones((2, 8760)), 6, 500.0, False)
    load = SiteLoad(
        ItLoad((pool,)),
        pue=1.25 * np.ones((2, 1, 8760)),
        wue_l_per_kwh=np.array([1.0, 0.5])[:, None, None] * np.ones((2, 1, 8760)),
        peak_pue=np.array([1.3, 1.3]),
        asked_it_mw=np.array([[100.0, 100.0], [50.0, 100.0]]),
    )
    return PlanInputs(case, load, Availability(np.ones((4, 1, 8760))), GridSeries(*series), TIME)


def two_site_dispatch(case: Case | None = None, **plan_changes) -> Dispatch:
    """Return 60 MW at the north meter and 40 at the south one.

    North: 30 gas, 40 grid, sends 10 to the south. South: 15 sun, 5 contracted sun, 10.3 grid, 9.7 from the north.
    """
    case = case or two_site_case()
    online = HALF_THEN_ALL[None]
    none = np.zeros((2, 2))
    plan = replace(
        hand_plan(),
        inputs=two_site_inputs(case),
        supply_mw=np.zeros((4, 2)),
        supply_build_mw=np.zeros((4, 2)),
        link_mw=np.full((1, 2), 20.0),
        link_build_mw=np.zeros((1, 2)),
        connection_firm_mw=np.full((2, 2), 60.0),
        connection_curtailable_mw=none,
        it_mw=np.full((2, 2), 60.0),
        it_build_mw=none,
        supply_online_share=np.repeat(online, 4, axis=0),
        connection_online_share=np.repeat(online, 2, axis=0),
        curtailable_online_share=np.repeat(online, 2, axis=0),
        it_online_share=np.repeat(online, 2, axis=0),
        energy_price_usd_per_mwh=constant(40.0, 30.0),
    )
    return hand_dispatch(
        replace(plan, **plan_changes),
        generation_mw=constant(15.0, 30.0, 5.0, 25.0),
        available_mw=constant(18.0, 90.0, 6.0, 25.0),
        charge_mw=constant(0.0),
        discharge_mw=constant(0.0),
        state_of_charge_mwh=constant(0.0),
        flow_forward_mw=constant(10.0),
        flow_backward_mw=constant(0.0),
        import_firm_mw=constant(40.0, 10.3),
        import_curtailable_mw=constant(0.0, 0.0),
        sale_mw=constant(0.0, 0.0),
        served_mw=constant(48.0, 32.0)[None],
        capped_mw=constant(0.0, 0.0)[None],
        arrived_mw=constant(80.0),
        lost_mw=constant(0.0),
        backlog_mwh=constant(0.0),
        metered_mw=constant(60.0, 40.0),
    )
