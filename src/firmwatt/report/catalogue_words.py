"""Titles of the catalogue's tables, in English and in Korean, as in `words`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

CATALOGUE_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "catalog.assumptions": ("General assumptions", "일반 가정"),
    "catalog.backup": ("Backup generators", "비상 발전기"),
    "catalog.chips": ("Chips", "칩"),
    "catalog.climate": ("Climate normals", "기후 평년값"),
    "catalog.compute": ("Computing and buildings", "연산·건물"),
    "catalog.connections": ("Grid connections", "계통 접속"),
    "catalog.response": ("How fast plants and work answer a call", "호출 대응 시간"),
    "catalog.first_minutes": ("The first minutes of an outage", "정전 초기 대응"),
    "catalog.weather_outages": ("Forced outage rates by temperature", "기온별 고장 정지율"),
    "catalog.contracts": ("Contracts for load that bends", "유연 부하 계약"),
    "catalog.cooling": ("Cooling plants", "냉각 설비"),
    "catalog.deals": ("Announced deals", "발표된 계약"),
    "catalog.fleet": ("Fleets of chips", "칩 보유 구성"),
    "catalog.fuels": ("Fuels", "연료"),
    "catalog.generation_fit": ("Fit of generation energy", "생성 에너지 적합값"),
    "catalog.generation_rates": ("Rates of generation types", "발전원별 계수"),
    "catalog.generators": ("Models that make pictures, film and sound", "이미지·영상·음성 생성 모델"),
    "catalog.inference_fit": ("Fit of inference power", "추론 전력 적합값"),
    "catalog.levers": ("Policy levers", "정책 수단"),
    "catalog.lines": ("Lines", "송전선"),
    "catalog.mixes": ("Grid mixes", "계통 전원 구성"),
    "catalog.models": ("AI models", "인공지능 모델"),
    "catalog.network": ("Network", "네트워크"),
    "catalog.outages": ("Outages of plants and lines", "설비 고장률"),
    "catalog.places": ("Places", "지역"),
    "catalog.pledges": ("What companies promised", "기업의 공약"),
    "catalog.power_response": ("Power caps of chips", "칩 전력 제한 응답"),
    "catalog.price_index": ("Price index", "물가지수"),
    "catalog.published": ("Published figures to compare with", "비교용 공표 수치"),
    "catalog.published_plants": ("Published PUE and WUE to compare with", "비교용 공표 PUE·WUE"),
    "catalog.regions": ("Grid regions", "계통 권역"),
    "catalog.reported_emissions": ("What companies reported", "기업이 보고한 배출량"),
    "catalog.serving": ("Serving of models", "모델 서빙"),
    "catalog.storage": ("Storage", "저장 설비"),
    "catalog.tax_credits": ("Tax credits", "세액공제"),
    "catalog.technologies": ("Supply technologies", "공급 기술"),
    "catalog.traffic": ("Traffic of requests", "요청 트래픽"),
    "catalog.training": ("Training runs", "학습 실행"),
    "catalog.workloads": ("Workloads", "작업 부하"),
}
