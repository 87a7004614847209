"""Amounts of work that only `demand/` can turn into megawatts: requests, training runs, traces of arrivals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True)
class RequestVolume:
    """Requests to one model that is served in one way.

    Attributes
    ----------
    per_year : (years,) requests a year
        Or multiples of what the workload's trace counts, where `is_traced`.
    model
        Key of the catalogue table `models`; None where parameters are given.
    total_parameters, active_parameters, architecture
        As of `typical_architecture`; None where a model is named.
    chip
        Key of the catalogue table `chips`.
    chips
        How many serve together; None for the least that hold the model.
    precision
        None for the model's own.
    batch, latency_ms
        At most one of them; None for the default batch.
    input_tokens : >= 0
    output_tokens : >= 1
    is_traced
        Whether the trace says how many there are.
    """

    per_year: tuple[float, ...]
    model: str | None
    total_parameters: float | None
    active_parameters: float | None
    architecture: str | None
    chip: str
    chips: int | None
    precision: str | None
    batch: float | None
    latency_ms: float | None
    input_tokens: float
    output_tokens: float
    is_traced: bool = False


@dataclass(frozen=True, slots=True)
class TrainingVolume:
    """A training run, or runs that follow one another without a break.

    Attributes
    ----------
    chip, parameters, tokens, chips, peak_mw, weeks, model_flops_utilisation
        Two of work, size and length, as of `demand.training.TrainingAsk`; `peak_mw` is IT megawatts at nameplate.
    start
        First day of a single run; None where runs follow one another through all planning years.
    """

    chip: str
    parameters: float | None
    tokens: float | None
    chips: float | None
    peak_mw: float | None
    weeks: float | None
    model_flops_utilisation: float | None
    start: date | None


@dataclass(frozen=True, slots=True)
class Trace:
    """A file of arrivals that replaces daily and weekly shape.

    Attributes
    ----------
    file
        CSV or Parquet.
    model, region
        Rows to take; None takes all.
    """

    file: Path
    model: str | None
    region: str | None
