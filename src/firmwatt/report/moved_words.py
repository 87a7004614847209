"""Words of the tables of computing: served, moved, and what a request took, in English and Korean, as in `words`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

MOVED_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "table.compute": ("Computing by workload", "작업별 연산"),
    "compute.arrived": ("Asked for", "요청"),
    "compute.served": ("Served", "처리"),
    "compute.lost": ("Not served", "미처리"),
    "table.moved": ("What moved where in {year}, IT energy", "{year}년에 이동한 작업, IT 전력량"),
    "moved.home": ("At home here", "본래 위치 기준"),
    "moved.served": ("Served here", "이곳에서 처리"),
    "moved.in": ("Moved in", "유입"),
    "moved.out": ("Moved out", "유출"),
    "table.requests": ("Requests and what each takes at the meter", "요청 수와 요청당 계량 전력량"),
    "requests.year": ("Year", "연도"),
    "requests.count": ("Billions of requests", "요청 수(10억 건)"),
    "requests.each": ("Wh each, at the meter", "요청당 Wh, 계량기 기준"),
    "requests.pue": ("PUE where they ran", "처리 장소의 PUE"),
}
