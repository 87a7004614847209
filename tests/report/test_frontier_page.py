"""The page of a frontier: one sound file in both languages, safe with any name."""

from firmwatt.accounting.frontier import Frontier
from firmwatt.report.frontier_page import render_frontier
from tests.report.frontiers import MISSING, small_frontier
from tests.report.test_page import read


def test_the_page_is_one_sound_file_with_the_picture_inside():
    page = render_frontier(small_frontier())
    found = read(page)
    assert found.faults == []
    assert found.open == []
    assert page.count("<circle") == page.count("<li>") + page.count("<li ") == 3
    assert not [link for link in found.links if link not in ("data:,",)]
    assert len(found.ids) == len(set(found.ids))


def test_names_cannot_break_out_of_the_page():
    page = render_frontier(small_frontier())
    assert "relocate_<west>" not in page
    assert "Move to &lt;west&gt;" in page
    assert MISSING[1].reason in page


def test_where_nothing_delivers_there_is_no_picture():
    assert "<svg" not in render_frontier(Frontier("t", "s", 50.0, (), MISSING))
