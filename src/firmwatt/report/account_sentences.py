"""Findings, steps and notes of an account in Korean, by the shape of the English sentence.

Accounts, packs and JSON keep the English words, so that they are the same whoever reads them; the statement adds the
Korean ones. `{}` stands for whatever the sentence holds there. Entries avoid particles behind a gap.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from firmwatt.accounting.trajectory import BOUNDARY
from firmwatt.report.text import Text

SENTENCES: Final[Mapping[str, str]] = {
    # What a path counts beside a pledge.
    BOUNDARY: (
        "기업 보고와 같게 스코프 1에는 메탄과 아산화질소를, 스코프 3에는 연료와 에너지(범주 3), "
        "칩·건물·발전 설비(범주 2)를 포함합니다. 기업은 설비를 산 해에 모두 세지만 여기서는 수명에 나누어 셉니다. "
        "서약이 함께 다루는 스코프 3의 나머지 13개 범주는 여기에 없습니다."
    ),
    # Steps.
    "Times with an offset were moved to UTC; naive times were read as UTC, for want of a time zone.": (
        "시차가 표시된 시각은 UTC로 옮겼고, 표시가 없는 시각은 시간대가 주어지지 않아 UTC로 읽었습니다."
    ),
    "Times with an offset were moved to UTC; naive times were read as {}.": (
        "시차가 표시된 시각은 UTC로 옮겼고, 표시가 없는 시각의 기준: {}."
    ),
    "Negative readings: rule {}. Repeated readings that differ: rule {}.": (
        "음수 값 처리 규칙: {}. 서로 다른 중복 값 처리 규칙: {}."
    ),
    "Readings were summed to UTC hours; an hour counts where readings cover all of it.": (
        "계량값을 UTC 시간별로 합산했습니다. 계량값이 한 시간을 모두 덮을 때만 그 시간을 셉니다."
    ),
    "Jumps of unit: rule {}. Readings that stand still: rule {}. Gaps: rule {}.": (
        "단위 변화 처리 규칙: {}. 멈춘 값 처리 규칙: {}. 결측 처리 규칙: {}."
    ),
    "kWh were divided by 1,000. Meters of one region were added.": (
        "kWh를 1,000으로 나누고, 같은 지역의 계량기를 합산했습니다."
    ),
    "Purchases are load and charging less plants on the site and discharging, at least 0, hour by hour.": (
        "구매량은 시간별로 부하와 충전에서 부지 발전과 방전을 뺀 값이며 0보다 작지 않습니다."
    ),
    "{} of {} hours of regions lack something and are left out.": (
        "지역·시간 {0}/{1}개에 빠진 값이 있어 제외했습니다."
    ),
    "Months and years are those of {}.": "월과 연도의 달력 기준: {}.",
    "Rule set {}: {}. It is a draft.": "규칙 {}: {}. 아직 초안입니다.",
    "Rule set {}: {}. It is a house rule.": "규칙 {}: {}. 자체 규칙입니다.",
    "Rule set {}: {}.": "규칙 {}: {}.",
    "The run of the scenario {} was read and its books kept anew.": (
        "시나리오 {} 실행 결과를 읽어 장부를 다시 만들었습니다."
    ),
    "Planning years were weighed by the calendar years that they stand for: {}.": (
        "계획 연도에 각 연도가 대표하는 햇수를 가중했습니다: {}."
    ),
    # What was found.
    "No meter measures the whole facility: load is the energy of IT.": (
        "시설 전체를 재는 계량기가 없어 IT 전력을 부하로 보았습니다."
    ),
    "Certificates of {} contracts carry the contract's name: they prove the same energy.": (
        "계약 {}건의 인증서가 계약과 이름이 같아 같은 전력을 증명합니다."
    ),
    "Contracts name the regions {}, the meters none.": "계약에는 지역({})이 있으나 계량기에는 없습니다.",
    "{} of {} hours lack something ({}).": "{1}시간 중 {0}시간에 빠진 값이 있습니다({2}).",
    "{} times have no offset and no --time-zone is given.": "시각 {}개에 시차 표시가 없고 --time-zone도 없습니다.",
    "{} times lie in an hour that the clock of {} shows twice.": (
        "시각 {}개가 {}의 시계에서 두 번 나오는 시간에 있습니다."
    ),
    "{} times lie in an hour that the clock of {} leaves out.": "시각 {}개가 {}의 시계에 없는 시간에 있습니다.",
    "{} of {} hours of {}.": "{2}년 {1}시간 중 {0}시간.",
    "{} readings are of another unit than watt-hours.": "계량값 {}개의 단위가 와트시가 아닙니다.",
    "{} readings are energy given to the grid.": "계량값 {}개는 계통으로 보낸 전력입니다.",
    "There is no column {}: grid losses of {} are the catalogue's.": "{} 열이 없어 카탈로그의 계통 손실률 {}: 사용.",
    "There is no column {}: {} on average follow from {} and {}.": "{0} 열이 없어 {2}, {3}에서 구함. 평균 {1}.",
    "There is no column {}.": "{} 열이 없습니다.",
    "The columns {} are not known.": "알 수 없는 열: {}.",
    "{} is {}, the catalogue's yearly value of {}.": "{}: {}, 카탈로그의 연간 값({}).",
    "{} of {} hourly rows lie outside the hours of the meters.": "시간별 {1}행 중 {0}행이 계량 기간 밖에 있습니다.",
    "{} of {} periods lie outside the hours of the meters.": "기간 {1}개 중 {0}개가 계량 기간 밖에 있습니다.",
    "{} of {} rows lie outside the hours of the meters.": "{1}행 중 {0}행이 계량 기간 밖에 있습니다.",
    "{} of {} periods of {} are covered by its profile.": "{2}: 기간 {1}개 중 {0}개에 발전 프로파일이 있습니다.",
    "{} of {} hours lie about 1,000 times {} above and {} below the meter's middle: another unit?": (
        "{1}시간 중 {0}시간이 계량기 중앙값보다 약 1,000배 크거나(위 {2}) 작습니다(아래 {3}). "
        "단위가 다른지 확인이 필요합니다."
    ),
    "{} of {} hours lie about 1,000 times above the meter's middle: another unit?": (
        "{1}시간 중 {0}시간이 계량기 중앙값의 약 1,000배입니다. 단위가 다른지 확인이 필요합니다."
    ),
    "{} of {} hours lie about 1,000 times below the meter's middle: another unit?": (
        "{1}시간 중 {0}시간이 계량기 중앙값의 약 1,000분의 1입니다. 단위가 다른지 확인이 필요합니다."
    ),
    "All {} hours read {} kWh.": "{}시간 모두 {} kWh입니다.",
    "{} runs of one value last a day or more, {} hours in all.": "같은 값이 하루 이상 이어진 구간 {}개, 모두 {}시간.",
    "{} hours are missing or incomplete, in {} gaps, the longest {} hours.": (
        "{}시간이 없거나 불완전합니다(결측 구간 {}개, 가장 긴 것은 {}시간)."
    ),
    "{} hours of the account lie before its first or after its last reading.": (
        "이 계량기의 첫 값 이전 또는 마지막 값 이후 {}시간이 있습니다."
    ),
    "Its readings differ from those of the other {} meters by a factor of about 1,000: another unit?": (
        "다른 {} 계량기와 약 1,000배 차이가 납니다. 단위가 다른지 확인이 필요합니다."
    ),
    "It reads as much as all other load meters together: is it their sum?": (
        "다른 모든 부하 계량기의 합과 같습니다. 합계 계량기인지 확인이 필요합니다."
    ),
    "In {} hours IT takes more than the whole facility: a meter missing, or another unit?": (
        "{}시간 동안 IT 전력이 시설 전체보다 큽니다. 빠진 계량기나 다른 단위가 있는지 확인이 필요합니다."
    ),
    "By their names: {}.": "이름으로 판단: {}.",
    "{} readings are negative, {} kWh in all.": "음수 값 {}개, 합계 {} kWh.",
    "{} rows repeat a time of their contract, {} of them with another energy.": (
        "계약의 같은 시각을 되풀이한 행 {}개, 그중 전력량이 다른 것 {}개."
    ),
    "{} rows repeat a time of their region.": "지역의 같은 시각을 되풀이한 행 {}개.",
    "{} intervals are read again, {} of them with another value.": "중복 계량 구간 {}개, 그중 값이 다른 것 {}개.",
    "{} readings reach over the end of an hour of UTC.": "계량값 {}개가 UTC 정시를 넘어 걸쳐 있습니다.",
    "The commissioning year of {} renewable instruments is not given (column commissioned).": (
        "재생에너지 계약·인증서 {}건의 준공 연도가 없습니다(commissioned 열)."
    ),
    "{} MWh of contracts and certificates meet no purchase in their window.": (
        "계약·인증서 {} MWh에 대응하는 구매가 해당 기간에 없습니다."
    ),
    "{} certificates or contracts have a period that reaches beyond the meters.": (
        "인증서·계약 {}건의 기간이 계량 기간을 넘습니다."
    ),
    "Certificates of a month or year have no hour under {}: {}.": (
        "{} 규칙에서 월·연 단위 인증서에는 시간이 없습니다: {}."
    ),
    "The highest hourly mean of IT is {} kW, below the {} kW of installed power from which {} asks for a report.": (
        "IT 최대 시간 평균은 {} kW로, 보고 기준인 설치 전력 {} kW보다 작습니다({})."
    ),
    "Installed IT power is {} kW, below the {} kW of installed power from which {} asks for a report.": (
        "IT 설치 전력은 {} kW로, 보고 기준인 {} kW보다 작습니다({})."
    ),
    # What was done.
    "PUE is left empty.": "PUE는 비워 둡니다.",
    "Counted once, by the contract's hours.": "계약의 시간 기준으로 한 번만 셉니다.",
    "Taken as that of the load.": "부하의 지역으로 봅니다.",
    "Left out of every figure.": "모든 수치에서 제외합니다.",
    "Taken as UTC.": "UTC로 봅니다.",
    "Copies were left out, the others added.": "같은 행은 빼고 나머지는 더했습니다.",
    "Copies were left out.": "같은 행은 뺐습니다.",
    "The mean was taken.": "평균을 썼습니다.",
    "The first of two is summer time.": "둘 중 앞의 것을 서머타임으로 봅니다.",
    "Left out.": "제외합니다.",
    "As it is.": "그대로 둡니다.",
    "What needs it is left empty.": "필요한 항목은 비워 둡니다.",
    "Not read.": "읽지 않습니다.",
    "Used for all hours.": "모든 시간에 적용합니다.",
    "Spread over their hours by it; the others have no hour.": "그에 따라 시간별로 나누고, 나머지에는 시간이 없습니다.",
    "Kept.": "그대로 둡니다.",
    "Taken as gaps.": "결측으로 봅니다.",
    "Taken as zero.": "0으로 봅니다.",
    "Brought to the unit of the other hours.": "다른 시간의 단위로 바꿉니다.",
    "Left out and counted.": "제외하고 그 수를 적습니다.",
    "Filled in a straight line between their neighbours.": "앞뒤 값을 직선으로 이어 채웁니다.",
    "{} filled with the same hour a week before or after, {} left out.": (
        "{}개는 1주 전후 같은 시간의 값으로 채우고, {}개는 제외합니다."
    ),
    "Counted with them.": "함께 셉니다.",
    "A column kind overrides.": "kind 열이 있으면 그에 따릅니다.",
    "The last was taken.": "마지막 값을 씁니다.",
    "The first was taken.": "첫 값을 씁니다.",
    "They were added.": "합산합니다.",
    "One of each was taken.": "하나씩만 씁니다.",
    "Counted in the hour of their start.": "시작 시각이 속한 시간에 셉니다.",
    "Counted as younger than {} years.": "{}년 미만으로 봅니다.",
    "Worth nothing.": "효력이 없습니다.",
    "Counted in full.": "전부 셉니다.",
    "They claim nothing in Scope 2.": "스코프 2에서 쓰이지 않습니다.",
    "They claim nothing in Scope 2. A profile of {} (--profiles) gives them hours.": (
        "스코프 2에서 쓰이지 않습니다. 발전 프로파일(--profiles)이 있으면 시간별로 나눌 수 있습니다."
    ),
    "The figures are given all the same.": "그래도 수치는 적습니다.",
    # Notes of figures.
    "no meter of fuel and no plant on the site": "연료 계량기와 부지 발전소가 없음",
    "the grid file has no factor of what nothing claims ({})": "계통 파일에 주장되지 않은 전력의 계수({})가 없음",
    "the grid file has no {} for what nothing claims": "계통 파일에 주장되지 않은 전력의 {} 없음",
    "the grid file has no water_l_per_mwh, and no --region lends it": (
        "계통 파일에 water_l_per_mwh가 없고 --region도 없음"
    ),
    "the grid file has no {}": "계통 파일에 {} 없음",
    "what nothing claims takes the {} factor, average / (1 - carbon-free share)": (
        "주장되지 않은 전력의 계수: {}, 평균 / (1 - 무탄소 비율)"
    ),
    "what nothing claims takes the {} factor": "주장되지 않은 전력의 계수: {}",
    "charged less discharged, what is still stored among it": "충전에서 방전을 뺀 값(남은 저장량 포함)",
    "no file of assets": "자산 파일이 없음",
    "the file of assets has none": "자산 파일에 해당 항목이 없음",
    "without M: no file of assets": "M 제외: 자산 파일이 없음",
    "no meter of kind it beside the facility's": "시설 계량기 외에 IT 계량기가 없음",
    "no meter of kind {}": "{} 계량기가 없음",
    "consequential, by marginal factors: no part of any scope": "한계 계수에 따른 결과적 값: 어느 스코프에도 들지 않음",
    "no --functional-units": "--functional-units 없음",
    "no prices": "가격이 없음",
    "neither the grid file (price_usd_per_mwh) nor a tariff has a price of bought energy": (
        "계통 파일(price_usd_per_mwh)과 요금표에 구매 전력의 가격이 없음"
    ),
    "its file has no price_usd_per_mwh": "파일에 price_usd_per_mwh 없음",
    "a virtual contract needs the grid's price_usd_per_mwh": "가상 계약에는 계통의 price_usd_per_mwh가 필요함",
    "the ledger's: carbon dioxide at the stack": "장부의 값: 굴뚝의 이산화탄소",
    "the grid emits nothing": "계통 배출이 없음",
    "the ledger's: supply of fuel and making of plants": "장부의 값: 연료 공급과 발전소 건설",
    "scope3_beyond_ledger_t holds other parts": "나머지는 scope3_beyond_ledger_t에 있음",
    "by the catalogue's carbon of making a kW, over the lifetimes of the plan": (
        "카탈로그의 kW당 제조 탄소, 계획의 수명으로 나눔"
    ),
    "by the catalogue's share of losses": "카탈로그의 손실률",
    "fuels of the grid, by its average intensity": "계통 연료의 상류(평균 배출계수 기준)",
    "turbines and backup generators on the site, by their fuel": "부지의 터빈과 비상 발전기, 연료 기준",
    "with the grid's own carbon-free share of purchases": "구매 전력 중 계통의 무탄소 비율 포함",
    "plants of a plan are young": "계획의 발전소는 새것으로 봄",
    "no site hands heat over": "열을 공급하는 부지가 없음",
    "present value over the horizon, capital and lost computing included": (
        "전 기간의 현재가치(자본비와 미처리 연산 포함)"
    ),
    "undiscounted": "할인하지 않음",
    "embodied equipment": "장비 제조",
    "embodied buildings": "건물 건설",
    "upstream fuel": "연료 상류",
    "upstream purchased": "구매 전력 상류",
    "grid losses": "계통 손실",
}
"""The English sentence with gaps → the Korean one; the first that fits is taken."""
_LEFT_OUT: Final = "left out: "


def both(english: str) -> Text:
    """Return a sentence of an account in both languages; one that is not known reads alike in both.

    Examples
    --------
    >>> both("Left out.").ko
    '제외합니다.'
    >>> both("left out: grid losses: no prices; Alpha: no prices").ko
    '제외: 계통 손실: 가격이 없음; Alpha: 가격이 없음'
    """
    return Text(english, _korean(english))


def is_known(english: str) -> bool:
    """Return whether a sentence fits one of `SENTENCES`."""
    return _whole(english) is not None


def _korean(english: str) -> str:
    whole = _whole(english)
    if whole is not None:
        return whole
    if english.startswith(_LEFT_OUT):
        return f"제외: {_korean(english.removeprefix(_LEFT_OUT))}"
    if "; " in english:
        return "; ".join(_korean(part) for part in english.split("; "))
    name, colon, reason = english.partition(": ")
    return f"{_korean(name)}: {_korean(reason)}" if colon else english


def _whole(english: str) -> str | None:
    for shape, korean in _shapes():
        found = shape.fullmatch(english)
        if found is not None:
            return korean.format(*found.groups())
    return None


@cache
def _shapes() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile("(.+?)".join(re.escape(part) for part in english.split("{}"))), korean)
        for english, korean in SENTENCES.items()
    )
