"""Energy and time of images and videos: denoising steps of a diffusion transformer on one or several chips."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from difflib import get_close_matches
from functools import cache
from typing import Final

import numpy as np

from firmwatt.catalog import loader
from firmwatt.demand.inference_architecture import is_known
from firmwatt.demand.inference_fit import chip_fit, measured_chips
from firmwatt.demand.inference_serving import tdp_w
from firmwatt.errors import UserError
from firmwatt.timegrid import FloatArray

TABLE: Final = "generators"
FIT_TABLE: Final = "generation_fit"


@dataclass(frozen=True, slots=True)
class GenerationFit:
    """The fitted numbers; each attribute is a row of the table `generation_fit` under the key `model`.

    Attributes
    ----------
    product_compute_share, attention_compute_share
        Of the peak rate; products also fall with narrow layers.
    narrow_width
        Width at which products reach half of their share.
    layer_overhead_ms, exchange_layer_overhead_ms
        Per step and layer; more with several chips.
    level_compute, level_overhead, level_exchange
        Power level of each part of a step.
    b200_product_factor, b200_attention_factor, b200_span_factor
        What the B200 reaches relative to the H100; chips nearer to it in memory rate take them too.
    """

    product_compute_share: float
    attention_compute_share: float
    narrow_width: float
    layer_overhead_ms: float
    exchange_layer_overhead_ms: float
    level_compute: float
    level_overhead: float
    level_exchange: float
    b200_product_factor: float
    b200_attention_factor: float
    b200_span_factor: float


@dataclass(frozen=True, slots=True)
class Jobs:
    """Batches of items to make; all attributes are (jobs,).

    Attributes
    ----------
    model : keys of the table `generators`
    chip : keys of the table `chips`
    chips, batch : >= 1
    steps : >= 1
    """

    model: Sequence[str]
    chip: Sequence[str]
    chips: FloatArray
    batch: FloatArray
    steps: FloatArray


@dataclass(frozen=True, slots=True)
class Made:
    """What making costs; all attributes are (jobs,).

    Attributes
    ----------
    seconds
        Of one batch.
    power_w
        Of all chips together.
    joules_per_item
    """

    seconds: FloatArray
    power_w: FloatArray
    joules_per_item: FloatArray


def generator_key(name: str) -> str | None:
    """Return the key of an image or video model by key, alias or repository name; None if it is none."""
    return _names().get(name.rsplit("/", maxsplit=1)[-1].strip().lower())


def is_rather_generator(name: str) -> bool:
    """Return whether a name is that of an image or video model, or nearer to one than to any text model.

    Examples
    --------
    >>> is_rather_generator("wan2.2"), is_rather_generator("lama-3.1-8b"), is_rather_generator("qwen3-14b")
    (True, False, False)
    """
    plain = name.rsplit("/", maxsplit=1)[-1].strip().lower()
    near = get_close_matches(plain, [*_names(), *loader.keys("models")], n=1, cutoff=0.4)
    return generator_key(name) is not None or (not is_known(name) and bool(near) and near[0] in _names())


def known_generator(name: str) -> str:
    """Return the key of an image or video model.

    Raises
    ------
    UserError
        If no such model is known; the message names the nearest.
    """
    key = generator_key(name)
    if key is None:
        near = get_close_matches(name.lower(), list(_names()), n=3, cutoff=0.4)
        raise UserError(f"image or video model '{name}' is not in the catalogue. Nearest: {', '.join(near) or 'none'}.")
    return key


@cache
def generation_fit() -> GenerationFit:
    """Return the fitted numbers."""
    row = loader.group(FIT_TABLE, "model")
    return GenerationFit(**{field.name: row[field.name].number for field in fields(GenerationFit)})


def model_factor(model: str) -> float:
    """Return measured over physical energy of a model; one where it has no rows."""
    row = loader.find(FIT_TABLE, model, "energy_factor")
    return 1.0 if row is None else row.number


def make(jobs: Jobs, fit: GenerationFit) -> Made:
    """Return time, power and energy of jobs by physics alone, without the factor of their model.

    Parameters
    ----------
    jobs : (jobs,)
    fit

    Notes
    -----
    Each step makes `passes` passes of 2·N·T operations and, with full attention, 4·layers·width·T² more, for each item
    of the batch; T is the number of latent tokens. t = hypot(work, overhead) + exchange, and power saturates with what
    the step does, as in decoding.
    """
    rows = [loader.group(TABLE, key) for key in jobs.model]
    parameters, layers, width, tokens, passes, is_full = (
        np.array([row[name].number for row in rows])
        for name in ("parameters", "layers", "hidden_size", "latent_tokens", "passes", "has_full_attention")
    )
    is_new = np.array([chip_fit(chip) != chip_fit("h100_sxm") for chip in jobs.chip])
    peak = np.array([loader.get("chips", chip, "bf16_pflops").number * 1e15 for chip in jobs.chip])
    rated = np.array([tdp_w(chip) for chip in jobs.chip])
    idle = rated * np.array([chip_fit(chip).idle_share for chip in jobs.chip])
    share = fit.product_compute_share * width / (width + fit.narrow_width)
    product_share = share * np.where(is_new, fit.b200_product_factor, 1.0)
    attention_share = fit.attention_compute_share * np.where(is_new, fit.b200_attention_factor, 1.0)
    work = jobs.steps * passes * jobs.batch / (jobs.chips * peak)
    compute = work * 2.0 * parameters * tokens / product_share
    compute += work * is_full * 4.0 * layers * width * tokens**2 / attention_share
    overhead = jobs.steps * layers * fit.layer_overhead_ms / 1000.0
    exchange = np.where(jobs.chips > 1.0, jobs.steps * layers * fit.exchange_layer_overhead_ms / 1000.0, 0.0)
    busy = np.hypot(compute, overhead)
    seconds = busy + exchange
    load = fit.level_compute * compute + fit.level_overhead * (busy - compute) + fit.level_exchange * exchange
    span = rated * np.where(is_new, fit.b200_span_factor, 1.0) - idle
    power = jobs.chips * (idle - span * np.expm1(-load / seconds))
    return Made(seconds, power, power * seconds / jobs.batch)


def made_interval(model: str, chip: str) -> tuple[float, float]:
    """Return the factors to the ends of the 90 % interval: of a measured or an unmeasured model or chip."""
    is_measured = chip in measured_chips() and loader.find(FIT_TABLE, model, "energy_factor") is not None
    name = "measured" if is_measured else "unmeasured"
    low, high = (loader.get(FIT_TABLE, "interval", f"{name}_{end}_factor").number for end in ("low", "high"))
    return low, high


@cache
def _names() -> dict[str, str]:
    found = {key: key for key in loader.keys(TABLE)}
    for key in loader.keys(TABLE):
        found.update(dict.fromkeys(loader.get(TABLE, key, "aliases").text.split(), key))
    return found
