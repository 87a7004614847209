"""The frontier of a site, end to end on a campus seen through two days a year."""

from __future__ import annotations

import re
from dataclasses import astuple, replace

import pytest

from firmwatt import frontier, study
from firmwatt.errors import UserError
from firmwatt.lp.solution import Status
from firmwatt.scenario.case import Reliability

ALIKE = ("cost_usd_per_mwh", "carbon_kg_per_mwh", "water_m3_per_mwh", "lost_compute_share")


def quick_campus():
    """Return the built-in campus at two sampled days a year."""
    return study.load("campus", resolution="2x24")


def with_twin(case):
    """Return the case with a second site that is the first in all but its name."""
    (home,) = case.sites
    twin = replace(home, name="twin")
    return replace(
        case,
        sites=(home, twin),
        supply=(*case.supply, *(_moved(asset) for asset in case.supply)),
        storage=(*case.storage, *(_moved(asset) for asset in case.storage)),
    )


def _moved(asset):
    return replace(asset, site="twin", name=f"twin/{asset.name.removeprefix('ashburn/')}")


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    folder, said = tmp_path_factory.mktemp("frontier"), []
    result = frontier.find_frontier(with_twin(quick_campus()), "ashburn", 100.0, said.append, folder)
    return result, {place.name: study.load_run(place) for place in folder.iterdir()}, said


def test_every_stack_delivers_or_says_why_not(found):
    result, runs, said = found
    delivered, missing = {point.stack for point in result.points}, {stack.stack for stack in result.unreachable}
    assert delivered | missing == set(frontier.stack_names(with_twin(quick_campus()), "ashburn", 100.0))
    assert not delivered & missing
    assert {stack.stack: stack.reason for stack in result.unreachable} == {
        "grid_firm": "All its parts add up to 80 of 100 MW.",
        "bridge_gas": "Its plan builds no gas turbine: what else is there costs less.",
        "bridge_fuel_cells": "Its plan builds no fuel cell: what else is there costs less.",
        "renewables_storage": "The scenario offers no solar or wind onshore on the site ashburn.",
    }
    assert set(runs) == delivered | {"bridge_gas", "bridge_fuel_cells"}
    stages = list(dict.fromkeys(now.stage for now in said))
    assert len(stages) == len(runs)
    assert stages[0] == f"Planning grid curtailable (1 of {len(runs)})"
    assert {now.seconds_left for now in said if now.stage == stages[0]} == {None}
    assert any(now.seconds_left for now in said if now.stage == stages[-1])


def test_each_point_has_its_nines(found):
    assert all(0.0 < point.nines <= 15.0 for point in found[0].points)


def test_each_point_is_backed_by_its_run(found):
    result, runs, _ = found
    for point in result.points:
        run = runs[point.stack]
        assert run.ledger.total_usd == pytest.approx(run.plan.solution.primal_objective, rel=1e-9)
        assert run.plan.inputs.case.programme.planning_years[0] >= point.dates.planned.year
        assert point.dates.p10 <= point.dates.p50 <= point.dates.p90
        assert 0.0 <= point.figures.lost_compute_share <= frontier.MOST_LOST_SHARE


def test_a_frontier_that_was_stopped_goes_on_where_it_was(monkeypatch, tmp_path):
    case, planned, stops = quick_campus(), [], ["campus-mixture"]
    solve, stacks = frontier.solve_plan, frontier.site_stacks

    def counted(inputs, progress=None):
        planned.append(inputs.case.programme.name)
        if planned[-1] in stops:
            raise KeyboardInterrupt
        return solve(inputs, progress)

    def look():
        planned.clear()
        return frontier.find_frontier(case, "ashburn", 100.0, folder=tmp_path)

    monkeypatch.setattr(frontier, "solve_plan", counted)
    monkeypatch.setattr(frontier, "site_stacks", lambda *question: stacks(*question)[1::5])  # curtailable and mixture
    with pytest.raises(KeyboardInterrupt):
        look()
    assert [place.name for place in tmp_path.iterdir()] == ["grid_curtailable"]
    stops.clear()
    went_on = look()
    assert planned == ["campus-mixture"]
    assert len(went_on.points) == 2
    again = look()
    assert planned == []
    assert [point.stack for point in again.points] == [point.stack for point in went_on.points]
    for kept, new in zip(again.points, went_on.points, strict=True):
        assert kept.dates == new.dates
        assert astuple(kept.figures) == pytest.approx(astuple(new.figures), rel=1e-9, abs=1e-9)
    stops.append("campus-grid_curtailable")
    with pytest.raises(KeyboardInterrupt):  # another question: nothing that is kept answers it
        frontier.find_frontier(case, "ashburn", 99.0, folder=tmp_path)


def stopped(plan, **changes):
    """Return the plan as a solver leaves it that was stopped with a point."""
    return replace(plan, solution=replace(plan.solution, status=Status.STOPPED_FEASIBLE, relative_gap=0.03, **changes))


def test_a_plan_on_its_way_is_no_point(monkeypatch):
    case = quick_campus()
    (stack,) = (each for each in frontier.site_stacks(case, "ashburn", 60.0) if each.name == "grid_firm")
    dates = frontier.stack_dates(case, stack, 60.0)
    solve = frontier.solve_plan
    monkeypatch.setattr(frontier, "solve_plan", lambda *asked: stopped(solve(*asked), solve_seconds=7.0))
    with pytest.raises(KeyboardInterrupt):
        frontier.plan_stack(case, stack, dates, 60.0)
    hurried = replace(case, solve=replace(case.solve, time_limit_seconds=6.0))
    with pytest.raises(UserError) as refused:
        frontier.plan_stack(hurried, stack, dates, 60.0)
    assert str(refused.value) == (
        "solve.time_limit_seconds: after 6 s the plan of campus-grid_firm is within a gap of 3e-02, too wide to "
        "compare stacks. Leave the limit out, or look at a sample with --resolution 4x168."
    )


def test_moving_to_an_identical_site_changes_nothing(found):
    points = {point.stack: point for point in found[0].points}
    here, there = points["mixture"], points["relocate_twin"]
    assert here.dates == there.dates
    for name in ALIKE:
        assert getattr(here.figures, name) == pytest.approx(getattr(there.figures, name), rel=1e-5, abs=1e-6)
    assert here.dominated == there.dominated


@pytest.mark.parametrize("technology", ["gas_turbine", "smr"])
def test_removing_an_option_never_improves_the_mixture(found, technology):
    everything = {point.stack: point for point in found[0].points}["mixture"]
    case = quick_campus()
    fewer = replace(case, supply=tuple(asset for asset in case.supply if asset.technology != technology))
    (stack,) = (each for each in frontier.site_stacks(fewer, "ashburn", 100.0) if each.name == "mixture")
    dates = frontier.stack_dates(fewer, stack, 100.0)
    assert dates.p50 >= everything.dates.p50
    if technology == "smr":  # reactors come after the mixture delivers: its dates stay, and its costs can be compared
        assert dates == replace(everything.dates, most_mw=dates.most_mw)
        _, figures = frontier.plan_stack(fewer, stack, dates, 100.0)
        assert figures.cost_usd_per_mwh >= everything.figures.cost_usd_per_mwh * (1.0 - 1e-4)


def test_a_market_that_answers_meets_the_load_of_the_stack():
    case = study.load("campus", "supply_curve", "2x24")
    (stack,) = (each for each in frontier.site_stacks(case, "ashburn", 100.0) if each.name == "mixture")
    run, figures = frontier.plan_stack(case, stack, frontier.stack_dates(case, stack, 100.0), 100.0)
    books = run.ledger.markets
    assert books is not None
    assert (books.programme_mwh[0] > 1e5).all()
    assert (books.planned.emission_t > books.without.emission_t).all()
    assert figures.cost_usd_per_mwh > 0.0


@pytest.mark.parametrize(
    ("water_share", "must_serve", "served"), [(0.0, False, "0%"), (0.98, True, r"9\d\.\d\d%"), (0.98, False, None)]
)
def test_a_stack_without_water_tells_what_it_serves(water_share, must_serve, served):
    case = quick_campus()
    works = tuple(replace(work, must_serve=must_serve) for work in case.workloads)
    (stack,) = (each for each in frontier.site_stacks(case, "ashburn", 60.0) if each.name == "grid_firm")
    dates = frontier.stack_dates(case, stack, 60.0)
    run, _ = frontier.plan_stack(case, stack, dates, 60.0)
    limit = water_share * float(run.ledger.water_site_m3[0].min())
    dry = replace(case, workloads=works, sites=(replace(case.sites[0], water_limit_m3_per_year=limit),))
    answer = frontier.plan_stack(dry, stack, dates, 60.0)
    if served is None:
        assert 0.01 < answer[1].lost_compute_share < frontier.MOST_LOST_SHARE
    else:
        limits = rf"It serves {served} of the computing\. The water limit at ashburn binds in 20\d\d\."
        assert re.fullmatch(limits, answer.reason)


def test_a_stack_without_a_plan_says_why_in_parts():
    case = replace(quick_campus(), reliability=Reliability(3.0, 0.5))
    (stack,) = (each for each in frontier.site_stacks(case, "ashburn", 60.0) if each.name == "grid_firm")
    answer = frontier.plan_stack(case, stack, frontier.stack_dates(case, stack, 60.0), 60.0)
    assert (answer.kind, answer.reasons[0].limit, answer.reasons[0].unit) == ("infeasible", "reserve", "MW")
    missing = f"{answer.reasons[0].amounts['missing']:,.0f}"
    assert answer.reason.startswith(
        f"No plan keeps the scenario's limits: At ashburn {missing} MW of firm capacity are missing in "
    )


def test_a_stack_that_comes_after_the_plan_is_told_with_its_date():
    case = quick_campus()
    short = replace(case, programme=replace(case.programme, years_represented=(1, 1, 5, 1)))
    reasons = {stack.stack: stack.reason for stack in frontier.find_frontier(short, "ashburn", 150.0).unreachable}
    assert reasons["grid_curtailable"] == "All its parts add up to 120 of 150 MW."
    late = replace(short, supply=tuple(replace(asset, earliest_year=2036) for asset in short.supply))
    reasons = {stack.stack: stack.reason for stack in frontier.find_frontier(late, "ashburn", 100.0).unreachable}
    assert reasons["smr"] == "It delivers on 2036-01-01, too late for a full year before the plan ends with 2035."


@pytest.mark.parametrize(
    ("site", "mw", "message"),
    [
        ("ashbrn", 100.0, "--site ashbrn: the scenario campus has no such site. Did you mean 'ashburn'?"),
        ("x", 100.0, "--site x: the scenario campus has no such site. Its sites: ashburn."),
        *(
            (
                "ashburn",
                mw,
                f"--mw {mw:g}: is not a number above zero. Write the megawatts that the site asks for, such as 100.",
            )
            for mw in (0.0, -5.0, float("inf"), float("nan"))
        ),
    ],
)
def test_a_question_that_makes_no_sense_is_answered_exactly(site, mw, message):
    with pytest.raises(UserError) as refused:
        frontier.find_frontier(study.load("campus"), site, mw)
    assert str(refused.value) == message
