"""What may be built is an offer: with one more of them a plan is never dearer, with one fewer never cheaper."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firmwatt import study
from firmwatt.lp.options import SolverOptions
from firmwatt.lp.solve import solve
from firmwatt.planning.model import build_model
from firmwatt.planning.plan import PlanInputs

SCENARIOS = ("campus", "korea")
GAP = 1e-7


@cache
def inputs_of(scenario: str, lucks: tuple[str, ...] = ()) -> PlanInputs:
    """Return a built-in scenario as two sampled half days a year."""
    case = study.load(scenario, resolution="2x12")
    programme = case.programme
    if lucks:
        chance = (1.0 / len(lucks),) * len(lucks)
        programme = replace(
            programme, weather_years=tuple(range(1, len(lucks) + 1)), weather_probability=chance, connection_luck=lucks
        )
    return study.prepare(replace(case, programme=programme))


def offers(inputs: PlanInputs) -> list[str]:
    """Return the names of all that may be built and need not."""
    things = (*(asset for asset in inputs.case.supply if asset.min_mw == 0.0), *inputs.case.storage, *inputs.case.links)
    return [thing.name for thing in things if thing.max_mw > 0.0]


def cost_usd(inputs: PlanInputs, taken_away: Collection[str]) -> float:
    """Return what the best plan costs without some offers."""
    case = inputs.case
    supply, storage, links = (
        tuple(replace(each, max_mw=0.0) if each.name in taken_away else each for each in things)
        for things in (case.supply, case.storage, case.links)
    )
    less = replace(case, supply=supply, storage=storage, links=links)
    lp = build_model(replace(inputs, case=less)).lp
    return solve(lp, SolverOptions(relative_gap=GAP)).primal_objective


@pytest.mark.parametrize("scenario", SCENARIOS)
@given(data=st.data())
@settings(max_examples=3)
def test_an_offer_never_makes_a_plan_dearer(scenario: str, data: st.DataObject) -> None:
    inputs = inputs_of(scenario)
    few = data.draw(st.sets(st.sampled_from(offers(inputs)), min_size=1))
    more = data.draw(st.sets(st.sampled_from(sorted(few)), max_size=len(few) - 1))
    assert cost_usd(inputs, more) <= cost_usd(inputs, few) * (1.0 + 10.0 * GAP)


@given(data=st.data())
@settings(max_examples=3)
def test_nor_a_plan_that_hedges_against_the_queue(data: st.DataObject) -> None:
    inputs = inputs_of("campus", ("p10", "p50", "p90"))
    few = data.draw(st.sets(st.sampled_from(offers(inputs)), min_size=1))
    more = data.draw(st.sets(st.sampled_from(sorted(few)), max_size=len(few) - 1))
    assert cost_usd(inputs, more) <= cost_usd(inputs, few) * (1.0 + 10.0 * GAP)


def test_a_choice_of_a_kilowatt_dates_no_computing() -> None:
    # Before, any plant that might be built dated the machines, built or not: campus became 27 million USD dearer.
    inputs = inputs_of("campus")
    cell = next(name for name in offers(inputs) if name.endswith("fuel_cell"))
    tiny = replace(
        inputs.case,
        supply=tuple(replace(a, max_mw=0.001) if a.name == cell else a for a in inputs.case.supply),
    )
    assert cost_usd(replace(inputs, case=tiny), ()) <= cost_usd(inputs, {cell}) * (1.0 + GAP)
