"""Why no plan exists, in both languages, from the planner's own reasons."""

from dataclasses import replace
from string import Formatter

import pytest

from firmwatt.accounting.frontier import Unreachable
from firmwatt.errors import Reason
from firmwatt.planning.conflict import UNKEPT
from firmwatt.planning.lost_work import LATE
from firmwatt.report.frontier_context import why_not
from firmwatt.report.reason_words import KOREAN_UNKEPT
from firmwatt.report.reasons import reason_words

RESERVE = Reason("unkept", "reserve", {"site": "saline", "year": "2028"}, {"missing": 1234.56}, "MW", "as told")
GRID = Reason(
    "in_the_way", "connection_firm_mw", {"site": "saline", "year": "2028"}, {}, "MW",
    "In the way: The grid connects no more firm megawatts at saline in 2028.",
)  # fmt: skip
LOST = Reason(
    "lost_work", "", {"workload": "chat", "pool": "services", "sites": "saline, milam", "year": "2028"},
    {"missing": 26280.0, "hours": 4380.0, "lost_mw": 6.0, "asked_mw": 10.0}, "MWh", "as told",
)  # fmt: skip


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("limit", UNKEPT)
def test_each_limit_says_the_same_things_in_both_languages(limit: str) -> None:
    assert fields(KOREAN_UNKEPT[limit]) == fields(UNKEPT[limit][2])


def test_no_korean_stands_alone() -> None:
    assert set(KOREAN_UNKEPT) == set(UNKEPT)


def test_a_limit_that_cannot_be_kept_has_names_and_numbers_of_a_page() -> None:
    told = reason_words(RESERVE)
    assert told.en == (
        "At Saline 1,235 MW of firm capacity are missing in 2028 for the reserve margin. "
        "Lower reserve_margin, or offer more firm supply, storage or connection that can be online by then."
    )
    assert told.ko == (
        "부지 설린: 2028년 예비율에 확정 용량 1,235 MW가 모자랍니다. "
        "reserve_margin을 낮추거나 그때까지 가동할 수 있는 전원·저장 설비·접속을 더하십시오."
    )


def test_years_alike_stand_together() -> None:
    told = reason_words(replace(RESERVE, place={"site": "saline", "year": "2028", "also": "2030, 2035"}))
    assert told.en.endswith(" The same holds for 2030, 2035.")
    assert told.ko.endswith(" 2030, 2035년도 같습니다.")


def test_what_is_in_the_way_is_told_as_what_binds() -> None:
    told = reason_words(GRID)
    assert told.en == "In the way: The grid connects no more firm megawatts at Saline in 2028."
    assert told.ko == "걸림돌: 부지 설린: 2028년 계통이 확정 용량을 더 접속하지 못합니다."


def test_lost_work_is_told_with_its_sites() -> None:
    told = reason_words(LOST)
    assert told.en == (
        "26,280 MWh of Services at Saline, Milam cannot be served in 2028, in 4,380 hours and up to 6 of 10 MW of it. "
        "Ask for less or later, add supply that can be online by then, or set must_serve: false."
    )
    assert told.ko.startswith(
        "설린, 밀람 서비스: 2028년 26,280 MWh를 처리할 수 없습니다(4,380시간, 최대 10 MW 중 6 MW)."
    )


@pytest.mark.parametrize("what", LATE)
def test_what_is_late_is_told_with_its_date(what: str) -> None:
    late = Reason("late", what, {"site": "saline", "date": "2030-05-01"}, {}, "", "as told")
    told = reason_words(late)
    assert told.en == "In the way: " + LATE[what].format(site="Saline", date="2030-05-01")
    assert told.ko.startswith("걸림돌: 설린의")
    assert "2030-05-01" in told.ko


def test_an_unknown_reason_is_told_as_it_came() -> None:
    assert reason_words(Reason("unkept", "patience", {}, {}, "", "No patience is left.")).ko == "No patience is left."
    assert reason_words(Reason("other", "", {}, {}, "", "Something else.")).en == "Something else."


def test_a_stack_without_a_plan_gives_its_reasons_in_both_languages() -> None:
    stack = Unreachable("smr", "told", "infeasible", {"reasons": "told"}, reasons=(RESERVE, GRID))
    assert why_not(stack).en.startswith("No plan keeps the scenario's limits: At Saline 1,235 MW")
    assert "걸림돌: 부지 설린" in why_not(stack).ko
    old = Unreachable("smr", "told", "infeasible", {"reasons": "rows of the program"})
    assert why_not(old).en == "No plan keeps the scenario's limits: rows of the program"
