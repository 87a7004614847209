"""How much a workload computes in each year, and when: megawatts, requests, training runs and traces alike."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from firmwatt.demand.request_energy import request_it_mw
from firmwatt.demand.shapes import yearly_shape
from firmwatt.demand.trace_file import TOKENS, read_trace
from firmwatt.demand.trace_shape import trace_shape, yearly_count
from firmwatt.demand.training import TrainingAsk, TrainingRun, mean_power_share, power_swing, training_run
from firmwatt.errors import Fault, InputFaults, UserError
from firmwatt.scenario.case import Case, Workload
from firmwatt.scenario.work import RequestVolume, TrainingVolume
from firmwatt.timegrid import FloatArray, hour_of_date
from firmwatt.units import HOURS_PER_WEEK, HOURS_PER_YEAR

FAULT_CODE: Final = "FW327"


def asked_total_mw(work: Workload, asked_it_mw: FloatArray, years: tuple[int, ...]) -> FloatArray:
    """Return (years,) MW, the mean IT load of a workload over each planning year.

    Parameters
    ----------
    work
    asked_it_mw : (years,) MW
        IT capacity asked for at all sites together, of which a share is a share.
    years : (years,)
    """
    if work.requests is not None:
        return request_it_mw(counted_volume(work, work.requests))
    if work.run is not None:
        return np.asarray(run_of_volume(work.run).mean_mw.value * _window(work.run, years).mean(axis=1))
    if work.it_mw is not None:
        return np.asarray(work.it_mw, dtype=np.float64)
    return np.asarray(asked_it_mw * (work.share or 0.0) * work.utilisation)


def counted_volume(work: Workload, volume: RequestVolume) -> RequestVolume:
    """Return the volume with requests a year, read from the workload's trace where it says how many there are.

    Raises
    ------
    InputFaults
        If the trace cannot be read.
    """
    if not volume.is_traced or work.trace is None:
        return volume
    counted = read_trace(work.trace.file, work.trace.model, work.trace.region)
    each = volume.output_tokens if counted.what == TOKENS else 1.0
    rate = yearly_count(counted) / each
    return replace(volume, per_year=tuple(rate * multiple for multiple in volume.per_year), is_traced=False)


def volume_faults(case: Case) -> list[Fault]:
    """Return the faults of the traces that say how much, and one for each workload whose amount cannot be."""
    years = case.programme.planning_years
    found: list[Fault] = []
    for work in case.workloads:
        try:
            asked_total_mw(work, np.zeros(len(years)), years)
        except InputFaults as error:
            found += error.faults
        except UserError as error:
            problem, _, remedy = str(error).partition(". ")
            found.append(Fault(case.programme.name, 0, 0, f"workloads.{work.name}", f"{problem}.", remedy, FAULT_CODE))
    return found


def is_volume(work: Workload) -> bool:
    """Return whether a workload is given as an amount of work, not as megawatts."""
    return work.requests is not None or work.run is not None


def in_megawatts(work: Workload, years: tuple[int, ...]) -> Workload:
    """Return the workload with its requests or its run as mean megawatts by year."""
    if not is_volume(work):
        return work
    mean_mw = asked_total_mw(work, np.zeros(len(years)), years)
    return replace(work, it_mw=tuple(mean_mw.tolist()), requests=None, run=None)


def work_shape(work: Workload, years: tuple[int, ...]) -> FloatArray:
    """Return (years, 8760) how much arrives in each hour, mean 1 in each year that has any work.

    Raises
    ------
    InputFaults
        If the trace cannot be read.
    """
    if work.run is not None:
        window = _window(work.run, years)
        mean = window.mean(axis=1, keepdims=True)
        return np.asarray(np.divide(window, mean, out=np.zeros_like(window), where=mean > 0.0))
    if work.trace is not None:
        counted = read_trace(work.trace.file, work.trace.model, work.trace.region)
        return np.stack([trace_shape(counted, year) for year in years])
    return np.stack([yearly_shape(year, work.user_time_zones, work.daily_shape, work.weekly_shape) for year in years])


def run_of_volume(volume: TrainingVolume) -> TrainingRun:
    """Return the training run that a scenario describes.

    Raises
    ------
    UserError
        If it cannot be.
    """
    return training_run(
        TrainingAsk(
            chip=volume.chip,
            parameters=volume.parameters,
            tokens=volume.tokens,
            chips=volume.chips,
            it_mw=volume.peak_mw,
            weeks=volume.weeks,
            model_flops_utilisation=volume.model_flops_utilisation,
        )
    )


def run_occupancy() -> float:
    """Return the IT megawatts at nameplate for each megawatt that a run draws on average."""
    return 1.0 / mean_power_share().value


def run_swing() -> float:
    """Return how far the power of a run rises above its mean in the compute phase of a step, per MW of the mean."""
    return power_swing(1.0).peak_to_mean - 1.0


def worth_of_pauses(work: Workload) -> float:
    """Return by what factor a paused megawatt-hour costs more since the work must start again afterwards."""
    return 1.0 if work.run is None else 1.0 + run_of_volume(work.run).restart.lost_share


def _window(volume: TrainingVolume, years: tuple[int, ...]) -> FloatArray:
    """Return (years, 8760) the part of each hour in which a run goes on; runs that follow one another never stop."""
    if volume.start is None:
        return np.ones((len(years), HOURS_PER_YEAR))
    length = run_of_volume(volume).weeks.value * HOURS_PER_WEEK
    first = hour_of_date(volume.start, volume.start.year)
    begin = np.array([first + (volume.start.year - year) * HOURS_PER_YEAR for year in years])[:, None]
    hour = np.arange(HOURS_PER_YEAR)
    return np.asarray(np.clip(np.minimum(hour + 1, begin + length) - np.maximum(hour, begin), 0.0, 1.0))
