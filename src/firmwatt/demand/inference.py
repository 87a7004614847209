"""Energy and latency of inference: requests on ways of serving → joules per output token, with an interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from firmwatt.demand.inference_fit import Efficiencies, efficiencies
from firmwatt.demand.inference_interval import interval_factors
from firmwatt.demand.inference_power import PowerLevels, power_levels, power_w
from firmwatt.demand.inference_serving import Way, most_batch, serving
from firmwatt.demand.inference_step import MS_PER_S, StepRates, step_rates, step_time
from firmwatt.demand.power_cap import LEAST_CAP_SHARE, power_response, throttle_power
from firmwatt.errors import UserError
from firmwatt.timegrid import FloatArray, IntArray

DEFAULT_BATCH: Final = 64.0
"""Sequences at once where neither a batch nor a latency is asked for: the middle of the measured range (estimate)."""
_AT_ONCE: Final = 16_384
"""Requests worked out together: their arrays stay in the processor's cache."""


@dataclass(frozen=True, slots=True)
class Requests:
    """Requests to serve; all attributes are (requests,).

    Attributes
    ----------
    way
        Index into the ways of serving.
    batch : > 0
        Sequences decoded at once by all chips together.
    input_tokens : >= 0
    output_tokens : > 0
    """

    way: IntArray
    batch: FloatArray
    input_tokens: FloatArray
    output_tokens: FloatArray


@dataclass(frozen=True, slots=True)
class Served:
    """What serving costs; all attributes are (requests,).

    Attributes
    ----------
    joules_per_output_token, low, high : J
        Of all chips together, prefill inside, with the ends of the 90 % interval.
    itl_ms : ms
        Time between two tokens of one answer.
    chip_seconds : s
        What one request holds of all chips: their number times its share of their time.
    """

    joules_per_output_token: FloatArray
    low: FloatArray
    high: FloatArray
    itl_ms: FloatArray
    chip_seconds: FloatArray


def serve(ways: Sequence[Way], requests: Requests) -> Served:
    """Return energy and latency of requests.

    Parameters
    ----------
    ways
        What `requests.way` points to.
    requests

    Notes
    -----
    J/token = P·T / B, with T the mean step, prefill included, and P the power of all chips during it.

    Examples
    --------
    >>> from firmwatt.demand.inference_architecture import architecture
    >>> way = Way(architecture("llama-3.1-8b"), "h100_sxm", 1, "bf16")
    >>> one = Requests(np.array([0]), np.array([64.0]), np.array([350.0]), np.array([400.0]))
    >>> 0.08 < serve([way], one).joules_per_output_token[0] < 0.16
    np.True_
    """
    fit = efficiencies()
    arrays = serving(ways)
    rates, levels = step_rates(arrays, fit), power_levels(arrays, fit)
    factors = np.array([interval_factors(way) for way in ways])
    count = len(requests.batch)
    energy, itl, chip_seconds = np.empty(count), np.empty(count), np.empty(count)
    for start in range(0, count, _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        energy[part], itl[part], chip_seconds[part] = _serve_part(rates, levels, arrays.chips, requests, part, fit)
    return Served(energy, energy * factors[requests.way, 0], energy * factors[requests.way, 1], itl, chip_seconds)


def _serve_part(
    rates: StepRates, levels: PowerLevels, chips: FloatArray, requests: Requests, part: slice, fit: Efficiencies
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return joules per output token, time between tokens and chip seconds of some requests."""
    way, batch, output = requests.way[part], requests.batch[part], requests.output_tokens[part]
    step = step_time(rates.take(way), batch, requests.input_tokens[part], output, fit)
    decode = step.decode_ms
    total = decode + step.prefill
    power = power_w(levels.take(way), step, total, fit)
    seconds = total / (MS_PER_S * batch)
    return power * seconds, decode, seconds * output * chips[way]


def throttled(served: Served, output_tokens: FloatArray, cap_w: float) -> Served:
    """Return requests as they are served under a cap on the power of each chip.

    Parameters
    ----------
    served : (requests,)
        Without a cap.
    output_tokens : (requests,)
    cap_w : W per chip

    Raises
    ------
    UserError
        If the cap lies below what any measurement tells of.
    """
    found = throttle_power(power_response("decoding"), cap_w / _drawn_w(served, output_tokens))
    return Served(
        joules_per_output_token=served.joules_per_output_token * found.energy_factor,
        low=served.low * found.energy_factor,
        high=served.high * found.energy_factor,
        itl_ms=served.itl_ms * found.time_factor,
        chip_seconds=served.chip_seconds * found.time_factor,
    )


def _drawn_w(served: Served, output_tokens: FloatArray) -> FloatArray:
    """Return (requests,) W that each chip draws while it serves."""
    return np.asarray(served.joules_per_output_token * output_tokens / served.chip_seconds)


def batch_for_latency(
    way: Way, input_tokens: float, output_tokens: float, latency_ms: float, cap_w: float = np.inf
) -> float:
    """Return the largest batch whose time between tokens stays below a target, as far as memory holds it.

    Parameters
    ----------
    way
    input_tokens, output_tokens
    latency_ms : ms per output token, > 0
    cap_w : W per chip
        A cap on power makes each token wait longer.

    Raises
    ------
    UserError
        If every batch takes longer; the message says how long the quickest does.
    """
    most = int(most_batch(way, input_tokens + output_tokens))
    batches = np.unique(np.round(np.geomspace(1.0, max(most, 1), 400)))
    many = np.ones(len(batches))
    asked = Requests(np.zeros(len(batches), np.int64), batches, input_tokens * many, output_tokens * many)
    served = serve([way], asked)
    share = np.maximum(cap_w / _drawn_w(served, asked.output_tokens), LEAST_CAP_SHARE)
    itl = served.itl_ms * throttle_power(power_response("decoding"), share).time_factor
    within = batches[itl <= latency_ms]
    if not len(within):
        raise UserError(
            f"latency {latency_ms:g} ms: one sequence of {way.model.name} on {way.chips} {way.chip} takes "
            f"{itl.min():.1f} ms per token. Ask for more time, more chips or a lower precision."
        )
    return float(within[-1])
