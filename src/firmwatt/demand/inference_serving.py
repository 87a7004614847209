"""Ways of serving a model: on which chips, how many of them and in which precision; what fits into their memory."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Final

import numpy as np

from firmwatt.catalog import loader
from firmwatt.demand.inference_architecture import BF16, FP4, FP8, Architecture
from firmwatt.demand.inference_fit import ChipFit, chip_fit
from firmwatt.demand.inference_step import Serving
from firmwatt.errors import UserError
from firmwatt.timegrid import FloatArray, IntArray

WEIGHT_BYTES: Final = {BF16: 2.0, FP8: 1.0, FP4: 4.25 / 8.0}
"""Four bits and a shared 8-bit scale per 32 weights (OCP Microscaling Formats, version 1.0)."""
CACHE_BYTES: Final = 2.0
STATE_BYTES: Final = 8.0
"""Recurrent state is kept in 32 bits, read and written in each step."""
USABLE_MEMORY_SHARE: Final = 0.9
"""The share of memory that vLLM takes by default (`gpu_memory_utilization`)."""
SERVER_CHIPS: Final = 8.0
"""Chips that share each layer: those of one server. More of them are several groups, each with its own sequences."""
_MOST_CHIPS: Final = 1024
_CHIP_WORDS: Final = re.compile(r"\b(nvidia|amd|instinct|google|cloud|aws|gpu|tensor core|hbm\w*|sxm\d*)\b")
_MEMORY: Final = re.compile(r"(\d+) ?gb\b")
_MEMORY_TOLERANCE: Final = 0.1
"""Memory as makers and systems state it differs by what is kept for error correction: 180 and 192 GB are one B200."""


@dataclass(frozen=True, slots=True)
class Way:
    """A model on some chips.

    Attributes
    ----------
    model
    chip
        Key of the table `chips`.
    chips : >= 1
    precision : bf16, fp8 or fp4
    """

    model: Architecture
    chip: str
    chips: int
    precision: str


def chip_key(name: str) -> str:
    """Return the key of a chip of the catalogue.

    Parameters
    ----------
    name
        A key, or its beginning in any spelling, such as `H100`, `GB200` or `NVIDIA A100-SXM4-80GB`: maker, package and
        memory may stand there, and memory must agree.

    Raises
    ------
    UserError
        If no chip has that name; the message names the nearest.

    Examples
    --------
    >>> chip_key("NVIDIA H100 80GB HBM3"), chip_key("MI300X")
    ('h100_sxm', 'mi300x')
    """
    words = re.sub(r"[-_/]+", " ", name.lower())
    told = _MEMORY.search(words)
    plain = _letters(_CHIP_WORDS.sub("", _MEMORY.sub("", words))) or _letters(name)
    keys = {_letters(key): key for key in _servable()}
    found = [key for text, key in keys.items() if text == _letters(name)] or [
        key for text, key in keys.items() if plain and text.startswith(plain) and _has_memory(key, told)
    ]
    if found:
        return found[0]
    near = get_close_matches(plain, list(keys), n=3, cutoff=0.4)
    hint = f"Nearest: {', '.join(keys[text] for text in near)}." if near else f"Known: {', '.join(keys.values())}."
    raise UserError(f"chip '{name}' is not in the catalogue. {hint}")


def _letters(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _has_memory(chip: str, told: re.Match[str] | None) -> bool:
    """Return whether a chip has the memory that a name tells, where it tells one."""
    if told is None:
        return True
    memory_gb = loader.get("chips", chip, "memory_gb").number
    return abs(float(told.group(1)) - memory_gb) <= _MEMORY_TOLERANCE * memory_gb


def tdp_w(chip: str) -> float:
    """Return the thermal design power of a chip, W."""
    return _chip(chip).tdp_w


def multiplies(chip: str, precision: str) -> bool:
    """Return whether the datasheet of a chip gives a rate for a precision, which its weights then need not leave.

    Examples
    --------
    >>> multiplies("h100_sxm", "fp8"), multiplies("a100_80gb", "fp8"), multiplies("h100_sxm", "fp4")
    (True, False, False)
    """
    known = _chip(chip)
    return {FP8: known.has_fp8, FP4: known.has_fp4}.get(precision, True)


def weight_bytes(model: Architecture, precision: str) -> float:
    """Return what the weights take in memory, in bytes; embeddings stay in 16 bits."""
    fixed, routed = _weight_bytes(model, precision)
    return fixed + routed + CACHE_BYTES * model.vocabulary_size * model.hidden_size


def least_chips(model: Architecture, chip: str, precision: str) -> int:
    """Return the least power of two of chips that hold the weights and as much cache as a quarter of the weights.

    Raises
    ------
    UserError
        If more than 1024 chips would be needed.
    """
    memory = _memory_bytes(chip)
    chips = 1 << max(0, math.ceil(math.log2(1.25 * weight_bytes(model, precision) / memory)))
    if chips > _MOST_CHIPS:
        raise UserError(
            f"{model.name} in {precision} needs more than {_MOST_CHIPS} chips {chip}. Check the parameters."
        )
    return chips


def most_batch(way: Way, context_tokens: float) -> float:
    """Return how many sequences of a mean context the memory of the chips holds beside the weights, at least one."""
    return float(most_batches([way], np.zeros(1, dtype=np.int64), np.array([context_tokens]))[0])


def most_batches(ways: Sequence[Way], way: IntArray, context_tokens: FloatArray) -> FloatArray:
    """Return (requests,) `most_batch` of each request.

    Parameters
    ----------
    ways
    way : (requests,)
        Index into `ways`.
    context_tokens : (requests,)
    """

    def counts(of: Callable[[Way], float]) -> FloatArray:
        return np.array([of(each) for each in ways], dtype=np.float64)[way]

    free = counts(lambda each: _memory_bytes(each.chip) * each.chips - weight_bytes(each.model, each.precision))
    tokens = counts(lambda each: each.model.full_attention_layers) * context_tokens
    window = counts(lambda each: each.model.window_tokens)
    tokens += counts(lambda each: each.model.windowed_attention_layers) * np.minimum(context_tokens, window)
    state = counts(lambda each: each.model.state_values) * STATE_BYTES / 2.0
    copies = counts(lambda each: each.chips / cache_chips(each))
    cached = tokens * counts(lambda each: each.model.cache_values) * CACHE_BYTES * copies + state
    return np.asarray(np.maximum(1.0, free / np.maximum(cached, 1.0)))


def attention_groups(way: Way) -> float:
    """Return into how many groups of chips the sequences are dealt; each group holds all weights but routed experts.

    Notes
    -----
    The chips of one server share each layer. Over several servers a mixture is served with attention in parallel over
    sequences and experts over chips (DeepSeek-V3/R1 Inference System Overview, 2025), other models server by server.
    """
    if way.chips <= SERVER_CHIPS:
        return 1.0
    return float(way.chips) if way.model.routed_parameters > 0.0 else way.chips / SERVER_CHIPS


def cache_chips(way: Way) -> float:
    """Return how many chips share the cache of all sequences: where heads are fewer than chips, copies are kept."""
    groups = attention_groups(way)
    return groups * min(way.chips / groups, way.model.cache_heads)


def _memory_bytes(chip: str) -> float:
    return loader.get("chips", chip, "memory_gb").number * 1e9 * USABLE_MEMORY_SHARE


def serving(ways: Sequence[Way], fit_of: Callable[[str], ChipFit] = chip_fit) -> Serving:
    """Return ways of serving as arrays.

    Parameters
    ----------
    ways
    fit_of
        Chip → its fitted numbers.
    """
    models = [way.model for way in ways]
    fits = [fit_of(way.chip) for way in ways]
    weights = [_weight_bytes(way.model, way.precision) for way in ways]

    def counts(name: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        return np.array([getattr(model, name) for model in models], dtype=np.float64)

    def fitted(name: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        return np.array([getattr(fit, name) for fit in fits], dtype=np.float64)

    cached = counts("cache_values") * CACHE_BYTES
    return Serving(
        fixed_bytes=np.array([fixed for fixed, _ in weights]),
        routed_bytes=np.array([routed for _, routed in weights]),
        routed_share=counts("routed_share"),
        experts=counts("experts"),
        active_parameters=counts("active_parameters"),
        layers=counts("layers"),
        hidden_size=counts("hidden_size"),
        vocabulary_size=counts("vocabulary_size"),
        full_cache_bytes=cached * counts("full_attention_layers"),
        windowed_cache_bytes=cached * counts("windowed_attention_layers"),
        window_tokens=counts("window_tokens"),
        full_attention_width=counts("attention_width") * counts("full_attention_layers"),
        windowed_attention_width=counts("attention_width") * counts("windowed_attention_layers"),
        state_bytes=counts("state_values") * STATE_BYTES,
        is_fp8=np.array([way.precision == FP8 for way in ways]),
        has_fp8=np.array([multiplies(way.chip, FP8) for way in ways]),
        is_emulated=np.array([way.precision == FP4 and not multiplies(way.chip, FP4) for way in ways]),
        has_slow_layers=np.array([model.has_slow_layers for model in models]),
        chips=np.array([float(way.chips) for way in ways]),
        groups=np.array([attention_groups(way) for way in ways]),
        cache_chips=np.array([cache_chips(way) for way in ways]),
        bandwidth_b_per_s=np.array([_chip(way.chip).bandwidth_b_per_s for way in ways]),
        compute_flop_per_s=np.array([_chip(way.chip).flop_per_s(way.precision) for way in ways]),
        tdp_w=np.array([tdp_w(way.chip) for way in ways]),
        idle_w=np.array([tdp_w(way.chip) for way in ways]) * fitted("idle_share"),
        bandwidth_factor=fitted("bandwidth_factor"),
        compute_factor=fitted("compute_factor"),
        overhead_factor=fitted("overhead_factor"),
        sampling_factor=fitted("sampling_factor"),
        span_factor=fitted("span_factor"),
    )


@dataclass(frozen=True, slots=True)
class _Chip:
    """Datasheet of one chip."""

    tdp_w: float
    bandwidth_b_per_s: float
    bf16_flop_per_s: float
    fp8_flop_per_s: float
    has_fp8: bool
    has_fp4: bool

    def flop_per_s(self, precision: str) -> float:
        """Return the peak rate for weights of a precision: those in 4 bits are multiplied in 16."""
        return self.fp8_flop_per_s if precision == FP8 else self.bf16_flop_per_s


@cache
def _chip(key: str) -> _Chip:
    row = loader.group("chips", key)
    bf16 = row["bf16_pflops"].number * 1e15
    return _Chip(
        tdp_w=row["tdp_w"].number,
        bandwidth_b_per_s=row["memory_tb_per_s"].number * 1e12,
        bf16_flop_per_s=bf16,
        fp8_flop_per_s=row["fp8_pflops"].number * 1e15 if "fp8_pflops" in row else bf16,
        has_fp8="fp8_pflops" in row,
        has_fp4="fp4_pflops" in row,
    )


@cache
def _servable() -> tuple[str, ...]:
    """Return the chips whose datasheet says enough."""
    needed = {"tdp_w", "memory_tb_per_s", "memory_gb", "bf16_pflops"}
    return tuple(key for key in loader.keys("chips") if needed <= set(loader.group("chips", key)))


def _weight_bytes(model: Architecture, precision: str) -> tuple[float, float]:
    """Return the bytes of fixed and of routed weights, embeddings left out.

    In 4 bits only the routed experts of a mixture are small, as published models have it; a dense model is small
    throughout.
    """
    embedding = model.vocabulary_size * model.hidden_size
    fixed = max(model.total_parameters - model.routed_parameters - embedding, 0.5 * model.active_parameters * 0.1)
    wide = precision == FP4 and model.routed_parameters > 0.0
    return fixed * WEIGHT_BYTES[BF16 if wide else precision], model.routed_parameters * WEIGHT_BYTES[precision]
