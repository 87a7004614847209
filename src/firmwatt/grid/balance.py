"""A region's hours in outline: load, carbon-free generation and what the fossil plants are left with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from firmwatt.catalog import loader
from firmwatt.demand.shapes import yearly_shape
from firmwatt.scenario.case import Region
from firmwatt.timegrid import FloatArray

# Mean day and week of the load of large American balancing areas, EIA-930 hourly demand, rounded by eye.
LOAD_DAY: Final = (
    0.87, 0.83, 0.81, 0.80, 0.81, 0.85, 0.92, 0.98, 1.01, 1.03, 1.04, 1.05,
    1.06, 1.06, 1.06, 1.07, 1.09, 1.12, 1.13, 1.12, 1.09, 1.05, 0.99, 0.93,
)  # fmt: skip
LOAD_WEEK: Final = (1.02, 1.03, 1.03, 1.03, 1.02, 0.95, 0.92)
COOLING_FROM_C: Final = 18.0
HEATING_BELOW_C: Final = 12.0
COOLING_SHARE_PER_C: Final = 0.012
HEATING_SHARE_PER_C: Final = 0.008
"""Where the region's parameters do not say; middle of the catalogue's regions."""
FROST_SHARE_PER_C2: Final = 0.0
"""Where heat is electric, resistance joins the heat pumps the colder it is: load bends upwards in the cold."""
FLEET_HOURS: Final = 24
OWN_WIND_SHARE: Final = 0.5
"""Of a region's wind one site's hours explain half, the mean of its day the rest: farms lie far apart."""
LEAST_FOSSIL_SHARE: Final = 0.25
"""Of their mean output the fossil plants keep this much running for reserves and heat; own estimate."""
TAKEN_UP_SHARE: Final = 0.35
"""Of the swings of solar, wind and hydro, trade and storage take up this much. Chosen so that the spread of hourly
intensity in 2023 is met within a third in ERCOT, PJM, CAISO, Korea, Tokyo and Germany (tests/grid)."""
STORAGE_FOLLOWS: Final = 0.4
"""Rise of that share per share of generation by which solar and wind outgrow today's mix; own estimate."""
HYDRO_FOLLOWS: Final = 2.0
"""Hydro runs with the load to this power; own estimate."""


@dataclass(frozen=True, slots=True)
class Sky:
    """What the region's weather gives in each hour of one weather year, each (8760,).

    Attributes
    ----------
    temperature_c : °C
    solar, wind : 0-1 of capacity
    """

    temperature_c: FloatArray
    solar: FloatArray
    wind: FloatArray


@dataclass(frozen=True, slots=True)
class Balance:
    """Hours of a region in units of its mean load.

    Attributes
    ----------
    load : (8760,) mean 1
    fossil : (8760,) > 0
        Output of the plants that emit.
    spill : (8760,) >= 0
        Carbon-free output beyond what the load and the least fossil output leave room for.
    """

    load: FloatArray
    fossil: FloatArray
    spill: FloatArray


def balance(region: Region, year: int, carbon_free_share: float, sky: Sky) -> Balance:
    """Return a region's hours for a planning year under a sky.

    Parameters
    ----------
    region
    year
        Calendar year, for weekdays and daylight saving.
    carbon_free_share : 0-1
        The year's mean. What it differs by from the mix is taken from, or given to, solar and wind.
    sky
    """
    load = hourly_load(region, year, sky.temperature_c)
    share = fuel_shares(region.mix, carbon_free_share)
    clean = (
        share["solar"] * relative(sky.solar)
        + share["wind"] * relative(fleet_wind(sky.wind))
        + share["hydro"] * relative(load**HYDRO_FOLLOWS)
        + share["steady"]
    )
    grown = max(share["solar"] + share["wind"] - region.mix.get("solar", 0.0) - region.mix.get("wind", 0.0), 0.0)
    swing = 1.0 - TAKEN_UP_SHARE - STORAGE_FOLLOWS * grown
    clean = clean.mean() + swing * (clean - clean.mean())
    least = LEAST_FOSSIL_SHARE * max(1.0 - carbon_free_share, 0.01)
    fossil = np.maximum(load - clean, least)
    return Balance(load, fossil, np.maximum(clean + least - load, 0.0))


def hourly_load(region: Region, year: int, temperature_c: FloatArray) -> FloatArray:
    """Return (8760,) the region's load with mean 1: clock, week and weather.

    Parameters
    ----------
    region
    year
    temperature_c : (8760,) °C
    """
    smooth = 0.5 * temperature_c + 0.5 * _day_mean(temperature_c)
    cooling = region.parameters.get("load_cooling_share_per_c", COOLING_SHARE_PER_C)
    heating = region.parameters.get("load_heating_share_per_c", HEATING_SHARE_PER_C)
    frost = region.parameters.get("load_frost_share_per_c2", FROST_SHARE_PER_C2)
    cold = np.maximum(HEATING_BELOW_C - smooth, 0.0)
    by_weather = 1.0 + cooling * np.maximum(smooth - COOLING_FROM_C, 0.0) + heating * cold + frost * cold**2
    return relative(yearly_shape(year, {region.time_zone: 1.0}, LOAD_DAY, LOAD_WEEK) * by_weather)


def fuel_shares(mix: Mapping[str, float], carbon_free_share: float) -> dict[str, float]:
    """Return the yearly shares of solar, wind, hydro and steady carbon-free generation for a carbon-free share.

    Parameters
    ----------
    mix : fuel → 0-1
    carbon_free_share : 0-1

    Examples
    --------
    >>> fuel_shares({"solar": 0.1, "wind": 0.3, "gas": 0.6}, 0.6)
    {'solar': 0.15, 'wind': 0.45, 'hydro': 0.0, 'steady': 0.0}
    """
    clean = {fuel: share for fuel, share in mix.items() if is_carbon_free(fuel)}
    solar, wind, hydro = (clean.pop(fuel, 0.0) for fuel in ("solar", "wind", "hydro"))
    steady = sum(clean.values())
    variable = max(carbon_free_share - hydro - steady, 0.0)
    firm_scale = min(1.0, carbon_free_share / (hydro + steady)) if hydro + steady > 0.0 else 1.0
    solar_part = solar / (solar + wind) if solar + wind > 0.0 else 0.5
    return {
        "solar": round(variable * solar_part, 12),
        "wind": round(variable * (1.0 - solar_part), 12),
        "hydro": hydro * firm_scale,
        "steady": steady * firm_scale,
    }


def is_carbon_free(fuel: str) -> bool:
    """Return whether a fuel counts as carbon-free; one that the catalogue does not know does not."""
    row = loader.find("generation_rates", fuel, "is_carbon_free")
    return row is not None and row.number == 1.0


def fleet_wind(wind: FloatArray) -> FloatArray:
    """Return (8760,) 0-1 what all wind farms of a region give, of the wind at one place."""
    return np.asarray(OWN_WIND_SHARE * wind + (1.0 - OWN_WIND_SHARE) * _day_mean(wind), dtype=np.float64)


def relative(series: FloatArray) -> FloatArray:
    """Return a series over its mean; one that is zero throughout stays zero."""
    return np.asarray(series / max(float(series.mean()), 1e-12), dtype=np.float64)


def _day_mean(series: FloatArray) -> FloatArray:
    """Return (8760,) the mean of the 24 hours around each hour, around the year's end."""
    padded = np.concatenate([series[-FLEET_HOURS // 2 :], series, series[: FLEET_HOURS // 2]])
    total = np.concatenate([[0.0], np.cumsum(padded)])
    return np.asarray((total[FLEET_HOURS:] - total[:-FLEET_HOURS])[: len(series)] / FLEET_HOURS, dtype=np.float64)
