"""Labels of images and videos."""

from __future__ import annotations

from dataclasses import replace

import pytest

from firmwatt.accounting.generation_label import GenerationAsk, generation_record
from firmwatt.errors import UserError

ASK = GenerationAsk("FLUX.1-dev", "H100", None, None, None, "pjm", 2026, None, "direct_liquid_dry_cooler")


def test_an_image_costs_a_few_watt_hours_and_a_video_hundreds():
    image, video = generation_record(ASK), generation_record(replace(ASK, model="tencent/HunyuanVideo"))
    assert image["medium"] == "image"
    assert 1.0 < image["energy_wh"]["value"] < 10.0
    assert 200.0 < video["energy_wh"]["value"] < 1200.0
    for name in ("energy_wh", "gpu_joules_per_item", "carbon_gco2e", "water_ml"):
        assert image[name]["low"] < image[name]["value"] < image[name]["high"]


def test_steps_and_measured_chips_matter():
    half = generation_record(replace(ASK, steps=25))
    assert half["energy_wh"]["value"] / generation_record(ASK)["energy_wh"]["value"] == pytest.approx(0.5)
    other = generation_record(replace(ASK, chip="A100"))
    assert not other["is_chip_measured"]
    assert other["energy_wh"]["high"] / other["energy_wh"]["low"] > half["energy_wh"]["high"] / half["energy_wh"]["low"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"model": "fluxx"}, " model: image or video model 'fluxx' is not in the catalogue. Nearest: flux"),
        ({"steps": 0}, " steps: 0 must lie between 1 and 100,000. [FW100]"),
        ({"chip": "H1000"}, " chip: chip 'H1000' is not in the catalogue."),
    ],
)
def test_bad_input_says_what_would_be_right(change, message):
    with pytest.raises(UserError) as caught:
        generation_record(replace(ASK, **change))
    assert str(caught.value).startswith(message)
