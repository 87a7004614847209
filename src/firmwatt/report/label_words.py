"""Words of labels and their cards, in English and Korean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from unicodedata import east_asian_width

from firmwatt.catalog import loader
from firmwatt.errors import UserError

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "title": "Energy of one request",
        "asked": "{input:,.0f} tokens in, {output:,.0f} out",
        "served": "{chips} × {chip}, {precision}, {batch:.0f} at once",
        "where": "{region}, {time}",
        "year": "{year}",
        "hour": "{moment:%Y-%m-%d %H}:00 UTC",
        "embodied": "made, per request",
        "chips": "of the chips",
        "energy": "electricity",
        "carbon": "carbon",
        "water": "water",
        "of_search": "{web_searches} × a web search of 2009",
        "of_television": "{television_seconds} s of a 60-inch television",
        "of_lamp": "{lamp_minutes} min of an LED lamp",
        "of_focused": "{times_focused_model} × an 8B model for one task",
        "market": "carbon, market-based",
        "made_title": "Energy of one {medium}",
        "made": "{item}, {steps} steps",
        "made_by": "{chips} × {chip}, {batch:g} at once",
        "medium_image": "image",
        "medium_video": "video",
        "interval": "90 % interval",
        "scope": "Chip to meter; average intensity of the grid; water on site and at power plants",
        "method": "firmwatt {method}",
    },
    "ko": {
        "title": "요청 한 번의 에너지",
        "asked": "입력 {input:,.0f} 토큰, 출력 {output:,.0f} 토큰",
        "served": "{chip} {chips}개, {precision}, 동시 {batch:.0f}건",
        "where": "{region}, {time}",
        "year": "{year}년",
        "hour": "{moment:%Y-%m-%d %H}:00 UTC",
        "embodied": "제조분(요청당)",
        "chips": "칩만",
        "energy": "전력",
        "carbon": "탄소",
        "water": "물",
        "of_search": "웹 검색(2009년 기준)의 {web_searches}배",
        "of_television": "60인치 텔레비전 {television_seconds}초",
        "of_lamp": "LED 전등 {lamp_minutes}분",
        "of_focused": "한 가지 일에 쓰는 8B 모델의 {times_focused_model}배",
        "market": "탄소(시장 기준)",
        "made_title": "{medium} 하나의 에너지",
        "made": "{item}, {steps}단계",
        "made_by": "{chip} {chips}개, 동시 {batch:g}건",
        "medium_image": "이미지",
        "medium_video": "영상",
        "interval": "90 % 구간",
        "scope": "칩에서 계량기까지; 전력망 평균 배출계수; 현장과 발전소의 물",
        "method": "firmwatt {method}",
    },
}
KOREAN_NOTES: Final[Mapping[str, str]] = {
    "run": "PUE, 물, 탄소는 계획의 시간별 급전 결과입니다.",
    "calibrated": "자체 측정 {rows}건으로 보정했습니다: 에너지 {factor:.2f}배.",
    "unmeasured": "{chip}의 측정값이 없습니다: 데이터시트에 측정된 칩들 사이의 효율을 쓰며 구간이 넓습니다.",
    "power_cap": "전력 제한: 학습 측정에 맞춘 값이며, 생성 시간의 절반이 메모리 대기라는 것은 추정입니다.",
    "typical": "매개변수 수만 알려져 있습니다: 같은 크기의 알려진 모델이나 전형적인 구조를 씁니다.",
    "extrapolated": "측정된 것보다 크거나 8비트인 전문가 혼합 모델입니다: 구간은 판단에 따릅니다.",
    "widened": "{chip}은(는) {precision} 곱셈을 하지 못합니다: 가중치는 작게 저장하고 넓혀서 16비트로 계산합니다.",
    "memory": "가중치 {gigabytes:,.0f} GB와 시퀀스 {batch:g}개의 캐시가 칩 메모리를 넘습니다.",
}
"""Notes of a label in Korean, whose English comes with the label."""
KOREAN_REGIONS: Final[Mapping[str, str]] = {
    "ercot": "ERCOT(텍사스)",
    "pjm": "PJM(미국 동부)",
    "miso": "MISO(미국 중부)",
    "caiso": "CAISO(캘리포니아)",
    "spp": "SPP(미국 중남부)",
    "soco": "서던 컴퍼니(미국 남동부)",
    "nyiso": "NYISO(뉴욕)",
    "iso_ne": "ISO-NE(뉴잉글랜드)",
    "el_paso": "엘패소(미국 남서부)",
    "desert_southwest": "애리조나(미국 남서부)",
    "pacific_northwest": "태평양 북서부(미국)",
    "korea_capital": "한국 수도권",
    "korea_other": "한국 비수도권",
    "japan_tokyo": "일본 도쿄권",
    "germany": "독일",
    "ireland": "아일랜드",
}
"""Grid regions in Korean; their English titles are in the catalogue."""
_PICTURE: Final = re.compile(r"(\d+) x (\d+) pixels")
_FILM: Final = re.compile(r"(\d+) frames of (\d+) x (\d+)")


def words(language: str) -> Mapping[str, str]:
    """Return the texts of a language.

    Raises
    ------
    UserError
        If the card does not know it.
    """
    if language not in WORDS:
        raise UserError(f"language '{language}' is not known to the card. Write one of {', '.join(WORDS)}.")
    return WORDS[language]


def region_title(region: str, language: str) -> str:
    """Return the name of a grid region; one that the catalogue does not know, as in plans, keeps its own."""
    row = loader.find("regions", region, "title")
    english = region if row is None else row.text
    return KOREAN_REGIONS.get(region, english) if language == "ko" else english


def chip_title(chip: str) -> str:
    """Return a chip's key as its maker writes it.

    Examples
    --------
    >>> chip_title("h100_sxm"), chip_title("tpu_v6e")
    ('H100 SXM', 'TPU v6e')
    """
    return re.sub(r"\bV(?=\d)|(?<=\d)[EP]\b", lambda letter: letter.group().lower(), chip.upper().replace("_", " "))


def item_title(item: str, language: str) -> str:
    """Return what one image or video is, such as `81 frames of 832 x 480`.

    Examples
    --------
    >>> item_title("1024 x 1024 pixels", "ko"), item_title("81 frames of 832 x 480", "en")
    ('1024 × 1024 화소', '81 frames of 832 × 480')
    """
    if language == "ko":
        return _FILM.sub(r"\2 × \3, \1프레임", _PICTURE.sub(r"\1 × \2 화소", item))
    return item.replace(" x ", " × ")


def padded(text: str, width: int) -> str:
    """Return a text with spaces to a width on a terminal, where Korean letters take two places.

    Examples
    --------
    >>> padded("물", 4) + "|"
    '물  |'
    """
    return text + " " * (width - sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text))
