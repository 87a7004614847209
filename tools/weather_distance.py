"""Correlation against distance: plants of RTS-GMLC and grid areas of America beside generated weather."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

from firmwatt.facility.psychrometrics import air_density_kg_per_m3
from firmwatt.resource.climate import EARTH_RADIUS_KM, Climate, place_climate, unit_vector
from firmwatt.resource.generator import generate_weather
from firmwatt.resource.wind import ONSHORE, wind_availability
from firmwatt.timegrid import FloatArray
from tools.weather_checks import Check, correlations, within
from tools.weather_data import area_wind, rts_solar, rts_wind, sites

YEARS = (1, 2, 3)
AREA_YEARS = tuple(range(1, 11))
WIND_BINS_KM, SOLAR_BINS_KM = (0.0, 150.0, 320.0), (0.1, 30.0, 100.0, 200.0, 320.0, 450.0)
SCATTER_KM = 16.0
"""How far solar plants lie from their bus, north and east each: with it generated plants at one bus agree as the
measured ones do, 0.78 in the mean of 18 pairs."""
TOLERANCE = 0.10
KM_PER_DEGREE = 111.2


@dataclass(frozen=True, slots=True)
class Bin:
    """Pairs of plants at like distances.

    Attributes
    ----------
    apart_km, measured, made
        Mean distance and mean correlation of anomalies.
    pairs
    spread
        Standard deviation of measured pairs about the mean of their bin, over all bins.
    """

    apart_km: float
    measured: float
    made: float
    pairs: int
    spread: float

    @property
    def tolerance(self) -> float:
        """Return what a bin can decide: a tenth, or two standard errors where its pairs disagree more than that."""
        return max(TOLERANCE, 2.0 * self.spread / float(np.sqrt(self.pairs)))


def distance(data: Path) -> list[Check]:
    """Return the checks of correlation against distance."""
    checks = []
    for kind in ("wind", "solar"):
        for one in rts_bins(data, kind):
            figure = f"{kind}, correlation at {one.apart_km:,.0f} km ({one.pairs} pairs)"
            checks.append(within("RTS-GMLC", figure, one.measured, one.made, one.tolerance))
    return [*checks, *_between_areas(data)]


def _between_areas(data: Path) -> list[Check]:
    """Return the checks of grid areas: within a tenth, or what one year by chance departs from the mean of years."""
    areas = sites()["areas"]
    fleets = [one["points"] for one in areas.values()]
    made = fleet_power([place_climate(one["place"]) for one in areas.values()], fleets, AREA_YEARS)
    pairs = np.triu_indices(len(areas), 1)
    apart = _apart([np.mean(points, axis=0) for points in fleets])[pairs]
    seen, ours = _alike(area_wind(data))[pairs], np.array([_alike(one)[pairs] for one in made])
    names = list(areas)
    return [
        within(
            f"{names[one]} and {names[other]}",
            f"wind, correlation at {apart[at]:,.0f} km",
            float(seen[at]),
            float(ours[:, at].mean()),
            max(TOLERANCE, 2.0 * float(ours[:, at].std(ddof=1))),
        )
        for at, (one, other) in enumerate(zip(*pairs, strict=True))
    ]


@cache
def rts_bins(data: Path, kind: str) -> list[Bin]:
    """Return the bins of distance between the plants of RTS-GMLC of a kind."""
    if kind == "wind":
        groups = list(sites()["rts_wind"].values())
        middles = [_middle(group) for group in groups]
        made = fleet_power([place_climate("daggett")] * len(groups), groups)
        return _bins(middles, rts_wind(data), made, WIND_BINS_KM)
    places, measured = rts_solar(data)
    return _bins(places, measured, np.stack([_scattered_sun(places, year) for year in YEARS]), SOLAR_BINS_KM)


def fleet_power(
    climates: Sequence[Climate], fleets: Sequence[Sequence[Sequence[float]]], years: tuple[int, ...] = YEARS
) -> FloatArray:
    """Return (years, fleets, 8760) mean wind power of each fleet, by the weights of its sites where they have any."""
    own = np.repeat(np.arange(len(fleets)), [len(fleet) for fleet in fleets])
    points = [site for fleet in fleets for site in fleet]
    weights = np.array([site[2] if len(site) > 2 else 1.0 for site in points])
    moved = (replace(climates[own[at]], latitude_deg=site[0], longitude_deg=site[1]) for at, site in enumerate(points))
    weather = generate_weather(tuple(moved), years)
    air = air_density_kg_per_m3(weather.temperature_c, weather.pressure_pa)
    power = wind_availability(weather.wind_speed_m_per_s, 100.0, air, ONSHORE)
    means = [np.average(power[own == at], axis=0, weights=weights[own == at]) for at in range(len(fleets))]
    return np.stack(means, axis=1)


def _scattered_sun(places: Sequence[Sequence[float]], year: int) -> FloatArray:
    """Return (plants, 8760) irradiance at plants that lie about their bus by chance."""
    climate = place_climate("daggett")
    moves = np.random.default_rng(year).normal(0.0, SCATTER_KM / KM_PER_DEGREE, (len(places), 2))
    moved = tuple(
        replace(climate, latitude_deg=lat + up, longitude_deg=lng + right / float(np.cos(np.radians(lat))))
        for (lat, lng), (up, right) in zip(places, moves, strict=True)
    )
    return generate_weather(moved, (year,)).ghi_w_per_m2[:, 0]


def _bins(
    places: Sequence[Sequence[float]], measured: FloatArray, made: FloatArray, edges_km: Sequence[float]
) -> list[Bin]:
    pairs = np.triu_indices(len(places), 1)
    apart, seen = _apart(places)[pairs], _alike(measured)[pairs]
    ours = np.mean([_alike(year)[pairs] for year in made], axis=0)
    bins = [(apart > low) & (apart <= high) for low, high in pairwise(edges_km)]
    left = np.concatenate([seen[is_in] - seen[is_in].mean() for is_in in bins])
    spread = float(np.sqrt((left**2).sum() / (len(left) - len(bins))))
    found = []
    for is_in in bins:
        km, known, mean = (float(one[is_in].mean()) for one in (apart, seen, ours))
        found.append(Bin(km, known, mean, int(is_in.sum()), spread))
    return found


def _middle(group: Sequence[Sequence[float]]) -> tuple[float, float]:
    """Return latitude and longitude of the middle of weighted sites."""
    latitude, longitude, _ = np.average(group, axis=0, weights=[site[2] for site in group]).tolist()
    return latitude, longitude


def _apart(places: Sequence[Sequence[float]]) -> FloatArray:
    """Return (places, places) km."""
    positions = EARTH_RADIUS_KM * np.array([unit_vector(float(one[0]), float(one[1])) for one in places])
    return np.asarray(np.linalg.norm(positions[:, None] - positions, axis=-1), dtype=np.float64)


def _alike(series: FloatArray) -> FloatArray:
    """Return (rows, rows) the correlations of anomalies."""
    return correlations(np.stack([anomalies(row) for row in series]))


def anomalies(series: FloatArray) -> FloatArray:
    """Return hours less the mean of the same clock hour over the 60 days around."""
    frame = pd.DataFrame(series[: len(series) // 24 * 24].reshape(-1, 24))
    return (frame - frame.rolling(60, center=True, min_periods=20).mean()).to_numpy().ravel()
