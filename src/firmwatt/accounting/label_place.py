"""What computing draws, emits and drinks in a region: PUE and WUE of a typical year, the grid's means."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Final

import numpy as np

from firmwatt.catalog import loader
from firmwatt.errors import UserError
from firmwatt.facility.cooling import cooling_plant
from firmwatt.facility.parts import OutdoorAir
from firmwatt.facility.plant_year import PlantAsk, Range, plant_year
from firmwatt.facility.psychrometrics import saturation_pressure_pa, wet_bulb_c
from firmwatt.resource.air import standard_pressure_pa
from firmwatt.resource.climate import MONTHS, hourly_curve
from firmwatt.timegrid import FloatArray
from firmwatt.units import HOURS_PER_DAY, HOURS_PER_YEAR

DEFAULT_REGION: Final = "pjm"
DEFAULT_PLANT: Final = "direct_liquid_dry_cooler"
_WARMEST_SOLAR_HOUR: Final = 15.0
_DEGREES_PER_HOUR: Final = 15.0
_HOURS_APART: Final = 29
"""Hours between those behind the interval of a plant: no divisor of a day, so that all hours of the day are there."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where requests are served.

    Attributes
    ----------
    region, climate_place, plant
        Catalogue keys of `regions`, `climate` and `cooling`.
    pue : >= 1
    wue_l_per_kwh : litres drawn on site per kWh of IT energy
    intensity_kg_per_mwh
        Average of the grid: location-based.
    water_l_per_mwh
        Consumed at power plants per MWh generated.
    market_intensity_kg_per_mwh
        Market-based: by contracts and the residual mix; None where no contract is known.
    matched_share : 0-1
        Share of the load that carbon-free energy of the same hour meets; None where no plan says so.
    pue_factors, wue_factors
        From the values to the ends of the 90 % interval of plants of that kind; one each where a value is given.
    year
        Planning year of the plan that the place belongs to, or None.
    """

    region: str
    climate_place: str
    plant: str
    pue: float
    wue_l_per_kwh: float
    intensity_kg_per_mwh: float
    water_l_per_mwh: float
    market_intensity_kg_per_mwh: float | None = None
    matched_share: float | None = None
    pue_factors: tuple[float, float] = (1.0, 1.0)
    wue_factors: tuple[float, float] = (1.0, 1.0)
    year: int | None = None


@cache
def place(region: str, year: int, hour: int | None = None, plant: str = DEFAULT_PLANT) -> Place:
    """Return what serving in a region means.

    Parameters
    ----------
    region
        Key of the table `regions`.
    year
        Moves the grid's mean intensity along its yearly change.
    hour : 0 to 8759, UTC
        Of the typical year, for PUE and WUE; None takes the year's means. The intensity is the year's mean always:
        an hourly one belongs to a plan.
    plant
        Key of the table `cooling`.

    Raises
    ------
    UserError
        If the region or the plant is unknown, or the hour lies outside the year; the message names the nearest.
    """
    region, plant = known_region(region), known_plant(plant)
    grid = loader.group("regions", region)
    if hour is not None:
        check_hour(hour)
    key = _climate_place(region)
    pue, wue = typical_year(key, plant)
    pue_factors, wue_factors = plant_factors(key, plant, hour)
    intensity = grid["mean_intensity_kg_per_mwh"]
    change = grid["intensity_change_per_year"].number if "intensity_change_per_year" in grid else 0.0
    return Place(
        region=region,
        climate_place=key,
        plant=plant,
        pue=float(pue.mean() if hour is None else pue[hour]),
        wue_l_per_kwh=float(wue.mean() if hour is None else wue[hour]),
        intensity_kg_per_mwh=intensity.number * (1.0 + change) ** (year - intensity.source_year),
        water_l_per_mwh=grid["water_l_per_mwh"].number,
        pue_factors=pue_factors,
        wue_factors=wue_factors,
    )


def place_faults(
    where: Place | None, region: str, year: int, hour: int | None, plant: str, market_intensity: float | None
) -> list[tuple[str, str]]:
    """Return what is wrong with where and when something is served: field and message of each fault.

    Parameters
    ----------
    where, region, year, hour, plant, market_intensity
        As of `label.Ask`.
    """
    faults: list[tuple[str, str]] = []
    if market_intensity is not None and not 0.0 <= market_intensity <= 3000.0:
        message = f"market intensity {market_intensity:g} kg/MWh must lie between 0 and 3000."
        faults.append(("market_intensity", message))
    if not 2015 <= year <= 2060:
        faults.append(("year", f"year {year} must lie between 2015 and 2060."))
    if where is not None:
        return faults
    checks: tuple[tuple[str, Callable[[], object]], ...] = (
        ("region", lambda: _climate_place(known_region(region))),
        ("hour", lambda: None if hour is None else check_hour(hour)),
        ("plant", lambda: known_plant(plant)),
    )
    for field, check in checks:
        try:
            check()
        except UserError as error:
            faults.append((field, str(error)))
    return faults


def check_hour(hour: int) -> None:
    """Raise if a number is no hour of the year.

    Raises
    ------
    UserError
    """
    if not 0 <= hour < HOURS_PER_YEAR:
        raise UserError(f"hour {hour} lies outside the year. Write 0 to {HOURS_PER_YEAR - 1}, or a UTC time.")


@cache
def typical_year(climate_place: str, plant: str) -> tuple[FloatArray, FloatArray]:
    """Return PUE and WUE (L/kWh of IT energy) of a plant in each hour of a typical year, (8760,) each, UTC.

    Notes
    -----
    Temperature follows the monthly normals and their daily range, warmest at 15 h solar time; the vapour pressure is
    that of the monthly means. Extremes are missing, so that the mean is right and the peak is not: a plan's hourly
    weather has both.
    """
    air = _typical_air(climate_place)
    rows = loader.group("cooling", plant).values()
    draw = cooling_plant(plant, {row.parameter: row.number for row in rows if not isinstance(row.value, str)}).draw(air)
    return 1.0 + draw.power_kw_per_kw, draw.water_l_per_kwh


@cache
def plant_factors(
    climate_place: str, plant: str, hour: int | None = None, overrides: tuple[tuple[str, float], ...] = ()
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the factors from PUE and WUE to the ends of their 90 % intervals, by the ranges of the plant's parameters.

    Parameters
    ----------
    climate_place, plant
        Catalogue keys of `climate` and `cooling`.
    hour : 0 to 8759, UTC
        Of the typical year; None takes the year, by every 29th of its hours.
    overrides : (name, value) …
        Parameters that are known, in place of the catalogue's ranges.

    Examples
    --------
    >>> (low, high), _ = plant_factors("ashburn", "midsize_air_cooled_chiller")
    >>> 0.85 < low < 0.95 and 1.1 < high < 1.4
    True
    """
    air = _typical_air(climate_place)
    chosen = slice(None, None, _HOURS_APART) if hour is None else slice(hour, hour + 1)
    some = OutdoorAir(air.temperature_c[chosen], air.wet_bulb_c[chosen], air.pressure_pa[chosen])
    year = plant_year(PlantAsk(plant, overrides=dict(overrides)), some)
    return _factors(year.pue), _factors(year.wue_l_per_kwh)


def _factors(found: Range) -> tuple[float, float]:
    if found.value <= 0.0:
        return 1.0, 1.0
    return min(found.low / found.value, 1.0), max(found.high / found.value, 1.0)


@cache
def _typical_air(climate_place: str) -> OutdoorAir:
    """Return the outdoor air of each hour of a typical year, (8760,) each, UTC."""
    where, climate = loader.group("places", climate_place), loader.group("climate", climate_place)

    def monthly(parameter: str) -> FloatArray:
        return np.array([climate[f"{parameter}_{month:02d}"].number for month in range(1, MONTHS + 1)])

    solar_hour = np.arange(HOURS_PER_YEAR) % HOURS_PER_DAY + where["longitude_deg"].number / _DEGREES_PER_HOUR
    swing = np.cos((solar_hour - _WARMEST_SOLAR_HOUR) * 2.0 * math.pi / HOURS_PER_DAY) / 2.0
    mean_c = hourly_curve(monthly("temperature_mean_c"))
    temperature_c = mean_c + hourly_curve(monthly("temperature_daily_range_c")) * swing
    vapour = hourly_curve(monthly("relative_humidity")) * saturation_pressure_pa(mean_c)
    humidity = np.clip(vapour / saturation_pressure_pa(temperature_c), 0.05, 1.0)
    pressure = np.full(HOURS_PER_YEAR, standard_pressure_pa(where["altitude_m"].number))
    return OutdoorAir(temperature_c, wet_bulb_c(temperature_c, humidity, pressure), pressure)


def nearest_climate(latitude_deg: float, longitude_deg: float) -> str:
    """Return the catalogue's place with a climate that lies nearest.

    Examples
    --------
    >>> nearest_climate(39.0, -77.5)
    'ashburn'
    """

    def closeness(key: str) -> float:
        where = loader.group("places", key)
        here, there = math.radians(latitude_deg), math.radians(where["latitude_deg"].number)
        apart = math.radians(longitude_deg - where["longitude_deg"].number)
        return math.sin(here) * math.sin(there) + math.cos(here) * math.cos(there) * math.cos(apart)

    return max(loader.keys("climate"), key=closeness)


def _climate_place(region: str) -> str:
    for key in loader.keys("climate"):
        if loader.get("places", key, "region").text == region:
            return key
    raise UserError(f"region '{region}' has no place with a climate in the catalogue. Choose another region.")


def known_region(name: str) -> str:
    """Return the key of a grid region, however its letters are written; an unknown one is a `UserError`."""
    return _known(name, "region", loader.keys("regions"))


def known_plant(name: str) -> str:
    """Return the key of a cooling plant, however its letters are written; an unknown one is a `UserError`."""
    return _known(name, "plant", loader.keys("cooling"))


def _known(name: str, what: str, names: tuple[str, ...]) -> str:
    plain = name.strip().lower().replace("-", "_").replace(" ", "_")
    if plain in names:
        return plain
    near = get_close_matches(plain, names, n=3, cutoff=0.5)
    hint = f"Nearest: {', '.join(near)}." if near else f"Known: {', '.join(names)}."
    raise UserError(f"{what} '{name}' is not in the catalogue. {hint}")
