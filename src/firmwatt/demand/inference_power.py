"""What chips draw while they serve: idle power and a part that saturates with what bounds the step."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from firmwatt.demand.inference_fit import Efficiencies
from firmwatt.demand.inference_step import Serving, Step
from firmwatt.timegrid import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class PowerLevels:
    """How hard each part of a step works the chips; all attributes are (ways,).

    Attributes
    ----------
    idle_w, span_w, rated_w
        Of all chips together.
    product_level
        Of weight and expert traffic, relative to 16-bit weights.
    """

    idle_w: FloatArray
    span_w: FloatArray
    rated_w: FloatArray
    product_level: FloatArray

    def take(self, way: IntArray) -> PowerLevels:
        """Return the levels of each request's way of serving."""
        return PowerLevels(**{field.name: getattr(self, field.name)[way] for field in fields(self)})


def power_levels(serving: Serving, fit: Efficiencies) -> PowerLevels:
    """Return idle power and span of each way of serving.

    Parameters
    ----------
    serving : (ways,)
    fit
    """
    factor = np.where(serving.is_emulated, fit.emulated_level_factor, 1.0)
    is_dense_fp8 = serving.is_fp8 & (serving.routed_bytes == 0.0)
    return PowerLevels(
        idle_w=serving.chips * serving.idle_w,
        span_w=serving.chips * (serving.tdp_w * serving.span_factor - serving.idle_w),
        rated_w=serving.chips * serving.tdp_w,
        product_level=np.where(is_dense_fp8, fit.fp8_level_factor, factor),
    )


def power_w(levels: PowerLevels, step: Step, total_ms: FloatArray, fit: Efficiencies) -> FloatArray:
    """Return the power of all chips together, W.

    Parameters
    ----------
    levels : (requests,)
    step : (requests,)
    total_ms : (requests,)
        Of the step, prefill included.
    fit

    Notes
    -----
    P = idle + span·(1 − exp(−Σ level·t / T)): each part of the step brings its own level, and together they saturate.
    A chip draws no more than it is rated for.
    """
    load = levels.product_level * (fit.level_weights * step.weights + fit.level_experts * step.experts)
    load += fit.level_cache * step.cache + fit.level_state * step.state + fit.level_compute * step.compute
    load += fit.level_prefill * step.prefill + fit.level_sampling * step.sampling
    load += fit.level_overhead * step.overhead + fit.level_exchange * step.exchange + fit.fp8_tile_level * step.tiles
    return np.minimum(levels.idle_w - levels.span_w * np.expm1(-load / total_ms), levels.rated_w)
