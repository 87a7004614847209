"""Every word on the page that compares runs, in English and in Korean, as in `words`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

COMPARISON_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "compare.subtitle": ("Comparison of {count} runs", "{count}개 계획 비교"),
    "compare.sentence": (
        "Against {first}, {other} costs {cost} over the horizon, has {power} of energised power in {year}, and emits "
        "{mass} in that year (Scope 1 and location-based Scope 2).",
        "{first} 대비 {other}: 총비용 {cost}, {year}년 공급 용량 {power}, 같은 해 배출량 {mass} "
        "(스코프 1 + 지역 기준 스코프 2).",
    ),
    "compare.more": ("{amount} more", "{amount} 증가"),
    "compare.less": ("{amount} less", "{amount} 감소"),
    "compare.same": ("as much", "같음"),
    "compare.nothing": ("Nothing differs.", "차이가 없습니다."),
    "compare.alike": ("{other} differs in nothing from {first}.", "{first} · {other}: 차이가 없습니다."),
    "compare.gap": (
        "Totals may differ by {usd} only because plans are solved to a gap.",
        "계획은 허용 오차까지만 최적화되므로 총비용은 {usd}까지 차이 날 수 있습니다.",
    ),
    "compare.facts": ("Side by side", "나란히 보기"),
    "compare.pictures": ("Year by year", "연도별"),
    "compare.why": ("{first} against {other}", "{first} 대비 {other}"),
    "compare.bars": ("Bars of a year, from left to right: {runs}.", "연도별 막대, 왼쪽부터: {runs}."),
    "compare.energised": ("Power energised, and asked for", "공급 용량과 요청 용량"),
    "compare.asked": ("Asked for: {run}", "요청: {run}"),
    "compare.hourly": ("Load met by clean energy of the same hour", "같은 시간의 무탄소 전력으로 충당한 부하"),
    "compare.inputs": ("Inputs that differ", "다른 입력"),
    "compare.figures": ("Total and what it is made of", "총액과 그 구성"),
    "compare.power_gap": ("Power energised, at the meter", "공급 용량(계량기 기준)"),
    "compare.capacities": ("Capacity at each year's end", "연말 용량"),
    "compare.dates": ("First online", "최초 가동일"),
    "compare.limits": ("Limits: what one more unit would save", "제약: 한 단위 완화 시 절감액"),
    "compare.field": ("Field", "항목"),
    "compare.figure": ("Figure", "수치"),
    "compare.asset": ("Asset", "설비"),
    "compare.site": ("Site", "부지"),
    "compare.year": ("Year", "연도"),
    "compare.limit": ("Limit", "제약"),
    "compare.change": ("Change", "변화"),
    "figure.present_value_usd": ("Total, present value", "총비용 현재가치"),
    "figure.metered": ("Energy at the meter", "계량 전력량"),
    "figure.it": ("Energy of computing (IT)", "IT 전력량"),
    "figure.grid_import": ("Energy from the grid", "계통 전력량"),
    "figure.sale": ("Energy sold", "판매 전력량"),
    "figure.storage_charge": ("Into storage", "저장 충전량"),
    "figure.storage_discharge": ("Out of storage", "저장 방전량"),
    "figure.link_loss": ("Lost on own lines", "자체 송전선 손실"),
    "figure.heat_reuse": ("Heat for others", "외부 공급 열"),
    "figure.generation": ("Generated: {technology}", "발전량: {technology}"),
    "figure.curtailment": ("Not used: {technology}", "미사용 발전량: {technology}"),
    "figure.contract": ("Contracted: {technology}", "계약 발전량: {technology}"),
    "figure.arrived": ("Computing asked for", "요청 연산"),
    "figure.served": ("Computing served", "처리 연산"),
    "figure.lost": ("Computing not served", "미처리 연산"),
    "figure.scope1": ("Scope 1", "스코프 1"),
    "figure.scope2_location": ("Scope 2, location", "스코프 2(지역 기준)"),
    "figure.scope2_market": ("Scope 2, market", "스코프 2(시장 기준)"),
    "figure.scope3": ("Scope 3", "스코프 3"),
    "figure.site": ("Water on site", "부지 물 사용량"),
    "figure.power": ("Water in power plants", "발전 물 사용량"),
    "figure.carbon_free_share_hourly": ("Carbon-free, hour by hour", "무탄소, 시간 단위"),
    "figure.carbon_free_share_annual": ("Carbon-free, over the year", "무탄소, 연간"),
    "figure.re100_share": ("Renewable (RE100)", "재생에너지(RE100)"),
}
