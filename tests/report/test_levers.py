"""Policy levers in words: which were on, and what each moved of what is built."""

from dataclasses import replace

from firmwatt.accounting.books import build_ledger
from firmwatt.catalog import loader as catalog
from firmwatt.report.context import build_context
from firmwatt.report.levers import lever_sentence, lever_table, lever_title
from firmwatt.report.words import WORDS
from firmwatt.scenario.assets import LeadStep
from firmwatt.scenario.levers import LEVERS, with_levers
from tests.report.fabricated import fabricate


def plan_with(*levers: str):
    """Return a plan whose wind contracts, turbines and panels wait for permits of two years."""
    plan = fabricate().plan
    steps = (LeadStep("permit", 2.0, 2.0, 2.0),)
    case = replace(plan.inputs.case, supply=tuple(replace(asset, steps=steps) for asset in plan.inputs.case.supply))
    return replace(plan, inputs=replace(plan.inputs, case=with_levers(case, levers)))


def test_each_lever_of_the_catalogue_has_its_title_in_both_languages() -> None:
    for lever in catalog.keys(LEVERS):
        assert lever_title(lever).en == catalog.get(LEVERS, lever, "title").value
        assert f"lever.{lever}" in WORDS


def test_without_levers_nothing_is_said() -> None:
    assert lever_sentence(plan_with()) is None
    assert lever_table(plan_with()).rows == ()


def test_a_lever_tells_how_many_months_it_gains_of_what_is_built() -> None:
    plan = plan_with("permitting", "storage_certification")
    table = lever_table(plan)
    assert {row[0].en for row in table.rows} == {"Faster permits"}
    assert [row[4].en for row in table.rows].count("12") == 6  # half of two years, for sun and gas at three sites
    assert len(table.rows) == 6 + len(plan.inputs.case.sites)  # and the permits of the buildings
    told = lever_sentence(plan)
    assert told is not None
    thing = table.rows[0][1]
    assert told.en == (
        f"Policy levers that are on: Faster permits ({thing.en} comes 12 months earlier); "
        "Quick certification of storage (moves no date of what is built)."
    )
    assert told.ko == (
        f"켜진 정책 수단: 빠른 인허가({thing.ko}: 12개월 앞당김); 저장 설비의 빠른 인증(건설하는 설비의 시점은 그대로)."
    )


def test_a_lever_that_delays_says_so() -> None:
    told = lever_sentence(plan_with("co_location_refused"))
    assert told is not None
    assert told.en.endswith("months later).")
    assert lever_table(plan_with("co_location_refused")).rows[0][4].en.startswith("−")


def test_the_page_says_which_levers_were_on() -> None:
    dispatch = fabricate()
    page = build_context(replace(dispatch, plan=plan_with("permitting")), build_ledger(dispatch))
    assert any(sentence.en.startswith("Policy levers that are on") for sentence in page.sentences)
    assert page.table("levers") is not None
