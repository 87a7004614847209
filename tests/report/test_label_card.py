"""The card: one file that needs nothing else, in two languages."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from firmwatt.accounting.generation_label import GenerationAsk, generation_record
from firmwatt.accounting.label import NOTES, Ask, make_label
from firmwatt.demand.inference_architecture import architecture
from firmwatt.demand.inference_serving import Way
from firmwatt.errors import UserError
from firmwatt.report.label_card import (
    as_page,
    generation_lines,
    label_lines,
    number,
    render_card,
    render_generation_card,
)
from firmwatt.report.label_words import KOREAN_NOTES, WORDS


@pytest.fixture(scope="module")
def label():
    way = Way(architecture("llama-3.1-70b"), "h100_sxm", 4, "bf16")
    return make_label(Ask(way, 500.0, 300.0, "korea_capital", 2026, None, 64.0, None, "direct_liquid_dry_cooler"))


@pytest.mark.parametrize("language", WORDS)
def test_the_card_is_well_formed_and_whole(label, language):
    svg = render_card(label, language)
    texts = [node.text for node in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]
    assert WORDS[language]["title"] in texts
    assert f"{number(label.energy_wh.value)} Wh" in texts
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)|<script|<image|\{[a-z_]+", svg)
    assert svg in as_page(svg, language)


def test_notes_are_told_in_both_languages(label):
    places = {name: sorted(re.findall(r"\{(\w+)", text)) for name, text in NOTES.items()}
    assert places == {name: sorted(re.findall(r"\{(\w+)", text)) for name, text in KOREAN_NOTES.items()}
    capped = make_label(replace(label.ask, power_cap=0.6))
    korean = [line for line in label_lines(capped, "ko") if line.startswith("  ! ")]
    assert korean == [f"  ! {KOREAN_NOTES['power_cap']}"]


@pytest.mark.parametrize("language", WORDS)
def test_an_hour_and_what_was_made_are_told(label, language):
    noon = make_label(replace(label.ask, hour=24 * 181 + 12))
    for shown in (render_card(noon, language), "\n".join(label_lines(noon, language))):
        assert "2026-07-01 12:00 UTC" in shown
        assert WORDS[language]["embodied"] in shown
    assert noon.embodied_gco2e.low < noon.embodied_gco2e.value < noon.embodied_gco2e.high


def test_a_plan_tells_its_own_year_and_a_region_of_its_own(label):
    where = replace(label.place, region="island", year=2031)
    shown = render_card(make_label(replace(label.ask, where=where)))
    assert "island, 2031" in shown


@pytest.mark.parametrize(("language", "note"), [("en", "No measured rows of a100_80gb"), ("ko", "a100_80gb의 측정값")])
def test_an_image_tells_hour_contracts_and_what_was_not_measured(language, note):
    ask = GenerationAsk("flux", "A100", None, None, None, "germany", 2026, 12, "direct_liquid_dry_cooler", None, 20.0)
    lines = "\n".join(generation_lines(generation_record(ask), language))
    for word in (note, "2026-01-01 12:00 UTC", WORDS[language]["market"], "1024 × 1024"):
        assert word in lines


def test_contracts_are_told_beside_the_grid(label):
    way = Way(architecture("llama-3.1-70b"), "h100_sxm", 4, "bf16")
    ask = Ask(way, 500.0, 300.0, "pjm", 2026, None, 64.0, None, "direct_liquid_dry_cooler")
    contracted = make_label(replace(ask, market_intensity_kg_per_mwh=100.0))
    assert contracted.market_gco2e is not None
    assert contracted.market_gco2e.value == pytest.approx(0.1 * contracted.energy_wh.value)
    assert contracted.carbon_gco2e == make_label(ask).carbon_gco2e
    assert "market-based" in render_card(contracted)
    assert "market-based" not in render_card(label)


@pytest.mark.parametrize("language", WORDS)
def test_an_image_has_a_card_too(language):
    ask = GenerationAsk("flux.1-dev", "B200", None, None, 28, "korea_capital", 2026, None, "direct_liquid_dry_cooler")
    record = generation_record(ask)
    svg = render_generation_card(record, language)
    texts = [node.text for node in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]
    assert "FLUX.1 dev" in texts
    assert f"{number(record['energy_wh']['value'])} Wh" in texts
    assert WORDS[language]["medium_image"] in texts[0]
    assert not re.search(r"\{[a-z_]+", svg)


def test_lines_for_a_terminal_hold_values_and_intervals(label):
    text = "\n".join(label_lines(label))
    for quantity in (label.energy_wh, label.carbon_gco2e, label.water_ml):
        assert number(quantity.value) in text
        assert number(quantity.high) in text


def test_an_unknown_language_is_refused(label):
    with pytest.raises(UserError, match=r"^language 'fr' is not known to the card\. Write one of en, ko\.$"):
        render_card(label, "fr")
