from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.resource.climate import EARTH_RADIUS_KM, Climate, place_climate, unit_vector
from firmwatt.resource.latent import (
    LEAST_SEASON,
    MOST_EXPLAINED,
    MOST_SEASON,
    Chance,
    draw,
    season_share,
    tie_weights,
)
from firmwatt.timegrid import FloatArray

SEEDS = range(1, 9)


def drawn(climate: Climate) -> list[Chance]:
    position = EARTH_RADIUS_KM * unit_vector(climate.latitude_deg, climate.longitude_deg)[None, :]
    return [draw((climate,), position, seed) for seed in SEEDS]


def days(series: FloatArray) -> FloatArray:
    return series[0].reshape(365, 24).mean(axis=1)


def tied(climate: Climate, with_wind: float, with_wind_before: float, with_cloud: float) -> Climate:
    return replace(
        climate,
        temperature_wind_correlation=np.full(12, with_wind),
        temperature_wind_before_correlation=np.full(12, with_wind_before),
        temperature_cloud_correlation=np.full(12, with_cloud),
    )


def test_what_is_drawn_is_standard() -> None:
    years = drawn(place_climate("frankfurt"))
    for name in ("wind", "cloud", "temperature", "moisture", "front"):
        series = np.stack([getattr(year, name)[0] for year in years])
        assert series.mean() == pytest.approx(0.0, abs=0.1), name
        assert series.std() == pytest.approx(1.0, abs=0.08), name


@pytest.mark.parametrize(("now", "before", "cloud"), [(0.5, 0.4, 0.3), (-0.1, -0.35, -0.3), (0.0, 0.0, 0.0)])
def test_days_of_temperature_go_with_wind_and_cloud_as_asked(now: float, before: float, cloud: float) -> None:
    years = drawn(tied(place_climate("frankfurt"), now, before, cloud))
    temperature, wind, sky = (
        np.stack([days(getattr(y, name)) for y in years]) for name in ("temperature", "wind", "cloud")
    )
    assert np.corrcoef(temperature.ravel(), wind.ravel())[0, 1] == pytest.approx(now, abs=0.1)
    assert np.corrcoef(temperature[:, 1:].ravel(), wind[:, :-1].ravel())[0, 1] == pytest.approx(before, abs=0.1)
    assert np.corrcoef(temperature.ravel(), sky.ravel())[0, 1] == pytest.approx(cloud, abs=0.1)


def test_correlations_that_cannot_all_hold_are_taken_back_together() -> None:
    _, explained = tie_weights(tied(place_climate("frankfurt"), 0.9, -0.6, 0.5))
    assert explained == pytest.approx(np.full(12, MOST_EXPLAINED))


def test_a_larger_slow_share_remembers_longer() -> None:
    def memory(share: float) -> float:
        wind = [year.wind[0] for year in drawn(replace(place_climate("dublin"), wind_slow_share=share))]
        return float(np.mean([np.corrcoef(series[24:], series[:-24])[0, 1] for series in wind]))

    assert memory(0.3) + 0.15 < memory(0.9)


def test_local_wind_is_forgotten_soonest_and_not_felt_by_neighbours() -> None:
    frankfurt = place_climate("frankfurt")
    east = replace(frankfurt, longitude_deg=frankfurt.longitude_deg + 0.7)
    positions = EARTH_RADIUS_KM * np.stack([unit_vector(c.latitude_deg, c.longitude_deg) for c in (frankfurt, east)])

    def wind(share: float) -> FloatArray:
        climates = tuple(replace(c, wind_local_share=share) for c in (frankfurt, east))
        return np.concatenate([draw(climates, positions, seed).wind for seed in SEEDS], axis=1)

    local, wide = wind(0.4), wind(0.0)
    assert np.corrcoef(local[0, 1:], local[0, :-1])[0, 1] + 0.1 < np.corrcoef(wide[0, 1:], wide[0, :-1])[0, 1]
    assert np.corrcoef(local)[0, 1] + 0.2 < np.corrcoef(wide)[0, 1]  # 50 km apart


def test_moisture_that_lasts_for_days_remembers_longer() -> None:
    def memory(share: float) -> float:
        moisture = [year.moisture[0] for year in drawn(replace(place_climate("inzai"), moisture_slow_share=share))]
        return float(np.mean([np.corrcoef(series[24:], series[:-24])[0, 1] for series in moisture]))

    assert memory(0.1) + 0.3 < memory(0.9)


@pytest.mark.parametrize(("day_sd_c", "share"), [(1.0, MOST_SEASON), (3.0, 0.16), (6.0, LEAST_SEASON)])
def test_a_season_departs_by_its_own_kelvins_where_days_leave_room(day_sd_c: float, share: float) -> None:
    assert season_share(np.array([day_sd_c])) == pytest.approx(share)


def test_months_that_follow_each_other_are_alike_where_days_differ_little() -> None:
    def alike(day_sd_c: float) -> float:
        climate = replace(place_climate("dallas"), temperature_day_sd_c=np.full(12, day_sd_c))
        months = np.stack([days(year.temperature)[:360].reshape(12, 30).mean(axis=1) for year in drawn(climate)])
        return float(np.corrcoef(months[:, 1:].ravel(), months[:, :-1].ravel())[0, 1])

    assert alike(6.0) + 0.1 < alike(2.0)
