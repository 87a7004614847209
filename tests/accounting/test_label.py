"""The label of one request: what it holds, what it compares with, and what it refuses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from firmwatt.accounting.label import Ask, comparisons, label_record, make_label
from firmwatt.demand.inference_architecture import architecture, typical_architecture
from firmwatt.demand.inference_serving import Way
from firmwatt.errors import InputFaults

ASK = Ask(
    way=Way(architecture("llama-3.1-70b"), "h100_sxm", 4, "bf16"),
    input_tokens=500.0,
    output_tokens=300.0,
    region="korea_capital",
    year=2026,
    hour=None,
    batch=None,
    latency_ms=None,
    plant="direct_liquid_dry_cooler",
)


def test_the_record_has_what_programs_read():
    record = label_record(make_label(ASK))
    wanted = {
        "model", "total_parameters", "active_parameters", "chip", "chips", "batch", "precision", "energy_wh",
        "gpu_joules_per_output_token", "itl_ms", "carbon_gco2e", "water_ml", "embodied_gco2e", "method_version",
    }  # fmt: skip
    assert wanted <= set(record)
    for name in ("energy_wh", "gpu_joules_per_output_token", "carbon_gco2e", "water_ml"):
        assert record[name]["low"] < record[name]["value"] < record[name]["high"]
    assert record["batch"] == 64.0
    assert record["notes"] == []


def test_label_times_volume_is_the_energy_of_the_volume():
    label = make_label(ASK)
    chip_wh = label.gpu_joules_per_output_token.value * 300 / 3600
    assert label.energy_wh.value == pytest.approx(chip_wh * 1.43 * 1.12 * label.place.pue, rel=1e-12)
    assert label.carbon_gco2e.value == pytest.approx(
        label.energy_wh.value * label.place.intensity_kg_per_mwh / 1000, rel=1e-12
    )


def test_a_latency_takes_the_place_of_a_batch():
    label = make_label(replace(ASK, latency_ms=30.0))
    assert label.batch > 64.0
    assert label.itl_ms <= 30.0


def test_a_latency_is_kept_under_a_power_cap():
    free, capped = (make_label(replace(ASK, latency_ms=30.0, power_cap=cap)) for cap in (None, 0.5))
    assert 25.0 < capped.itl_ms <= 30.0
    assert capped.batch < free.batch


def test_comparisons_are_the_energy_in_other_words():
    label = make_label(ASK)
    found = comparisons(label)
    assert found["web_searches"] * 0.3 == pytest.approx(label.energy_wh.value)
    assert found["television_seconds"] * 100.0 / 3600 == pytest.approx(label.energy_wh.value)
    assert 3.0 < found["times_focused_model"] < 12.0


def test_notes_tell_what_no_measurement_backs():
    way = Way(typical_architecture(235e9, 22e9, "moe"), "rubin", 4, "fp8")
    notes = " ".join(map(str, make_label(replace(ASK, way=way)).notes))
    assert "No measured rows of rubin" in notes
    assert "Only parameters are known" in notes
    assert "by judgement" in notes
    small = Way(architecture("llama-3.1-405b"), "h100_sxm", 1, "bf16")
    assert "exceed the chips' memory" in " ".join(map(str, make_label(replace(ASK, way=small)).notes))


def test_a_format_that_a_chip_does_not_multiply_is_told():
    def notes(precision: str) -> list[str]:
        way = Way(architecture("llama-3.1-8b"), "a100_80gb", 1, precision)
        return [str(note) for note in make_label(replace(ASK, way=way)).notes if note.name == "widened"]

    assert notes("bf16") == []
    assert notes("fp8") == [
        "a100_80gb does not multiply in fp8: weights are stored so, widened, and multiplied in 16 bits."
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"input_tokens": -1.0}, "input_tokens: input tokens -1 must lie between 0 and 1e8."),
        ({"output_tokens": 0.0}, "output_tokens: output tokens 0 must lie between 1 and 1e8."),
        ({"batch": -8.0}, "batch: batch -8 must lie between 1 and 1e6."),
        ({"latency_ms": 0.0}, "latency_ms: latency 0 ms must be above 0."),
        ({"batch": 8.0, "latency_ms": 30.0}, "latency_ms: a batch and a latency exclude each other."),
        ({"year": 1999}, "year: year 1999 must lie between 2015 and 2060."),
        ({"region": "korea"}, "region: region 'korea' is not in the catalogue. Nearest: korea_other, korea_capital"),
    ],
)
def test_bad_input_says_what_would_be_right(change, message):
    with pytest.raises(InputFaults) as caught:
        make_label(replace(ASK, **change))
    assert str(caught.value).strip().startswith(message)


def test_a_power_cap_saves_energy_and_costs_time():
    free, capped = make_label(replace(ASK, batch=256.0)), make_label(replace(ASK, batch=256.0, power_cap=0.6))
    assert 0.7 < capped.energy_wh.value / free.energy_wh.value < 0.95
    assert 1.0 < capped.itl_ms / free.itl_ms < 1.3
    assert "Power cap" in str(capped.notes[0])
    with pytest.raises(InputFaults, match=r"power cap 70 must be a share of the rated power, such as 0\.7\."):
        make_label(replace(ASK, power_cap=70.0))
