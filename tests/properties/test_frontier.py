"""The frontier of random small sites: what nothing beats, what moving changes, and what an option is worth."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firmwatt import frontier
from firmwatt.planning.stack_dates import stack_dates
from firmwatt.planning.stacks import site_stacks
from firmwatt.scenario.assets import LeadStep
from tests.cases import tiny_case
from tests.worlds import simple_inputs

FIGURES = (
    "cost_usd_per_mwh",
    "carbon_kg_per_mwh",
    "water_m3_per_mwh",
    "curtailed_hours_per_year",
    "lost_compute_share",
)
YEARS = st.integers(1, 12).map(lambda quarters: quarters / 4.0)


@pytest.fixture(scope="module", autouse=True)
def plain_world():
    """Plan in hours made by hand, and leave outages out: neither is what is asked here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frontier.study, "prepare", simple_inputs)
        patch.setattr(frontier, "last_year_adequacy", lambda *_: defaultdict(lambda: SimpleNamespace(nines=3.0)))
        yield


@st.composite
def steps(draw, *names):
    """Return two steps side by side, and one after both."""
    lengths = [sorted(draw(st.tuples(YEARS, YEARS, YEARS))) for _ in names]
    first, second = (LeadStep(name, *years) for name, years in zip(names[:2], lengths, strict=False))
    return first, second, LeadStep(names[2], *lengths[2], after=names[:2])


@st.composite
def small_sites(draw):
    """Return one site with turbines, fuel cells, a reactor, sun and a battery, and the megawatts asked for."""
    case = tiny_case()
    home, (solar, turbines, wind) = case.sites[0], case.supply
    firm = draw(st.integers(0, 120))
    link = replace(
        home.connection,
        firm_mw=(float(firm) / 2.0, float(firm)),
        curtailable_mw=(float(draw(st.integers(0, 60))),) * 2,
        energised_mw=float(draw(st.sampled_from([0, 20]))),
        steps=draw(steps("study", "upgrade", "ramp")),
    )
    plants = [
        replace(
            turbines,
            name=f"home/{technology}",
            technology=technology,
            max_mw=float(draw(st.integers(10, 120))),
            overnight_cost_usd_per_kw=float(draw(st.integers(500, 8000))),
            variable_om_usd_per_mwh=float(draw(st.integers(0, 30))),
            earliest_year=draw(st.sampled_from([2026, 2028])),
            steps=draw(steps("permit", "procure", "build")),
        )
        for technology in ("gas_turbine", "fuel_cell", "smr")
    ]
    free = replace(case.policy, annual_carbon_free_share=None, hourly_carbon_free_share=None)
    case = replace(
        case,
        sites=(replace(home, connection=link),),
        supply=(solar, *plants, wind),
        policy=free,
        programme=replace(case.programme, years_represented=(3, 10), sampled_periods=1),
    )
    return case, float(draw(st.integers(20, 110)))


def with_twin(case):
    """Return the case with a second site that is the first in all but its name."""
    (home,) = case.sites

    def moved(asset):
        return replace(asset, site="twin", name=f"twin/{asset.name.removeprefix('home/')}")

    return replace(
        case,
        sites=(home, replace(home, name="twin")),
        supply=(*case.supply, *map(moved, case.supply)),
        storage=(*case.storage, *map(moved, case.storage)),
    )


def beats(one, other):
    """Return whether a point is no later, dearer or dirtier than another, and better in one of them."""
    mine, theirs = (
        (point.dates.p50, round(point.figures.cost_usd_per_mwh, 1), round(point.figures.carbon_kg_per_mwh))
        for point in (one, other)
    )
    return mine != theirs and all(a <= b for a, b in zip(mine, theirs, strict=True))


@given(small_sites())
@settings(max_examples=5, deadline=None)
def test_the_best_are_those_of_brute_force_and_moving_to_a_twin_changes_nothing(asked):
    case, mw = asked
    found = frontier.find_frontier(with_twin(case), "home", mw)
    for point in found.points:
        assert point.dominated == any(beats(other, point) for other in found.points)
    points = {point.stack: point for point in found.points}
    missing = {stack.stack: stack for stack in found.unreachable}
    if "mixture" in missing:
        assert missing["relocate_twin"].kind == missing["mixture"].kind
        return
    here, there = points["mixture"], points["relocate_twin"]
    assert here.dates == there.dates
    for name in FIGURES:
        assert getattr(there.figures, name) == pytest.approx(getattr(here.figures, name), rel=1e-3, abs=1e-3)


@given(small_sites(), st.sampled_from(["solar", "gas_turbine", "fuel_cell", "smr", "battery"]))
@settings(max_examples=5, deadline=None)
def test_without_an_option_no_stack_comes_earlier_and_none_costs_less(asked, gone):
    case, mw = asked
    fewer = replace(
        case,
        supply=tuple(asset for asset in case.supply if asset.technology != gone),
        storage=tuple(asset for asset in case.storage if gone != "battery"),
    )
    before = {stack.name: stack for stack in site_stacks(case, "home", mw)}
    for stack in site_stacks(fewer, "home", mw):
        whole, dates = stack_dates(case, before[stack.name], mw), stack_dates(fewer, stack, mw)
        if frontier.no_date(fewer, stack, dates, mw):
            continue
        if before[stack.name].adds_up:
            assert whole.p10 <= dates.p10
            assert whole.p50 <= dates.p50
            assert whole.p90 is None or dates.p90 is None or whole.p90 <= dates.p90
        answers = [frontier.plan_stack(*both, dates, mw) for both in ((case, before[stack.name]), (fewer, stack))]
        if all(isinstance(answer, tuple) for answer in answers):
            most, least = (run.ledger.total_usd for run, _ in answers)
            assert most <= least * (1.0 + 1e-4)
