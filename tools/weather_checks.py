"""Generated weather beside measured years, threshold by threshold: for docs/weather.md and its test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

from firmwatt.facility.psychrometrics import air_density_kg_per_m3
from firmwatt.resource.availability import Weather
from firmwatt.resource.climate import EARTH_RADIUS_KM, place_climate, unit_vector
from firmwatt.resource.generator import generate_weather, wind_speed
from firmwatt.resource.latent import draw
from firmwatt.resource.readers.choose import read_weather_file
from firmwatt.resource.solar import Sky, solar_availability
from firmwatt.resource.sun import sun_path
from firmwatt.resource.wind import ONSHORE, Turbine, wind_availability
from firmwatt.timegrid import FloatArray
from tools.fit_weather import SUMMER, WINTER, days, tie
from tools.weather_data import german_regions, rts_plants, toolkit_year, world_year

YEARS = (1, 2, 3, 4, 5)
AMERICAN_YEARS = tuple(range(1, 11))
AGGREGATE_YEARS = (1, 2, 3, 4, 5, 6, 7, 8)
CALM_SHARE = 0.1
"""Of capacity: an hour below it is calm."""
CALM_QUANTILE = 0.95
GERMAN_LONGITUDE_DEG = 10.0
GERMAN_AIR_KG_PER_M3 = 1.22
GERMAN_FLEET = Turbine(100.0, 3.0, 11.1, 25.0, 0.143, 0.0)
"""The set's output reaches 0.99 of capacity, so it holds no losses; 2 MW at 82 m (380 W/m2), the fleet of the 2010s."""
REGION_LOCAL_SHARE = 0.05
"""Of local wind what is left at each of nine points that speak for all farms of a region: after one hour the set's
regions keep 0.987, which leaves no more (a point has 0.2, the fit of the regions 0 to 0.06)."""
RTS_YEARS = (1, 2, 3)
BINS_KM = (0.0, 30.0, 100.0, 200.0, 320.0, 450.0)
SITE_WIND_M_PER_S = 3.0
SKY_NAMES = ("ghi_w_per_m2", "dni_w_per_m2", "dhi_w_per_m2", "temperature_c")
AIR_AT_AMARILLO_PA = 0.88 * 101_325.0
WORLD_PLACES = {
    "KR": "seoul",
    "DE-LU": "frankfurt",
    "US-TEX-ERCO": "dallas",
    "JP-TK": "inzai",
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
    spells = calm_spell([measured]), calm_spell(made)
    checks.append(within_share("Amarillo", "wind, 95th percentile of calm spells, h", *spells, 0.20))
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


def german_points() -> list[tuple[float, float]]:
    """Return 8 × 9 points: eight squares of 210 km over Germany, three by three points 70 km apart in each."""
    middles = [(latitude, longitude) for latitude in (48.4, 50.1, 51.8, 53.5) for longitude in (8.6, 11.8)]
    around = [(up, right) for up in (-0.63, 0.0, 0.63) for right in (-1.0, 0.0, 1.0)]
    return [(latitude + up, longitude + right) for latitude, longitude in middles for up, right in around]


def german_years(mean_wind: FloatArray) -> FloatArray:
    """Return (8 regions, years, 8760) wind power: the mean of nine points under Frankfurt's climate.

    Parameters
    ----------
    mean_wind : (8,) factors on Frankfurt's wind
    """
    speed = german_speed() * mean_wind[:, None, None]
    power = wind_availability(speed, 100.0, np.full(speed.shape, GERMAN_AIR_KG_PER_M3), GERMAN_FLEET)
    return np.asarray(power.mean(axis=2).swapaxes(0, 1), dtype=np.float64)


@cache
def german_speed() -> FloatArray:
    """Return (years, 8 regions, 9 points, 8760) m/s at 100 m: wind over Germany as many farms feel it."""
    positions = EARTH_RADIUS_KM * np.array([unit_vector(*point) for point in german_points()])
    climate = replace(place_climate("frankfurt"), wind_local_share=REGION_LOCAL_SHARE)
    solar_hour = np.asarray((np.arange(8760) % 24 + 0.5 + GERMAN_LONGITUDE_DEG / 15.0) % 24.0, dtype=np.float64)
    drawn = [draw((climate,) * len(positions), positions, seed).wind for seed in AGGREGATE_YEARS]
    speed = np.array([[wind_speed(climate, solar_hour, noise) for noise in year] for year in drawn])
    return speed.reshape(len(AGGREGATE_YEARS), 8, 9, 8760)


def wind_factors(capacity_factors: FloatArray) -> FloatArray:
    """Return by how much Frankfurt's wind is scaled so that a region has each of the capacity factors."""
    factors = np.linspace(0.6, 1.8, 9)
    speed = german_speed()[:, :, ::4]
    air = np.full(speed.shape, GERMAN_AIR_KG_PER_M3)
    yields = [wind_availability(factor * speed, 100.0, air, GERMAN_FLEET).mean() for factor in factors]
    return np.interp(capacity_factors, yields, factors)


def germany(data: Path) -> list[Check]:
    """Return the checks on the eight regions of Germany."""
    regions = german_regions(data)
    order = np.argsort(regions.mean(axis=1))
    measured = regions[order]
    made = german_years(wind_factors(measured.mean(axis=1)))
    checks = []
    for at, region in enumerate(measured):
        place = f"Germany, region {order[at]}"
        checks += shape_checks(place, "wind", region, list(made[at]))[1:]
        spells = calm_spell([region]), calm_spell(list(made[at]))
        checks.append(within_share(place, "wind, 95th percentile of calm spells, h", *spells, 0.20))
    nation = measured.mean(axis=0)
    plain = german_years(np.ones(8)).mean(axis=0)
    checks += shape_checks("Germany, mean of regions", "wind", nation, list(plain))
    spells = calm_spell([nation]), calm_spell(list(plain))
    checks.append(within_share("Germany, mean of regions", "wind, 95th percentile of calm spells, h", *spells, 0.20))
    pairs = np.triu_indices(8, 1)
    seen = float(correlations(measured)[pairs].mean())
    ours = float(np.mean([correlations(made[:, year])[pairs].mean() for year in range(len(AGGREGATE_YEARS))]))
    return [*checks, within("Germany", "wind, mean correlation between regions", seen, ours, 0.10)]


def correlations(series: FloatArray) -> FloatArray:
    """Return (rows, rows) the correlations between the rows of a table."""
    return np.asarray(np.corrcoef(series), dtype=np.float64)


def anomalies(series: FloatArray) -> FloatArray:
    """Return hours less the mean of the same clock hour over the 60 days around."""
    frame = pd.DataFrame(series[: len(series) // 24 * 24].reshape(-1, 24))
    return (frame - frame.rolling(60, center=True, min_periods=20).mean()).to_numpy().ravel()


def pairs_by_distance(
    positions: FloatArray, series: FloatArray, edges_km: Sequence[float] = BINS_KM
) -> list[tuple[float, float, int]]:
    """Return (mean km, mean correlation of anomalies, pairs) of each bin of distance that holds a pair."""
    from_km = np.linalg.norm(positions[:, None] - positions, axis=-1)
    correlation = correlations(np.stack([anomalies(row) for row in series]))
    pairs = np.triu_indices(len(series), 1)
    apart, alike = from_km[pairs], correlation[pairs]
    found = []
    for low, high in pairwise(edges_km):
        is_in = (apart > max(low, 0.1)) & (apart <= high)
        if is_in.any():
            found.append((float(apart[is_in].mean()), float(alike[is_in].mean()), int(is_in.sum())))
    return found


def rts_correlations(data: Path, kind: str) -> list[tuple[float, float, float, int]]:
    """Return (mean km, measured and generated correlation, pairs) by distance between the plants of RTS-GMLC."""
    places, measured = rts_plants(data, kind)
    climate = place_climate("daggett")
    climates = tuple(replace(climate, latitude_deg=lat, longitude_deg=lng) for lat, lng in places)
    positions = EARTH_RADIUS_KM * np.array([unit_vector(*place) for place in places])
    seen = pairs_by_distance(positions, measured)
    weather = generate_weather(climates, RTS_YEARS)
    years = [pairs_by_distance(positions, _rts_power(weather, kind, y)) for y in range(len(RTS_YEARS))]
    ours = np.mean([[row[1] for row in year] for year in years], axis=0)
    return [(km, one, float(other), pairs) for (km, one, pairs), other in zip(seen, ours, strict=True)]


def _rts_power(weather: Weather, kind: str, year: int) -> FloatArray:
    """Return (plants, 8760) wind power or irradiance of one generated year."""
    if kind == "solar":
        return weather.ghi_w_per_m2[:, year]
    air, speed = weather.temperature_c[:, year], weather.wind_speed_m_per_s[:, year]
    return wind_shares(air, weather.pressure_pa[:, year], speed)


def distance(data: Path) -> list[Check]:
    """Return the checks of correlation against distance."""
    return [
        within("RTS-GMLC", f"{kind}, correlation at {km:,.0f} km ({pairs} pairs)", seen, made, 0.10)
        for kind in ("wind", "solar")
        for km, seen, made, pairs in rts_correlations(data, kind)
    ]


def world(data: Path) -> list[Check]:
    """Return the checks of temperature and humidity, and of how temperature goes with wind, on the world set."""
    weather = generate_weather(tuple(place_climate(key) for key in WORLD_PLACES.values()), YEARS)
    checks = []
    for at, (zone, key) in enumerate(WORLD_PLACES.items()):
        series = world_year(data, zone)[2]
        seen, made = series["temperature_2m"], weather.temperature_c[at]
        checks.append(within(key, "temperature, mean, °C", float(seen.mean()), float(made.mean()), 1.5))
        checks.append(
            within_share(key, "temperature, standard deviation, K", float(seen.std()), float(made.std()), 0.15)
        )
        moist, ours = series["relative_humidity_2m"] / 100.0, weather.relative_humidity[at]
        checks.append(within(key, "humidity, mean", float(moist.mean()), float(ours.mean()), 0.10))
        for name, one, years in (("temperature", seen, made), ("humidity", moist, ours)):
            for hours in (1, 24):
                mean = float(np.mean([lag(year, hours) for year in years]))
                checks.append(within(key, f"{name}, autocorrelation after {hours} h", lag(one, hours), mean, 0.05))
        for label, months in (("winter", WINTER), ("summer", SUMMER)):
            known = tie(days(seen), days(series["windspeed_10m"]), months)
            each = [
                tie(days(weather.temperature_c[at, y]), days(weather.wind_speed_m_per_s[at, y]), months)
                for y in range(len(YEARS))
            ]
            checks.append(
                within(key, f"{label}: days of temperature with wind, correlation", known, float(np.mean(each)), 0.2)
            )
    return checks
