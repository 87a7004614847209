"""Sequential Monte Carlo: years of failures and repairs, until the mean is known well enough."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from firmwatt.reliability.adequacy import Adequacy
from firmwatt.reliability.chronology import (
    CLASSES,
    CURTAILED,
    DAYS,
    ENERGY,
    EVENTS,
    HOURS,
    Hours,
    Supply,
    simulate_years,
)
from firmwatt.reliability.system import CommonCause, System, Unit
from firmwatt.timegrid import FloatArray

METHOD = "monte_carlo"
CONFIDENCE = 0.95
YEARS_PER_TASK = 50
_LEAST_REDRAW_HOURS = 1e-3


@dataclass(frozen=True, slots=True)
class SimulationOptions:
    """How long to draw.

    Attributes
    ----------
    seed : >= 0
    least_years, most_years : years, >= 2
    precision : >= 0
        Stop once the intervals of hours and energy are no wider than this to either side of the mean, relative.
    workers : threads, >= 1
        They change the time taken, not the answer.
    """

    seed: int = 0
    least_years: int = 200
    most_years: int = 2000
    precision: float = 0.05
    workers: int = 1


DEFAULT_OPTIONS = SimulationOptions()


def simulate(parts: Sequence[System], options: SimulationOptions = DEFAULT_OPTIONS) -> Adequacy:
    """Return the adequacy of a year that consists of one or more systems after one another, with 95 % intervals.

    Parameters
    ----------
    parts
        The stretches of the year, alike in their classes; each starts in the steady state with full stores.
    options

    Notes
    -----
    Times to failure and to repair are exponential, with mean times $r (1 - q) / q$ and r for outage rate q and repair
    time r. A unit that is up at an hour's start serves the whole hour, so every hour alone is distributed as in the
    convolution. Years are independent: the interval of a mean is Student's. Stores give before load is curtailed. Where
    a unit follows the weather its luck, drawn anew from time to time, is held against the rate of the hour, so that
    every hour alone stays distributed as in the convolution while outages last.
    """
    lacking = _draw(parts, options, 0, options.least_years)
    while len(lacking) < options.most_years and not _is_precise(lacking, options.precision):
        more = min(len(lacking), options.most_years - len(lacking))
        lacking = np.concatenate([lacking, _draw(parts, options, len(lacking), more)])
    return _summed(parts, lacking)


def _draw(parts: Sequence[System], options: SimulationOptions, first_year: int, years: int) -> FloatArray:
    """Return (years, columns) what each simulated year lacks, the parts added up."""
    lacking = np.zeros((years, CLASSES + len(parts[0].classes)))

    def draw(start: int) -> None:
        rows = lacking[start : start + YEARS_PER_TASK]
        one = np.empty_like(rows)
        for number, part in enumerate(parts):
            supply, hours = _arrays(part)
            simulate_years(supply, hours, options.seed * len(parts) + number, first_year + start, one)
            rows += one

    with ThreadPoolExecutor(options.workers) as pool:
        list(pool.map(draw, range(0, years, YEARS_PER_TASK)))
    return lacking


def _arrays(part: System) -> tuple[Supply, Hours]:
    """Return the system as the compiled loop reads it."""
    places = {cause.name: len(part.units) + at for at, cause in enumerate(part.causes)}
    own = [places.get(unit.cause, at) for at, unit in enumerate(part.units)]
    failing: list[Unit | CommonCause] = [*part.units, *part.causes]
    outage = np.array([thing.forced_outage_rate for thing in failing], dtype=np.float64)
    repair = np.array([thing.repair_hours for thing in failing], dtype=np.float64)
    with np.errstate(divide="ignore"):
        up = np.where(outage > 0.0, repair * (1.0 - outage) / outage, np.inf)
    stores = [(store.mw, store.mwh, store.charge_efficiency, store.discharge_efficiency) for store in part.stores]
    supply = Supply(
        np.array([*(unit.mw for unit in part.units), *(0.0 for _ in part.causes)], dtype=np.float64),
        outage,
        up,
        np.where(outage < 1.0, repair, np.inf),
        np.array([*own, *places.values()], dtype=np.int64),
        *_weather_rates(part),
        np.array(stores, dtype=np.float64).reshape(-1, 4),
        float(part.curtailable.mw),
        float(part.curtailable.mw * part.curtailable.hours_per_year),
    )
    hours = Hours(
        np.ascontiguousarray(part.load_mw, dtype=np.float64),
        part.load_mw.sum(axis=0) - part.variable_mw,
        np.cumsum(part.weather_probability),
        np.ascontiguousarray(part.day, dtype=np.int64),
        np.zeros(part.variable_mw.shape, dtype=np.int64)
        if part.weather_bin is None
        else np.ascontiguousarray(part.weather_bin, dtype=np.int64),
    )
    return supply, hours


def _weather_rates(part: System) -> tuple[FloatArray, FloatArray]:
    """Return (units, bins) rates and (units,) hours between draws of luck, 0 where a unit fails in all weathers alike.

    Notes
    -----
    A unit whose luck is drawn anew at a mean interval τ and that is out while it lies below q is the two-state process
    of outage rate q and repair time τ / (1 - q): with a rate that never changes both are one.
    """
    things = len(part.units) + len(part.causes)
    bins = max((len(unit.rate_by_bin) for unit in part.units), default=0) if part.follows_weather else 0
    rates, redraw = np.zeros((things, max(bins, 1))), np.zeros(things)
    for at, unit in enumerate(part.units):
        if bins and unit.rate_by_bin:
            rates[at] = unit.rate_by_bin
            redraw[at] = max(unit.repair_hours * (1.0 - unit.forced_outage_rate), _LEAST_REDRAW_HOURS)
    return rates, redraw


def _half_width(lacking: FloatArray) -> FloatArray:
    """Return (columns,) half the width of the 95 % interval of each mean; infinite where nothing was ever lacking."""
    years = len(lacking)
    quantile = float(stdtrit(years - 1, 0.5 + CONFIDENCE / 2.0))
    return np.where(lacking.any(axis=0), quantile * lacking.std(axis=0, ddof=1) / np.sqrt(years), np.inf)


def _is_precise(lacking: FloatArray, precision: float) -> bool:
    columns = [HOURS, ENERGY]
    return bool((_half_width(lacking)[columns] <= precision * lacking.mean(axis=0)[columns]).all())


def _summed(parts: Sequence[System], lacking: FloatArray) -> Adequacy:
    mean, half = lacking.mean(axis=0), _half_width(lacking)
    names = {"lole_days_per_year": DAYS, "lolh_hours_per_year": HOURS, "eue_mwh_per_year": ENERGY}
    bounds = {
        name: (max(float(mean[at] - half[at]), 0.0), float(mean[at] + half[at])) if np.isfinite(half[at])
        else (float("nan"), float("nan"))
        for name, at in names.items()
    }  # fmt: skip
    classes = parts[0].classes
    energy = sum(part.load_mw.sum(axis=2) @ part.weather_probability for part in parts)
    events = float(mean[EVENTS])
    return Adequacy(
        method=METHOD,
        hours_per_year=float(sum(part.hours for part in parts)),
        energy_mwh_per_year=sum(part.energy_mwh for part in parts),
        lole_days_per_year=float(mean[DAYS]),
        lolh_hours_per_year=float(mean[HOURS]),
        eue_mwh_per_year=float(mean[ENERGY]),
        events_per_year=events,
        mean_event_hours=float(mean[HOURS]) / events if events > 0.0 else 0.0,
        curtailed_mwh_per_year=float(mean[CURTAILED]),
        eue_by_class_mwh=dict(zip(classes, mean[CLASSES:].tolist(), strict=True)),
        energy_by_class_mwh=dict(zip(classes, np.asarray(energy).tolist(), strict=True)),
        ci95=bounds,
        years_simulated=len(lacking),
    )
