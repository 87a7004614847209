"""The parts of a scenario file that say how much is computed: requests, training runs, chips and traces."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StrictInt

from firmwatt.scenario import quantities as q
from firmwatt.scenario.quantities import Entry
from firmwatt.scenario.schema_assets import CalendarDate

Count = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=0, le=1e20, json_schema_extra={"unit": "a year"})]
CountByYear = q.OneOrByYear[Count]
Parameters = Annotated[
    float, Field(strict=True, allow_inf_nan=False, ge=1e5, le=1e17, json_schema_extra={"unit": "parameters"})
]
Tokens = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=0, le=1e8, json_schema_extra={"unit": "tokens"})]
TrainingTokens = Annotated[
    float, Field(strict=True, allow_inf_nan=False, ge=1e3, le=1e20, json_schema_extra={"unit": "tokens"})
]
Sequences = Annotated[
    float, Field(strict=True, allow_inf_nan=False, ge=1, le=1e6, json_schema_extra={"unit": "requests"})
]
Milliseconds = Annotated[float, Field(strict=True, allow_inf_nan=False, gt=0, le=1e5, json_schema_extra={"unit": "ms"})]
Weeks = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=1e-3, le=5200, json_schema_extra={"unit": "weeks"})]
WholeChips = Annotated[StrictInt, Field(ge=1, le=100_000, json_schema_extra={"unit": "chips"})]
Multiple = Annotated[float, Field(strict=True, allow_inf_nan=False, gt=1, le=1e6, json_schema_extra={"unit": "times"})]


class RequestsEntry(Entry):
    """Requests to a model; each takes the energy of its label, so that label times volume is the plan's energy."""

    per_year: CountByYear | None = None
    """Requests a year, as steps; default beside a trace: as many as it counts."""
    output_tokens_per_year: CountByYear | None = None
    """Tokens of answers a year instead, as steps."""
    model: q.Name | None = None
    """Key of the catalogue table `models`. Or `total_parameters`."""
    total_parameters: Parameters | None = None
    """Stored parameters of a model that the catalogue lacks."""
    active_parameters: Parameters | None = None
    """Parameters that each token uses; default: all."""
    architecture: Literal["dense", "moe", "hybrid"] | None = None
    """Kind of a model given by parameters; default: `moe` where fewer are active, else `dense`."""
    chip: q.Name = "h100_sxm"
    """Key of the catalogue table `chips`."""
    chips: WholeChips | None = None
    """Chips that serve together; default: the least that hold the model."""
    precision: Literal["bf16", "fp8", "fp4"] | None = None
    """Of the weights; default: the model's own."""
    batch: Sequences | None = None
    """Requests served at once; default 64, as far as memory holds them."""
    latency_ms: Milliseconds | None = None
    """Time per token to keep instead of `batch`; picks the largest batch that does."""
    input_tokens: Tokens = 500.0
    """Tokens of the prompt, mean."""
    output_tokens: Annotated[Tokens, Field(ge=1)] = 300.0
    """Tokens of the answer, mean."""


class RunEntry(Entry):
    """A training run by two of three: `parameters` with `tokens`, `chips` or `peak_mw`, and `weeks`."""

    chip: q.Name = "h100_sxm"
    """Key of the catalogue table `chips`."""
    parameters: Parameters | None = None
    """Parameters that each token uses."""
    tokens: TrainingTokens | None = None
    """Tokens trained on."""
    chips: Annotated[q.Chips, Field(ge=1)] | None = None
    """Chips that train together."""
    peak_mw: q.PositiveMegawatts | None = None
    """Instead of `chips`: IT megawatts of the machines at nameplate."""
    weeks: Weeks | None = None
    """Length of the run, interruptions included."""
    model_flops_utilisation: q.Efficiency | None = None
    """Achieved over peak arithmetic; default: the catalogue's."""
    start: CalendarDate | None = None
    """First day of a single run; default: runs follow one another through all planning years."""


class CohortEntry(Entry):
    """Chips of one generation: `count` in use by year, or `bought` and retired after their life."""

    chip: q.Name
    """Key of the catalogue table `chips`."""
    count: q.ChipsByYear | None = None
    """Chips in use by year, as steps."""
    bought: dict[q.Year, q.Chips] | None = Field(default=None, min_length=1)
    """Year → chips bought in it; they run from that year on."""
    retired: dict[q.Year, q.Chips] | None = Field(default=None, min_length=1)
    """Year → chips taken out in it, the oldest first; default: all at the end of `lifetime_years`."""
    lifetime_years: q.Lifetime | None = None
    """Years that bought chips run; default: the catalogue's."""
    system_kw: q.Kilowatts | None = None
    """IT power of one chip with its share of server and network at full load; default: the catalogue's."""


class TraceEntry(Entry):
    """Arrivals as they were counted, in place of `daily_shape` and `weekly_shape`."""

    file: Path
    """CSV or Parquet with `timestamp` and `requests` or `tokens`, if wanted `model` and `region`; relative to this
    file."""
    model: q.Text | None = None
    """Take the rows of this model only."""
    region: q.Text | None = None
    """Take the rows of this region only."""
