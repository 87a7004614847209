"""Words of the markets that answer the load, in English and in Korean, as in `words`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

MARKET_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "section.markets": ("What the load does to the grids", "부하가 계통에 미치는 영향"),
    "chart.market_price": (
        "What other customers pay, with the programme and without it",
        "다른 소비자의 부담: 사업 유무 비교",
    ),
    "chart.market_price_note": (
        "Energy, capacity and reserves over what they use, real USD of the year. The axis does not begin at zero.",
        "전력량·용량·예비력 요금의 합을 사용량으로 나눈 값, 해당 연도의 불변 달러. 축은 0에서 시작하지 않습니다.",
    ),
    "chart.stranded": ("Megawatts idle on the low path", "저성장 경로의 유휴 용량"),
    "chart.stranded_note": (
        "What stands in the plan and would not, had it been known that so little work comes.",
        "작업이 적게 올 것을 미리 알았다면 짓지 않았을 설비입니다.",
    ),
    "chart.market_bills": ("Who pays for it: change of bills and earnings", "누가 부담하는가: 요금과 수익의 변화"),
    "chart.market_bills_note": (
        "In one calendar year, undiscounted. Other customers pay more at the higher price; most of it is earned by "
        "owners of plants that stand already (below zero). What is left of all three is what the plants cost more.",
        "한 해 기준, 할인 전. 가격이 오르면 다른 소비자의 부담이 늘고, "
        "대부분은 기존 발전소 소유자의 수익이 됩니다(음수로 표시). 셋을 더한 값이 발전 비용의 증가분입니다.",
    ),
    "market.with": ("{market}, with", "{market}, 사업 포함"),
    "market.without": ("{market}, without", "{market}, 사업 제외"),
    "market.programme": ("Programme's bills", "사업의 요금"),
    "market.others": ("Other customers pay more", "다른 소비자의 추가 부담"),
    "market.owners": ("Owners of plants earn more", "발전소 소유자의 추가 수익"),
    "cost.grid_other_customers": ("Other customers pay more", "다른 소비자의 추가 부담"),
    "cost.grid_owners": ("Owners of plants earn more (below zero)", "발전소 소유자의 추가 수익(음수로 표시)"),
    "table.markets": (
        "Markets by year: without the programme → with it",
        "연도별 시장: 사업 제외 → 사업 포함",
    ),
    "column.market": ("Market", "시장"),
    "column.market_year": ("Year", "연도"),
    "column.drawn": ("Drawn", "사용량"),
    "column.market_price": ("Price, USD/MWh", "가격, 달러/MWh"),
    "column.market_capacity": ("Capacity, USD/kW-year", "용량가격, 달러/kW·년"),
    "column.market_average": ("Average, for accounts, kg/MWh", "평균 배출계수(회계용), kg/MWh"),
    "column.market_marginal": ("Marginal of the hours, kg/MWh", "시간별 한계 배출계수, kg/MWh"),
    "column.market_others": ("Others pay more", "타 소비자 추가 부담"),
    "column.market_long_run": (
        "Long-run marginal, for decisions: added per MWh drawn",
        "장기 한계(의사결정용): 사용 MWh당 증가",
    ),
    "market.long_run_value": ("{usd} USD, {kg} kg", "{usd}달러, {kg} kg"),
    "table.stranded": (
        "Idle if {share} of the work comes: {cost} that hindsight would have saved",
        "작업이 {share}만 올 때 유휴: 미리 알았다면 {cost} 절감",
    ),
    "idle.supply": ("Plant of the programme", "사업의 발전 설비"),
    "idle.storage": ("Storage of the programme", "사업의 저장 설비"),
    "idle.connection": ("Firm connection", "확정 접속"),
    "idle.market": ("Addition of a market", "시장의 신규 설비"),
    "column.idle_mw": ("Idle MW", "유휴 MW"),
}
