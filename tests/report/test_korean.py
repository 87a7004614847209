"""Pages in Korean hold no English but names, units, code and what is cited."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from firmwatt.accounting.books import build_ledger
from firmwatt.interop.compare import RunSide
from firmwatt.report.comparison_page import render_comparison
from firmwatt.report.frontier_page import render_frontier
from firmwatt.report.limit_words import KOREAN_LIMITS
from firmwatt.report.page import render_report
from firmwatt.scenario.levers import with_levers
from tests.report.fabricated import fabricate
from tests.report.frontiers import small_frontier

UNITS = "CO GWh Mt MMBtu MWh TWh kW kWh kg kt"
CODE = "firmwatt highs-ipm check-sample resolution full"
MADE_UP = "Chat Field Grid Milam North Train capital cloud energy operator west widgets"
"""Sites, parties, regions and workloads of the cases here: what a user writes stands as it is written."""
ALLOWED = {*UNITS.split(), *CODE.split(), *MADE_UP.split()}
CITED = ("assumptions", "table-rates", "table-inputs", "solve")
"""How the ids of parts begin that cite sources as they are written, keys of the catalogue and fields of scenarios."""
SILENT = {"br", "circle", "i", "line", "link", "meta", "path", "polyline", "rect"}
WORD = re.compile(r"[A-Za-z][A-Za-z'-]+")


class Korean(HTMLParser):
    """What of a page a reader of Korean sees, with the ids that it stands in."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.seen: list[str] = []
        self.figures = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.seen += [said["data-ko"] or ""] if "data-ko" in said else []
        if tag not in SILENT:
            self.open.append((tag, said))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if any(said.get("id") == "figures" for _, said in self.open):
            self.figures += data
        is_other = any(
            tag in ("script", "style", "title") or said.get("lang") == "en" or "data-choose" in said
            for tag, said in self.open
        )
        is_cited = any((said.get("id") or "").startswith(CITED) for _, said in self.open)
        if not is_other and not is_cited:
            self.seen.append(data)


def of_figures(content: object) -> Iterator[str]:
    """Yield the Korean of the texts in a chart, and its names that are alike in both languages."""
    match content:
        case {"en": str(), "ko": str(korean)}:
            yield korean
        case dict():
            for key, value in content.items():
                yield from [value] if key == "name" and isinstance(value, str) else of_figures(value)
        case list():
            for value in content:
                yield from of_figures(value)


def english_in(page: str) -> set[str]:
    """Return the words in Latin letters that a reader of Korean sees and that are neither name nor unit nor code."""
    found = Korean()
    found.feed(page)
    texts = [*found.seen, *of_figures(json.loads(found.figures or "{}"))]
    words = {word for text in texts for word in WORD.findall(text)}
    return {word for word in words if word not in ALLOWED and not re.fullmatch(r"[A-Z0-9]+", word)}


def test_english_is_found() -> None:
    assert english_in('<p id="a">요약 <b>summary</b></p><span lang="en">English</span>') == {"summary"}


@pytest.fixture(scope="module")
def korean_dispatch():
    dispatch = fabricate()
    case = with_levers(dispatch.plan.inputs.case, ["permitting"])
    programme = replace(case.programme, title_ko="부지 셋", description_ko="시험용 사례.")
    policy = replace(case.policy, carbon_cap_tonne=(1e6,) * 4, re100_share=(0.5,) * 4)
    inputs = replace(dispatch.plan.inputs, case=replace(case, programme=programme, policy=policy))
    known = tuple(limit for limit in dispatch.plan.binding if limit.name.partition("[")[0] in KOREAN_LIMITS)
    return replace(dispatch, plan=replace(dispatch.plan, inputs=inputs, binding=known))


def test_a_report(korean_dispatch) -> None:
    found = replace(small_frontier(), programme_ko="캠퍼스", lever_months={"permitting": {"smr": 12.0}})
    page = render_report(korean_dispatch, build_ledger(korean_dispatch), language="ko", frontiers=[found])
    assert english_in(page) == set()


def test_a_frontier() -> None:
    page = render_frontier(replace(small_frontier(), programme_ko="캠퍼스"), "ko")
    assert english_in(page) == set()


def test_a_comparison(korean_dispatch) -> None:
    ledger = build_ledger(korean_dispatch)
    other = fabricate(scale=0.8)
    other = replace(other, plan=replace(other.plan, binding=korean_dispatch.plan.binding))
    sides = [RunSide("가", korean_dispatch, ledger), RunSide("나", other, build_ledger(other))]
    assert english_in(render_comparison(sides, "ko")) == set()
