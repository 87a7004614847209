"""Generated weather beside measured years, threshold by threshold: for docs/weather.md and its test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np

from firmwatt.facility.psychrometrics import air_density_kg_per_m3
from firmwatt.resource.climate import EARTH_RADIUS_KM, monthly_means, place_climate, unit_vector
from firmwatt.resource.generator import generate_weather, wind_speed
from firmwatt.resource.latent import draw
from firmwatt.resource.readers.choose import read_weather_file
from firmwatt.resource.solar import Sky, solar_availability
from firmwatt.resource.sun import sun_path
from firmwatt.resource.wind import ONSHORE, Turbine, wind_availability
from firmwatt.timegrid import FloatArray, IntArray
from tools.fit_weather import SUMMER, WINTER, days, tie
from tools.weather_data import german_regions, sites, toolkit_year, world_year

YEARS = (1, 2, 3, 4, 5)
AMERICAN_YEARS = tuple(range(1, 11))
AGGREGATE_YEARS = tuple(range(1, 17))
CALM_SHARE = 0.1
"""Of capacity: an hour below it is calm."""
CALM_QUANTILE = 0.95
GERMAN_LONGITUDE_DEG = 10.0
GERMAN_AIR_KG_PER_M3 = 1.22
GERMAN_FLEET = Turbine(100.0, 3.0, 11.1, 25.0, 0.143, 0.0)
"""The set's output reaches 0.99 of capacity, so it holds no losses; 2 MW at 82 m (380 W/m2), the fleet of the 2010s."""
REGION_LOCAL_SHARE = 0.05
"""Of local wind what is left at each point of a region, which speaks for the farms of 40 by 40 km: after one hour the
set's regions keep 0.987, which leaves no more (a farm has 0.2, the fit of the regions 0 to 0.06)."""
GERMAN_BINS_KM = (100.0, 200.0, 300.0, 400.0, 500.0, 600.0)
SITE_WIND_M_PER_S = 3.0
SKY_NAMES = ("ghi_w_per_m2", "dni_w_per_m2", "dhi_w_per_m2", "temperature_c")
AIR_AT_AMARILLO_PA = 0.88 * 101_325.0
WORLD_PLACES = {
    "KR": "seoul",
    "DE-LU": "frankfurt",
    "US-TEX-ERCO": "dallas",
    "JP-TK": "tokyo",
    "US-CAL-CISO": "santa_clara",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One figure of generated weather beside the measured one.

    Attributes
    ----------
    low, high
        Between which the generated figure meets the threshold.
    """

    place: str
    figure: str
    measured: float
    made: float
    low: float
    high: float

    @property
    def is_met(self) -> bool:
        """Return whether the threshold is met."""
        return self.low <= self.made <= self.high


def within_share(place: str, figure: str, measured: float, made: float, share: float) -> Check:
    """Return a check whose threshold is a share of the measured figure."""
    return Check(place, figure, measured, made, measured * (1.0 - share), measured * (1.0 + share))


def within(place: str, figure: str, measured: float, made: float, gap: float) -> Check:
    """Return a check whose threshold is a distance from the measured figure."""
    return Check(place, figure, measured, made, measured - gap, measured + gap)


def lag(series: FloatArray, hours: int) -> float:
    """Return the autocorrelation of an hourly series after some hours."""
    return float(np.corrcoef(series[hours:], series[:-hours])[0, 1])


def calm_spell(years: Sequence[FloatArray]) -> float:
    """Return the 95th percentile of the length of calm spells of wind power, hours."""
    spells = []
    for share in years:
        edges = np.flatnonzero(np.diff(np.concatenate([[0], (share < CALM_SHARE).astype(np.int64), [0]])))
        spells.append(edges[1::2] - edges[::2])
    return float(np.quantile(np.concatenate(spells), CALM_QUANTILE))


def shape_checks(place: str, name: str, measured: FloatArray, made: Sequence[FloatArray]) -> list[Check]:
    """Return the checks of mean and memory of an availability."""
    checks = [within_share(place, f"{name}, capacity factor", measured.mean(), float(np.mean(made)), 0.10)]
    for hours in (1, 24):
        mean = float(np.mean([lag(year, hours) for year in made]))
        checks.append(within(place, f"{name}, autocorrelation after {hours} h", lag(measured, hours), mean, 0.05))
    return checks


def american(data: Path) -> list[Check]:
    """Return the checks at Amarillo and Daggett."""
    climates = tuple(place_climate(key) for key in ("amarillo", "daggett"))
    weather = generate_weather(climates, AMERICAN_YEARS)
    temperature, speed = toolkit_year(data)
    density = air_density_kg_per_m3(temperature, np.full(len(speed), AIR_AT_AMARILLO_PA))
    measured = wind_availability(speed, 100.0, density, ONSHORE)
    made = list(wind_shares(weather.temperature_c[0], weather.pressure_pa[0], weather.wind_speed_m_per_s[0]))
    checks = shape_checks("Amarillo", "wind", measured, made)
    checks.append(calm_check("Amarillo", measured, made))
    for at, (place, file) in enumerate(
        (
            ("Amarillo", "35.2018863_-101.945027_psmv3_60_2012.csv.gz"),
            ("Daggett", "34.865371_-116.783023_psmv3_60_tmy.csv.gz"),
        )
    ):
        sun = sun_path(climates[at].latitude_deg, climates[at].longitude_deg, climates[at].altitude_m)
        series = read_weather_file(data / "us_weather_nrel" / file).series
        seen = solar_availability(sky_of({name: series[name] for name in SKY_NAMES}), sun)
        skies = [
            sky_of({name: getattr(weather, name)[at, year] for name in SKY_NAMES})
            for year in range(len(AMERICAN_YEARS))
        ]
        checks += shape_checks(place, "solar", seen, [solar_availability(sky, sun) for sky in skies])
    return checks


def sky_of(series: Mapping[str, FloatArray]) -> Sky:
    """Return the sky over modules in a light breeze."""
    ghi, dni, dhi, temperature = (series[name] for name in SKY_NAMES)
    return Sky(ghi, dni, dhi, temperature, np.full(len(ghi), SITE_WIND_M_PER_S))


def wind_shares(temperature_c: FloatArray, pressure_pa: FloatArray, speed_m_per_s: FloatArray) -> FloatArray:
    """Return the availability of onshore wind, of the shape of its arguments."""
    return wind_availability(speed_m_per_s, 100.0, air_density_kg_per_m3(temperature_c, pressure_pa), ONSHORE)


def german_years(mean_wind: FloatArray) -> FloatArray:
    """Return (8 regions, years, 8760) wind power: the mean of each region's points under Frankfurt's climate.

    Parameters
    ----------
    mean_wind : (8,) factors on Frankfurt's wind
    """
    region, speed = german_speed()
    power = np.empty((8, *speed.shape[::2]))
    for at, factor in enumerate(mean_wind):
        here = factor * speed[:, region == at]
        air = np.full(here.shape, GERMAN_AIR_KG_PER_M3)
        power[at] = wind_availability(here, 100.0, air, GERMAN_FLEET).mean(axis=1)
    return power


@cache
def german_speed() -> tuple[IntArray, FloatArray]:
    """Return (points,) the region of each, and (years, points, 8760) m/s at 100 m as many farms feel it."""
    regions = [one["points"] for one in sites()["germany"]]
    region = np.repeat(np.arange(len(regions)), [len(points) for points in regions])
    positions = EARTH_RADIUS_KM * np.array([unit_vector(*point) for points in regions for point in points])
    climate = replace(place_climate("frankfurt"), wind_local_share=REGION_LOCAL_SHARE)
    solar_hour = np.asarray((np.arange(8760) % 24 + 0.5 + GERMAN_LONGITUDE_DEG / 15.0) % 24.0, dtype=np.float64)
    speed = np.empty((len(AGGREGATE_YEARS), len(positions), 8760))
    for at, seed in enumerate(AGGREGATE_YEARS):
        drawn = draw((climate,) * len(positions), positions, seed).wind
        speed[at] = [wind_speed(climate, solar_hour, noise) for noise in drawn]
    return region, speed


def wind_factors(capacity_factors: FloatArray) -> FloatArray:
    """Return by how much Frankfurt's wind is scaled so that a region has each of the capacity factors."""
    factors = np.linspace(0.6, 1.8, 9)
    speed = german_speed()[1][:, ::8]
    air = np.full(speed.shape, GERMAN_AIR_KG_PER_M3)
    yields = [wind_availability(factor * speed, 100.0, air, GERMAN_FLEET).mean() for factor in factors]
    return np.interp(capacity_factors, yields, factors)


def germany(data: Path) -> list[Check]:
    """Return the checks on the eight regions of Germany and on what their capacities give together."""
    measured = german_regions(data)
    made = german_years(wind_factors(measured.mean(axis=1)))
    checks = []
    for at, region in enumerate(measured):
        place = f"Germany, region {at}"
        checks += shape_checks(place, "wind", region, list(made[at]))[1:]
        checks.append(calm_check(place, region, list(made[at])))
    capacity = np.array([one["capacity_gw"] for one in sites()["germany"]])
    weights = capacity / capacity.sum()
    nation, years = weights @ measured, list(np.tensordot(weights, german_years(np.ones(8)), 1))
    checks += shape_checks("Germany, by capacity", "wind", nation, years)
    checks.append(calm_check("Germany, by capacity", nation, years))
    return [*checks, *_between_regions(measured, made)]


def calm_check(place: str, measured: FloatArray, made: Sequence[FloatArray]) -> Check:
    """Return the check of calm spells."""
    spells = calm_spell([measured]), calm_spell(made)
    return within_share(place, "wind, 95th percentile of calm spells, h", *spells, 0.20)


def german_pairs(data: Path) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return (28,) km between the middles of regions, and their measured and generated correlations."""
    measured = german_regions(data)
    return _pairs(measured, german_years(wind_factors(measured.mean(axis=1))))


def _pairs(measured: FloatArray, made: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    middles = [np.mean([unit_vector(*point) for point in one["points"]], axis=0) for one in sites()["germany"]]
    positions = EARTH_RADIUS_KM * np.array(middles)
    pairs = np.triu_indices(8, 1)
    ours = np.mean([correlations(made[:, year]) for year in range(len(AGGREGATE_YEARS))], axis=0)
    apart = np.linalg.norm(positions[:, None] - positions, axis=-1)
    return apart[pairs], correlations(measured)[pairs], ours[pairs]


def _between_regions(measured: FloatArray, made: FloatArray) -> list[Check]:
    """Return the checks of the correlations between regions: all, by distance, and pair by pair."""
    apart, seen, ours = _pairs(measured, made)
    checks = [within("Germany", "wind, mean correlation between regions", float(seen.mean()), float(ours.mean()), 0.10)]
    for low, high in pairwise(GERMAN_BINS_KM):
        is_in = (apart > low) & (apart <= high)
        figure = f"wind, correlation at {low:,.0f} to {high:,.0f} km ({is_in.sum()} pairs)"
        checks.append(within("Germany", figure, float(seen[is_in].mean()), float(ours[is_in].mean()), 0.10))
    gap = float(np.sqrt(((ours - seen) ** 2).mean()))
    return [*checks, Check("Germany", "wind, root mean square gap between pairs", 0.0, gap, 0.0, 0.10)]


def correlations(series: FloatArray) -> FloatArray:
    """Return (rows, rows) the correlations between the rows of a table."""
    return np.asarray(np.corrcoef(series), dtype=np.float64)


def world(data: Path) -> list[Check]:
    """Return the checks of temperature and humidity, and of how temperature goes with wind, on the world set."""
    climates = [place_climate(key) for key in WORLD_PLACES.values()]
    measured = [world_year(data, zone)[2] for zone in WORLD_PLACES]
    humid = [monthly_means(one["relative_humidity_2m"] / 100.0) for one in measured]
    weather = generate_weather(tuple(climates), YEARS)
    like = generate_weather(
        tuple(replace(one, relative_humidity=moist) for one, moist in zip(climates, humid, strict=True)), YEARS
    )
    checks = []
    for at, (key, series) in enumerate(zip(WORLD_PLACES.values(), measured, strict=True)):
        seen, made = series["temperature_2m"], weather.temperature_c[at]
        checks.append(within(key, "temperature, mean, °C", float(seen.mean()), float(made.mean()), 1.5))
        checks.append(
            within_share(key, "temperature, standard deviation, K", float(seen.std()), float(made.std()), 0.15)
        )
        moist, ours = series["relative_humidity_2m"] / 100.0, weather.relative_humidity[at]
        checks.append(within(key, "humidity, mean", float(moist.mean()), float(ours.mean()), 0.10))
        for name, one, years in (("temperature", seen, made), ("humidity", moist, like.relative_humidity[at])):
            for hours in (1, 24):
                mean = float(np.mean([lag(year, hours) for year in years]))
                checks.append(within(key, f"{name}, autocorrelation after {hours} h", lag(one, hours), mean, 0.05))
        for label, months in (("winter", WINTER), ("summer", SUMMER)):
            known = tie(days(seen), days(series["windspeed_10m"]), months)
            each = [tie(days(made[y]), days(weather.wind_speed_m_per_s[at, y]), months) for y in range(len(YEARS))]
            checks.append(
                within(key, f"{label}: days of temperature with wind, correlation", known, float(np.mean(each)), 0.2)
            )
    return checks
