"""Power lies between idle and the chip's span, and rises with work."""

from __future__ import annotations

import numpy as np
import pytest

from firmwatt.demand.inference import Requests, serve
from firmwatt.demand.inference_architecture import architecture
from firmwatt.demand.inference_fit import efficiencies
from firmwatt.demand.inference_power import power_levels, power_w
from firmwatt.demand.inference_serving import Way, serving
from firmwatt.demand.inference_step import Step, step_rates, step_time


def power(way: Way, batch: list[float]) -> tuple[np.ndarray, Step]:
    fit, arrays = efficiencies(), serving([way])
    index, ones = np.zeros(len(batch), np.int64), np.ones(len(batch))
    step = step_time(step_rates(arrays, fit).take(index), np.array(batch), 300 * ones, 400 * ones, fit)
    levels = power_levels(arrays, fit).take(index)
    return power_w(levels, step, step.decode_ms + step.prefill, fit), step


@pytest.mark.parametrize("name", ["llama-3.1-8b", "gpt-oss-20b", "nemotron-nano-9b-v2"])
def test_a_busy_h100_draws_between_half_and_all_of_its_power(name):
    """Measured serving power over TDP: p10 0.57, p90 0.90 on the H100."""
    drawn, _ = power(Way(architecture(name), "h100_sxm", 1, architecture(name).native_precision), [8.0, 64.0, 512.0])
    assert np.all((drawn > 0.5 * 700) & (drawn < 0.95 * 700))


def test_a_chip_never_draws_more_than_it_is_rated_for():
    """Where a long context saturates it, the span that measured steps of the B200 imply would pass its rating."""
    way = Way(architecture("llama-3.2-1b"), "b200", 1, "bf16")
    served_j = serve([way], Requests(np.zeros(1, np.int64), np.full(1, 64.0), np.full(1, 1e5), np.full(1, 500.0)))
    assert served_j.joules_per_output_token[0] * 500.0 / served_j.chip_seconds[0] == pytest.approx(1000.0)


def test_chips_add_up():
    one, _ = power(Way(architecture("llama-3.1-8b"), "h100_sxm", 1, "bf16"), [1e-9])
    levels = power_levels(serving([Way(architecture("llama-3.1-8b"), "h100_sxm", 4, "bf16")]), efficiencies())
    assert levels.idle_w[0] == pytest.approx(4 * 75, rel=0.01)
    assert levels.idle_w[0] + levels.span_w[0] == pytest.approx(2800)
    assert one[0] > 75
