"""The page as a whole: one sound file, both languages, safe with any text, honest about its status."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest

from firmwatt.accounting.books import build_ledger
from firmwatt.lp.solution import Status
from firmwatt.operation.dispatch import Dispatch
from firmwatt.report.numbers import energy, mass, money, percent, power
from firmwatt.report.page import render_report, script_json
from firmwatt.report.years import LEAST_BELOW_SHARE
from tests.report.fabricated import fabricate, full_year, sampled_grid
from tests.report.frontiers import small_frontier

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
MOST_BYTES = 3_000_000


class Reader(HTMLParser):
    """Reads a page: checks that elements close in order, keeps its links and words."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name in ("src", "href", "srcset", "action", "data"):
                self.links.append(value or "")
            if name == "id":
                self.ids.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] not in ("script", "style"):
            self.words.append(data)


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    return reader


def report(dispatch: Dispatch) -> str:
    return render_report(dispatch, build_ledger(dispatch))


@pytest.fixture(scope="module")
def dispatch() -> Dispatch:
    return fabricate()


@pytest.fixture(scope="module")
def page(dispatch: Dispatch) -> str:
    return report(dispatch)


def figures(page: str) -> dict[str, dict[str, object]]:
    found = re.search(r'<script type="application/json" id="figures">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_page_is_one_sound_file(page: str) -> None:
    reader = read(page)
    assert page.startswith("<!doctype html>")
    assert reader.faults == []
    assert reader.open == []
    assert len(reader.ids) == len(set(reader.ids))
    assert len(page.encode()) < MOST_BYTES


def test_page_asks_nothing_of_the_network(page: str) -> None:
    assert all(link.startswith(("#", "data:")) for link in read(page).links)
    assert not re.search(r"@import|url\(\s*['\"]?(?:https?:)?//", page)
    assert "default-src 'none'" in page


def test_each_place_for_a_chart_has_its_chart(page: str) -> None:
    assert sorted(re.findall(r'data-chart="([^"]+)"', page)) == sorted(figures(page))


def test_links_of_the_contents_lead_somewhere(page: str) -> None:
    reader = read(page)
    assert {link[1:] for link in reader.links if link.startswith("#")} <= set(reader.ids)


def test_numbers_are_those_of_the_ledger(dispatch: Dispatch, page: str) -> None:
    ledger = build_ledger(dispatch)
    words = " ".join(read(page).words)
    emitted = ledger.scope1_t[:, 2].sum() + ledger.scope2_location_t[:, 2].sum()
    for text in (
        money(ledger.total_usd).en,
        money(ledger.total_usd).ko,
        mass(emitted),
        percent(ledger.carbon_free_share_hourly[2]),
        percent(ledger.re100_share[2]),
        energy(ledger.compute_mwh["lost"][:, 2].sum()),
        power(2550.0),
        "850 / 1,000",
    ):
        assert text in words


def test_charts_carry_the_ledger(dispatch: Dispatch, page: str) -> None:
    ledger = build_ledger(dispatch)
    series = figures(page)["cost"]["option"]["series"]
    total = np.sum([one["data"] for one in series], axis=0)
    expected = np.sum([by_site.sum(axis=0) for by_site in ledger.cost_usd_per_year.values()], axis=0) / 1e9
    np.testing.assert_allclose(total, expected, rtol=0, atol=LEAST_BELOW_SHARE * expected.max())


def test_text_of_the_user_is_never_markup(dispatch: Dispatch) -> None:
    case = dispatch.plan.inputs.case
    bad = "<script>alert('x')</script>"
    programme = replace(case.programme, title=bad, description=f"{bad} & more", parties={"operator": bad})
    sites = (replace(case.sites[0], name="</script><b>"), *case.sites[1:])
    supply = tuple(replace(one, site=sites[0].name) if one.site == case.sites[0].name else one for one in case.supply)
    storage = tuple(replace(one, site=sites[0].name) if one.site == case.sites[0].name else one for one in case.storage)
    changed = replace(case, programme=programme, sites=sites, supply=supply, storage=storage)
    inputs = replace(dispatch.plan.inputs, case=changed)
    page = report(replace(dispatch, plan=replace(dispatch.plan, inputs=inputs)))
    reader = read(page)
    assert reader.faults == []
    assert bad not in page
    assert "</script><b>" not in page
    assert bad in "".join(reader.words)
    assert figures(page)


def test_an_optimal_plan_has_no_banner(page: str) -> None:
    assert 'role="alert"' not in page


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.OPTIMAL])
def test_any_other_status_has_a_banner(status: Status) -> None:
    page = report(fabricate(["Solo"], status=status))
    assert 'role="alert"' in page
    assert status.value in " ".join(read(page).words)


@pytest.mark.parametrize(
    "dispatch",
    [
        pytest.param(fabricate(scale=0.0), id="nothing asked for"),
        pytest.param(fabricate(["Solo"], lost_share=0.0), id="one site, nothing lost"),
        pytest.param(fabricate(["Solo"], sampled_grid(years=(2027,))), id="one year"),
        pytest.param(fabricate(["Solo"], sampled_grid(hours=6)), id="periods of six hours"),
        pytest.param(fabricate(["Solo"], full_year()), id="all hours"),
    ],
)
def test_odd_programmes_make_a_sound_page(dispatch: Dispatch) -> None:
    page = report(dispatch)
    reader = read(page)
    words = " ".join(reader.words)
    assert reader.faults == []
    assert "nan" not in words.lower().split()
    assert "inf" not in words.lower().split()
    assert "None" not in words
    assert len(page.encode()) < MOST_BYTES
    assert figures(page)


def test_script_json_cannot_end_its_script() -> None:
    text = script_json({"name": "</script><!-- \u2028 &"})
    assert "<" not in text
    assert json.loads(text) == {"name": "</script><!-- \u2028 &"}


def test_script_json_refuses_what_is_no_chart() -> None:
    with pytest.raises(TypeError, match="set does not belong in a chart"):
        script_json({1})


def test_frontiers_of_its_sites_stand_in_the_report():
    dispatch = fabricate()
    page = render_report(dispatch, build_ledger(dispatch), None, "ko", [small_frontier(), small_frontier()])
    found = read(page)
    assert (found.faults, found.open) == ([], [])
    assert len(found.ids) == len(set(found.ids))
    assert page.count('class="frontier"') == 2
