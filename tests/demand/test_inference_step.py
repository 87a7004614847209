"""Step time against sums by hand, and what must rise or fall with what."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from firmwatt.demand.inference_architecture import architecture
from firmwatt.demand.inference_fit import Efficiencies, efficiencies
from firmwatt.demand.inference_serving import Way, serving
from firmwatt.demand.inference_step import Step, step_rates, step_time

PLAIN = Efficiencies(**{field.name: 1.0 for field in fields(Efficiencies)})
BARE = replace(
    PLAIN, step_overhead_ms=0.0, layer_overhead_ms=0.0, mixture_layer_overhead_ms=0.0, sampling_bytes_per_entry=0.0,
    sequence_overhead_us=0.0, exchange_layer_overhead_ms=0.0, exchange_ps_per_value=0.0, context_share=0.5,
)  # fmt: skip


def steps(way: Way, batch: list[float], fit: Efficiencies, tokens=(100.0, 400.0)) -> Step:
    rates = step_rates(serving([way]), fit).take(np.zeros(len(batch), np.int64))
    ones = np.ones(len(batch))
    return step_time(rates, np.array(batch), tokens[0] * ones, tokens[1] * ones, fit)


def test_traffic_and_arithmetic_by_hand():
    """8.03 billion parameters less the embedding, 3.35 TB/s; 131 kB of cache a token; 0.989 PFLOP/s."""
    step = steps(Way(architecture("llama-3.1-8b"), "h100_sxm", 1, "bf16"), [64.0], BARE)
    assert step.weights[0] == pytest.approx((8.03e9 - 128256 * 4096) * 2 / 3.35e12 * 1e3)
    assert step.cache[0] == pytest.approx(64 * (100 + 200) * 32 * 2048 * 2 / 3.35e12 * 1e3)
    assert step.compute[0] == pytest.approx(64 * 2 * 8.03e9 / 0.989e15 * 1e3)
    linear = 64 * 100 / 400 * 2 * 8.03e9 / 0.989e15 * 1e3
    square = 64 * 100 / 400 * 100 * 2 * 32 * 4096 / 0.989e15 * 1e3
    assert step.prefill[0] == pytest.approx(linear + square)
    products = np.hypot(step.weights[0], step.compute[0])
    assert step.decode_ms[0] == pytest.approx(products + step.cache[0])


def test_a_batch_touches_more_and_more_experts():
    way = Way(architecture("qwen3-30b-a3b"), "h100_sxm", 1, "bf16")
    experts = steps(way, [1.0, 8.0, 1e5], BARE).experts
    all_of_them = 48 * 128 * 3 * 2048 * 768 * 2 / 3.35e12 * 1e3
    assert experts[0] == pytest.approx(all_of_them * 8 / 128)
    assert experts[1] == pytest.approx(all_of_them * (1 - (1 - 8 / 128) ** 8))
    assert experts[2] == pytest.approx(all_of_them)


def test_the_busiest_chip_makes_the_others_wait():
    """Two chips, half of the experts touched: 0.5 + sqrt(2 ln 2 · 0.25 · 2 / 128); one chip waits for nobody."""
    model = architecture("qwen3-30b-a3b")
    batch = [np.log(0.5) / np.log1p(-8 / 128)]
    one, two = (steps(Way(model, "h100_sxm", chips, "bf16"), batch, BARE).experts[0] for chips in (1, 2))
    all_of_them = 48 * 128 * 3 * 2048 * 768 * 2 / 3.35e12 * 1e3
    assert one == pytest.approx(all_of_them * 0.5)
    assert two == pytest.approx(all_of_them / 2 * (0.5 + np.sqrt(2 * np.log(2) * 0.25 * 2 / 128)))


def test_a_window_bounds_the_cache():
    way = Way(architecture("gemma-3-27b"), "h100_sxm", 1, "bf16")
    near, far = (steps(way, [1.0], BARE, (tokens, 1.0)).cache[0] for tokens in (1e4, 2e4))
    per_token = 2 * 16 * 128 * 2 / 3.35e12 * 1e3
    assert far - near == pytest.approx(10 * 1e4 * per_token)


def test_recurrent_state_is_read_and_written_per_sequence():
    step = steps(Way(architecture("nemotron-nano-9b-v2"), "h100_sxm", 1, "bf16"), [10.0], BARE)
    assert step.state[0] == pytest.approx(10 * 27 * 128 * 80 * 128 * 8 / 3.35e12 * 1e3)


def test_one_chip_has_nobody_to_talk_to():
    model = architecture("llama-3.1-8b")
    assert steps(Way(model, "h100_sxm", 1, "bf16"), [8.0], PLAIN).exchange[0] == 0.0
    assert steps(Way(model, "h100_sxm", 2, "bf16"), [8.0], PLAIN).exchange[0] > 0.0


@pytest.mark.parametrize("name", ["llama-3.1-70b", "qwen3-235b-a22b", "nemotron-nano-12b-v2"])
def test_a_step_grows_with_its_batch_and_the_time_per_token_falls(name):
    batch = [1.0, 8.0, 64.0, 512.0]
    step = steps(Way(architecture(name), "h100_sxm", 8, "bf16"), batch, efficiencies())
    total = step.decode_ms + step.prefill
    assert np.all(np.diff(total) > 0.0)
    assert np.all(np.diff(total / batch) < 0.0)
