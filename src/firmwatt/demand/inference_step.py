"""How long one decoding step takes and what bounds it: memory traffic, arithmetic, overhead; prefill apart.

Everything that does not depend on the request is worked out once per way of serving (model, chip, number of chips,
precision) as `StepRates`; `step_time` then needs a dozen array operations per request.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from firmwatt.demand.inference_fit import Efficiencies
from firmwatt.timegrid import FloatArray, IntArray

BoolArray = NDArray[np.bool_]
MS_PER_S = 1000.0
USUAL_BATCH = 64.0
"""Batch at which work that grows with the batch runs at the fitted efficiencies: the middle of the measured range."""


@dataclass(frozen=True, slots=True)
class Serving:
    """Ways of serving: a model on some chips in some precision, one entry each; all attributes are (ways,).

    Attributes
    ----------
    fixed_bytes
        Weights that every step reads.
    routed_bytes
        Weights of all routed experts.
    routed_share : 0-1
        Share of the routed experts that one token uses; 0 for a dense model.
    experts
        Routed experts per layer; 0 for a dense model.
    active_parameters, layers, hidden_size, vocabulary_size
    full_cache_bytes, windowed_cache_bytes
        Per sequence and token of context, of the layers with and without a full view.
    window_tokens
    full_attention_width, windowed_attention_width
        Attention width times layers.
    state_bytes
        Read and written per sequence and step.
    is_fp8, is_emulated
        Weights in 8 bits; weights in 4 bits on a chip that computes in more.
    has_fp8
        The chip multiplies in 8 bits.
    has_slow_layers
    chips
    groups
        Groups of chips that each serve sequences of their own.
    cache_chips
        Chips that share the cache of all sequences; others keep copies.
    bandwidth_b_per_s, compute_flop_per_s : per chip
    tdp_w, idle_w : per chip
    bandwidth_factor, compute_factor, overhead_factor, sampling_factor, span_factor
        What this chip reaches relative to the reference chip of the fit.
    """

    fixed_bytes: FloatArray
    routed_bytes: FloatArray
    routed_share: FloatArray
    experts: FloatArray
    active_parameters: FloatArray
    layers: FloatArray
    hidden_size: FloatArray
    vocabulary_size: FloatArray
    full_cache_bytes: FloatArray
    windowed_cache_bytes: FloatArray
    window_tokens: FloatArray
    full_attention_width: FloatArray
    windowed_attention_width: FloatArray
    state_bytes: FloatArray
    is_fp8: BoolArray
    is_emulated: BoolArray
    has_fp8: BoolArray
    has_slow_layers: BoolArray
    chips: FloatArray
    groups: FloatArray
    cache_chips: FloatArray
    bandwidth_b_per_s: FloatArray
    compute_flop_per_s: FloatArray
    tdp_w: FloatArray
    idle_w: FloatArray
    bandwidth_factor: FloatArray
    compute_factor: FloatArray
    overhead_factor: FloatArray
    sampling_factor: FloatArray
    span_factor: FloatArray


@dataclass(frozen=True, slots=True)
class StepRates:
    """What each part of a step costs, in ms; all attributes are (ways,).

    Attributes
    ----------
    weights, experts
        All fixed weights; all experts.
    log_missed
        Logarithm of the chance that one token leaves an expert untouched.
    imbalance
        Expected excess of the busiest chip, over the spread of the share of touched experts of a layer.
    compute
        Per sequence.
    full_cache, windowed_cache
        Per sequence and token of context.
    window_tokens
    state, sampling, exchange
        Per sequence.
    prefill
        Per input token.
    prefill_attention, prefill_windowed_attention
        Per input token and token before it.
    overhead, exchange_overhead
        Per step.
    has_tiles
        One where experts in 8 bits are multiplied in tiles, else zero.
    """

    weights: FloatArray
    experts: FloatArray
    log_missed: FloatArray
    imbalance: FloatArray
    compute: FloatArray
    full_cache: FloatArray
    windowed_cache: FloatArray
    window_tokens: FloatArray
    state: FloatArray
    sampling: FloatArray
    exchange: FloatArray
    prefill: FloatArray
    prefill_attention: FloatArray
    prefill_windowed_attention: FloatArray
    overhead: FloatArray
    exchange_overhead: FloatArray
    has_tiles: FloatArray

    def take(self, way: IntArray) -> StepRates:
        """Return the rates of each request's way of serving."""
        return StepRates(**{field.name: getattr(self, field.name)[way] for field in fields(self)})


@dataclass(frozen=True, slots=True)
class Step:
    """The parts of one step, ms; all attributes are (requests,).

    Attributes
    ----------
    weights, experts, compute
        Work of the matrix products: traffic and arithmetic run at once, so their times do not add.
    cache, state, sampling, overhead, exchange
    prefill
        The share of the prompts of later requests that each step carries.
    tiles
        Of the time that experts are read, the part in which empty tiles are multiplied: it costs power, not time.
    """

    weights: FloatArray
    experts: FloatArray
    compute: FloatArray
    cache: FloatArray
    state: FloatArray
    sampling: FloatArray
    overhead: FloatArray
    exchange: FloatArray
    prefill: FloatArray
    tiles: FloatArray

    @property
    def decode_ms(self) -> FloatArray:
        """Time of a step without prefill: what a user sees between two tokens, typically."""
        products = np.hypot(self.weights + self.experts, self.compute)
        return products + self.cache + self.state + self.sampling + self.overhead + self.exchange


def step_rates(serving: Serving, fit: Efficiencies) -> StepRates:
    """Return what each part of a step costs for each way of serving.

    Parameters
    ----------
    serving : (ways,)
    fit

    Notes
    -----
    Traffic runs at a fitted share of the datasheet's memory rate, arithmetic at a fitted share of its peak. A prompt
    of I tokens costs 2·N_active·I operations and, per attention layer, 2·width·I² (causal). Each chip samples the
    answers of all sequences of its group, by reading their logits several times. Experts in 8 bits take longer per
    layer: what enters them is scaled and rounded first.
    """
    is_mixture = serving.routed_bytes > 0.0
    is_many = serving.chips > 1.0
    chip_rate = serving.bandwidth_b_per_s * serving.bandwidth_factor / MS_PER_S
    rate, cache_rate = serving.chips * chip_rate, serving.cache_chips * chip_rate * fit.cache_bandwidth_share
    eight_bit = np.where(serving.is_fp8 & serving.has_fp8, fit.fp8_compute_factor, 1.0)
    peak = serving.chips * serving.compute_flop_per_s * serving.compute_factor / MS_PER_S * eight_bit
    decode_share = np.where(is_mixture, fit.mixture_compute_share, fit.dense_compute_share)
    prefill_share = fit.prefill_compute_share * decode_share / fit.dense_compute_share
    attention = 2.0 / (peak * fit.prefill_compute_share)
    slow = np.where(serving.state_bytes > 0.0, fit.hybrid_prefill_factor, 1.0)
    layer_ms = (
        fit.layer_overhead_ms
        + np.where(is_mixture, fit.mixture_layer_overhead_ms, 0.0)
        + np.where(is_mixture & serving.is_fp8, fit.fp8_mixture_layer_overhead_ms, 0.0)
        + np.where(serving.has_slow_layers, fit.slow_layer_overhead_ms, 0.0)
    )
    logits_ms = serving.vocabulary_size * fit.sampling_bytes_per_entry / serving.bandwidth_b_per_s * MS_PER_S
    exchange_ms = serving.hidden_size * serving.layers * fit.exchange_ps_per_value * 1e-9
    eight_bit_rate = np.where(serving.is_fp8, fit.fp8_bandwidth_factor, 1.0)
    return StepRates(
        weights=serving.fixed_bytes * serving.groups / (rate * fit.weight_bandwidth_share * eight_bit_rate),
        experts=serving.routed_bytes / (rate * fit.expert_bandwidth_share),
        log_missed=np.log1p(-serving.routed_share),
        imbalance=fit.imbalance
        * np.sqrt(2.0 * np.log(serving.chips) * serving.chips / np.maximum(serving.experts, 1.0)),
        compute=2.0 * serving.active_parameters / (peak * decode_share),
        full_cache=serving.full_cache_bytes / cache_rate,
        windowed_cache=serving.windowed_cache_bytes / cache_rate,
        window_tokens=serving.window_tokens,
        state=serving.state_bytes / (rate * fit.state_bandwidth_share),
        sampling=(logits_ms * serving.sampling_factor + fit.sequence_overhead_us * 1e-3) / serving.groups,
        exchange=np.where(is_many, exchange_ms / serving.groups, 0.0),
        prefill=2.0 * serving.active_parameters / (peak * prefill_share) * slow,
        prefill_attention=serving.full_attention_width * attention,
        prefill_windowed_attention=serving.windowed_attention_width * attention,
        overhead=(fit.step_overhead_ms + layer_ms * serving.layers) * serving.overhead_factor,
        exchange_overhead=np.log2(serving.chips) * serving.layers * fit.exchange_layer_overhead_ms,
        has_tiles=np.where(is_mixture & serving.is_fp8 & serving.has_fp8, 1.0, 0.0),
    )


def step_time(
    rates: StepRates, batch: FloatArray, input_tokens: FloatArray, output_tokens: FloatArray, fit: Efficiencies
) -> Step:
    """Return the parts of a step for each request.

    Parameters
    ----------
    rates : (requests,)
    batch : (requests,), > 0
        Sequences decoded at once by all chips together.
    input_tokens : (requests,), >= 0
    output_tokens : (requests,), > 0
    fit

    Notes
    -----
    What grows with the batch B grows as B^a, a fitted power a little below one: larger batches fill the chips better.
    The mean context is the prompt and the fitted share of the output. A step touches a share q = 1 − (1 − k/E)^(B^c) of
    the experts, with c below one since neighbouring tokens like the same ones; the chip with most of them to read makes
    the others wait: it has q + b·√(2 ln n · q(1 − q)·n/E) of its own. Prefill per step is that of B / output_tokens
    prompts: in a steady state each finished request makes room for one.
    """
    context = input_tokens + fit.context_share * output_tokens
    seen = np.minimum(context, rates.window_tokens)
    before = np.minimum(input_tokens, rates.window_tokens)
    work = batch * (batch / USUAL_BATCH) ** (fit.batch_exponent - 1.0)
    prompts = work * input_tokens / output_tokens
    touched = -np.expm1(rates.log_missed * batch**fit.coverage_exponent)
    busiest = np.minimum(1.0, touched + rates.imbalance * np.sqrt(touched * (1.0 - touched)))
    experts = rates.experts * busiest
    return Step(
        weights=rates.weights,
        experts=experts,
        compute=work * rates.compute,
        cache=work * (rates.full_cache * context + rates.windowed_cache * seen),
        state=work * rates.state,
        sampling=work * rates.sampling,
        overhead=rates.overhead,
        exchange=work * rates.exchange + rates.exchange_overhead,
        prefill=prompts
        * (rates.prefill + rates.prefill_attention * input_tokens + rates.prefill_windowed_attention * before),
        tiles=rates.has_tiles * experts / (1.0 + batch / fit.fp8_tile_batch),
    )
