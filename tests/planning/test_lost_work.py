"""Work that must be served and is lost: the message says where, when, how much, what is late and what binds."""

from dataclasses import replace

import pytest

from firmwatt.errors import InfeasibleError
from firmwatt.planning.plan import PlanInputs
from firmwatt.planning.solve import solve_plan
from firmwatt.scenario.assets import LeadStep
from tests.golden.kit import World, case, golden_inputs, site


def _must_serve(inputs: PlanInputs) -> PlanInputs:
    pools = tuple(replace(pool, must_serve=True) for pool in inputs.load.it.pools)
    return replace(inputs, load=replace(inputs.load, it=replace(inputs.load.it, pools=pools)))


def test_work_that_must_be_served_names_site_year_hours_and_energy() -> None:
    inputs = _must_serve(golden_inputs(case(site(firm_mw=(4.0,))), World([[10.0, 3.0]])))
    with pytest.raises(InfeasibleError) as caught:
        solve_plan(inputs)
    assert str(caught.value) == (
        "workloads.work: 26,280 MWh of pool0 at a cannot be served in 2027, in 4,380 of 8,760 hours and up to 6 of "
        "10 MW of it. Ask for less or later, add supply that can be online by then, or set must_serve: false.\n"
        "In the way: The grid connects no more firm megawatts at a in 2027."
    )
    lost, limit = caught.value.typed
    assert (lost.kind, lost.place, lost.unit) == (
        "lost_work", {"workload": "work", "pool": "pool0", "sites": "a", "year": "2027"}, "MWh"
    )  # fmt: skip
    assert lost.amounts == pytest.approx({"missing": 26_280.0, "hours": 4380.0, "lost_mw": 6.0, "asked_mw": 10.0})
    assert (limit.kind, limit.limit, limit.place) == ("in_the_way", "connection_firm_mw", {"site": "a", "year": "2027"})


def test_power_that_comes_too_late_is_named_with_its_date() -> None:
    late = site(firm_mw=(20.0,))
    late = replace(late, connection=replace(late.connection, steps=(LeadStep("study", 1.0, 1.5, 2.0),)))
    with pytest.raises(InfeasibleError) as caught:
        solve_plan(_must_serve(golden_inputs(case(late), World([[10.0, 3.0]]))))
    when = next(reason for reason in caught.value.typed if reason.kind == "late")
    assert when.words == (
        f"In the way: new megawatts of the grid reach a on {when.place['date']} at the soonest (P50)."
    )
