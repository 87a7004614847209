"""Words of the load as the grid sees it, in English and in Korean, as in `words`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

LOAD_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "peaks.title": (
        "What flexible compute takes off the peaks, last year, MW",
        "유연 연산의 최대 부하 절감(마지막 해, MW)",
    ),
    "peaks.all": ("All together", "전체"),
    "peaks.area": ("Grid region", "계통 지역"),
    "peaks.without": ("Peak if no work waits", "지연 없는 최대"),
    "peaks.with": ("Peak", "최대"),
    "peaks.saved": ("Saved", "절감"),
    "peaks.dearest_without": ("100 dearest hours if none waits", "최고가 100시간(지연 없음)"),
    "peaks.dearest": ("100 dearest hours", "최고가 100시간"),
    "peaks.factor_without": ("Load factor if none waits", "부하율(지연 없음)"),
    "peaks.factor": ("Load factor", "부하율"),
    "calls.title": ("What the grid calls by contract", "계약에 따른 계통 호출"),
    "calls.site": ("Site", "부지"),
    "calls.year": ("Year", "연도"),
    "calls.contract": ("Contract", "계약"),
    "calls.hours": ("Hours", "시간"),
    "calls.events": ("Events", "횟수"),
    "calls.longest": ("Longest hours", "최장 시간"),
    "calls.withheld": ("MWh withheld", "제한 전력량 MWh"),
    "calls.kept": ("Kept", "이행"),
    "calls.yes": ("yes", "예"),
    "breach.hours": ("not its hours", "시간 초과"),
    "breach.events": ("not its number of events", "횟수 초과"),
    "breach.length": ("not the length of an event", "지속 시간 초과"),
    "breach.draw": ("drew while called", "호출 중 사용"),
    "breach.notice": ("not the notice", "통보 시간 미준수"),
}
"""Key → (English, Korean), with gaps in braces."""
