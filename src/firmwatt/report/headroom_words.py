"""Every word on the page of headroom, in English and in Korean, as in `words`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

HEADROOM_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "headroom.title": ("Headroom for load that bends", "유연 부하 수용 여력"),
    "headroom.subtitle": ("Hourly demand of {file}", "{file}의 시간별 수요"),
    "headroom.answer": (
        "Together the areas take {total} of new load if it gives up {limit} of its energy a year; most in {first}, "
        "{second} and {third}.",
        "연간 전력량의 {limit}를 줄이는 신규 부하는 모두 {total}까지 수용할 수 있습니다. "
        "여력이 큰 권역: {first}, {second}, {third}.",
    ),
    "headroom.few": (
        "The areas take {total} of new load if it gives up {limit} of its energy a year.",
        "연간 전력량의 {limit}를 줄이는 신규 부하는 모두 {total}까지 수용할 수 있습니다.",
    ),
    "headroom.bound": (
        "An upper bound: no transmission but the limits given, no ramps and no outages; past peaks are taken as what "
        "an area can serve again.",
        "상한값입니다. 주어진 한도 외의 송전 제약, 출력 변동, 고장은 고려하지 않으며, "
        "과거 최대 수요까지 다시 공급할 수 있다고 봅니다.",
    ),
    "headroom.map": ("Where: GW at {limit}", "권역별 여력(GW, {limit})"),
    "headroom.map_note": (
        "Each tile is a balancing area, placed roughly; the darker, the more.",
        "칸은 계통 운영 권역이며 위치는 대략입니다. 짙을수록 여력이 큽니다.",
    ),
    "headroom.table": ("MW by share of energy given up", "줄이는 전력량 비율별 여력(MW)"),
    "headroom.events": ("How it bends at {limit}, a year", "{limit} 조건의 연간 감축"),
    "headroom.months": ("When: hours a year at {limit}, by month", "월별 감축 시간({limit})"),
    "headroom.area": ("Area", "권역"),
    "headroom.total": ("Total", "합계"),
    "headroom.summer": ("April to October alone, {limit}", "4~10월만, {limit}"),
    "headroom.winter": ("November to March alone, {limit}", "11~3월만, {limit}"),
    "headroom.hours": ("Hours", "시간"),
    "headroom.count": ("Events", "횟수"),
    "headroom.mean": ("Mean hours", "평균 시간"),
    "headroom.longest": ("Longest hours", "최장 시간"),
    "headroom.depth": ("Mean depth", "평균 감축률"),
    "headroom.deepest": ("Deepest", "최대 감축률"),
    "headroom.store": ("Store of 4 h covers", "4시간 저장 충당"),
    "headroom.flexible": ("Computing waits", "연산 지연"),
    "headroom.own_store": ("Own store", "자체 저장"),
    "headroom.backup": ("Backup", "비상 발전"),
    "headroom.left": ("Shed", "미충당"),
}
"""Key → (English, Korean), with gaps in braces."""
