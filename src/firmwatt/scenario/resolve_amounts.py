"""How much a workload computes: requests, training runs and chips by year, every default filled in."""

from __future__ import annotations

from firmwatt.scenario.by_year import grown_values
from firmwatt.scenario.defaults import Defaults
from firmwatt.scenario.schema_work import CohortEntry, RequestsEntry, RunEntry
from firmwatt.scenario.work import RequestVolume, TrainingVolume


def resolve_requests(
    entry: RequestsEntry, years: tuple[int, ...], growth_per_year: float, saturation_multiple: float | None
) -> RequestVolume:
    """Return the requests of each year, or as multiples of a trace; tokens become requests by the mean answer."""
    is_traced = entry.per_year is None and entry.output_tokens_per_year is None
    if is_traced:
        per_year = grown_values(1.0, growth_per_year, years, saturation_multiple)
    elif entry.per_year is not None:
        per_year = grown_values(entry.per_year, growth_per_year, years, saturation_multiple)
    else:
        tokens = grown_values(entry.output_tokens_per_year or 0.0, growth_per_year, years, saturation_multiple)
        per_year = tuple(each / entry.output_tokens for each in tokens)
    return RequestVolume(
        per_year=per_year,
        model=entry.model,
        total_parameters=entry.total_parameters,
        active_parameters=entry.active_parameters,
        architecture=entry.architecture,
        chip=entry.chip,
        chips=entry.chips,
        precision=entry.precision,
        batch=entry.batch,
        latency_ms=entry.latency_ms,
        input_tokens=entry.input_tokens,
        output_tokens=entry.output_tokens,
        is_traced=is_traced,
    )


def resolve_run(entry: RunEntry) -> TrainingVolume:
    """Return a training run as it was asked for."""
    return TrainingVolume(
        chip=entry.chip,
        parameters=entry.parameters,
        tokens=entry.tokens,
        chips=entry.chips,
        peak_mw=entry.peak_mw,
        weeks=entry.weeks,
        model_flops_utilisation=entry.model_flops_utilisation,
        start=entry.start,
    )


def cohort_counts(
    entry: CohortEntry,
    years: tuple[int, ...],
    defaults: Defaults,
    growth_per_year: float = 0.0,
    saturation_multiple: float | None = None,
) -> tuple[float, ...]:
    """Return (years,) the chips of a cohort that stand in each year.

    Notes
    -----
    What was bought in year b runs in all years y with b <= y < b + lifetime, or until it is retired by year.
    """
    if entry.count is not None:
        return grown_values(entry.count, growth_per_year, years, saturation_multiple)
    bought = entry.bought or {}
    if entry.retired is not None:
        gone = entry.retired
        return tuple(
            sum(count for year, count in bought.items() if year <= now)
            - sum(count for year, count in gone.items() if year <= now)
            for now in years
        )
    where = f"fleet.{entry.chip}.lifetime_years"
    lifetime = defaults.number(entry.lifetime_years, where, "compute", "default", "it_lifetime_years")
    return tuple(sum(count for year, count in bought.items() if year <= now < year + lifetime) for now in years)


def utilisation_of_busy(busy_share: float, where: str, defaults: Defaults, is_training: bool) -> float:
    """Return mean power over nameplate of chips that are at work for a share of the time and idle for the rest.

    Notes
    -----
    `busy · power at work + (1 − busy) · idle power`, as shares of nameplate.
    """
    table = "training" if is_training else "fleet"

    def share(parameter: str) -> float:
        return defaults.number(None, f"{where}.{parameter}", table, "default", parameter)

    return busy_share * share("running_power_share") + (1.0 - busy_share) * share("idle_power_share")
