"""Every word on a report, in English and in Korean: key → (English, Korean), with gaps in braces.

Korean entries avoid particles behind a gap, since their form depends on the word that fills it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from firmwatt.report.account_words import ACCOUNT_WORDS
from firmwatt.report.catalogue_words import CATALOGUE_WORDS
from firmwatt.report.comparison_words import COMPARISON_WORDS
from firmwatt.report.frontier_words import FRONTIER_WORDS
from firmwatt.report.headroom_words import HEADROOM_WORDS
from firmwatt.report.lever_words import LEVER_WORDS
from firmwatt.report.load_words import LOAD_WORDS
from firmwatt.report.market_words import MARKET_WORDS
from firmwatt.report.money_words import MONEY_WORDS
from firmwatt.report.moved_words import MOVED_WORDS
from firmwatt.report.reason_words import REASON_WORDS
from firmwatt.report.status_words import STATUS_WORDS
from firmwatt.report.weather_words import WEATHER_WORDS

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    # The page.
    "page.subtitle": ("Power plan · decision date {date}", "전력 계획 · 기준일 {date}"),
    "page.made_by": ("Made by firmwatt {version}.", "firmwatt {version}에서 작성."),
    "page.no_script": (
        "The charts need JavaScript; all words and tables stand without it.",
        "그래프는 자바스크립트가 필요합니다. 글과 표는 없이도 볼 수 있습니다.",
    ),
    "page.more_rows": ("All {count} rows", "전체 {count}행"),
    "page.hover": ("Point at or touch a chart for its numbers.", "그래프를 가리키거나 누르면 수치가 나타납니다."),
    "party.operator": ("Operator", "운영"),
    "party.capital": ("Capital", "자본"),
    "party.cloud": ("Cloud", "클라우드"),
    "party.energy": ("Energy", "에너지"),
    "party.owner": ("Owner", "소유"),
    # Sections.
    "section.answer": ("The answer", "요약"),
    "section.programme": ("When the power is there", "전력은 언제 공급되는가"),
    "section.roadmap": ("What to order, and when", "무엇을 언제 발주하는가"),
    "section.operation": ("How the hours run", "시간별 운전"),
    "section.money": ("Cost", "비용"),
    "section.carbon": ("Carbon, clean energy and water", "탄소·무탄소 에너지·물"),
    "section.compute": ("Computing", "연산"),
    "section.capacities": ("Capacities", "설비 용량"),
    "section.assumptions": ("Assumptions and their sources", "가정과 출처"),
    "section.solve": ("How this was computed", "계산 정보"),
    # Sentences of the answer.
    "answer.nothing_asked": ("The programme asks for no megawatts.", "이 계획에는 요청된 용량이 없습니다."),
    "answer.all_energised": (
        "All {asked} asked for by {year} can be energised by the end of that year.",
        "{year}년까지 요청된 {asked} 전부를 그해 말까지 공급할 수 있습니다.",
    ),
    "answer.part_energised": (
        "Of {asked} asked for by {year}, the plan energises {energised} by the end of that year; {missing} waits.",
        "{year}년까지 요청 용량: {asked}. 그해 말까지 공급: {energised}. 부족: {missing}.",
    ),
    "answer.part_needed": (
        "Of {asked} asked for by {year}, the plan energises {energised} by the end of that year. They serve {served} "
        "of the computing asked for, so the other {missing} would hardly be used.",
        "{year}년까지 요청 용량: {asked}. 그해 말까지 공급: {energised}. 이 용량으로 요청된 연산의 {served}까지 "
        "처리하므로 나머지 {missing}의 쓸모는 거의 없습니다.",
    ),
    "answer.full_later": ("The whole programme stands in {year}.", "전체 용량은 {year}년에 완성됩니다."),
    "answer.served_later": (
        "From {year} on, the {energised} energised by then serve {served} of the computing asked for; more would "
        "hardly be used.",
        "{year}년부터는 그때까지 공급된 {energised} 용량으로 요청된 연산의 {served}까지 처리하며, 그 이상은 쓸모가 "
        "거의 없습니다.",
    ),
    "answer.full_never": (
        "It is not complete by {year}, the last planning year: {missing} is still missing, and {lost} of the computing "
        "asked for then is not served.",
        "마지막 계획 연도({year}년)에도 완성되지 않습니다. 부족: {missing}, 그해 미처리 연산: {lost}.",
    ),
    "answer.gap_by_site": ("The gap is at {sites}.", "부족한 부지: {sites}."),
    "answer.site_gap": ("{site} ({mw})", "{site}({mw})"),
    "answer.first_order": (
        "The first thing to order is {asset} ({mw}), by {date}.",
        "가장 먼저 발주할 것: {asset}({mw}), 기한 {date}.",
    ),
    "answer.no_order": ("Nothing new has to be ordered.", "새로 발주할 것이 없습니다."),
    "answer.no_order_helps": (
        "Nothing that may be built comes in time or pays.",
        "제때 가동되거나 비용을 회수할 수 있는 설비가 없습니다.",
    ),
    "answer.mix": ("In {year} the energy comes from {sources}.", "{year}년 전력 공급원: {sources}."),
    "answer.source_share": ("{source} ({share})", "{source}({share})"),
    "answer.cost": (
        "Over the whole horizon power costs {power} of metered energy, {share} of the cost of computing. Everything "
        "together, with chips, buildings and the value of computing not served, has a present value of {total}.",
        "계획 기간 전체의 전력 비용: 계량 전력량 기준 {power}, 연산 비용의 {share}. 칩·건물·미처리 연산까지 합한 "
        "총비용의 현재가치 {total}.",
    ),
    "answer.cost_without_energy": (
        "No energy is used. The present value of everything, computing not served included, is {total}.",
        "사용하는 전력이 없습니다. 미처리 연산까지 합한 총비용의 현재가치 {total}.",
    ),
    "answer.emissions": (
        "In {year} the programme emits {mass} CO₂e (Scope 1 and location-based Scope 2, {rate}); {annual} of the "
        "energy is carbon-free over the year, {hourly} hour by hour.",
        "{year}년 배출량: {mass} CO₂e(스코프 1과 지역 기준 스코프 2, {rate}). 무탄소 비율은 연간 {annual}, 시간 단위 "
        "{hourly}입니다.",
    ),
    "answer.compute_lost": (
        "Of the computing asked for in {year}, {share} is not served; the worst year is {worst_year} with {worst} "
        "({energy} of IT energy).",
        "{year}년 요청된 연산 가운데 미처리 비율: {share}. 가장 나쁜 해: {worst_year}년 {worst}(IT 전력량 {energy}).",
    ),
    "answer.compute_lost_here": (
        "Of the computing asked for in {year}, {share} is not served ({energy} of IT energy).",
        "{year}년 요청된 연산 가운데 미처리 비율: {share}(IT 전력량 {energy}).",
    ),
    "answer.compute_lost_elsewhere": (
        "All computing asked for in {year} is served; the worst year is {worst_year} with {worst} not served ({energy} "
        "of IT energy).",
        "{year}년 요청된 연산은 모두 처리됩니다. 가장 나쁜 해: {worst_year}년, 미처리 {worst}(IT 전력량 {energy}).",
    ),
    "answer.compute_served": ("All computing asked for is served.", "요청된 연산은 모두 처리됩니다."),
    "answer.binding": ("What binds", "무엇이 제약인가"),
    "answer.nothing_binds": ("No limit costs money.", "비용을 일으키는 제약이 없습니다."),
    "answer.binding_value": ("{value} per {unit}", "{unit}당 {value}"),
    "answer.binding_others": ("and {count} more like it", "같은 종류 {count}개 더"),
    "answer.binding_note": (
        "One more unit of the limit would save this much, as present value.",
        "한도를 한 단위 늘릴 때 절감되는 금액(현재가치).",
    ),
    # Key numbers.
    "fact.energised": ("Energised by end {year}", "{year}년 말 공급 용량"),
    "fact.of_asked": ("of {asked} asked for", "요청 {asked} 중"),
    "fact.complete": ("Complete in", "완성 연도"),
    "fact.not_by": ("after {year}", "{year}년 이후"),
    "fact.served_from": ("All work served from", "연산이 모두 처리되는 해"),
    "fact.served_note": (
        "by {energised}; more would hardly be used",
        "공급 용량 {energised}. 그 이상은 쓸모가 거의 없음",
    ),
    "fact.complete_note": ("first year with all megawatts", "전체 용량이 갖춰지는 첫해"),
    "fact.power_cost": ("Power cost", "전력 비용"),
    "fact.power_cost_note": (
        "over the horizon, real USD of {year}; {all} with chips, buildings and computing not served",
        "계획 기간 전체, {year}년 불변 달러. 칩·건물·미처리 연산 포함 {all}",
    ),
    "fact.total": ("Total present value", "총비용 현재가치"),
    "fact.total_note": ("of which power {power}", "그중 전력 {power}"),
    "fact.emissions": ("Emissions in {year}", "{year}년 배출량"),
    "fact.emissions_note": (
        "CO₂e, Scope 1 + 2 (location); {market} with market-based Scope 2",
        "CO₂e, 스코프 1+2(지역 기준). 시장 기준 {market}",
    ),
    "fact.carbon_free": ("Carbon-free hour by hour, {year}", "시간 단위 무탄소 비율, {year}년"),
    "fact.carbon_free_note": ("{annual} over the year; RE100 {re100}", "연간 기준 {annual}, RE100 {re100}"),
    "fact.water": ("Water in {year}", "{year}년 물 사용량"),
    "fact.water_note": ("{site} on site, {power} in power plants", "부지 {site}, 발전 {power}"),
    "fact.water_note_stress": (
        "{site} on site, {stressed} of it where water stress is high; {power} in power plants",
        "부지 {site}(물 스트레스가 높은 유역 {stressed}), 발전 {power}",
    ),
    "fact.lost": ("Computing not served, {year}", "미처리 연산, {year}년"),
    "fact.lost_note": ("{energy} of IT energy", "IT 전력량 {energy}"),
    # Charts and tables.
    "map.title": ("Where the sites are, {year}", "부지의 위치, {year}년"),
    "map.note": (
        "Rings: megawatts asked for. Filled: energised. Lines: transmission of the programme's own.",
        "고리는 요청 용량, 채운 원은 공급 용량, 선은 자체 송전선입니다.",
    ),
    "map.mw": ("{energised} of {asked} MW", "{asked} MW 중 {energised} MW"),
    "chart.gap": ("Megawatts energised against megawatts asked for", "공급 용량과 요청 용량"),
    "chart.gap_note": (
        "At the meter, at each year's end: what can run at the hour of highest cooling need.",
        "연말 계량기 기준, 냉방 부하가 가장 큰 시간의 값입니다.",
    ),
    "chart.roadmap": ("From order to power", "발주에서 가동까지"),
    "chart.roadmap_note": (
        "Bars run from the last order date to the online date; the thin line shows P10 to P90 of that date. "
        "The {count} largest that are online by {year}; the table has all {all}.",
        "막대는 최종 발주일부터 가동일까지, 가는 선은 가동일의 P10–P90입니다. "
        "{year}년까지 가동되는 것 중 큰 {count}개이며, 전체 {all}개는 표에 있습니다.",
    ),
    "chart.typical_hours": ("Typical hours of {year}", "{year}년의 평균적인 시간"),
    "chart.worst_hours": ("The worst hours of {year}", "{year}년의 가장 어려운 시간"),
    "chart.typical_week": ("A typical week of {year}", "{year}년의 평균적인 주"),
    "chart.worst_week": ("The worst week of {year}", "{year}년의 가장 어려운 주"),
    "chart.week_note": (
        "{hours} hours from {date}, UTC, all sites together.",
        "{date}(UTC)부터 {hours}시간, 모든 부지 합계.",
    ),
    "chart.typical_reason": (
        "The stretch closest to the year's mean load, price and on-site generation.",
        "부하·가격·발전량이 연평균에 가장 가까운 구간입니다.",
    ),
    "chart.worst_by_lost": (
        "The stretch in which most computing is not served.",
        "처리되지 못한 연산이 가장 많은 구간입니다.",
    ),
    "chart.worst_by_price": (
        "The stretch in which energy is worth most; all computing is served.",
        "전력의 한계가치가 가장 높은 구간이며, 연산은 모두 처리됩니다.",
    ),
    "chart.heat_note": (
        "Mean of each month and hour of {year}, local standard time of the sites.",
        "{year}년 월별·시간별 평균, 각 부지의 현지 표준시.",
    ),
    "chart.heat_sampled": (
        "From the sampled hours, each standing for its part of the year.",
        "표본 시간을 연중 구간에 펼친 값입니다.",
    ),
    "chart.heat_price": ("Grid price", "계통 전력 가격"),
    "chart.heat_intensity": ("Grid carbon intensity (average)", "계통 탄소집약도(평균)"),
    "chart.heat_load": ("Metered load", "계량 부하"),
    "chart.heat_matching": ("Load met by clean energy of the same hour", "같은 시간 무탄소 전력으로 충당한 부하"),
    "chart.cost": ("Cost by kind", "항목별 비용"),
    "chart.cost_note": (
        "In one calendar year, real USD of {year}, undiscounted. Sales are negative.",
        "한 해 기준, {year}년 불변 달러, 할인 전. 판매는 음수입니다.",
    ),
    "chart.power_cost": ("Cost of power alone", "전력 비용만"),
    "chart.emissions": ("Emissions by scope", "스코프별 배출량"),
    "chart.emissions_note": (
        "Two bars a year: with location-based (left) and with market-based Scope 2 (right).",
        "연도별 두 막대: 왼쪽은 지역 기준, 오른쪽은 시장 기준 스코프 2.",
    ),
    "chart.shares": ("Clean energy by three rules", "세 기준의 청정에너지 비율"),
    "chart.water": ("Water", "물 사용량"),
    "chart.mix": ("Energy by source", "공급원별 전력량"),
    "chart.compute": ("Computing asked for, served and not served", "요청·처리·미처리 연산"),
    "table.gap": ("Megawatts by site and year: energised of asked", "부지별·연도별 용량: 공급 / 요청"),
    "table.roadmap": ("Roadmap", "로드맵"),
    "table.capacities": ("Megawatts at each year's end", "연말 용량(MW)"),
    "table.defaults": (
        "{count} values were not in the scenario and come from the catalogue.",
        "시나리오에 없어 카탈로그에서 가져온 값: {count}개.",
    ),
    "table.of_catalogue": ("{title} ({count} rows)", "{title}({count}행)"),
    "table.of_catalogue_one": ("{title} ({count} row)", "{title}({count}행)"),
    "table.no_defaults": ("Every value stands in the scenario itself.", "모든 값이 시나리오에 있습니다."),
    "column.site": ("Site", "부지"),
    "column.asset": ("Asset", "설비"),
    "column.kind": ("Kind", "종류"),
    "column.mw": ("MW", "MW"),
    "column.order_by": ("Order by", "발주 기한"),
    "column.online": ("Online", "가동"),
    "column.p10": ("P10", "P10"),
    "column.p50": ("P50", "P50"),
    "column.p90": ("P90", "P90"),
    "column.workload": ("Work", "작업"),
    "column.worst_year": ("Worst year", "가장 나쁜 해"),
    "column.value_of_lost": ("Value of lost computing", "미처리 연산의 가치"),
    "column.row": ("Row · parameter", "행 · 항목"),
    "column.uses": ("Used", "사용 수"),
    "column.value": ("Value", "값"),
    "column.source": ("Source", "출처"),
    "column.confidence": ("Confidence", "신뢰도"),
    "column.all": ("All", "합계"),
    # Kinds of things, costs and flows.
    "kind.supply": ("Supply", "공급"),
    "kind.storage": ("Storage", "저장"),
    "kind.connection": ("Grid connection", "계통 접속"),
    "kind.connection_curtailable": ("Grid connection, curtailable", "계통 접속(제한 가능)"),
    "kind.link": ("Line", "송전선"),
    "kind.computing": ("Data centre (IT)", "데이터센터(IT)"),
    "kind.contract": ("{technology}, contract", "{technology} 계약"),
    "cost.it_capital": ("Chips and servers", "칩·서버"),
    "cost.building_capital": ("Buildings", "건물"),
    "cost.supply_capital": ("Power plants", "발전 설비"),
    "cost.storage_capital": ("Storage", "저장 설비"),
    "cost.tax_credit": ("Tax credits", "세액공제"),
    "cost.link_capital": ("Own lines", "자체 송전선"),
    "cost.connection_capital": ("Grid connection", "계통 접속"),
    "cost.fixed_om": ("Fixed operation", "고정 운영비"),
    "cost.variable_om": ("Variable operation", "변동 운영비"),
    "cost.fuel": ("Fuel", "연료"),
    "cost.storage_wear": ("Storage wear", "저장 열화"),
    "cost.energy_purchase": ("Grid energy", "계통 전력 구매"),
    "cost.delivery": ("Delivery", "송배전 요금"),
    "cost.grid_capacity": ("Grid capacity", "계통 용량 요금"),
    "cost.demand_response": ("Paid for load that bends", "유연 부하 보상"),
    "cost.contract": ("Contracts", "계약"),
    "cost.energy_sale": ("Sales", "판매"),
    "cost.carbon_price": ("Carbon price", "탄소 가격"),
    "cost.lost_compute": ("Computing not served", "미처리 연산"),
    "flow.grid_import": ("Grid", "계통"),
    "flow.discharge": ("Storage out", "저장 방전"),
    "flow.charge": ("Storage in", "저장 충전"),
    "flow.sale": ("Sold", "판매"),
    "flow.load": ("Metered load", "계량 부하"),
    "flow.contract": ("Contracts elsewhere", "외부 계약"),
    "flow.lost": ("Computing not served (IT)", "미처리 연산(IT)"),
    "flow.asked": ("Asked for", "요청"),
    "scope.1": ("Scope 1", "스코프 1"),
    "scope.2_location": ("Scope 2, location", "스코프 2(지역 기준)"),
    "scope.2_market": ("Scope 2, market", "스코프 2(시장 기준)"),
    "scope.3": ("Scope 3", "스코프 3"),
    "cap.tonne": ("Cap on Scope 1 and 2 (location)", "스코프 1과 2(지역 기준) 상한"),
    "cap.rate": ("Cap per MWh on Scope 1 and 2 (location)", "스코프 1과 2(지역 기준) MWh당 상한"),
    "share.hourly": ("Carbon-free, hour by hour", "무탄소, 시간 단위"),
    "share.annual": ("Carbon-free, over the year", "무탄소, 연간"),
    "share.re100": ("Renewable (RE100)", "재생에너지(RE100)"),
    "share.promised": ("{what}: promised", "{what}: 약속"),
    "water.site": ("On site", "부지"),
    "water.power": ("In power plants", "발전"),
    "technology.gas_turbine": ("Gas turbine", "가스터빈"),
    "technology.combined_cycle": ("Combined cycle", "복합화력"),
    "technology.combined_cycle_ccs": ("Combined cycle with CCS", "복합화력(CCS)"),
    "technology.fuel_cell": ("Fuel cell", "연료전지"),
    "technology.nuclear_large": ("Nuclear", "원자력"),
    "technology.nuclear_restart": ("Nuclear restart", "원전 재가동"),
    "technology.smr": ("Small modular reactor", "소형모듈원전"),
    "technology.geothermal": ("Geothermal", "지열"),
    "technology.enhanced_geothermal": ("Enhanced geothermal", "심부지열(EGS)"),
    "technology.solar": ("Solar", "태양광"),
    "technology.wind_onshore": ("Onshore wind", "육상풍력"),
    "technology.wind_offshore": ("Offshore wind", "해상풍력"),
    "technology.hydro": ("Hydro", "수력"),
    "technology.fusion": ("Fusion (what-if)", "핵융합(가정)"),
    "technology.battery_4h": ("Battery", "배터리"),
    "technology.long_duration": ("Long-duration storage", "장주기 저장"),
    "technology.grid_firm": ("Grid connection", "계통 접속"),
    "technology.grid_curtailable": ("Grid connection, curtailable", "계통 접속(제한 가능)"),
    "technology.gas_pipeline": ("Gas pipeline, MW of fuel", "가스 배관(연료 MW)"),
    "technology.transformer": ("Transformers", "변압기"),
    "technology.computing": ("Data centre (IT)", "데이터센터(IT)"),
    "confidence.high": ("high", "높음"),
    "confidence.medium": ("medium", "중간"),
    "confidence.low": ("low", "낮음"),
    # Tables of the catalogue.
    # Months.
    "month.1": ("Jan", "1월"),
    "month.2": ("Feb", "2월"),
    "month.3": ("Mar", "3월"),
    "month.4": ("Apr", "4월"),
    "month.5": ("May", "5월"),
    "month.6": ("Jun", "6월"),
    "month.7": ("Jul", "7월"),
    "month.8": ("Aug", "8월"),
    "month.9": ("Sep", "9월"),
    "month.10": ("Oct", "10월"),
    "month.11": ("Nov", "11월"),
    "month.12": ("Dec", "12월"),
    # Units.
    "money.trillions": ("USD\u00a0{english}\u00a0trillion", "{korean}조\u00a0달러"),
    "money.billions": ("USD\u00a0{english}\u00a0billion", "{korean}억\u00a0달러"),
    "money.hundred_millions": ("USD\u00a0{english}\u00a0million", "{korean}억\u00a0달러"),
    "money.millions": ("USD\u00a0{english}\u00a0million", "{korean}만\u00a0달러"),
    "money.ones": ("USD\u00a0{english}", "{korean}달러"),
    "unit.usd_per_mwh": ("USD\u00a0{value}/MWh", "MWh당 {value}달러"),
    "unit.million_m3": ("{value}\u00a0million\u00a0m³", "{korean}만\u00a0m³"),
    "unit.billion_usd": ("billion USD", "10억 달러"),
    "unit.million_usd": ("million USD", "100만 달러"),
    "unit.million_m3_axis": ("million m³", "백만 m³"),
    "unit.thousand_m3_axis": ("thousand m³", "천 m³"),
    **ACCOUNT_WORDS,
    **CATALOGUE_WORDS,
    **COMPARISON_WORDS,
    **FRONTIER_WORDS,
    **HEADROOM_WORDS,
    **LEVER_WORDS,
    **LOAD_WORDS,
    **MARKET_WORDS,
    **MONEY_WORDS,
    **MOVED_WORDS,
    **REASON_WORDS,
    **STATUS_WORDS,
    **WEATHER_WORDS,
}
