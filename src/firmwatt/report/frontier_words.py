"""Every word on the page of a frontier, in English and in Korean, as in `words`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

FRONTIER_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "frontier.subtitle": ("Speed to power · {site} · {power}", "전력 확보 속도 · {site} · {power}"),
    "frontier.first": (
        "The fastest way to {power} at {site}: {stack}, by {date} with even chances and by {p90} in nine cases of ten, "
        "at {cost}\u00a0USD/MWh.",
        "{site} {power}: 가장 빠른 방안은 {stack} · 50 % 확률 {date} · 90 % 확률 {p90} · {cost}\u00a0USD/MWh.",
    ),
    "frontier.cheapest": (
        "The cheapest: {stack}, at {cost}\u00a0USD/MWh by {date}.",
        "가장 저렴한 방안: {stack} · {cost}\u00a0USD/MWh · {date}.",
    ),
    "frontier.too": ("It is the cheapest too.", "비용도 가장 낮습니다."),
    "frontier.none": (
        "No stack of the scenario can deliver {power} at {site} before the plan ends.",
        "계획 기간 안에 {site} 부지에 {power} 공급이 가능한 방안이 없습니다.",
    ),
    "frontier.table_note": (
        "Months are gained over the grid alone, or over the latest stack. Given up: the share of such projects "
        "that was on record; the dates are of those that come. Nines: of the hours with all load served. Unbeaten: "
        "nothing else is earlier, cheaper and cleaner at once.",
        "단축 개월은 계통만 쓰는 방안(없으면 가장 늦은 방안) 대비입니다. 취소 비율은 기록상 취소된 같은 종류 사업의 "
        "비율이며 시점은 완공되는 경우입니다. 가용성은 부하를 모두 공급한 시간의 9의 개수, 비지배는 시기·비용·탄소 "
        "모두에서 앞서는 다른 방안이 없음을 뜻합니다.",
    ),
    "frontier.lever": ("{lever} (months earlier: {gains})", "{lever}(앞당긴 개월: {gains})"),
    "frontier.lever_idle": ("{lever} (moves no stack)", "{lever}(어느 방안의 시점도 그대로)"),
    "frontier.picture": ("How fast at what cost", "시기와 비용"),
    "frontier.note": (
        "Each point is a stack at its P50 date, with a whisker from P10 to P90. Filled: nothing else is earlier, "
        "cheaper and cleaner at once. Dashed: the best by date and cost.",
        "점은 각 방안의 P50 시점, 가로선은 P10에서 P90까지입니다. 채워진 점은 시기·비용·탄소 모두에서 앞서는 "
        "다른 방안이 없음을 뜻합니다. 점선은 시기와 비용의 최선입니다.",
    ),
    "frontier.tip": (
        "P10 {p10}, P50 {p50}, P90 {p90}; {cost}\u00a0USD/MWh, {carbon}\u00a0kg\u00a0CO2/MWh",
        "P10 {p10}, P50 {p50}, P90 {p90}; {cost}\u00a0USD/MWh, {carbon}\u00a0kg\u00a0CO2/MWh 배출",
    ),
    "frontier.table": ("All stacks that deliver", "공급 가능한 방안"),
    "frontier.unreachable": ("Stacks that do not deliver, and why", "공급하지 못하는 방안과 이유"),
    "frontier.never": ("never", "불가"),
    "frontier.yes": ("yes", "예"),
    "frontier.no": ("no", "아니오"),
    "frontier.stack": ("Stack", "방안"),
    "frontier.p10": ("P10", "P10 시점"),
    "frontier.p50": ("P50", "P50 시점"),
    "frontier.p90": ("P90", "P90 시점"),
    "frontier.order_by": ("Order by", "발주 기한"),
    "frontier.months_gained": ("Months gained", "단축 개월"),
    "frontier.value_gained": ("Their worth", "단축의 가치"),
    "frontier.cost": ("USD/MWh", "비용 USD/MWh"),
    "frontier.carbon": ("kg CO2/MWh", "탄소 kg CO2/MWh"),
    "frontier.water": ("m³ water/MWh", "물 m³/MWh"),
    "frontier.curtailed": ("Hours withheld a year", "연간 공급 제한 시간"),
    "frontier.cancelled": ("Given up", "취소 비율"),
    "frontier.lost": ("Computing lost", "연산 손실"),
    "frontier.nines": ("Nines", "가용성(9의 개수)"),
    "frontier.best": ("Unbeaten", "비지배"),
    "why.lacks": ("The scenario offers no {what} on the site {site}.", "시나리오의 {site} 부지에 없는 설비: {what}."),
    "why.short": (
        "All its parts add up to {most} of {asked} MW.",
        "모든 구성 요소의 합계: {asked} MW 중 {most} MW.",
    ),
    "why.never": (
        "It never comes in half of the draws or more: a project that it needs may be cancelled.",
        "표본의 절반 이상에서 공급되지 않습니다. 필요한 사업이 취소될 수 있습니다.",
    ),
    "why.late": (
        "It delivers on {date}, too late for a full year before the plan ends with {year}.",
        "공급 시점 {date} · 계획이 끝나는 {year}년 전에 온전한 한 해가 남지 않습니다.",
    ),
    "why.idle": (
        "Its plan builds no {what}: what else is there costs less.",
        "{what}: 계획에서 짓지 않음. 다른 전원이 더 저렴.",
    ),
    "why.lost": ("It serves {served} of the computing.", "연산의 {served} 처리."),
    "why.infeasible": (
        "No plan keeps the scenario's limits: {reasons}",
        "시나리오의 제약을 모두 지키는 계획이 없습니다: {reasons}",
    ),
    "lacking.firm_grid": ("firm grid", "확정 계통 접속"),
    "lacking.curtailable_grid": ("curtailable grid", "제한 가능 계통 접속"),
    "lacking.storage": ("storage", "저장 설비"),
    "stack.grid_firm": ("Firm grid", "확정 계통 접속"),
    "stack.grid_curtailable": ("Grid with curtailment", "제한 가능 계통 접속"),
    "stack.bridge_gas": ("Gas turbines until the grid", "가스 터빈 후 계통"),
    "stack.bridge_fuel_cells": ("Fuel cells until the grid", "연료전지 후 계통"),
    "stack.renewables_storage": ("Sun, wind and storage", "재생에너지와 저장"),
    "stack.smr": ("Small reactors", "소형 원자로"),
    "stack.nuclear": ("Large reactors", "대형 원전"),
    "stack.geothermal": ("Geothermal", "지열"),
    "stack.fusion": ("Fusion", "핵융합"),
    "stack.mixture": ("Mixture of all", "전체 혼합"),
    "stack.relocate": ("Move to {site}", "{site} 이전"),
}
"""Key → (English, Korean), with gaps in braces."""
