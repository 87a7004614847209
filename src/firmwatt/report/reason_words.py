"""Korean of the reasons why no plan exists, whose English comes with them, and the words around them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

KOREAN_UNKEPT: Final[Mapping[str, str]] = {
    "budget": (
        "확정된 투자에 {needed}백만 달러가 들지만 예산은 {allowed}백만 달러입니다. "
        "budget_usd를 늘리거나 확정 물량을 줄이십시오."
    ),
    "vendor_slots": (
        "{technology}: {year}년에 {needed} MW를 사야 하지만 공급사는 {allowed} MW만 납품합니다. "
        "납품 한도를 늘리거나 확정 물량을 줄이거나 늦추십시오."
    ),
    "land": (
        "부지 {site}: {year}년에 세워야 할 설비의 토지는 {needed}에이커지만 허용은 {allowed}에이커입니다. "
        "land_limit_acre를 늘리거나 확정 물량을 줄이십시오."
    ),
    "water": (
        "부지 {site}: {year}년 반드시 가동해야 할 설비가 물 {needed}천 m³를 쓰지만 허용은 {allowed}천 m³입니다. "
        "water_limit_m3_per_year를 늘리거나 연산 손실을 허용하십시오."
    ),
    "basin_water": (
        "유역 {basin}: {year}년 반드시 가동해야 할 설비가 물 {needed}천 m³를 쓰지만 허용은 {allowed}천 m³입니다. "
        "유역의 한도를 늘리거나 연산 손실을 허용하십시오."
    ),
    "run_hours": (
        "{asset}: {year}년 대기 배출 허가보다 {missing} MWh를 더 발전해야 합니다. "
        "run_hours_limit_per_year를 늘리거나 minimum_load_share를 낮추십시오."
    ),
    "minimum_load": (
        "{asset}: {year}년 최소 출력으로 가동할 수 없습니다. 가장 어려운 시간에 {missing} MW를 쓸 곳이 없습니다. "
        "minimum_load_share를 낮추거나 저장 설비를 더하십시오."
    ),
    "gas_pipeline": (
        "부지 {site}: {year}년 반드시 가동해야 할 설비에 {needed} MMBtu/h가 들지만 가스 배관은 {allowed}입니다. "
        "gas_pipeline_limit_mmbtu_per_hour를 늘리거나 확정 물량을 줄이십시오."
    ),
    "carbon_cap": (
        "{year}년 반드시 가동해야 할 설비가 CO₂ {needed}톤을 배출하지만 상한은 {allowed}톤입니다. "
        "carbon_cap_tonne을 늘리거나 minimum_load_share를 낮추십시오."
    ),
    "carbon_intensity_cap": (
        "{year}년 반드시 가동해야 할 설비의 배출이 MWh당 상한보다 CO₂ {missing}톤 많습니다. "
        "carbon_intensity_cap_kg_per_mwh를 늘리거나 minimum_load_share를 낮추십시오."
    ),
    "annual_carbon_free": (
        "{group}: {year}년 연간 무탄소 비율에 {missing} MWh가 모자랍니다. "
        "annual_carbon_free_share를 낮추거나 그때까지 가동할 수 있는 무탄소 전원을 더하십시오."
    ),
    "re100": (
        "{group}: {year}년 RE100 비율에 재생에너지 {missing} MWh가 모자랍니다. "
        "re100_share를 낮추거나 그때까지 가동할 수 있는 재생에너지를 더하십시오."
    ),
    "hourly_carbon_free": (
        "{group}: {year}년 시간 단위 무탄소 비율에 {missing} MWh가 모자랍니다. "
        "hourly_carbon_free_share를 낮추거나 그때까지 가동할 수 있는 무탄소 전원이나 저장 설비를 더하십시오."
    ),
    "contract_limit": (
        "{group}: {year}년 확정 계약이 사용할 수 있는 양보다 {missing} MWh 많습니다. 확정 물량을 줄이십시오."
    ),
    "own_supply": (
        "부지 {site}: {year}년 확정 접속 {missing} MW에 계약이 요구하는 자체 공급이 없습니다. "
        "그때까지 가동할 수 있는 부지 전원을 더하거나 다른 계약을 고르십시오."
    ),
    "reserve": (
        "부지 {site}: {year}년 예비율에 확정 용량 {missing} MW가 모자랍니다. "
        "reserve_margin을 낮추거나 그때까지 가동할 수 있는 전원·저장 설비·접속을 더하십시오."
    ),
    "power_swing": (
        "부지 {site}: {year}년 접속과 저장 설비가 학습의 순간 변동에 {missing} MW 모자랍니다. "
        "저장 설비나 그때까지 가능한 접속을 더하십시오."
    ),
}
"""Limits that cannot be kept, whose English is `planning.conflict.UNKEPT`: block of the program → Korean."""
REASON_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "wait.building": (
        "Time: the building at {site} stands in {p50} (P50; P10–P90 {p10} to {p90}).",
        "시간: {site}의 건물은 {p50}(P50, P10–P90 {p10} ~ {p90})에 완공됩니다.",
    ),
    "wait.connection": (
        "Time: the grid connection of {site} is energised in {p50} (P50; P10–P90 {p10} to {p90}).",
        "시간: {site}의 계통 접속은 {p50}(P50, P10–P90 {p10} ~ {p90})입니다.",
    ),
    "wait.missing": ("{mw} asked for in {year} are missing", "{year}년 요청 {mw} 부족"),
    "reason.also": ("The same holds for {also}.", "{also}년도 같습니다."),
    "reason.in_the_way": ("In the way: {words}", "걸림돌: {words}"),
    "reason.lost_work": (
        "{missing} MWh of {pool} at {sites} cannot be served in {year}, in {hours} hours and up to {lost} of {asked} "
        "MW of it. Ask for less or later, add supply that can be online by then, or set must_serve: false.",
        "{sites} {pool}: {year}년 {missing} MWh를 처리할 수 없습니다({hours}시간, 최대 {asked} MW 중 {lost} MW). "
        "요청을 줄이거나 늦추고, 그때까지 가동할 수 있는 전원을 더하거나, must_serve: false로 두십시오.",
    ),
    "reason.connection": (
        "new megawatts of the grid reach {site} on {date} at the soonest (P50).",
        "{site}의 새 계통 접속은 빨라야 {date}(P50)입니다.",
    ),
    "reason.building": (
        "the building at {site} stands on {date} at the soonest (P50).",
        "{site}의 건물은 빨라야 {date}(P50)에 완공됩니다.",
    ),
}
"""Key → (English, Korean), with gaps in braces."""
