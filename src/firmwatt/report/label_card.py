"""The card of a label: one self-contained SVG, in English or Korean, for a product page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any, Final

from firmwatt.accounting.label import Label, Note, Quantity, comparisons, equivalents
from firmwatt.catalog import loader
from firmwatt.demand.inference_fit import method_version
from firmwatt.report.label_words import (
    KOREAN_NOTES,
    chip_title,
    item_title,
    padded,
    region_title,
    words,
)

WIDTH, HEIGHT = 600, 440
EQUIVALENTS: Final = ("of_search", "of_television", "of_lamp")
MEDIA_WORDS: Final = frozenset({"made_title", "made", "made_by", "medium_image", "medium_video"})
"""Words of a card that speaks of an image or a video."""
_SKIN: Final = "font-family='system-ui, sans-serif' fill='#1c2b33'"


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
    text = _generation_texts(record, language)
    energy, carbon, water = (Quantity(**record[name]) for name in ("energy_wh", "carbon_gco2e", "water_ml"))
    market = None if record["carbon_market_gco2e"] is None else Quantity(**record["carbon_market_gco2e"])
    card = _Card(
        text["made_title"], text["title"], (f"{text['made']} · {text['made_by']}", text["where"]), energy, carbon,
        market, water, _embodied(record), tuple(text[name] for name in EQUIVALENTS),
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
        *_quantity_lines([(text[name], quantity, unit) for name, quantity, unit in quantities], text["interval"]),
        f"  {'J/token':<20} {number(label.gpu_joules_per_output_token.value):>8} J      "
        f"({text['interval']}: {span(label.gpu_joules_per_output_token)}), {label.itl_ms:.1f} ms/token",
        *(f"  = {text[name]}" for name in ("of_search", "of_television", "of_lamp", "of_focused")),
        *(f"  ! {_note(note, language)}" for note in label.notes),
        f"  {text['scope']}",
        f"  {text['method']}",
    ]


def _note(note: Note, language: str) -> str:
    return KOREAN_NOTES[note.name].format(**note.values) if language == "ko" else str(note)


def generation_lines(record: Mapping[str, Any], language: str = "en") -> list[str]:
    """Return the label of an image or a video as lines of text for a terminal.

    Parameters
    ----------
    record
        Of `generation_label.generation_record`.
    language : en or ko
    """
    text, known = _generation_texts(record, language), words(language)
    quantities = (
        ("energy", "energy_wh", "Wh"), ("carbon", "carbon_gco2e", "gCO2e"), ("market", "carbon_market_gco2e", "gCO2e"),
        ("water", "water_ml", "mL"), ("chips", "gpu_joules_per_item", "J"),
    )  # fmt: skip
    found = [(known[name], Quantity(**record[key]), unit) for name, key, unit in quantities if record[key] is not None]
    found.append((known["embodied"], _embodied(record), "gCO2e"))
    return [
        f"{text['title']}: {text['made_title']}, {text['made']} · {text['made_by']} · {text['where']}",
        *_quantity_lines(found, known["interval"]),
        *(f"  = {text[name]}" for name in EQUIVALENTS),
        *(
            []
            if record["is_chip_measured"]
            else [f"  ! {_note(Note('unmeasured', {'chip': record['chip']}), language)}"]
        ),
        f"  {known['scope']}",
        f"  {known['method'].format(method=record['method_version'])}",
    ]


def _embodied(record: Mapping[str, Any]) -> Quantity:
    return Quantity(*(record[f"embodied_gco2e{end}"] for end in ("", "_low", "_high")))


def _generation_texts(record: Mapping[str, Any], language: str) -> dict[str, str]:
    """Return the words of a language with the values of an image or a video in them."""
    known = words(language)
    title = loader.find("generators", record["model"], "title")
    values = {
        **record,
        **{name: number(value) for name, value in equivalents(record["energy_wh"]["value"]).items()},
        "medium": known[f"medium_{record['medium']}"],
        "item": item_title(record["item"], language),
        "region": region_title(record["region"], language),
        "chip": chip_title(record["chip"]),
        "time": _time(known, record["year"], record["hour"]),
    }
    text = {key: known[key].format(**values) for key in (*EQUIVALENTS, "made_title", "made", "made_by", "where")}
    return {"title": record["model"] if title is None else title.text, **text}


def _quantity_lines(found: Iterable[tuple[str, Quantity, str]], interval: str) -> list[str]:
    return [
        f"  {padded(name, 20)} {number(quantity.value):>8} {unit:<6} ({interval}: {span(quantity)})"
        for name, quantity, unit in found
    ]


def as_page(svg: str, language: str) -> str:
    """Return a card as an HTML page of its own, no wider than the screen."""
    head = (
        "<meta charset='utf-8'><meta name='viewport' content='width=device-width'><title>firmwatt</title>"
        "<style>svg { max-width: 100%; height: auto; }</style>"
    )
    return f"<!doctype html>\n<html lang='{language}'>{head}\n{svg}</html>\n"


def number(value: float) -> str:
    """Return a number with two significant digits.

    Examples
    --------
    >>> number(0.14602), number(1.0), number(9.97), number(40.3), number(1234.0)
    ('0.15', '1.0', '10', '40', '1,200')
    """
    rounded = float(f"{value:.2g}")
    return f"{rounded:,.0f}" if abs(rounded) >= 10.0 else f"{rounded:#.2g}"


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
    values = {
        "input": ask.input_tokens,
        "output": ask.output_tokens,
        "chips": ask.way.chips,
        "chip": chip_title(ask.way.chip),
        "precision": ask.way.precision,
        "batch": label.batch,
        "region": region_title(label.place.region, language),
        "time": _time(known, ask.year, ask.hour),
        "method": method_version(),
        **{name: number(value) for name, value in comparisons(label).items()},
    }
    skipped = {*MEDIA_WORDS, "year", "hour"}
    return {key: value.format(**values) for key, value in known.items() if key not in skipped}


def _time(known: Mapping[str, str], year: int, hour: int | None) -> str:
    """Return a year, or an hour of it, in words."""
    moment = datetime(year, 1, 1, tzinfo=UTC) + timedelta(hours=hour or 0)
    return known["year" if hour is None else "hour"].format(year=year, moment=moment)
