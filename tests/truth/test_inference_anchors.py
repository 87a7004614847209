"""Published figures per query: what Epoch AI and Google say, under their own assumptions."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.accounting.footprint import footprint
from firmwatt.accounting.label_place import Place
from firmwatt.demand import inference
from firmwatt.demand.inference import Requests, serve
from firmwatt.demand.inference_architecture import architecture, typical_architecture
from firmwatt.demand.inference_fit import efficiencies
from firmwatt.demand.inference_serving import Way

EPOCH_MODEL = replace(typical_architecture(400e9, 100e9, "moe"), full_attention_layers=120.0, attention_width=8192.0)
"""Epoch AI, How much energy does ChatGPT use (2025): GPT-4o as 400 billion parameters, 100 billion of them active. Its
figures for 10,000 and 100,000 tokens, taken apart into a linear and a square part, imply layers times width of about
983,000 and a prefill at 30 % of the peak."""
EPOCH_PREFILL_SHARE = 0.30
EPOCH_TOKENS_OUT = 500.0
EPOCH_CHIP_SECONDS = 1.01
"""500 tokens at 10 % of the peak of one H100: the batch follows from it."""
EPOCH_PLACE = Place("pjm", "ashburn", "direct_liquid_dry_cooler", 1.2, 0.0, 0.0, 0.0)
GOOGLE_PLACE = Place("pjm", "ashburn", "direct_liquid_dry_cooler", 1.09, 0.0, 0.0, 0.0)


def asked(batch: float, tokens: tuple[float, float]) -> Requests:
    return Requests(np.zeros(1, np.int64), *(np.array([value]) for value in (batch, *tokens)))


def meter_wh(way: Way, place: Place, batch: float, tokens: tuple[float, float]) -> tuple[float, float, float]:
    one = asked(batch, tokens)
    energy = footprint(serve([way], one), one.output_tokens, [place], one.way).energy_wh
    return energy.value[0], energy.low[0], energy.high[0]


def epoch_batch(way: Way) -> float:
    """Return the batch at which a short query holds the chips as long as Epoch assumes."""
    batches = np.geomspace(16, 1024, 200)
    held = [serve([way], asked(batch, (100.0, EPOCH_TOKENS_OUT))).chip_seconds[0] for batch in batches]
    return float(batches[np.argmin(np.abs(np.array(held) - EPOCH_CHIP_SECONDS))])


@pytest.mark.parametrize(("prompt", "published_wh"), [(100.0, 0.3), (10_000.0, 2.5), (100_000.0, 40.0)])
def test_epoch_under_its_assumptions(monkeypatch, prompt, published_wh):
    way = Way(EPOCH_MODEL, "h100_sxm", 8, "bf16")
    batch = epoch_batch(way)
    fit = efficiencies()
    share = EPOCH_PREFILL_SHARE * fit.dense_compute_share / fit.mixture_compute_share
    monkeypatch.setattr(inference, "efficiencies", lambda: replace(fit, prefill_compute_share=share))
    found, _, _ = meter_wh(way, EPOCH_PLACE, batch, (prompt, EPOCH_TOKENS_OUT))
    assert found == pytest.approx(published_wh, rel=0.3)


def test_epoch_with_our_own_prefill_is_lower_at_long_prompts():
    """Measured prefill runs at about half of the peak, not at 30 %: 40 Wh becomes about 28."""
    way = Way(EPOCH_MODEL, "h100_sxm", 8, "bf16")
    found, low, high = meter_wh(way, EPOCH_PLACE, epoch_batch(way), (100_000.0, EPOCH_TOKENS_OUT))
    assert 20.0 < found < 40.0
    assert low < 40.0 < high


@pytest.mark.parametrize("chip", ["tpu_v5p", "tpu_v6e"])
def test_google_median_prompt_lies_in_the_interval(chip):
    """0.24 Wh (Elsworth et al. 2025). Google names neither model nor tokens nor chip: a mixture of 25 billion active of
    400 billion parameters, 8 bits, 300 tokens in and 400 out, a batch of 128 are our assumptions. The batch decides:
    at 64 the interval of the TPU v5p starts at 0.25, so this shows that the figure is compatible and little more.
    """
    way = Way(typical_architecture(400e9, 25e9, "moe"), chip, 16, "fp8")
    _, low, high = meter_wh(way, GOOGLE_PLACE, 128.0, (300.0, 400.0))
    assert low <= 0.24 <= high


@pytest.mark.parametrize(
    ("batches", "energy", "latency"),
    [((8.0, 16.0), 1.30, 1.07), ((32.0, 64.0), 1.01, 0.88), ((128.0, 256.0), 0.89, 0.89)],
)
def test_eight_bits_over_sixteen_is_what_was_published(batches, energy, latency):
    """Medians over a mixture of 235 billion parameters (Chung et al. 2026, arXiv 2601.22076, section Precision). Three
    numbers of the model are set to them, so this shows that one physics meets energy and latency at once.
    """
    model, found = architecture("qwen3-235b-a22b"), []
    for chip, chips, tokens_out in (
        ("h100_sxm", 8, 900.0),
        ("h100_sxm", 8, 7000.0),
        ("b200", 4, 900.0),
        ("b200", 4, 7000.0),
    ):
        for batch in batches:
            narrow, wide = (
                serve([Way(model, chip, chips, bits)], asked(batch, (330.0, tokens_out))) for bits in ("fp8", "bf16")
            )
            found.append([narrow.joules_per_output_token / wide.joules_per_output_token, narrow.itl_ms / wide.itl_ms])
    assert np.median(found, axis=0)[:, 0] == pytest.approx([energy, latency], rel=0.06)


def test_the_speed_of_deepseeks_own_service():
    """DeepSeek-V3/R1 Inference System Overview (2025): decoding on 18 servers of eight H800, mean cache of 4,989
    tokens, 14,800 tokens a second and server, 20 to 22 tokens a second for each user. Prefill runs elsewhere.
    """
    batch = 18 * 14_800.0 / 21.0
    step_ms = serve([Way(architecture("deepseek-v3"), "h100_sxm", 144, "fp8")], asked(batch, (4989.0, 1.0))).itl_ms[0]
    assert step_ms == pytest.approx(1000.0 / 21.0, rel=0.3)


MANY_HEADS = (
    # total, layers, width, vocabulary; batch, chips, tokens in, tokens out, tokens a second and chip
    (6.05e9, 28.0, 4096.0, 50_400.0, 512, 1, 128, 128, 6374), (6.05e9, 28.0, 4096.0, 50_400.0, 120, 2, 128, 2048, 2192),
    (6.05e9, 28.0, 4096.0, 50_400.0, 60, 1, 2048, 128, 670), (6.05e9, 28.0, 4096.0, 50_400.0, 64, 2, 2048, 2048, 903),
    (6.74e9, 32.0, 4096.0, 32_000.0, 384, 1, 128, 128, 5586), (6.74e9, 32.0, 4096.0, 32_000.0, 60, 1, 128, 2048, 1928),
    (6.74e9, 32.0, 4096.0, 32_000.0, 52, 1, 2048, 128, 591), (6.74e9, 32.0, 4096.0, 32_000.0, 64, 2, 2048, 2048, 782),
)  # fmt: skip
"""GPT-J 6B and LLaMA 7B on the A100 in 16 bits (TensorRT-LLM 0.6.1, docs/source/performance.md)."""


def test_the_speed_of_a_chip_of_which_no_row_was_fitted():
    """Tokens a second on the A100 within a quarter, short and long prompts and answers."""
    for total, layers, width, vocabulary, batch, chips, tokens_in, tokens_out, published in MANY_HEADS:
        model = replace(
            typical_architecture(total, None, "dense"), layers=layers, hidden_size=width, full_attention_layers=layers,
            attention_width=width, cache_values=2.0 * width, cache_heads=16.0, vocabulary_size=vocabulary,
        )  # fmt: skip
        found = serve([Way(model, "a100_80gb", chips, "bf16")], asked(batch, (float(tokens_in), float(tokens_out))))
        assert tokens_out / found.chip_seconds[0] == pytest.approx(published, rel=0.25)
