"""Energy and latency of requests: exact relations, published facts, and the batch that a latency allows."""

from __future__ import annotations

import numpy as np
import pytest

from firmwatt.catalog import loader
from firmwatt.demand.inference import Requests, Served, batch_for_latency, serve
from firmwatt.demand.inference_architecture import architecture
from firmwatt.demand.inference_serving import Way, least_chips, tdp_w
from firmwatt.errors import UserError

LLAMA = Way(architecture("llama-3.1-70b"), "h100_sxm", 4, "bf16")


def served(way: Way, batch: list[float], tokens=(500.0, 300.0)) -> Served:
    ones = np.ones(len(batch))
    return serve([way], Requests(np.zeros(len(batch), np.int64), np.array(batch), tokens[0] * ones, tokens[1] * ones))


def test_many_requests_cost_what_each_costs_alone():
    ways = [LLAMA, Way(architecture("gpt-oss-20b"), "b200", 1, "fp4")]
    rng = np.random.default_rng(7)
    count = 40_000
    many = Requests(
        rng.integers(0, 2, count), rng.uniform(1, 500, count), rng.uniform(1, 9000, count), rng.uniform(1, 9000, count)
    )
    together = serve(ways, many)
    for row in (0, 16_384, count - 1):
        alone = served(
            ways[many.way[row]], [many.batch[row]], (many.input_tokens[row], many.output_tokens[row])
        )  # fmt: skip
        assert together.joules_per_output_token[row] == pytest.approx(alone.joules_per_output_token[0], rel=1e-12)
        assert together.chip_seconds[row] == pytest.approx(alone.chip_seconds[0], rel=1e-12)


def test_the_chips_draw_less_than_their_rated_power():
    """Energy over the seconds that a request holds is the mean power of a chip."""
    found = served(LLAMA, [1.0, 16.0, 256.0])
    chip_w = found.joules_per_output_token * 300.0 / found.chip_seconds
    assert np.all((chip_w > 200.0) & (chip_w < 700.0))


def test_eight_bits_cost_more_on_a_mixture_at_small_batches_and_less_at_large_ones():
    """Measured on a 235B mixture: 1.5 times bf16 at batch 8, 0.84 to 0.92 at 64 and more."""
    model = architecture("qwen3-235b-a22b")
    wide, narrow = (
        served(Way(model, "h100_sxm", 8, bits), [8.0, 64.0, 128.0, 256.0], (360.0, 900.0)).joules_per_output_token
        for bits in ("bf16", "fp8")
    )
    assert narrow[0] / wide[0] == pytest.approx(1.5, rel=0.1)
    assert narrow[1:] / wide[1:] == pytest.approx([0.88] * 3, rel=0.1)


def test_longer_prompts_and_answers_cost_more():
    energy = [
        served(LLAMA, [32.0], (prompt, answer)).joules_per_output_token[0] * answer
        for prompt, answer in ((10.0, 100.0), (1000.0, 100.0), (1000.0, 1000.0), (100_000.0, 1000.0))
    ]
    assert energy == sorted(energy)


def test_a_latency_picks_the_largest_batch_that_keeps_it():
    batch = batch_for_latency(LLAMA, 500.0, 300.0, 30.0)
    itl = served(LLAMA, [batch, batch * 1.1]).itl_ms
    assert itl[0] <= 30.0 < itl[1]


def test_a_latency_that_none_meets_says_what_one_sequence_takes():
    with pytest.raises(UserError) as caught:
        batch_for_latency(LLAMA, 500.0, 300.0, 1.0)
    assert str(caught.value).startswith("latency 1 ms: one sequence of llama-3.1-70b on 4 h100_sxm takes 1")
    assert str(caught.value).endswith("Ask for more time, more chips or a lower precision.")


@pytest.mark.parametrize("tokens", [(500.0, 300.0), (100_000.0, 500.0), (50.0, 4000.0)])
def test_more_at_once_costs_less_each_and_takes_longer_on_every_chip(tokens):
    """All models on all chips in all precisions: finite, within the rating, without a jump the wrong way."""
    batch = np.unique(np.round(np.geomspace(1.0, 1024.0, 24)))
    ways = [
        Way(model, chip, least_chips(model, chip, bits) * times, bits)
        for model in map(architecture, loader.keys("models"))
        for chip in (key for key in loader.keys("chips") if loader.find("chips", key, "bf16_pflops"))
        for bits in ("bf16", "fp8", "fp4")
        for times in (1, 4)
    ]
    many = np.ones(len(ways) * len(batch))
    way = np.repeat(np.arange(len(ways)), len(batch))
    found = serve(ways, Requests(way, np.tile(batch, len(ways)), tokens[0] * many, tokens[1] * many))
    energy, itl = (values.reshape(len(ways), -1) for values in (found.joules_per_output_token, found.itl_ms))
    rated = np.array([tdp_w(each.chip) for each in ways])[way]
    chip_w = found.joules_per_output_token * tokens[1] / found.chip_seconds
    assert np.all((chip_w > 0.05 * rated) & (chip_w < 1.000001 * rated))
    assert np.diff(itl).min() > 0.0
    assert np.diff(np.log(energy)).max() < 1e-3
