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
    "table.clock": ("Where work ran in {year}, by hours of the day (UTC)", "{year}년 시간대별(UTC) 작업 처리 장소"),
    "table.requests": ("Requests and what each takes at the meter", "요청 수와 요청당 계량 전력량"),
    "requests.year": ("Year", "연도"),
    "requests.count": ("Billions of requests", "요청 수(10억 건)"),
    "requests.each": ("Wh each, at the meter", "요청당 Wh, 계량기 기준"),
    "requests.pue": ("PUE where they ran", "처리 장소의 PUE"),
    "table.runs": ("Training runs and their swings of power, IT", "학습 실행과 전력 변동, IT 기준"),
    "runs.chips": ("Chips", "칩"),
    "runs.weeks": ("Weeks", "기간(주)"),
    "runs.mean": ("Mean", "평균"),
    "runs.swing": ("In every step", "매 스텝의 변동"),
    "runs.ramp": ("Ramp", "변화율"),
    "runs.restart": ("Minutes to start again", "재시작(분)"),
}
