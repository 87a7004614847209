"""The page that compares runs: one sound file in both languages."""

import pytest
from playwright.sync_api import Browser

from firmwatt.report.comparison_page import render_comparison
from tests.report.browser import opened, serious_faults
from tests.report.test_comparison import side
from tests.report.test_page import read


@pytest.fixture(scope="module")
def page() -> str:
    return render_comparison([side("base"), side("half", scale=0.5), side("<third>", scale=0.7)])


def test_the_page_is_one_sound_file(page):
    found = read(page)
    assert (found.faults, found.open) == ([], [])
    assert len(found.ids) == len(set(found.ids))
    assert not [link for link in found.links if link != "data:," and not link.startswith("#")]
    assert "<third>" not in page


def test_a_browser_draws_it(page, browser: Browser, tmp_path):
    file = tmp_path / "compare.html"
    file.write_text(page, encoding="utf-8")
    with opened(browser, file, width=360) as seen:
        assert (seen.errors, seen.requests, serious_faults(seen.page)) == ([], [], [])
        assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        seen.page.wait_for_function("document.querySelectorAll('.chart svg').length === 5")
