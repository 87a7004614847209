"""What a language model is made of, as far as serving it costs energy: from the catalogue, or typical for its size."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from typing import Final

from firmwatt.catalog import loader
from firmwatt.errors import UserError

TABLE: Final = "models"
KINDS: Final = ("dense", "moe", "hybrid")
BF16, FP8, FP4 = "bf16", "fp8", "fp4"
PRECISIONS: Final = {
    "bf16": BF16, "bfloat16": BF16, "fp16": BF16, "float16": BF16, "fp8": FP8, "int8": FP8, "fp4": FP4, "mxfp4": FP4,
    "nvfp4": FP4, "int4": FP4,
}  # fmt: skip
_WEIGHTS: Final = {
    "fp8-dynamic": FP8, "fp8": FP8, "int8": FP8, "w8a8": FP8, "w8a16": FP8, "nvfp4": FP4, "mxfp4": FP4, "fp4": FP4,
    "int4": FP4, "w4a16": FP4, "awq": FP4, "gptq": FP4, "bf16": BF16, "fp16": BF16,
}  # fmt: skip
"""How names of repositories tell in which precision the weights are stored."""
_PRECISION_SUFFIX: Final = re.compile(rf"-({'|'.join(_WEIGHTS)})(?=-|$)")
_SUFFIX: Final = re.compile(r"-(instruct|thinking|it|chat|base|hf|v0\.\d|\d{4})$")
_TYPICAL_VOCABULARY: Final = 150_000
_DENSE_CACHE_VALUES: Final = 2048
_MIXTURE_CACHE_VALUES: Final = 1024
_TYPICAL_EXPERTS: Final = 128
_TYPICAL_HEAD: Final = 128
_ALWAYS_ACTIVE_SHARE: Final = 0.35
_NEAR_TOTAL: Final = math.log(1.04)
_NEAR_ACTIVE: Final = math.log(1.2)


@dataclass(frozen=True, slots=True)
class Architecture:
    """The counts of one model that set its traffic, arithmetic and overhead.

    Attributes
    ----------
    name
    total_parameters, active_parameters
        Stored, and used for each token.
    routed_parameters
        Of all routed experts together; 0 for a dense model.
    routed_share : 0-1
        Share of the routed experts that one token uses.
    experts
        Routed experts per layer; 0 for a dense model.
    layers, hidden_size, vocabulary_size
    full_attention_layers, windowed_attention_layers
        Layers that keep a cache of the whole context, or of the last `window_tokens`.
    attention_width
        Heads times head dimension.
    cache_values
        Cached values per token and attention layer.
    cache_heads
        Parts in which that cache can be told apart: more chips of one server than these keep copies.
    state_values
        Recurrent state per sequence, all layers together; 0 without recurrent layers.
    native_precision : bf16, fp8 or fp4
        In which its weights are published.
    has_slow_layers
        Measured to take longer per layer than its work explains, whatever the batch.
    is_typical
        The counts are those usual for its size, since only parameters were given.
    """

    name: str
    total_parameters: float
    active_parameters: float
    routed_parameters: float
    routed_share: float
    experts: float
    layers: float
    hidden_size: float
    vocabulary_size: float
    full_attention_layers: float
    windowed_attention_layers: float
    window_tokens: float
    attention_width: float
    cache_values: float
    cache_heads: float
    state_values: float
    native_precision: str
    has_slow_layers: bool = False
    is_typical: bool = False


def architecture(name: str) -> Architecture:
    """Return the architecture of a model of the catalogue.

    Parameters
    ----------
    name
        Key of the table `models`, one of its aliases, or a repository name such as `Qwen/Qwen3-14B`.

    Returns
    -------
    architecture
        In the precision that the name tells (`…-FP8`, `…-AWQ`), else in that of the model as it was published.

    Raises
    ------
    UserError
        If no model has that name; the message names the nearest.

    Examples
    --------
    >>> architecture("meta-llama/Llama-3.3-70B-Instruct").name
    'llama-3.1-70b'
    >>> architecture("meta-llama/Llama-3.1-405B-Instruct-FP8").native_precision
    'fp8'
    """
    key = _names().get(_plain(name))
    if key is None:
        near = get_close_matches(_plain(name), list(_names()), n=3, cutoff=0.5)
        known = f"Nearest: {', '.join(near)}." if near else f"Known: {', '.join(loader.keys(TABLE))}."
        raise UserError(
            f"model '{name}' is not in the catalogue. {known} "
            "Or give --total-parameters, --active-parameters and --architecture."
        )
    model, told = _from_catalogue(key), _PRECISION_SUFFIX.search(_lower(name))
    return model if told is None else replace(model, native_precision=_WEIGHTS[told.group(1)])


def is_known(name: str) -> bool:
    """Return whether the catalogue has a model of that name."""
    return _plain(name) in _names()


@cache
def _from_catalogue(key: str) -> Architecture:
    row = loader.group(TABLE, key)

    def number(parameter: str) -> float:
        return row[parameter].number if parameter in row else 0.0

    return Architecture(
        name=key,
        total_parameters=number("total_parameters"),
        active_parameters=number("active_parameters"),
        routed_parameters=number("routed_parameters"),
        routed_share=number("experts_active") / max(number("experts"), 1.0),
        experts=number("experts"),
        layers=number("layers"),
        hidden_size=number("hidden_size"),
        vocabulary_size=number("vocabulary_size"),
        full_attention_layers=number("full_attention_layers"),
        windowed_attention_layers=number("windowed_attention_layers"),
        window_tokens=number("window_tokens"),
        attention_width=number("attention_heads") * number("head_dimension"),
        cache_values=number("cache_values"),
        cache_heads=max(1.0, number("cache_values") // (2.0 * number("head_dimension"))),
        state_values=number("state_values"),
        native_precision=row["native_precision"].text,
        has_slow_layers=number("has_slow_layers") == 1.0,
    )


def typical_architecture(total_parameters: float, active_parameters: float | None, kind: str) -> Architecture:
    """Return the architecture that is usual for a size.

    Parameters
    ----------
    total_parameters : > 0
    active_parameters : > 0 and at most the total
        None takes all.
    kind : dense, moe or hybrid

    Raises
    ------
    UserError
        If a count is not positive, more is active than there is, or the kind is unknown.

    Notes
    -----
    Power laws through the open models of the catalogue: layers and width of dense models grow with the cube root and
    square root of size over layers; the layers of a mixture with its total, its width with its active parameters.
    Two layers in thirteen of a hybrid are attention. 35 % of a mixture's active parameters are taken as always active.

    Examples
    --------
    >>> round(typical_architecture(70e9, None, "dense").layers)
    69
    """
    kind = plain_kind(kind)
    active = total_parameters if active_parameters is None else active_parameters
    for _, message in parameter_faults(total_parameters, active, kind):
        raise UserError(message)
    is_mixture = kind == "moe" or (kind == "hybrid" and active < 0.9 * total_parameters)
    always = _ALWAYS_ACTIVE_SHARE * active
    routed = total_parameters - always if is_mixture else 0.0
    if is_mixture:
        layers = 48.0 * (total_parameters / 100e9) ** 0.22
        hidden = 2400.0 * (active / 4e9) ** 0.45
    else:
        layers = 36.0 * (total_parameters / 8e9) ** 0.3
        hidden = (total_parameters / (12.0 * layers)) ** 0.5
    is_hybrid = kind == "hybrid"
    cache_values = _MIXTURE_CACHE_VALUES if is_mixture else _DENSE_CACHE_VALUES
    return Architecture(
        name=f"{kind} {total_parameters / 1e9:g}B-A{active / 1e9:g}B",
        total_parameters=total_parameters,
        active_parameters=active,
        routed_parameters=routed,
        routed_share=(active - always) / routed if is_mixture else 0.0,
        experts=_TYPICAL_EXPERTS if is_mixture else 0.0,
        layers=layers,
        hidden_size=hidden,
        vocabulary_size=_TYPICAL_VOCABULARY,
        full_attention_layers=layers / 12.0 if is_hybrid else layers,
        windowed_attention_layers=0.0,
        window_tokens=0.0,
        attention_width=hidden,
        cache_values=cache_values,
        cache_heads=cache_values / (2.0 * _TYPICAL_HEAD),
        state_values=36e6 * (active / 10e9) ** 0.5 if is_hybrid else 0.0,
        native_precision=BF16,
        is_typical=True,
    )


def sized_architecture(total_parameters: float, active_parameters: float | None, kind: str) -> Architecture:
    """Return the shape of the catalogue's model of that size and kind, or what is typical where none is so near.

    Parameters
    ----------
    total_parameters, active_parameters, kind
        As of `typical_architecture`.

    Returns
    -------
    architecture
        With the parameters asked for. It counts as typical in both cases: a resemblance in size proves little.

    Raises
    ------
    UserError
        As of `typical_architecture`.

    Examples
    --------
    >>> sized_architecture(235e9, 22e9, "moe").layers, sized_architecture(300e9, 22e9, "moe").layers > 50
    (94.0, True)
    """
    kind = plain_kind(kind)
    typical = typical_architecture(total_parameters, active_parameters, kind)
    near = [model for model in map(_from_catalogue, loader.keys(TABLE)) if _resembles(model, typical, kind)]
    if not near:
        return typical
    model = min(near, key=lambda model: _distance(model, typical))
    return replace(
        model,
        name=typical.name,
        total_parameters=typical.total_parameters,
        active_parameters=typical.active_parameters,
        routed_parameters=model.routed_parameters * typical.total_parameters / model.total_parameters,
        native_precision=BF16,
        is_typical=True,
    )


def plain_kind(kind: str) -> str:
    """Return how this package writes a kind of architecture that people write as `MoE` or `Dense Transformer`.

    Examples
    --------
    >>> plain_kind("MoE"), plain_kind("Dense Transformer"), plain_kind("mixture-of-experts")
    ('moe', 'dense', 'moe')
    """
    words = re.sub(r"[-_ ]+", " ", kind.strip().lower())
    return {"mixture of experts": "moe"}.get(words, words.removesuffix(" transformer"))


def precision(name: str | None, model: Architecture) -> str:
    """Return `bf16`, `fp8` or `fp4`; without a name, the precision in which the model is published.

    Raises
    ------
    UserError
        If the name is unknown.
    """
    return named_precision(name) if name else model.native_precision


def named_precision(name: str) -> str:
    """Return `bf16`, `fp8` or `fp4` for any usual name of a precision.

    Raises
    ------
    UserError
        If the name is unknown.
    """
    found = PRECISIONS.get(name.strip().lower())
    if found is None:
        raise UserError(f"precision '{name}' is unknown. Write one of {', '.join(dict.fromkeys(PRECISIONS.values()))}.")
    return found


def _kind(model: Architecture) -> str:
    return "hybrid" if model.state_values else "moe" if model.routed_parameters else "dense"


def _resembles(model: Architecture, typical: Architecture, kind: str) -> bool:
    """Return whether a model has the kind and, to 4 and 20 %, the total and active parameters of another."""
    total = abs(math.log(model.total_parameters / typical.total_parameters))
    active = abs(math.log(model.active_parameters / typical.active_parameters))
    return _kind(model) == kind and total <= _NEAR_TOTAL and active <= _NEAR_ACTIVE


def _distance(model: Architecture, typical: Architecture) -> float:
    return math.hypot(
        math.log(model.total_parameters / typical.total_parameters),
        math.log(model.active_parameters / typical.active_parameters),
    )


def parameter_faults(total: float, active: float | None, kind: str) -> list[tuple[str, str]]:
    """Return what is wrong with the parameters that describe a model: field and message of each fault.

    Parameters
    ----------
    total, active, kind
        As of `typical_architecture`, the kind in any spelling.
    """
    kind, active, faults = plain_kind(kind), total if active is None else active, []
    if kind not in KINDS:
        near = get_close_matches(kind, KINDS, n=1, cutoff=0.4)
        hint = f"Nearest: {near[0]}." if near else f"Write one of {', '.join(KINDS)}."
        faults.append(("architecture", f"architecture '{kind}' is unknown. {hint}"))
    if not 1e6 <= total <= 1e14:
        message = f"total parameters {total:g} are out of reach. Write a number such as 70e9."
        faults.append(("total_parameters", message))
    elif not 1e6 <= active <= total:
        message = f"active parameters {active:g} must lie between 1e6 and the total of {total:g}."
        faults.append(("active_parameters", message))
    elif kind == "moe" and active >= total:
        message = "a mixture of experts needs fewer active than total parameters. Give both, or write dense."
        faults.append(("active_parameters", message))
    return faults


def _lower(name: str) -> str:
    return re.sub(r"[ _]+", "-", name.rsplit("/", maxsplit=1)[-1].strip().lower())


def _plain(name: str) -> str:
    """Return a name without its organisation, capitals and the suffixes that leave the architecture as it is."""
    plain = _PRECISION_SUFFIX.sub("", _lower(name)).removeprefix("nvidia-").removeprefix("meta-")
    while _SUFFIX.search(plain):
        plain = _SUFFIX.sub("", plain)
    return plain


@cache
def _names() -> dict[str, str]:
    """Return every plain name → key."""
    found = {_plain(key): key for key in loader.keys(TABLE)}
    for key in loader.keys(TABLE):
        row = loader.find(TABLE, key, "aliases")
        found.update({_plain(alias): key for alias in (row.text.split() if row else ())})
    return found
