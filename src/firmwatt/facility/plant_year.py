"""A plant of the catalogue through a year of weather: PUE and WUE by hour and for the year, with intervals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from firmwatt.catalog import loader
from firmwatt.errors import UserError
from firmwatt.facility.cooling import CoolingPlant, cooling_plant
from firmwatt.facility.movers import Amount
from firmwatt.facility.parts import OutdoorAir
from firmwatt.facility.sampling import latin_hypercube
from firmwatt.timegrid import FloatArray
from firmwatt.units import HOURS_PER_YEAR

INTERVAL: Final = (0.05, 0.95)
"""Quantiles of the draws at the ends of an interval: it holds 90 % of the plants that the ranges allow."""
DEFAULT_SAMPLES: Final = 100
MOST_SAMPLES: Final = 2000
LEAST_LOAD_SHARE: Final = 0.05


@dataclass(frozen=True, slots=True)
class PlantAsk:
    """A plant and how it is run.

    Attributes
    ----------
    plant
        Key of the catalogue table `cooling`.
    load_share : 0.05-1 or None
        IT load over the design's; None: the plant's usual load, with its range.
    overrides
        Parameters that are known, in place of the catalogue's value and range.
    samples, seed
        Of the draws behind the intervals.
    """

    plant: str
    load_share: float | None = None
    overrides: Mapping[str, float] = field(default_factory=dict)
    samples: int = DEFAULT_SAMPLES
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Range:
    """A value at the central parameters, with the ends of its 90 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Hourly:
    """(8760,) at the central parameters, with the ends of each hour's 90 % interval."""

    value: FloatArray
    low: FloatArray
    high: FloatArray


@dataclass(frozen=True, slots=True)
class PlantYear:
    """What a plant makes of a year's weather, at one load in all hours.

    Attributes
    ----------
    ask
    pue_by_hour, wue_by_hour_l_per_kwh
    pue, wue_l_per_kwh
        Of the year: metered over IT energy, water taken in per kWh of IT energy.
    consumed_l_per_kwh
        Part of the water that evaporates or drifts.
    peak_pue
        Highest hour.
    free_hours : h a year
        Share of the heat that needed no compressor, summed over the hours.
    """

    ask: PlantAsk
    pue_by_hour: Hourly
    wue_by_hour_l_per_kwh: Hourly
    pue: Range
    wue_l_per_kwh: Range
    consumed_l_per_kwh: Range
    peak_pue: Range
    free_hours: Range


def plant_year(ask: PlantAsk, air: OutdoorAir) -> PlantYear:
    """Return what a plant of the catalogue makes of a year.

    Parameters
    ----------
    ask
    air
        (8760,) each.

    Raises
    ------
    UserError
        If the plant or an override is unknown, or a number is out of its range; all faults of the ask at once.
    """
    _check(ask)
    rows = loader.group("cooling", ask.plant)
    central = catalogued_plant(ask.plant, ask.overrides).draw(air, ask.load_share)
    drawn: dict[str, Amount] = {**latin_hypercube(rows, ask.samples, ask.seed), **ask.overrides}
    sampled = cooling_plant(ask.plant, drawn).draw(air, ask.load_share)

    def hours(quantity: str) -> tuple[FloatArray, FloatArray]:
        one = np.broadcast_to(getattr(central, quantity), (1, HOURS_PER_YEAR))
        return one, np.broadcast_to(getattr(sampled, quantity), (ask.samples, HOURS_PER_YEAR))

    power, water, free = hours("power_kw_per_kw"), hours("water_l_per_kwh"), hours("free_share")
    pue = (1.0 + power[0], 1.0 + power[1])
    return PlantYear(
        ask=ask,
        pue_by_hour=_hourly(*pue),
        wue_by_hour_l_per_kwh=_hourly(*water),
        pue=_range(*(values.mean(axis=1) for values in pue)),
        wue_l_per_kwh=_range(*(values.mean(axis=1) for values in water)),
        consumed_l_per_kwh=_range(*(values.mean(axis=1) for values in hours("consumed_l_per_kwh"))),
        peak_pue=_range(*(values.max(axis=1) for values in pue)),
        free_hours=_range(*(values.sum(axis=1) for values in free)),
    )


def catalogued_plant(plant: str, overrides: Mapping[str, float]) -> CoolingPlant:
    """Return a plant at the catalogue's central values, but for the overrides."""
    rows = loader.group("cooling", plant)
    return cooling_plant(plant, {name: row.number for name, row in rows.items()} | dict(overrides))


def _check(ask: PlantAsk) -> None:
    """Raise if a plant cannot be asked for like that; an unknown name is answered with the nearest."""
    loader.select("cooling", ask.plant)
    for name in ask.overrides:
        loader.get("cooling", ask.plant, name)
    faults = []
    if ask.load_share is not None and not LEAST_LOAD_SHARE <= ask.load_share <= 1.0:
        faults.append(f"load {ask.load_share:g} is no share of the design that a plant runs at. Write 0.05 to 1.")
    if not 2 <= ask.samples <= MOST_SAMPLES:
        faults.append(f"samples {ask.samples} must be 2 to {MOST_SAMPLES}.")
    if ask.seed < 0:
        faults.append(f"seed {ask.seed} must be 0 or more.")
    if faults:
        raise UserError(" ".join(faults))


def _hourly(central: FloatArray, sampled: FloatArray) -> Hourly:
    low, high = np.quantile(sampled, INTERVAL, axis=0)
    return Hourly(central[0], low, high)


def _range(central: FloatArray, sampled: FloatArray) -> Range:
    low, high = np.quantile(sampled, INTERVAL)
    return Range(float(central[0]), float(low), float(high))
