"""Why no plan exists: each limit that a scenario can set is told with its place, its amounts and its remedy."""

from dataclasses import replace

import pytest

from firmwatt.errors import InfeasibleError, Reason
from firmwatt.lp.options import SolverOptions
from firmwatt.planning.binding import SENTENCES
from firmwatt.planning.conflict import UNKEPT, conflict_reasons
from firmwatt.planning.constraints import carbon_cap
from firmwatt.planning.model import build_model
from firmwatt.planning.solve import solve_plan
from firmwatt.scenario.case import Case, Reliability
from tests.golden.kit import World, case, golden_inputs, policy, site, supply

WORLD = World([[10.0, 3.0]])


def reasons(asked: Case) -> tuple[Reason, ...]:
    with pytest.raises(InfeasibleError) as caught:
        solve_plan(golden_inputs(asked, WORLD))
    assert caught.value.reasons == tuple(reason.words for reason in caught.value.typed)
    return caught.value.typed


def committed(**changes: object) -> object:
    return supply(min_mw=10.0, **changes)


def test_committed_land_beyond_the_limit() -> None:
    (land,) = reasons(case(site(land_limit_acre=20.0), supply=(committed(land_acre_per_mw=5.0),)))
    assert (land.kind, land.limit, land.place, land.unit) == ("unkept", "land", {"site": "a", "year": "2027"}, "acre")
    assert land.amounts == pytest.approx({"needed": 50.0, "allowed": 20.0, "missing": 30.0})
    assert land.words == (
        "What must stand at a in 2027 takes 50 acres of land; 20 are allowed. Raise land_limit_acre, or commit to less."
    )


def test_a_budget_that_is_too_small_for_what_is_committed() -> None:
    asked = case(site(), supply=(committed(overnight_cost_usd_per_kw=1000.0),))
    (budget,) = reasons(replace(asked, programme=replace(asked.programme, budget_usd=4e6)))
    assert budget.words == (
        "What the programme is committed to costs 10 million USD; its budget is 4 million USD. "
        "Raise budget_usd, or commit to less."
    )


def test_vendors_that_deliver_less_than_is_committed() -> None:
    asked = case(site(), supply=(committed(technology="gas_turbine"),), vendor_slots_mw_per_year={"gas_turbine": 4.0})
    (slots,) = reasons(asked)
    assert slots.words == (
        "10 MW of gas_turbine must be bought for 2027; vendors deliver 4 MW. "
        "Raise the vendor slots, or commit to less or later."
    )


def test_a_reserve_that_machines_that_run_already_ask_for() -> None:
    home = site(firm_mw=(4.0,), energised_it_mw=10.0)
    reserve, *beside = reasons(case(home, reliability=Reliability(0.2, 0.5)))
    assert reserve.words == (
        "At a 10 MW of firm capacity are missing in 2027 for the reserve margin. "
        "Lower reserve_margin, or offer more firm supply, storage or connection that can be online by then."
    )
    assert [each.words for each in beside] == ["In the way: The grid connects no more firm megawatts at a in 2027."]


def test_years_alike_are_told_once_by_the_worst() -> None:
    home = site(firm_mw=(4.0, 8.0), curtailable_mw=(0.0, 0.0), energised_it_mw=10.0, asked_mw=(100.0, 100.0))
    both = case(
        home, years=(2027, 2028), reliability=Reliability(0.2, 0.5), policy=policy(carbon_price_usd_per_tonne=(0, 0))
    )
    with pytest.raises(InfeasibleError) as caught:
        solve_plan(golden_inputs(both, World([[9.0, 9.0]])))
    reserve = caught.value.typed[0]
    assert reserve.place == {"site": "a", "year": "2027", "also": "2028"}
    assert reserve.words.endswith("that can be online by then. The same holds for 2028.")


def test_a_plant_that_must_run_and_has_nobody_to_run_for() -> None:
    (load,) = reasons(case(site(), supply=(supply(existing_mw=40.0, max_mw=0.0, minimum_load_share=0.5),)))
    assert load.words == (
        "plant cannot run at its minimum load in 2027: 17 MW of it have no use in the worst hour. "
        "Lower minimum_load_share, or offer storage."
    )


def test_a_cap_below_what_a_plant_that_must_run_emits() -> None:
    dirty = supply(existing_mw=4.0, max_mw=0.0, minimum_load_share=0.5, emission_kg_per_mwh=500.0)
    cap, beside = reasons(case(site(), supply=(dirty,), policy=policy(carbon_cap_tonne=(5000.0,))))
    assert cap.words == (
        "What must run in 2027 emits 8,760 tonnes of CO2; the cap allows 5,000. "
        "Raise carbon_cap_tonne, or lower minimum_load_share."
    )
    assert beside.words == "In the way: plant runs at its minimum load."


def test_a_feasible_program_has_no_reasons() -> None:
    model = build_model(golden_inputs(case(site(firm_mw=(20.0,), land_limit_acre=5.0)), WORLD))
    assert conflict_reasons(model.lp, [2027], SolverOptions()) == ()
    assert conflict_reasons(model.lp, [], SolverOptions()) == ()


def test_each_limit_that_binds_in_words_can_be_unkept_in_words() -> None:
    columns_and_bills = {"billed_at_least", "billed_ratchet"}
    rows = {name for name in SENTENCES if "_mw" not in name} - columns_and_bills
    assert rows <= set(UNKEPT), rows - set(UNKEPT)
    assert carbon_cap.__name__.rpartition(".")[2] in UNKEPT
