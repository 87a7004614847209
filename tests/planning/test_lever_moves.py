"""What a lever moves is the difference of the dates with it and without it, of the things whose steps it names."""

from dataclasses import replace

import pytest

from firmwatt import study
from firmwatt.planning.lever_moves import lever_moves, stack_months
from firmwatt.scenario.assets import LeadStep
from firmwatt.scenario.levers import with_levers
from tests.cases import tiny_case


def test_without_levers_nothing_moves() -> None:
    assert lever_moves(tiny_case()) == ()


def test_a_lever_moves_what_waits_for_the_step_that_it_names() -> None:
    case = tiny_case()
    steps = (LeadStep("study", 1.0, 1.0, 1.0), LeadStep("upgrade", 2.0, 2.0, 2.0, ("study",)))
    site = replace(case.sites[0], connection=replace(case.sites[0].connection, steps=steps))
    moved = lever_moves(with_levers(replace(case, sites=(site,), supply=()), ["line_acceleration"]))
    assert [(move.kind, move.name) for move in moved] == [("connection", "home"), ("connection_curtailable", "home")]
    assert moved[0].months == pytest.approx(0.4 * 24, abs=0.05)  # 0.6 of two years


def test_each_lever_is_let_go_alone() -> None:
    both = with_levers(tiny_case(), ["permitting", "federal_land"])
    of_lever = {
        lever: [move for move in lever_moves(both) if move.lever == lever] for lever in ("permitting", "federal_land")
    }
    assert of_lever["permitting"][0].online == of_lever["federal_land"][0].online
    assert of_lever["permitting"][0].without > of_lever["federal_land"][0].without  # 0.5 of a permit beside 0.6


def test_stacks_gain_what_their_slowest_part_gains() -> None:
    case = with_levers(study.load("korea"), ["line_acceleration"])
    months = stack_months(case, "capital", 300.0)["line_acceleration"]
    assert months["grid_firm"] > 6.0
    assert all(gained > 0.0 for gained in months.values())
    assert stack_months(study.load("korea"), "capital", 300.0) == {}
