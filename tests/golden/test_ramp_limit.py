"""The ramp limit of a contract: how fast the net draw may change from hour to hour, calls apart."""

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.scenario.assets import LeadStep
from tests.golden.kit import World, case, column, golden_plan, site
from tests.planning.contracts import contract


def _level(price: list[float], work: list[float]) -> World:
    none = [0.0] * len(price)
    return World([work], price=price, intensity=none, carbon_free=none)


def test_the_draw_rises_no_faster_than_the_contract_allows() -> None:
    # 20 MW connected for nothing, a quarter of it an hour: 5 MW more than the hour before, whatever is asked.
    home = site(firm_mw=(20.0,), contract=contract(ramp_share_per_hour=0.25))
    plan = golden_plan(case(home), _level([30.0, 30.0, 30.0], [0.0, 20.0, 20.0]))
    assert column(plan, "import_firm_mw")[0] == pytest.approx([0.0, 5.0, 10.0])
    assert column(plan, "lost_mw")[0] == pytest.approx([0.0, 15.0, 10.0])
    assert plan.solution.primal_objective == pytest.approx(8760 / 3 * (15 * 30 + 25 * 1000))


def test_the_draw_falls_no_faster_either() -> None:
    # Work of 20 MW, then none: who may fall by 5 MW only starts at 5 where nothing can be thrown away.
    home = site(firm_mw=(20.0,), contract=contract(ramp_share_per_hour=0.25))
    plan = golden_plan(case(home), World([[20.0, 0.0]], price=[30.0, 30.0]))
    assert column(plan, "import_firm_mw")[0] == pytest.approx([5.0, 0.0])


def test_what_is_connected_already_ramps_while_more_waits_for_its_queue() -> None:
    # 8 of 20 MW are energised, a quarter of them an hour: the queue of three years holds the other 12.
    home = site(firm_mw=(20.0,), energised_mw=8.0, contract=contract(ramp_share_per_hour=0.25))
    queue = (LeadStep("study", 3.0, 3.0, 3.0),)
    in_queue = replace(home, connection=replace(home.connection, steps=queue))
    plan = golden_plan(case(in_queue), _level([30.0, 30.0, 30.0], [0.0, 20.0, 20.0]))
    assert column(plan, "import_firm_mw")[0] == pytest.approx([0.0, 2.0, 4.0])


def test_a_call_breaks_no_ramp_limit() -> None:
    # The grid calls in the dear third hour; before it the draw is level, in it none, after it free again.
    terms = contract(ramp_share_per_hour=0.1, hours_per_year=8760 / 4, events_per_year=8760.0, longest_event_hours=1.0)
    home = site(curtailable_mw=(20.0,), contract=terms)
    plan = golden_plan(case(home), _level([30.0, 30.0, 90.0, 30.0], [20.0] * 4))
    assert column(plan, "import_curtailable_mw")[0] == pytest.approx([20.0, 20.0, 0.0, 20.0])


def test_sites_without_a_limit_have_no_rows() -> None:
    plan = golden_plan(case(site(firm_mw=(20.0,))), World([[0.0, 20.0]], price=[30.0, 30.0]))
    assert not [block for block in plan.lp.row_blocks if block.name.startswith("ramp")]
    assert np.isfinite(plan.solution.primal_objective)
