"""How outage rates follow the temperature: a cold snap takes units out while it raises load and prices.

Each technology has a curve of forced outage rates by outdoor temperature (catalogue table `weather_outages`). A unit
keeps its own yearly rate q: in an hour of temperature T it is `q · curve(T) / mean of curve over the hours`, at most 1.
Beyond the ends of the curve the end holds. Temperatures are taken in whole degrees, so that hours of like weather share
a table.

References
----------
Murphy, S., Sowell, F. and Apt, J. (2019), Applied Energy 253, 113513.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from firmwatt.catalog import loader as catalog
from firmwatt.errors import UserError
from firmwatt.reliability.system import System, Unit
from firmwatt.resource.readers.choose import read_weather_file
from firmwatt.timegrid import FloatArray, IntArray

TABLE = "weather_outages"
KNOWN_C = tuple(range(-15, 36, 5))
COLDEST_C, HOTTEST_C = KNOWN_C[0], KNOWN_C[-1]
BINS = HOTTEST_C - COLDEST_C + 1


def temperature_bins(temperature_c: FloatArray) -> IntArray:
    """Return the bin of each temperature, 0 for the coldest: whole degrees between the ends of the curves.

    Examples
    --------
    >>> temperature_bins(np.array([-40.0, -14.6, 0.2, 50.0])).tolist()
    [0, 0, 15, 50]
    """
    degrees = np.rint(np.clip(temperature_c, COLDEST_C, HOTTEST_C)).astype(np.int64)
    return degrees - COLDEST_C


def curve(key: str) -> FloatArray | None:
    """Return (bins,) the rates of a curve of the catalogue, None where there is none."""
    rows = catalog.group(TABLE, key) if key in catalog.keys(TABLE) else {}
    if not rows:
        return None
    known = [rows[_parameter(degrees)].number for degrees in KNOWN_C]
    return np.interp(np.arange(COLDEST_C, HOTTEST_C + 1), KNOWN_C, known)


def with_weather(parts: Sequence[System], bins: Sequence[IntArray], curves: Mapping[str, str]) -> tuple[System, ...]:
    """Return the stretches of a year with outages that follow the temperature.

    Parameters
    ----------
    parts
        Stretches of a year.
    bins : one (weather_years, hours) array for each of them
        Of `temperature_bins`.
    curves : name of a unit → key of its curve
        Units that are not named, or whose key has no curve, fail in all weathers alike.
    """
    chance = np.zeros(BINS)
    for part, inside in zip(parts, bins, strict=True):
        for draw, probability in zip(inside, part.weather_probability, strict=True):
            chance += probability * np.bincount(draw, minlength=BINS)
    chance /= chance.sum()
    shapes = {name: _shape(key, chance) for name, key in curves.items()}
    return tuple(
        replace(part, units=tuple(_follow(unit, shapes.get(unit.name)) for unit in part.units), weather_bin=inside)
        for part, inside in zip(parts, bins, strict=True)
    )


def follow_file(system: System, path: Path, curves: Mapping[str, str]) -> System:
    """Return a system whose units follow the temperature of a weather file, in each year of its load alike.

    Raises
    ------
    InputFaults
        If the file cannot be used.
    UserError
        If the load has no whole year of 8760 hours.
    """
    temperature = read_weather_file(path).series["temperature_c"]
    if system.hours != len(temperature):
        problem = f"--weather: the load has {system.hours} hours and the weather {len(temperature)}."
        raise UserError(f"{problem} Give whole calendar years of load.")
    bins = np.broadcast_to(temperature_bins(temperature), system.variable_mw.shape)
    return with_weather([system], [bins], curves)[0]


def _shape(key: str, chance: FloatArray) -> FloatArray | None:
    """Return (bins,) a curve over its mean in the hours."""
    rates = curve(key)
    return None if rates is None else rates / float(chance @ rates)


def _follow(unit: Unit, shape: FloatArray | None) -> Unit:
    if shape is None or unit.forced_outage_rate == 0.0:
        return unit
    return replace(unit, rate_by_bin=tuple(np.minimum(unit.forced_outage_rate * shape, 1.0).tolist()))


def _parameter(degrees: int) -> str:
    return f"at_minus_{-degrees}_c" if degrees < 0 else f"at_{degrees}_c"
