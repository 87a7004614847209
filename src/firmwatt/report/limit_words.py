"""Korean for the planner's binding limits, whose English comes with the plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

ENGLISH_UNITS: Final[Mapping[str, str]] = {
    "1000 m3/year": "1,000\u00a0m³ a year",
    "tonne CO2": "tonne of CO₂",
}
"""Units of binding limits that read differently on a page."""
KOREAN_UNITS: Final[Mapping[str, str]] = {
    "million USD": "백만 달러",
    "acre": "에이커",
    "1000 m3/year": "연 1,000 m³",
    "tonne CO2": "CO₂ 1톤",
}
"""Units of binding limits that read differently in Korean."""
KOREAN_LIMITS: Final[Mapping[str, str]] = {
    "budget": "자본 예산을 모두 썼습니다.",
    "vendor_slots": "{technology}: {year}년 공급사가 더 납품할 수 없습니다.",
    "land": "부지 {site}: {year}년 토지를 모두 썼습니다.",
    "water": "부지 {site}: {year}년 물 한도에 닿았습니다.",
    "basin_water": "유역 {basin}: {year}년 물을 모두 썼습니다.",
    "run_hours": "{asset}: {year}년 대기 배출 허가상 더 가동할 수 없습니다.",
    "minimum_load": "{asset}: 최소 출력으로 가동합니다.",
    "billed_at_least": "부지 {site}: {year}년 요금제가 실제 사용보다 많은 용량을 청구합니다.",
    "billed_ratchet": "부지 {site}: {year}년 요금제가 다른 달의 최대 수요로 요금적용전력을 정합니다.",
    "gas_pipeline": "부지 {site}: 가스 배관 용량이 찼습니다.",
    "carbon_cap": "{year}년 탄소 배출 상한에 닿았습니다.",
    "annual_carbon_free": "{group}: {year}년 연간 무탄소 비율이 제약입니다.",
    "contract_limit": "{group}: {year}년 계약량은 사용량을 넘을 수 없습니다.",
    "re100": "{group}: {year}년 RE100 비율이 제약입니다.",
    "hourly_carbon_free": "{group}: {year}년 시간 단위 무탄소 비율이 제약입니다.",
    "reserve": "부지 {site}: {year}년 예비력이 제약입니다.",
    "power_swing": "부지 {site}: 접속 용량과 저장 설비가 학습의 순간 변동을 더 받아들일 여유가 없습니다.",
    "own_supply": "부지 {site}: {year}년 계약상 자체 공급을 넘는 확정 용량을 쓸 수 없습니다.",
    "connection_firm_mw": "부지 {site}: {year}년 계통이 확정 용량을 더 접속하지 못합니다.",
    "connection_curtailable_mw": "부지 {site}: {year}년 계통이 제한 가능 용량을 더 접속하지 못합니다.",
    "it_mw": "부지 {site}: {year}년 요청된 연산 용량이 모두 가동되며, 더 있으면 이득입니다.",
    "supply_mw": "{asset}: {year}년 더 세울 수 없습니다.",
    "supply_mw_build": "{asset}: {year}년 더 지을 수 없습니다(소요 기간 또는 연간 건설 한도).",
    "storage_mw": "{storage}: {year}년 더 세울 수 없습니다.",
    "storage_mw_build": "{storage}: {year}년 더 지을 수 없습니다.",
    "link_mw": "송전선 {link}: {year}년 한도에 닿았습니다.",
}
"""Sentences of the planner's binding limits, whose English comes with the plan: block of the program → Korean."""
