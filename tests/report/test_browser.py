"""The report in a real browser with no network: no errors, readable to all, whole on a phone and on paper."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from firmwatt.accounting.books import build_ledger
from firmwatt.accounting.frontier import Frontier, compared
from firmwatt.report.frontier_page import render_frontier
from firmwatt.report.page import render_report
from tests.report.browser import Seen, opened, serious_faults
from tests.report.fabricated import fabricate, sampled_grid
from tests.report.frontiers import EARLY, MISSING, dates, point

CUT = """() => [...document.querySelectorAll('.chart')].flatMap((chart) => {
  const [box, drawn] = [chart, chart.querySelector('svg')].map((item) => item.getBoundingClientRect());
  const isWhole = drawn.width > 100 && drawn.right <= box.right + 1 && drawn.bottom <= box.bottom + 1;
  return isWhole && box.right <= document.documentElement.clientWidth + 1 ? [] : [chart.dataset.chart];
})"""
WHOLE = f"() => ({CUT})().length === 0"
DRAWN = "() => [...document.querySelectorAll('.chart')].every((chart) => chart.querySelector('svg path'))"

SCREENS = [pytest.param(("en-US", 1280), id="desk-english"), pytest.param(("ko-KR", 360), id="phone-korean")]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    dispatch = fabricate()
    file = tmp_path_factory.mktemp("page") / "report.html"
    file.write_text(render_report(dispatch, build_ledger(dispatch)), encoding="utf-8")
    return file


@pytest.fixture(params=SCREENS, scope="module")
def seen(request: pytest.FixtureRequest, browser: Browser, file: Path) -> Iterator[Seen]:
    language, width = request.param
    with opened(browser, file, width, language) as seen:
        yield seen


def test_the_page_draws_everything_without_errors_and_without_the_network(seen: Seen) -> None:
    assert seen.page.locator(".chart").count() > 5
    seen.page.wait_for_function(DRAWN)
    assert (seen.errors, seen.requests) == ([], [])


def test_no_reader_is_shut_out(seen: Seen) -> None:
    assert serious_faults(seen.page) == []


def test_nothing_is_wider_than_the_screen(seen: Seen) -> None:
    assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    seen.page.wait_for_function(WHOLE)
    listed = seen.page.locator("#map .places li").last.bounding_box()  # the map's names are on the screen with it
    assert listed is not None and listed["x"] + listed["width"] <= seen.page.evaluate("innerWidth")


def test_the_language_of_the_reader_is_chosen_and_can_be_changed(seen: Seen) -> None:
    first = seen.page.evaluate("document.documentElement.lang")
    assert first == seen.page.evaluate("navigator.language").partition("-")[0]
    words = seen.page.inner_text("main")
    other = {"en": "ko", "ko": "en"}[first]
    seen.page.click(f"[data-choose={other}]")
    assert seen.page.inner_text("main") != words
    seen.page.click(f"[data-choose={first}]")
    assert seen.page.inner_text("main") == words


@pytest.mark.parametrize("screen", SCREENS)
def test_paper_cuts_no_chart(browser: Browser, file: Path, screen: tuple[str, int]) -> None:
    language, width = screen
    with opened(browser, file, width, language) as seen:
        seen.page.set_viewport_size({"width": 720, "height": 1000})
        seen.page.emulate_media(media="print")
        seen.page.wait_for_function(WHOLE)  # the page draws anew when it hears of its new width, not at once
        assert seen.page.evaluate(
            "[...document.querySelectorAll('figure')].every((item) => getComputedStyle(item).breakInside === 'avoid')"
        )
        assert seen.page.pdf(format="A4").startswith(b"%PDF")


NARROWED = """async () => {
  const drawn = () => [...document.querySelectorAll("[data-chart] svg")].map((svg) => svg.outerHTML);
  const before = drawn();
  document.body.style.width = "420px";
  dispatchEvent(new Event("resize"));
  const atOnce = drawn();
  for (const _ of [1, 2, 3]) await new Promise(requestAnimationFrame);
  const later = drawn();
  return [before.every((svg, place) => svg !== later[place]), atOnce.every((svg, place) => svg === later[place])];
}"""


def test_charts_are_drawn_anew_at_once_since_paper_waits_for_no_frame(browser: Browser, file: Path) -> None:
    with opened(browser, file) as seen:
        assert seen.page.evaluate(NARROWED) == [True, True]


def test_dark_screens_are_readable_too(browser: Browser, file: Path) -> None:
    with opened(browser, file) as seen:
        seen.page.emulate_media(color_scheme="dark")
        assert serious_faults(seen.page) == []


def test_nine_years_of_eight_sites_stay_small_and_are_drawn(browser: Browser, tmp_path: Path) -> None:
    years = (2026, 2027, 2028, 2029, 2030, 2032, 2035, 2040, 2045)
    dispatch = fabricate([f"site{k}" for k in range(8)], sampled_grid(years))
    file = tmp_path / "report.html"
    file.write_text(render_report(dispatch, build_ledger(dispatch)), encoding="utf-8")
    assert file.stat().st_size < 10e6
    with opened(browser, file) as seen:
        seen.page.wait_for_function(DRAWN)
        assert seen.page.locator(".chart").count() > 5


FAR = dates(date(2031, 12, 1), date(2033, 12, 1), date(2036, 12, 1))
STACKS = ("bridge_fuel_cells", "renewables_storage", "grid_curtailable", "bridge_gas", "relocate_port_washington")


def test_all_columns_of_a_frontier_are_on_the_screen(browser: Browser, tmp_path: Path) -> None:
    points = [replace(point(name, FAR, 1050.0 + k, 1234.0), nines=3.64) for k, name in enumerate(STACKS)]
    points = [replace(each, dates=replace(each.dates, cancelled_share=0.455)) for each in points]
    grid = replace(point("grid_firm", EARLY, 80.0), nines=3.64)
    file = tmp_path / "frontier.html"
    found = Frontier("A campus", "ashburn", 100.0, compared([grid, *points]), MISSING, "캠퍼스")
    file.write_text(render_frontier(found), encoding="utf-8")
    with opened(browser, file) as seen:
        for language in ("en", "ko"):
            seen.page.click(f"[data-choose={language}]")
            box = seen.page.locator("#stacks .scroll")
            assert box.evaluate("(box) => box.scrollWidth <= box.clientWidth"), language
            assert serious_faults(seen.page) == []
        assert seen.page.title() == "애슈번 · 100\xa0MW · 캠퍼스"
        seen.page.set_viewport_size({"width": 360, "height": 800})
        assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert (seen.errors, seen.requests) == ([], [])
