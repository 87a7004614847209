"""What binds: one line a kind, Korean where there is a wording."""

from dataclasses import replace

import pytest

from firmwatt.planning.plan import BindingLimit
from firmwatt.report.limits import LimitLine, limit_lines, limit_words
from firmwatt.report.text import Text
from tests.hand import hand_plan

TITLES = {"pjm": "PJM Interconnection"}


def limit(name: str, value: float, words: str = "It binds.") -> BindingLimit:
    return BindingLimit(name, 1e3 * value, "MW", words)


def lines_of(*binding: BindingLimit) -> tuple[LimitLine, ...]:
    return limit_lines(replace(hand_plan(), binding=binding))


def test_the_dearest_of_each_kind_stands_for_the_others() -> None:
    lines = lines_of(
        limit("land[site=a, year=2030]", 5.0, "Land a."),
        limit("budget", 7.0, "Budget."),
        limit("land[site=b, year=2030]", 9.0, "Land b."),
    )
    assert [line.words.en for line in lines] == [
        "The land at B is used up in 2030.",
        "The budget on capital is used up.",
    ]
    assert lines[0].others is not None
    assert lines[0].others.en == "and 1 more like it"
    assert lines[1].others is None


def test_units_are_said_in_korean_where_they_differ() -> None:
    line = lines_of(BindingLimit("budget", 2e6, "million USD", "The budget on capital is used up."))[0]
    assert line.value.en.replace("\u00a0", " ") == "USD 2 million per million USD"
    assert line.value.ko.replace("\u00a0", " ") == "백만 달러당 200만 달러"


@pytest.mark.parametrize(
    ("name", "english", "korean"),
    [
        (
            "it_mw[site=port_washington, year=2028]",
            "All computing asked for at Port Washington in 2028 is energised; more would pay.",
            "부지 포트워싱턴: 2028년 요청된 연산 용량이 모두 가동되며, 더 있으면 이득입니다.",
        ),
        (
            "supply_mw[asset=saline/gas_turbine, year=2028]",
            "No more of Saline · Gas turbine can stand in 2028.",
            "설린 · 가스터빈: 2028년 더 세울 수 없습니다.",
        ),
        (
            "supply_mw[asset=abilene_turbines, year=2028]",
            "No more of Abilene Turbines can stand in 2028.",
            "애빌린 가스터빈: 2028년 더 세울 수 없습니다.",
        ),
        (
            "vendor_slots[technology=gas_turbine, year=2028]",
            "Vendors of gas turbine can deliver no more in 2028.",
            "가스터빈: 2028년 공급사가 더 납품할 수 없습니다.",
        ),
        (
            "link_mw[link=abilene-port_washington, year=2028]",
            "The link Abilene–Port Washington is at its limit in 2028.",
            "송전선 애빌린–포트워싱턴: 2028년 한도에 닿았습니다.",
        ),
        (
            "contract_limit[group=company, year=2028]",
            "The company may contract no more energy than it uses in 2028.",
            "회사 전체: 2028년 계약량은 사용량을 넘을 수 없습니다.",
        ),
        (
            "re100[group=pjm, year=2028]",
            "The RE100 share of PJM Interconnection binds in 2028.",
            "PJM(미국 동부): 2028년 RE100 비율이 제약입니다.",
        ),
    ],
)
def test_names_read_as_elsewhere_on_the_page(name: str, english: str, korean: str) -> None:
    assert limit_words(limit(name, 1.0), TITLES) == Text(english, korean)


def test_a_kind_without_korean_words_stays_english() -> None:
    assert limit_words(limit("odd[x=1]", 1.0, "Odd."), {}).ko == "Odd."


def test_a_name_that_lacks_a_gap_stays_english() -> None:
    assert limit_words(limit("land[year=2030]", 1.0, "Land."), {}).ko == "Land."
    assert limit_words(limit("???", 1.0, "Strange."), {}).ko == "Strange."


def test_what_is_no_obstacle_comes_last() -> None:
    lines = lines_of(limit("it_mw[site=a, year=2030]", 9.0), limit("land[site=a, year=2030]", 5.0))
    assert [line.words.en for line in lines] == [
        "The land at A is used up in 2030.",
        "All computing asked for at A in 2030 is energised; more would pay.",
    ]


def test_what_nobody_would_notice_is_left_out() -> None:
    tiny = [BindingLimit("land[site=a, year=2030]", 2.41, "acre", ""), limit("link_mw[link=a-b, year=2030]", 0.999)]
    share = BindingLimit("re100[group=company, year=2030]", 0.2, "MWh", "")
    assert [line.words.en for line in lines_of(*tiny, share)] == ["The RE100 share of the company binds in 2030."]
