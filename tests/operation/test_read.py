"""The dispatch is the plan's hours in megawatts."""

import numpy as np
import pytest

from firmwatt.operation.read import dispatch_from_plan
from firmwatt.planning.solve import solve_plan
from firmwatt.scenario.assets import Delivery
from tests.cases import two_site_case
from tests.golden.kit import World, case, golden_plan, site, supply
from tests.worlds import simple_inputs


def test_virtual_contracts_generate_what_is_available() -> None:
    wind = supply(delivery=Delivery.VIRTUAL, strike_usd_per_mwh=40.0, existing_mw=10.0, max_mw=0.0)
    world = World([[15.0, 15.0]], availability=[[0.5, 1.0]])
    dispatch = dispatch_from_plan(golden_plan(case(site(firm_mw=(100.0,)), supply=(wind,)), world))
    assert dispatch.generation_mw[0, 0] == pytest.approx([5.0, 10.0])
    assert dispatch.import_firm_mw[0, 0] == pytest.approx([15.0, 15.0])
    assert dispatch.matched_mw is None


def test_generation_stays_within_what_is_available() -> None:
    dispatch = dispatch_from_plan(solve_plan(simple_inputs(two_site_case())))
    assert (dispatch.generation_mw <= dispatch.available_mw + 1e-5).all()
    assert dispatch.served_mw.shape[:2] == (len(dispatch.plan.inputs.load.it.pools), 2)
    assert dispatch.metered_mw == pytest.approx(dispatch.served_mw.sum(axis=0) * 1.25)
    assert np.isfinite(dispatch.backlog_mwh).all()
