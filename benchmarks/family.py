"""The instance family of the benchmark: regions × hours × investment years, the same numbers from the same seed.

Solar, wind, gas, small reactors, geothermal, a 4 h battery, a 100 h storage, grid import with an hourly price and
intensity, a flexible share of the load as a backlog, links between regions, a yearly carbon-free share and a yearly
limit on CO2. The figures are invented for timing; they describe no place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
GENERATORS = ("solar", "wind", "gas", "smr", "geothermal")
STORAGES = ("battery", "long_duration")
MOST_REGIONS, MOST_YEARS = 8, 3
MW_PER_GW = 1e3
USD_PER_MUSD = 1e6


@dataclass(frozen=True, slots=True)
class Instance:
    """One member of the family.

    Attributes
    ----------
    regions, hours, years
    availability : generator → (regions, hours) 0-1
    load_mw : (years, regions, hours) MW
    growth : (years,) load relative to the first year
    base_load_mw : (regions,) MW
    price_usd_per_mwh : (regions, hours)
    grid_carbon_free_share : (regions, hours) 0-1
    grid_intensity_t_per_mwh : (regions, hours)
    import_limit_mw : (years, regions) MW
    capital_usd_per_mw_year : generator or storage → (years, regions)
    build_limit_mw : generator or storage → (years, regions) MW
    first_year : generator or storage → index of the first year in which it can be built
    marginal_cost_usd_per_mwh : generator → value
    efficiency : storage → (charge, discharge) 0-1
    duration_hours : storage → hours
    links : pairs of regions
    carbon_free_share, co2_limit_t_per_mwh : (years,)
    year_weight : (years,)
    """

    regions: int
    hours: int
    years: int
    availability: Mapping[str, FloatArray]
    load_mw: FloatArray
    growth: FloatArray
    base_load_mw: FloatArray
    price_usd_per_mwh: FloatArray
    grid_carbon_free_share: FloatArray
    grid_intensity_t_per_mwh: FloatArray
    import_limit_mw: FloatArray
    capital_usd_per_mw_year: Mapping[str, FloatArray]
    build_limit_mw: Mapping[str, FloatArray]
    first_year: Mapping[str, int]
    marginal_cost_usd_per_mwh: Mapping[str, float]
    efficiency: Mapping[str, tuple[float, float]]
    duration_hours: Mapping[str, float]
    links: tuple[tuple[int, int], ...]
    carbon_free_share: FloatArray
    co2_limit_t_per_mwh: FloatArray
    year_weight: FloatArray

    flexible_share: float = 0.25
    flexible_overdrive: float = 2.0
    """Flexible work may run at this multiple of its average."""
    backlog_hours: float = 6.0
    """Work may run this many hours of its average ahead or behind."""
    gas_intensity_t_per_mwh: float = 0.37
    unserved_cost_usd_per_mwh: float = 3000.0
    link_least_mw: float = 100.0
    link_most_mw: float = 2000.0
    link_capital_usd_per_mw_year: float = 35_000.0

    @property
    def yearly_load_mwh(self) -> FloatArray:
        """(years,) energy over all regions."""
        return self.load_mw.sum(axis=(1, 2))


class _Noise:
    """First-order autoregressive series; each call draws from one stream, so the order of calls is part of the seed."""

    def __init__(self, seed: int, regions: int, hours: int) -> None:
        self.rng, self.regions, self.hours = np.random.default_rng(seed), regions, hours

    def draw(self, persistence: float, common: float) -> FloatArray:
        """(regions, hours) with unit variance, of which a share is common to all regions."""
        from scipy.signal import lfilter

        innovation = np.sqrt(1 - persistence**2)
        own = self.rng.standard_normal((self.regions, self.hours)) * innovation
        shared = self.rng.standard_normal(self.hours) * innovation
        mixed = np.sqrt(1 - common) * own + np.sqrt(common) * shared
        return lfilter([1.0], [1.0, -persistence], mixed, axis=1)


def make_instance(regions: int, hours: int = 8760, years: int = 1, seed: int = 1) -> Instance:
    """Return a member of the family."""
    noise = _Noise(seed, regions, hours)
    hour = np.arange(hours)
    season, clock = (hour / 24) % 365, hour % 24
    solar = _solar(noise, season, clock)
    wind = _wind(noise, season, clock)
    base = np.array([1.0, 0.8, 1.2, 0.9, 1.1, 0.7, 1.3, 1.0])[:regions]
    summer = np.cos(2 * np.pi * (season - 200) / 365)
    warmth = summer * 0.5 + 0.5
    shape = 1 + 0.05 * warmth * np.cos(2 * np.pi * (clock - 15) / 24) + 0.03 * warmth
    load = base[:, None] * (shape + 0.015 * noise.draw(0.95, 0.2))
    growth = np.array([1.0, 1.6, 2.2])[:years]
    mean_solar, mean_wind = solar.mean(axis=0), wind.mean(axis=0)
    price = 45 + 12 * np.cos(2 * np.pi * (clock - 18) / 24) + 8 * summer + 9 * noise.draw(0.98, 0.7) - 15 * mean_solar
    clean = 0.35 + 0.2 * mean_solar + 0.2 * (mean_wind - 0.35) + 0.05 * noise.draw(0.98, 0.7)
    clean = np.clip(clean, 0.05, 0.95)
    flat = np.ones((regions, hours))
    return Instance(
        regions=regions,
        hours=hours,
        years=years,
        availability={"solar": solar, "wind": wind, "gas": flat, "smr": 0.92 * flat, "geothermal": 0.95 * flat},
        load_mw=growth[:, None, None] * load * MW_PER_GW,
        growth=growth,
        base_load_mw=base * MW_PER_GW,
        price_usd_per_mwh=np.clip(price, 5, 250),
        grid_carbon_free_share=clean,
        grid_intensity_t_per_mwh=0.55 * (1 - clean),
        import_limit_mw=0.3 * np.outer(growth, base) * MW_PER_GW,
        capital_usd_per_mw_year=_capital(regions, years),
        build_limit_mw=_build_limits(base, years),
        first_year={name: int(name == "smr" and years > 1) for name in (*GENERATORS, *STORAGES)},
        marginal_cost_usd_per_mwh={"solar": 0.0, "wind": 0.0, "gas": 34.0, "smr": 12.0, "geothermal": 0.0},
        efficiency={"battery": (0.93, 0.93), "long_duration": (0.72, 0.65)},
        duration_hours={"battery": 4.0, "long_duration": 100.0},
        links=_links(regions),
        carbon_free_share=np.array([0.9]) if years == 1 else np.array([0.8, 0.9, 0.95])[:years],
        co2_limit_t_per_mwh=np.array([0.03]) if years == 1 else np.array([0.06, 0.03, 0.015])[:years],
        year_weight=np.array([1.0]) if years == 1 else np.array([1.0, 0.7, 0.5])[:years],
    )


def _solar(noise: _Noise, season: FloatArray, clock: NDArray[np.int64]) -> FloatArray:
    """(regions, hours): clear sky by latitude, times clouds of a few hours and of a few days."""
    latitude = np.radians([33, 36, 40, 31, 44, 38, 42, 35])[: noise.regions, None]
    fast, slow = noise.draw(0.93, 0.3), noise.draw(0.992, 0.4)
    declination = 23.45 * np.pi / 180 * np.sin(2 * np.pi * (284 + season) / 365)
    shift = 0.3 * (np.arange(noise.regions)[:, None] % 3 - 1)
    angle = (clock - 12 + shift) * np.pi / 12
    height = np.sin(latitude) * np.sin(declination) + np.cos(latitude) * np.cos(declination) * np.cos(angle)
    clear = np.clip(height, 0, None) ** 0.75
    sky = 1 / (1 + np.exp(-(0.9 * fast + 0.8 * slow + 1.4)))
    return np.clip(1.05 * clear * (0.15 + 0.85 * sky), 0, 0.95)


def _wind(noise: _Noise, season: FloatArray, clock: NDArray[np.int64]) -> FloatArray:
    """(regions, hours): Weibull wind speed with season and time of day, through a power curve."""
    from scipy.stats import norm

    weather = 0.6 * noise.draw(0.97, 0.35) + 0.8 * noise.draw(0.992, 0.45)
    site = 8.3 + 0.25 * ((np.arange(noise.regions)[:, None] * 5) % 7 - 3)
    winter = 1 + 0.14 * np.cos(2 * np.pi * (season - 30) / 365)
    scale = site * winter * (1 + 0.08 * np.cos(2 * np.pi * (clock - 2) / 24))
    speed = scale * (-np.log1p(-np.clip(norm.cdf(weather), 0, 1 - 1e-9))) ** (1 / 2.1)
    output = np.clip(1 / (1 + np.exp(-(speed - 9.2) / 1.35)), 0, 0.97)
    return np.where((speed > 25) | (speed < 3), 0.0, output)


def _capital(regions: int, years: int) -> dict[str, FloatArray]:
    decline = {
        "solar": np.array([1, 0.88, 0.8])[:years],
        "storage": np.array([1, 0.85, 0.75])[:years],
        "reactor": np.array([1, 0.9, 0.8])[:years],
        "none": np.ones(years),
    }
    index = np.arange(regions)
    place = 1 + 0.02 * ((index * 3) % 5 - 2)
    thousand_usd = {
        "solar": np.outer(decline["solar"], 75 * place),
        "wind": np.outer(decline["none"], 135 * place[::-1]),
        "gas": np.outer(decline["none"], np.full(regions, 115.0)),
        "smr": np.outer(decline["reactor"], 720 * place),
        "geothermal": np.outer(decline["reactor"], 540 * (1 + 0.06 * ((index * 2) % 5))),
        "battery": np.outer(decline["storage"], np.full(regions, 125.0)),
        "long_duration": np.outer(decline["storage"], np.full(regions, 185.0)),
    }
    return {name: value * 1e3 for name, value in thousand_usd.items()}


def _build_limits(base: FloatArray, years: int) -> dict[str, FloatArray]:
    big = np.array([8, 6, 9, 7, 10, 5, 8, 9])[: base.size]
    gigawatts = {
        "solar": 1.0 * big,
        "wind": 0.8 * big,
        "gas": 6 * base,
        "smr": 3 * base,
        "geothermal": 0.15 * base * (np.arange(base.size) % 3 != 0),
        "battery": 6 * base,
        "long_duration": 3 * base,
    }
    return {name: np.outer(np.ones(years), value) * MW_PER_GW for name, value in gigawatts.items()}


def _links(regions: int) -> tuple[tuple[int, int], ...]:
    if regions == 1:
        return ()
    ring = tuple((r, (r + 1) % regions) for r in range(regions if regions > 2 else 1))
    return ring + (((0, 4), (2, 6)) if regions >= MOST_REGIONS else ())
