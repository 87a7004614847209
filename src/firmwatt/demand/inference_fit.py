"""The fitted numbers of the inference model, from the catalogue table `inference_fit`."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import Final

import numpy as np

from firmwatt.catalog import loader

TABLE: Final = "inference_fit"
MODEL_KEY: Final = "model"


@dataclass(frozen=True, slots=True)
class Efficiencies:
    """What all chips share; each attribute is a row of the table under the key `model`.

    Attributes
    ----------
    weight_bandwidth_share, expert_bandwidth_share, cache_bandwidth_share, state_bandwidth_share
        Share of the memory rate at which each is read.
    dense_compute_share, mixture_compute_share, prefill_compute_share
        Share of the peak rate; prefill of a mixture is slower in the ratio of the first two.
    hybrid_prefill_factor
        Prefill of a hybrid model takes so much longer.
    step_overhead_ms, layer_overhead_ms, mixture_layer_overhead_ms, fp8_mixture_layer_overhead_ms, \
slow_layer_overhead_ms
        Per step, per layer, per layer with experts, more with experts in 8 bits, more with slow layers.
    sampling_bytes_per_entry, sequence_overhead_us
        Read per entry of the vocabulary and sequence; per sequence.
    exchange_layer_overhead_ms, exchange_ps_per_value
        Between chips: per layer; per layer, sequence and value of the hidden state.
    context_share
        Mean share of the output that is in the context.
    batch_exponent
        Work grows with the batch to this power.
    coverage_exponent
        Tokens choose experts as if there were batch to this power of them.
    imbalance
        By how many spreads of its touched experts the busiest chip exceeds the mean, over the expected maximum.
    level_weights, level_experts, level_cache, level_state, level_compute, level_prefill, level_sampling, \
level_overhead, level_exchange
        Power level of each part of a step.
    emulated_level_factor
        On traffic of 4-bit weights where the chip must widen them.
    fp8_tile_level, fp8_tile_batch
        Power level that experts in 8 bits add at batch zero, and the batch that halves it: few tokens leave the tiles
        of their products empty, which are multiplied all the same.
    fp8_level_factor, fp8_compute_factor, fp8_bandwidth_factor
        Of dense weights in 8 bits: power level, share of the 8-bit peak, share of the memory rate.
    """

    weight_bandwidth_share: float
    expert_bandwidth_share: float
    cache_bandwidth_share: float
    state_bandwidth_share: float
    dense_compute_share: float
    mixture_compute_share: float
    prefill_compute_share: float
    hybrid_prefill_factor: float
    step_overhead_ms: float
    layer_overhead_ms: float
    mixture_layer_overhead_ms: float
    fp8_mixture_layer_overhead_ms: float
    slow_layer_overhead_ms: float
    sampling_bytes_per_entry: float
    sequence_overhead_us: float
    exchange_layer_overhead_ms: float
    exchange_ps_per_value: float
    context_share: float
    batch_exponent: float
    coverage_exponent: float
    imbalance: float
    level_weights: float
    level_experts: float
    level_cache: float
    level_state: float
    level_compute: float
    level_prefill: float
    level_sampling: float
    level_overhead: float
    level_exchange: float
    emulated_level_factor: float
    fp8_tile_level: float
    fp8_tile_batch: float
    fp8_level_factor: float
    fp8_compute_factor: float
    fp8_bandwidth_factor: float


@dataclass(frozen=True, slots=True)
class ChipFit:
    """What one chip reaches; each attribute is a row of the table under the chip's key.

    Attributes
    ----------
    idle_share : 0-1
        Idle power over the thermal design power.
    bandwidth_factor, compute_factor, overhead_factor, sampling_factor, span_factor
        Relative to the reference chip, whose factors are one.
    """

    idle_share: float
    bandwidth_factor: float
    compute_factor: float
    overhead_factor: float
    sampling_factor: float
    span_factor: float


@cache
def efficiencies() -> Efficiencies:
    """Return the fitted numbers that all chips share."""
    row = loader.group(TABLE, MODEL_KEY)
    return Efficiencies(**{field.name: row[field.name].number for field in fields(Efficiencies)})


@cache
def measured_chips() -> tuple[str, ...]:
    """Return the chips of the catalogue that have fitted numbers of their own."""
    return tuple(key for key in loader.keys("chips") if loader.group(TABLE, key))


@cache
def chip_fit(chip: str) -> ChipFit:
    """Return a chip's fitted numbers; where it has none, what lies between those of the measured chips.

    Parameters
    ----------
    chip
        Key of the table `chips`.

    Notes
    -----
    Between two measured chips logarithms are linear in that of the memory rate; beyond them the nearest chip counts.
    """
    measured = sorted(measured_chips(), key=_memory_rate)
    rates = np.log([_memory_rate(key) for key in measured])

    def between(name: str) -> float:
        known = np.log([loader.get(TABLE, key, name).number for key in measured])
        return float(np.exp(np.interp(np.log(_memory_rate(chip)), rates, known)))

    if chip in measured:
        return ChipFit(**{field.name: loader.get(TABLE, chip, field.name).number for field in fields(ChipFit)})
    return ChipFit(**{field.name: between(field.name) for field in fields(ChipFit)})


def method_version() -> str:
    """Return the version of model and fit, such as `inference-1.1 (2026-11-20)`; it rises whenever answers move."""
    return loader.get(TABLE, MODEL_KEY, "method_version").text


def _memory_rate(chip: str) -> float:
    return loader.get("chips", chip, "memory_tb_per_s").number
