"""Points of a frontier compared with each other."""

from datetime import date

import pytest

from firmwatt.accounting.frontier import compared
from tests.report.frontiers import EARLY, GRID, LATE, dates, point


def test_points_stand_by_their_date_and_the_beaten_one_is_marked():
    found = compared([point("smr", LATE, 90.0), point("grid_firm", GRID, 60.0), point("mixture", EARLY, 70.0)])
    assert [(each.stack, each.dominated) for each in found] == [
        ("mixture", False), ("grid_firm", False), ("smr", True),
    ]  # fmt: skip


def test_of_two_alike_the_one_that_says_what_it_is_made_of_stands_first():
    found = compared([point("mixture", GRID, 60.001), point("grid_firm", GRID, 60.004)])
    assert [each.stack for each in found] == ["grid_firm", "mixture"]


def test_clean_power_is_not_beaten_by_dirty_power():
    assert not any(each.dominated for each in compared([point("smr", LATE, 90.0, 20.0), point("x", EARLY, 60.0)]))


@pytest.mark.parametrize(
    ("stacks", "gained"),
    [
        ((("grid_firm", GRID), ("mixture", EARLY)), {"grid_firm": 0.0, "mixture": 24.0}),
        ((("grid_curtailable", GRID), ("mixture", EARLY), ("smr", LATE)), {"mixture": 24.0, "smr": -42.1}),
        ((("mixture", EARLY), ("smr", LATE)), {"mixture": 66.1, "smr": 0.0}),
    ],
)
def test_months_are_gained_over_the_grid_or_over_the_latest(stacks, gained):
    found = {each.stack: each.months_gained for each in compared([point(name, when, 60.0) for name, when in stacks])}
    for name, months in gained.items():
        assert found[name] == pytest.approx(months, abs=0.1)


def test_noise_of_the_solver_beats_nobody():
    when = dates(date(2028, 1, 1), date(2028, 1, 1), date(2028, 1, 1))
    found = compared([point("a", when, 60.001, 300.01), point("b", when, 60.004, 299.99)])
    assert not any(each.dominated for each in found)


def test_no_point_is_no_frontier():
    assert compared([]) == ()
