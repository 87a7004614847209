"""Every word about policy levers, in English and in Korean, as in `words`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

LEVER_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "lever.federal_land": ("Sites on federal land", "연방 토지 부지"),
    "lever.permitting": ("Faster permits", "빠른 인허가"),
    "lever.line_acceleration": ("Faster lines and grid upgrades", "송전선과 계통 보강 가속"),
    "lever.storage_certification": ("Quick certification of storage", "저장 설비의 빠른 인증"),
    "lever.co_location_allowed": ("Plants beside the load are allowed", "부하 옆 발전소 허용"),
    "lever.co_location_refused": ("Plants beside the load are refused", "부하 옆 발전소 불허"),
    "lever.on": ("Policy levers that are on: {levers}.", "켜진 정책 수단: {levers}."),
    "lever.earlier": (
        "{lever} ({thing} comes {months} months earlier)",
        "{lever}({thing}: {months}개월 앞당김)",
    ),
    "lever.later": (
        "{lever} ({thing} comes {months} months later)",
        "{lever}({thing}: {months}개월 늦춤)",
    ),
    "lever.idle": ("{lever} (moves no date of what is built)", "{lever}(건설하는 설비의 시점은 그대로)"),
    "lever.title": (
        "What each policy lever moves of what is built: the day from which it can be online, if ordered at once",
        "정책 수단별로 앞당긴 시점: 바로 발주할 때 가동할 수 있는 날(건설하는 설비)",
    ),
    "lever.column.lever": ("Policy lever", "정책 수단"),
    "lever.column.thing": ("Built", "건설 설비"),
    "lever.column.without": ("Without it", "정책이 없으면"),
    "lever.column.online": ("With it", "정책이 있으면"),
    "lever.column.months": ("Months earlier", "단축 개월"),
    "lever.connection": ("Grid connection", "계통 접속"),
    "lever.connection_curtailable": ("Grid connection, curtailable", "계통 접속(제한 가능)"),
    "lever.building": ("Data centre (building)", "데이터센터(건물)"),
}
"""Key → (English, Korean), with gaps in braces."""
