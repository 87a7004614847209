"""The statement of an account: complete in both languages, and nothing beside it."""

from __future__ import annotations

import re

import pytest
from markupsafe import escape

from firmwatt.accounting.ledger import COST_KINDS
from firmwatt.accounting.trajectory import account_path, compare_with_pledge, find_pledge
from firmwatt.report.account_statement import figure_name, render_statement, statement_answer
from firmwatt.report.words import WORDS
from tests.interop.papers import account_in
from tests.report.browser import opened, serious_faults


@pytest.fixture(scope="module")
def account(tmp_path_factory):
    return account_in(tmp_path_factory.mktemp("statement"))[1]


def test_the_answer_has_the_figures_of_the_account(account):
    told = statement_answer(account)
    assert told.en.startswith("The load is 2.4\xa0GWh. Carbon-free energy covers ")
    assert "by market (ghgp-2015@1)." in told.en
    assert told.en.endswith("All 48 hours count.")
    assert told.ko.startswith("부하는 2.4\xa0GWh입니다.")


def test_the_page_asks_nothing_of_the_network_and_tells_everything(account):
    pledge, vintage = find_pledge("pledge:google-2030")
    page = render_statement(account, compare_with_pledge(account_path(account), pledge, vintage), "ko")
    assert not re.search(r"(?:src|href)=\"(?!data:)", page)
    assert '<html lang="ko" data-language="ko" data-asked="ko">' in page
    for text in (*account.steps, *(each.sha256 for each in account.inputs), *account.rule_sets):
        assert text.replace("'", "&#39;") in page
    for figure in account.figures.values():
        assert escape(figure.formula) in page
    for finding in account.findings:
        assert finding.message.split("'")[0] in page
    assert page.count('<svg class="pledge"') == 2
    assert "Draft" not in page


def test_without_a_pledge_there_is_no_picture(account):
    assert '<svg class="pledge"' not in render_statement(account)


@pytest.mark.parametrize(("language", "width"), [("en-US", 1280), ("ko-KR", 360)])
def test_in_a_browser_it_is_whole_readable_and_alone(browser, account, tmp_path, language, width):
    pledge, vintage = find_pledge("pledge:google-2030")
    file = tmp_path / "statement.html"
    file.write_text(render_statement(account, compare_with_pledge(account_path(account), pledge, vintage)))
    with opened(browser, file, width, language) as seen:
        assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert seen.page.locator("svg.pledge").count() == 2
        assert serious_faults(seen.page) == []
        assert (seen.errors, seen.requests) == ([], [])


def test_every_figure_has_its_name_in_words(account):
    assert not [name for name in account.figures if f"account.figure.{name}" not in WORDS]
    assert figure_name("pue").ko == "PUE(전력사용효율)"
    assert figure_name("something.new").en == "something.new"


@pytest.mark.parametrize("kind", COST_KINDS)
def test_each_cost_of_a_run_has_a_name(kind: str) -> None:
    told = figure_name(f"cost_parts_usd.{kind}")
    assert told.en.startswith("Cost: ")
    assert told.ko.startswith("비용: ")
