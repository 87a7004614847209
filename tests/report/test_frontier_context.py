"""What a frontier shows in words, in both languages."""

from dataclasses import replace

import pytest

from firmwatt.accounting.frontier import Frontier, Unreachable
from firmwatt.report.frontier_context import (
    COLUMNS,
    frontier_answer,
    frontier_context,
    frontier_rows,
    lever_words,
    why_not,
)
from firmwatt.report.frontier_words import FRONTIER_WORDS
from tests.report.frontiers import EARLY, MISSING, point, small_frontier


def test_a_page_is_told_all_that_it_shows():
    shown = frontier_context(small_frontier())
    assert (shown.title.en, shown.title.ko) == ("Ashburn · 100\xa0MW · A campus", "애슈번 · 100\xa0MW · A campus")
    assert frontier_context(replace(small_frontier(), programme_ko="캠퍼스")).title.ko.endswith(" · 캠퍼스")
    assert shown.levers is None
    assert (len(shown.table.rows), len(shown.missing)) == (3, 2)
    assert shown.chart is not None


def test_a_reason_of_unknown_kind_is_told_as_it_came():
    assert why_not(Unreachable("x", "No gas there.", "")).ko == "No gas there."


def test_the_answer_names_the_fastest_and_the_cheapest():
    assert frontier_answer(small_frontier()).en == (
        "The fastest way to 100\xa0MW at Ashburn: fuel cells until the grid, by 2028-07 with even chances and by "
        "2029-07 in nine cases of ten, at 95\xa0USD/MWh. The cheapest: firm grid, at 60\xa0USD/MWh by 2030-07."
    )
    alone = Frontier("t", "s", 50.0, (point("mixture", EARLY, 60.0),), ())
    assert frontier_answer(alone).en.endswith("It is the cheapest too.")
    nothing = Frontier("t", "s", 50.0, (), MISSING)
    assert frontier_answer(nothing).en == ("No stack of the scenario can deliver 50\xa0MW at S before the plan ends.")


def test_each_column_has_its_words_and_each_row_its_cells():
    rows = frontier_rows(small_frontier())
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert all(f"frontier.{name}" in FRONTIER_WORDS for name in COLUMNS)
    assert [cell.en for cell in rows[0][1:4]] == ["2028-01", "2028-07", "2029-07"]
    assert rows[2][3].en == "never"


def test_levers_say_what_each_stack_gains():
    found = replace(
        small_frontier(), lever_months={"line_acceleration": {"grid_firm": 14.04, "smr": -1.0}, "permitting": {}}
    )
    told = lever_words(found)
    assert told.en == (
        "Policy levers that are on: Faster lines and grid upgrades (months earlier: firm grid 14, small reactors −1); "
        "Faster permits (moves no stack)."
    )
    assert told.ko == (
        "켜진 정책 수단: 송전선과 계통 보강 가속(앞당긴 개월: 확정 계통 접속 14, 소형 원자로 −1); "
        "빠른 인허가(어느 방안의 시점도 그대로)."
    )


IDLE = Unreachable(
    "bridge_fuel_cells", "Its plan builds no fuel cell: what else is there costs less.", "idle", lacks=("fuel_cell",)
)


@pytest.mark.parametrize("stack", (*MISSING, IDLE), ids=lambda stack: stack.kind)
def test_reasons_are_told_in_both_languages(stack):
    assert why_not(stack).en.casefold() == stack.reason.casefold()
    assert why_not(stack).ko != stack.reason


def test_what_is_not_offered_has_a_name_in_both_languages():
    for name, english, korean in (("firm_grid", "firm grid", "확정"), ("fuel_cell", "fuel cell", "연료전지")):
        missing = Unreachable("x", "", "lacks", {"site": "here"}, lacks=(name,))
        assert why_not(missing).en.startswith(f"The scenario offers no {english}")
        assert korean in why_not(missing).ko
