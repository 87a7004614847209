"""The lines of a trajectory stand where their figures say."""

from __future__ import annotations

from dataclasses import replace

from firmwatt.accounting.trajectory import Way, compare_with_pledge, find_pledge
from firmwatt.report.trajectory_chart import (
    BOTTOM,
    LEFT,
    RIGHT,
    TOP,
    partial_year,
    scope_name,
    scope_pictures,
    told_of_scope,
    way_kind,
    way_table,
)


def found(path, text="pledge:google-2030"):
    return compare_with_pledge(path, *find_pledge(text))


def test_every_scope_that_compares_has_its_picture():
    trajectory = found({"scope2_market": {2026: 1.5e6, 2035: 3.95e6}})
    location, market = scope_pictures(trajectory)
    assert market.title.ko == "스코프 2(시장 기준), 백만 t CO₂e/년"
    assert [line.kind for line in market.lines] == ["promised", "reported", "plan"]
    assert [line.kind for line in location.lines] == ["promised", "reported"]
    assert [label for _, label in market.amounts] == ["0", "1", "2", "3", "4"]
    plan = market.lines[2].dots
    assert plan[-1] == (RIGHT, round(BOTTOM - (BOTTOM - TOP) * 3.95 / 4, 1), "2035: 3.95")
    assert all(LEFT <= x <= RIGHT and TOP <= y <= BOTTOM for line in market.lines for x, y, _ in line.dots)


def test_each_scope_is_told_in_words():
    trajectory = found({"scope2_market": {2026: 1.5e6}, "scope2_location": {2026: 1.0}})
    told = {each.scope: told_of_scope(each).en for each in trajectory.scopes}
    assert told == {
        "scope1": "The report does not tell it.",
        "scope2_location": "These emissions stay below what the pledge allows the whole company.",
        "scope2_market": "In 2026 these emissions alone exceed what the pledge allows the whole company.",
        "scope3": "The report does not tell it.",
        "total": "The report does not tell it.",
    }
    assert told_of_scope(found({}, "pledge:meta-2031").scopes[4]).en == "The pledge does not cover it."
    assert told_of_scope(found({}, "pledge:meta-2031").scopes[0]).ko.startswith("보고서에 기준 연도의 값이 없습니다.")
    assert partial_year(replace(trajectory, missing_hours=8712)).en.startswith("The account lacks 8,712 hours of the")
    assert scope_name("total").ko == "스코프 1+2(시장)+3"


def test_ways_have_lines_of_their_own_and_a_table_of_what_they_cost():
    path = {scope: {2030: 1e6, 2035: 2e6} for scope in ("scope2_location", "scope2_market")}
    ways = tuple(Way(name, path, 2035, 0.9, 0.01, total) for name, total in (("dear", 3.5e9), ("cheap", 3e9)))
    trajectory = replace(found(path), ways=ways)
    assert [line.kind for line in scope_pictures(trajectory)[0].lines] == ["promised", "reported", "plan", "way-1"]
    assert (way_kind(0), way_kind(2)) == ("plan", "way-2")
    rows = [[cell.en for cell in row] for row in way_table(trajectory).rows]
    assert rows == [
        ["dear", "2\xa0Mt", "2\xa0Mt", "90\xa0%", "1\xa0%", "USD\xa03.5\xa0billion", "USD\xa0500\xa0million"],
        ["cheap", "2\xa0Mt", "2\xa0Mt", "90\xa0%", "1\xa0%", "USD\xa03\xa0billion", "USD\xa00"],
    ]
