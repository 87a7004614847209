"""Where points and labels stand on the picture."""

from itertools import combinations
from math import dist

import pytest

from firmwatt.accounting.frontier import Frontier
from firmwatt.report.frontier_chart import BOTTOM, HEIGHT, LEFT, RIGHT, WIDTH, frontier_chart, stack_name
from tests.report.frontiers import EARLY, point, small_frontier


def test_time_runs_to_the_right_and_cost_upwards():
    chart = frontier_chart(small_frontier())
    early, grid, late = chart.marks
    assert early.low < early.x < early.high < late.x
    assert early.y < grid.y
    assert early.is_best
    assert (chart.years[0].label, chart.years[0].place) == ("2028", LEFT)
    assert (chart.years[-1].label, chart.years[-1].place) == ("2035", WIDTH - RIGHT)
    assert [tick.label for tick in chart.costs] == ["60", "70", "80", "90", "100", "110", "120"]
    assert chart.costs[0].place == HEIGHT - BOTTOM


def test_a_p90_that_never_comes_ends_where_the_point_stands():
    late = frontier_chart(small_frontier()).marks[-1]
    assert late.high == late.x
    assert late.tip.en.startswith("P10 2032-01-01, P50 2034-01-01, P90 never")


def test_the_line_falls_from_the_earliest_to_the_cheapest():
    early, grid, _ = frontier_chart(small_frontier()).marks
    assert frontier_chart(small_frontier()).path == f"{early.x},{early.y} {grid.x},{grid.y}"


def test_numbers_of_a_crowd_stand_beside_their_point_and_on_no_other_number():
    crowd = tuple(point(f"relocate_{name}", EARLY, 60.0) for name in "abcd")
    chart = frontier_chart(Frontier("t", "s", 1.0, crowd, ()))
    assert [mark.number for mark in chart.marks] == [1, 2, 3, 4]
    assert len({(mark.x, mark.y) for mark in chart.marks}) == 1
    assert chart.marks[0].at == (chart.marks[0].x, chart.marks[0].y)
    assert all(dist(one.at, other.at) >= 15 for one, other in combinations(chart.marks, 2))


def test_nothing_to_draw():
    assert frontier_chart(Frontier("t", "s", 1.0, (), ())) is None


@pytest.mark.parametrize(
    ("stack", "words"),
    [("smr", "Small reactors"), ("relocate_far_west", "Move to Far West"), ("mixture", "Mixture of all")],
)
def test_stacks_have_names(stack, words):
    assert stack_name(stack).en == words
