"""Every word about capital, parties and what is not built, in English and in Korean, as in `words`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

MONEY_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "capital.chips": ("Chips", "칩"),
    "capital.building": ("Buildings", "건물"),
    "capital.supply": ("Power plants", "발전 설비"),
    "capital.storage": ("Storage", "저장 설비"),
    "capital.link": ("Lines", "송전선"),
    "capital.connection": ("Grid connections", "계통 접속"),
    "capital.power": ("Power in all", "전력 합계"),
    "not_built.title": ("Not built, and at which cost it would be", "건설하지 않은 설비와 건설이 유리해지는 비용"),
    "not_built.costs": ("Costs", "비용"),
    "not_built.would": ("Would be built at", "건설 유리 비용"),
    "not_built.in": ("In", "연도"),
    "not_built.at_no_cost": ("at no cost", "어떤 비용에도 불리"),
    "units.title": ("Whole units: {cost} more than fractions", "정수 단위 건설: 추가 비용 {cost}"),
    "units.year": ("Year", "연도"),
    "units.fractions": ("Fractions", "연속 최적값"),
    "units.whole": ("Whole", "정수 단위"),
    "rate.supply": ("This plan, generation", "이 계획, 발전"),
    "rate.storage": ("This plan, storage", "이 계획, 저장"),
    "rate.in": ("At most, in {year}", "최대, {year}년"),
    "rate.china_2024": ("China, 2024", "중국, 2024년"),
    "rate.united_states_2024": ("United States, 2024", "미국, 2024년"),
    "rate.germany_2024": ("Germany, wind and sun, 2024", "독일 풍력·태양광, 2024년"),
    "chart.capital": ("Capital by what it buys", "용도별 자본"),
    "chart.capital_note": (
        "Without interest, in the planning year in which it comes online. Power is {share} of the cost of computing.",
        "이자를 제외하고 가동되는 계획 연도에 표시합니다. 연산 비용 가운데 전력의 비율은 {share}입니다.",
    ),
    "table.budget": ("Capital up to {year}", "{year}년까지의 자본"),
    "table.parties": ("Who owns, pays and reports, {year}", "소유·지불·보고 주체, {year}년"),
    "table.rates": ("Build rates beside those of countries", "국가별 건설 속도와의 비교"),
    "column.capital": ("Capital", "자본"),
    "column.share": ("Share", "비율"),
    "column.of_budget": ("Of {budget}", "{budget} 대비"),
    "column.party": ("Party", "주체"),
    "column.roles": ("Roles", "역할"),
    "column.owns": ("Owns (capital)", "소유(자본)"),
    "column.pays": ("Pays in {year}", "{year}년 지불"),
    "column.who": ("Who", "주체"),
    "column.gw_per_year": ("GW a year", "연간 GW"),
}
