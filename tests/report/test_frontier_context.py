"""What a frontier shows in words, in both languages."""

import pytest

from firmwatt.accounting.frontier import Frontier, Unreachable
from firmwatt.report.frontier_context import COLUMNS, frontier_answer, frontier_context, frontier_rows, why_not
from firmwatt.report.frontier_words import FRONTIER_WORDS
from tests.report.frontiers import EARLY, MISSING, point, small_frontier


def test_a_page_is_told_all_that_it_shows():
    shown = frontier_context(small_frontier())
    assert shown.title == "Ashburn · 100\xa0MW"
    assert (len(shown.table.rows), len(shown.missing)) == (3, 2)
    assert shown.chart is not None


def test_a_reason_of_unknown_kind_is_told_as_it_came():
    assert why_not(Unreachable("x", "No gas there.", "")).ko == "No gas there."


def test_the_answer_names_the_fastest_and_the_cheapest():
    assert frontier_answer(small_frontier()).en == (
        "The fastest way to 100\xa0MW at Ashburn: fuel cells until the grid, on 2028-07-01 with even chances and by "
        "2029-07-01 in nine cases of ten, at 95\xa0USD/MWh. The cheapest: firm grid, at 60\xa0USD/MWh on 2030-07-01."
    )
    alone = Frontier("t", "s", 50.0, (point("mixture", EARLY, 60.0),), ())
    assert frontier_answer(alone).en.endswith("It is the cheapest too.")
    nothing = Frontier("t", "s", 50.0, (), MISSING)
    assert frontier_answer(nothing).en == ("No stack of the scenario can deliver 50\xa0MW at S before the plan ends.")


def test_each_column_has_its_words_and_each_row_its_cells():
    rows = frontier_rows(small_frontier())
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert all(f"frontier.{name}" in FRONTIER_WORDS for name in COLUMNS)
    assert rows[2][3].en == "never"


@pytest.mark.parametrize("stack", MISSING, ids=lambda stack: stack.kind)
def test_reasons_are_told_in_both_languages(stack):
    assert why_not(stack).en.casefold() == stack.reason.casefold()
    assert why_not(stack).ko != stack.reason


def test_what_is_not_offered_has_a_name_in_both_languages():
    for name, english, korean in (("firm_grid", "firm grid", "확정"), ("fuel_cell", "fuel cell", "연료전지")):
        missing = Unreachable("x", "", "lacks", {"site": "here"}, lacks=(name,))
        assert why_not(missing).en.startswith(f"The scenario offers no {english}")
        assert korean in why_not(missing).ko
