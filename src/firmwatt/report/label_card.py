"""The card of a label: one self-contained SVG, in English or Korean, for a product page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any, Final

from firmwatt.accounting.label import Label, Note, Quantity, comparisons, equivalents
from firmwatt.catalog import loader
from firmwatt.demand.inference_fit import method_version
from firmwatt.errors import UserError

WIDTH, HEIGHT = 600, 440
WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "title": "Energy of one request",
        "asked": "{input:,.0f} tokens in, {output:,.0f} out",
        "served": "{chips} × {chip}, {precision}, {batch:.0f} at once",
        "where": "{region}, {time}",
        "year": "{year}",
        "hour": "{moment:%Y-%m-%d %H}:00 UTC",
        "embodied": "made, per request",
        "energy": "electricity",
        "carbon": "carbon",
        "water": "water",
        "of_search": "{web_searches:.1f} × a web search of 2009",
        "of_television": "{television_seconds:,.0f} s of a 60-inch television",
        "of_lamp": "{lamp_minutes:,.1f} min of an LED lamp",
        "of_focused": "{times_focused_model:,.1f} × an 8B model for one task",
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
        "energy": "전력",
        "carbon": "탄소",
        "water": "물",
        "of_search": "웹 검색(2009년 기준)의 {web_searches:.1f}배",
        "of_television": "60인치 텔레비전 {television_seconds:,.0f}초",
        "of_lamp": "LED 전등 {lamp_minutes:,.1f}분",
        "of_focused": "한 가지 일에 쓰는 8B 모델의 {times_focused_model:,.1f}배",
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
    "unmeasured": "{chip}의 측정값이 없습니다: 데이터시트와 가장 가까운 측정 칩을 쓰며 구간이 넓습니다.",
    "power_cap": "전력 제한: 학습 측정에 맞춘 값이며, 생성 시간의 절반이 메모리 대기라는 것은 추정입니다.",
    "typical": "매개변수 수만 알려져 있습니다: 같은 크기의 알려진 모델이나 전형적인 구조를 씁니다.",
    "extrapolated": "측정된 것보다 크거나 8비트인 전문가 혼합 모델입니다: 구간은 판단에 따릅니다.",
    "memory": "가중치 {gigabytes:,.0f} GB와 시퀀스 {batch:g}개의 캐시가 칩 메모리를 넘습니다.",
}
"""Notes of a label in Korean, whose English comes with the label."""
EQUIVALENTS: Final = ("of_search", "of_television", "of_lamp")
MEDIA_WORDS: Final = frozenset({"made_title", "made", "made_by", "medium_image", "medium_video"})
"""Words of a card that speaks of an image or a video."""
_SKIN: Final = "font-family='system-ui, sans-serif' fill='#1c2b33'"


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


@dataclass(frozen=True, slots=True)
class _Card:
    """What a card shows: texts, the quantities with their units, and what the energy equals."""

    heading: str
    title: str
    subtitles: tuple[str, str]
    energy: Quantity
    carbon: Quantity
    market: Quantity | None
    water: Quantity
    embodied: Quantity | None
    equals: tuple[str, ...]


def render_card(label: Label, language: str = "en") -> str:
    """Return the card as SVG text that needs nothing else.

    Parameters
    ----------
    label
    language : en or ko

    Raises
    ------
    UserError
        If the language is unknown.
    """
    text = _texts(label, language)
    card = _Card(
        text["title"], _title(label), (f"{text['asked']} · {text['served']}", text["where"]), label.energy_wh,
        label.carbon_gco2e, label.market_gco2e, label.water_ml, label.embodied_gco2e,
        tuple(text[name] for name in ("of_search", "of_television", "of_lamp", "of_focused")),
    )  # fmt: skip
    return _drawn(card, language)


def render_generation_card(record: Mapping[str, Any], language: str = "en") -> str:
    """Return the card of an image, a film or a sound as SVG text that needs nothing else.

    Parameters
    ----------
    record
        Of `generation_label.generation_record`.
    language : en or ko
    """
    known = words(language)
    energy, carbon, water = (Quantity(**record[name]) for name in ("energy_wh", "carbon_gco2e", "water_ml"))
    values = {
        **record,
        **equivalents(energy.value),
        "medium": known[f"medium_{record['medium']}"],
        "region": loader.get("regions", record["region"], "title").text,
        "chip": str(record["chip"]).upper().replace("_", " "),
        "time": known["year"].format(year=record["year"]),
    }
    text = {key: known[key].format(**values) for key in (*EQUIVALENTS, "made_title", "made", "made_by", "where")}
    row = loader.find("generators", record["model"], "title")
    card = _Card(
        text["made_title"], record["model"] if row is None else row.text,
        (f"{text['made']} · {text['made_by']}", text["where"]), energy, carbon, None, water, None,
        tuple(text[name] for name in EQUIVALENTS),
    )  # fmt: skip
    return _drawn(card, language)


def _drawn(card: _Card, language: str) -> str:
    known = words(language)
    market = [] if card.market is None else [
        _line(24, 268, f"{known['market']}: {number(card.market.value)} gCO₂e · {span(card.market)}", 12, "#5b6b73")
    ]  # fmt: skip
    made = [] if card.embodied is None else _side(310, known["embodied"], card.embodied, "gCO₂e", 164)
    lines = [
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {HEIGHT}' width='{WIDTH}' height='{HEIGHT}' "
        f"role='img' lang='{language}' {_SKIN}>",
        f"<title>{escape(card.heading)}: {escape(card.title)}</title>",
        f"<rect x='1' y='1' width='{WIDTH - 2}' height='{HEIGHT - 2}' rx='14' fill='#ffffff' stroke='#1c2b33'/>",
        _line(24, 40, card.heading, 15, "#5b6b73"),
        _line(24, 74, card.title, 26, weight=700),
        *(_line(24, 96 + 17 * row, words, 11.5, "#5b6b73") for row, words in enumerate(card.subtitles)),
        _line(24, 162, f"{number(card.energy.value)} Wh", 44, "#0b6e4f", 700),
        _line(24, 184, f"{known['energy']} · {known['interval']} {span(card.energy)} Wh", 12, "#5b6b73"),
        *_side(24, known["carbon"], card.carbon, "gCO₂e"),
        *_side(310, known["water"], card.water, "mL"),
        *market,
        *made,
        f"<line x1='24' x2='{WIDTH - 24}' y1='278' y2='278' stroke='#c9d3d7'/>",
        *(_line(24, 302 + 22 * row, f"= {words}", 14) for row, words in enumerate(card.equals)),
        _line(24, 404, known["scope"], 11, "#5b6b73"),
        _line(24, 422, known["method"].format(method=method_version()), 11, "#5b6b73"),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def label_lines(label: Label, language: str = "en") -> list[str]:
    """Return the label as lines of text for a terminal.

    Parameters
    ----------
    label
    language : en or ko
    """
    text = _texts(label, language)
    market = [] if label.market_gco2e is None else [("market", label.market_gco2e, "gCO2e")]
    quantities = (
        ("energy", label.energy_wh, "Wh"), ("carbon", label.carbon_gco2e, "gCO2e"), *market,
        ("water", label.water_ml, "mL"), ("embodied", label.embodied_gco2e, "gCO2e"),
    )  # fmt: skip
    return [
        f"{_title(label)}: {text['asked']} · {text['served']} · {text['where']}",
        *(
            f"  {text[name]:<20} {number(quantity.value):>8} {unit:<6} ({text['interval']}: {span(quantity)})"
            for name, quantity, unit in quantities
        ),
        f"  {'J/token':<20} {number(label.gpu_joules_per_output_token.value):>8} J      "
        f"({text['interval']}: {span(label.gpu_joules_per_output_token)}), {label.itl_ms:.1f} ms/token",
        *(f"  = {text[name]}" for name in ("of_search", "of_television", "of_lamp", "of_focused")),
        *(f"  ! {_note(note, language)}" for note in label.notes),
        f"  {text['scope']}",
        f"  {text['method']}",
    ]


def _note(note: Note, language: str) -> str:
    return KOREAN_NOTES[note.name].format(**note.values) if language == "ko" else str(note)


def generation_lines(record: Mapping[str, object]) -> list[str]:
    """Return the label of an image or a video as lines of text for a terminal.

    Parameters
    ----------
    record
        Of `generation_label.generation_record`.
    """
    lines = [
        f"{record['model']}: one {record['medium']}, {record['item']}, {record['steps']} steps · {record['chips']} × "
        f"{record['chip']}, {record['batch']:g} at once · {record['region']}, {record['year']}"
    ]
    quantities = (
        ("energy_wh", "electricity", "Wh"),
        ("carbon_gco2e", "carbon", "gCO2e"),
        ("water_ml", "water", "mL"),
        ("gpu_joules_per_item", "of the chips", "J"),
    )
    for name, title, unit in quantities:
        found = record[name]
        if isinstance(found, Mapping):
            ends = f"{number(found['low'])}–{number(found['high'])}"
            lines.append(f"  {title:<16} {number(found['value']):>8} {unit:<6} (90 % interval: {ends})")
    return [*lines, f"  firmwatt {record['method_version']}"]


def as_page(svg: str, language: str) -> str:
    """Return a card as an HTML page of its own."""
    return f"<!doctype html>\n<html lang='{language}'><meta charset='utf-8'><title>firmwatt</title>\n{svg}</html>\n"


def number(value: float) -> str:
    """Return a number with two significant digits.

    Examples
    --------
    >>> number(0.14602), number(1.0), number(40.3), number(1234.0)
    ('0.15', '1.0', '40', '1,200')
    """
    if abs(value) >= 10.0:
        return f"{float(f'{value:.2g}'):,.0f}"
    return f"{value:#.2g}"


def span(quantity: Quantity) -> str:
    """Return the ends of an interval."""
    return f"{number(quantity.low)}–{number(quantity.high)}"


def _title(label: Label) -> str:
    """Return the model's name as its maker writes it, or the description of its size."""
    row = loader.find("models", label.ask.way.model.name, "title")
    return label.ask.way.model.name if row is None else row.text


def _side(x: int, name: str, quantity: Quantity, unit: str, y: int = 232) -> list[str]:
    return [
        _line(x, y, f"{number(quantity.value)} {unit}", 22, weight=600),
        _line(x, y + 20, f"{name} · {span(quantity)}", 12, "#5b6b73"),
    ]


def _line(x: int, y: int, text: str, size: float, colour: str = "#1c2b33", weight: int = 400) -> str:
    return f"<text x='{x}' y='{y}' font-size='{size}' font-weight='{weight}' fill='{colour}'>{escape(text)}</text>"


def _texts(label: Label, language: str) -> dict[str, str]:
    """Return the words of a language with the label's values in them."""
    known, ask = words(language), label.ask
    moment = datetime(ask.year, 1, 1, tzinfo=UTC) + timedelta(hours=ask.hour or 0)
    row = loader.find("regions", label.place.region, "title")
    values = {
        "input": ask.input_tokens,
        "output": ask.output_tokens,
        "chips": ask.way.chips,
        "chip": ask.way.chip.upper().replace("_", " "),
        "precision": ask.way.precision,
        "batch": label.batch,
        "region": label.place.region if row is None else row.text,
        "year": ask.year,
        "moment": moment,
        "method": method_version(),
        **comparisons(label),
    }
    values["time"] = known["year" if ask.hour is None else "hour"].format(**values)
    return {key: value.format(**values) for key, value in known.items() if key not in MEDIA_WORDS}
