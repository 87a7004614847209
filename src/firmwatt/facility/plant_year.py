"""A plant of the catalogue through a year of weather: PUE and WUE by hour and for the year, with intervals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Final

import numpy as np

from firmwatt.catalog import loader
from firmwatt.errors import UserError
from firmwatt.facility.cooling import PLANTS, CoolingPlant, cooling_plant, parameter_names
from firmwatt.facility.heat_reuse import HeatReuse, ReusedDraw, draw_with_reuse, reuse_faults
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
    reuse
        Heat that others take; None: nobody.
    samples, seed
        Of the draws behind the intervals.
    """

    plant: str
    load_share: float | None = None
    overrides: Mapping[str, float] = field(default_factory=dict)
    reuse: HeatReuse | None = None
    samples: int = DEFAULT_SAMPLES
    seed: int = 1

    def check(self) -> None:
        """Raise if a plant cannot be asked for like that; an unknown name is answered with the nearest.

        Raises
        ------
        UserError
            With all faults of the ask.
        """
        faults = [*self.number_faults(), *self.plant_faults()]
        if faults:
            raise UserError(" ".join(message for _, message in faults))

    def plant_faults(self) -> list[tuple[str, str]]:
        """Return what is wrong with the plant and what is known of it: option and message of each fault."""
        try:
            loader.select("cooling", self.plant)
        except UserError as error:
            return [("plant", str(error))]
        faults = []
        for name in self.overrides:
            try:
                loader.get("cooling", self.plant, name)
            except UserError as error:
                faults.append(("set", str(error)))
        if faults:
            return faults
        try:
            plant = catalogued_plant(self.plant, self.overrides)
        except UserError as error:
            return [("set", str(error))]
        if self.reuse is not None and plant.reuse_temperature_c is None:
            message = f"heat reuse: {self.plant} has no water that carries heat. Choose another plant."
            return [("reuse_share", message)]
        return []

    def number_faults(self) -> list[tuple[str, str]]:
        """Return what is wrong with the numbers that any plant takes: option and message of each fault."""
        faults = []
        if self.load_share is not None and not LEAST_LOAD_SHARE <= self.load_share <= 1.0:
            load = f"{self.load_share:g}"
            faults.append(("load", f"load {load} is no share of the design that a plant runs at. Write 0.05 to 1."))
        if not 2 <= self.samples <= MOST_SAMPLES:
            faults.append(("samples", f"samples {self.samples} must be 2 to {MOST_SAMPLES}."))
        if self.seed < 0:
            faults.append(("seed", f"seed {self.seed} must be 0 or more."))
        if self.reuse is not None:
            faults += [("reuse_share", message) for message in reuse_faults(self.reuse)]
        return faults


@dataclass(frozen=True, slots=True)
class Range:
    """A value at the central parameters, with the ends of its 90 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Hourly:
    """(hours,) at the central parameters, with the ends of each hour's 90 % interval."""

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
    energy_reuse_factor : 0-1
        Heat delivered to others over all energy metered (EU 2024/1364).
    delivered_kwh_per_kwh, reuse_temperature_c
        Heat delivered per kWh of IT energy; how warm the plant's water is, None where no heat can be taken.
    """

    ask: PlantAsk
    pue_by_hour: Hourly
    wue_by_hour_l_per_kwh: Hourly
    pue: Range
    wue_l_per_kwh: Range
    consumed_l_per_kwh: Range
    peak_pue: Range
    free_hours: Range
    energy_reuse_factor: Range
    delivered_kwh_per_kwh: Range
    reuse_temperature_c: float | None


def plant_year(ask: PlantAsk, air: OutdoorAir) -> PlantYear:
    """Return what a plant of the catalogue makes of a year.

    Parameters
    ----------
    ask
    air
        (hours,) each: all of a year, or some that stand for it.

    Raises
    ------
    UserError
        If the plant or an override is unknown, or a number is out of its range; all faults of the ask at once.
    """
    ask.check()
    rows = loader.group("cooling", ask.plant)
    plant = catalogued_plant(ask.plant, ask.overrides)
    drawn: dict[str, Amount] = {**latin_hypercube(rows, ask.samples, ask.seed), **ask.overrides}
    plants = ((plant, 1), (cooling_plant(ask.plant, drawn), ask.samples))
    draws = [(draw_with_reuse(each, air, ask.load_share, ask.reuse), count) for each, count in plants]

    def hours(quantity: Callable[[ReusedDraw], FloatArray]) -> list[FloatArray]:
        return [np.broadcast_to(quantity(draw), (count, len(air.temperature_c))) for draw, count in draws]

    def mean(quantity: Callable[[ReusedDraw], FloatArray]) -> list[FloatArray]:
        return [values.mean(axis=1) for values in hours(quantity)]

    pue = hours(lambda made: 1.0 + made.power_kw_per_kw)
    water = hours(lambda made: made.draw.water_l_per_kwh)
    free, delivered = mean(lambda made: made.draw.free_share), mean(lambda made: made.delivered_kw_per_kw)
    metered = [values.mean(axis=1) for values in pue]
    source_c = plant.reuse_temperature_c
    return PlantYear(
        ask=ask,
        pue_by_hour=_hourly(*pue),
        wue_by_hour_l_per_kwh=_hourly(*water),
        pue=_range(*metered),
        wue_l_per_kwh=_range(*(values.mean(axis=1) for values in water)),
        consumed_l_per_kwh=_range(*mean(lambda made: made.draw.consumed_l_per_kwh)),
        peak_pue=_range(*(values.max(axis=1) for values in pue)),
        free_hours=_range(*(share * HOURS_PER_YEAR for share in free)),
        energy_reuse_factor=_range(*(heat / energy for heat, energy in zip(delivered, metered, strict=True))),
        delivered_kwh_per_kwh=_range(*delivered),
        reuse_temperature_c=None if source_c is None else float(source_c),
    )


def for_every_plant(ask: PlantAsk) -> tuple[PlantAsk, ...]:
    """Return the ask of each plant: parameters that a plant lacks, and heat that it has no water for, are left out.

    Raises
    ------
    UserError
        If no plant has one of the parameters; the message names the nearest.
    """
    names = {plant: parameter_names(plant) for plant in PLANTS}
    for name in ask.overrides:
        if not any(name in known for known in names.values()):
            near = get_close_matches(name, sorted(set().union(*names.values())), n=3, cutoff=0.5)
            hint = f" Nearest: {', '.join(near)}." if near else ""
            raise UserError(f"catalog cooling: no plant has a parameter '{name}'.{hint}")
    return tuple(
        replace(
            ask,
            plant=plant,
            overrides={name: value for name, value in ask.overrides.items() if name in known},
            reuse=ask.reuse if "hall_water" in PLANTS[plant] else None,
        )
        for plant, known in names.items()
    )


def catalogued_plant(plant: str, overrides: Mapping[str, float]) -> CoolingPlant:
    """Return a plant at the catalogue's central values, but for the overrides."""
    rows = loader.group("cooling", plant)
    return cooling_plant(plant, {name: row.number for name, row in rows.items()} | dict(overrides))


def _hourly(central: FloatArray, sampled: FloatArray) -> Hourly:
    low, high = np.quantile(sampled, INTERVAL, axis=0)
    return Hourly(central[0], low, high)


def _range(central: FloatArray, sampled: FloatArray) -> Range:
    low, high = np.quantile(sampled, INTERVAL)
    return Range(float(central[0]), float(low), float(high))
