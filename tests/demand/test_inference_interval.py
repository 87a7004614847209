"""Intervals: wider the less is known, and never beyond a factor three."""

from __future__ import annotations

import pytest

from firmwatt.catalog import loader
from firmwatt.demand.inference_architecture import architecture, typical_architecture
from firmwatt.demand.inference_interval import interval_factors
from firmwatt.demand.inference_serving import Way

LLAMA = architecture("llama-3.1-70b")
SIZED = typical_architecture(70e9, None, "dense")
MIXTURE = typical_architecture(235e9, 22e9, "moe")


def span(way: Way) -> float:
    low, high = interval_factors(way)
    assert low < 1.0 < high
    return high / low


def test_less_known_is_wider():
    known = span(Way(LLAMA, "h100_sxm", 4, "bf16"))
    assert known < span(Way(SIZED, "h100_sxm", 4, "bf16")) < span(Way(SIZED, "a100_80gb", 4, "bf16"))
    assert known < span(Way(LLAMA, "a100_80gb", 4, "bf16"))
    assert known < span(Way(architecture("qwen3-235b-a22b"), "h100_sxm", 8, "bf16"))


@pytest.mark.parametrize("chip", loader.keys("chips"))
@pytest.mark.parametrize("model", [LLAMA, SIZED, MIXTURE], ids=lambda model: model.name)
def test_no_interval_spans_more_than_a_factor_three(model, chip):
    if loader.find("chips", chip, "memory_tb_per_s") is not None:
        assert span(Way(model, chip, 8, "fp8")) <= 3.0 + 1e-12
