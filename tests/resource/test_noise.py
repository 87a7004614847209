from __future__ import annotations

import numpy as np
import pytest

from firmwatt.resource.noise import STORM_TRACK, Field, gaussian_field

FIELD = Field(90, memory_hours=12.0, reach_km=350.0)
EAST_KM = np.array([0.0, 100.0, 350.0, 1500.0])
PLACES = np.column_stack([np.full(4, 5000.0), EAST_KM, np.full(4, 3000.0)])


def test_the_noise_is_standard_and_remembers() -> None:
    noise = np.concatenate([gaussian_field(FIELD, seed, PLACES) for seed in range(8)], axis=1)
    assert noise.mean(axis=1) == pytest.approx(np.zeros(4), abs=0.1)
    assert noise.std(axis=1) == pytest.approx(np.ones(4), abs=0.06)
    lag_12 = [np.corrcoef(row[12:], row[:-12])[0, 1] for row in noise]
    assert lag_12 == pytest.approx(np.full(4, np.exp(-1.0)), abs=0.05)


def test_neighbours_agree_and_the_far_do_not() -> None:
    noise = np.concatenate([gaussian_field(FIELD, seed, PLACES) for seed in range(8)], axis=1)
    correlation = np.corrcoef(noise)[0]
    assert correlation == pytest.approx(np.exp(-EAST_KM / FIELD.reach_km), abs=0.12)


def test_a_place_has_its_own_noise_whatever_others_are_asked_for() -> None:
    alone = gaussian_field(FIELD, 3, PLACES[1:2])
    among = gaussian_field(FIELD, 3, PLACES)
    assert alone[0] == pytest.approx(among[1], abs=1e-4)
    assert np.abs(gaussian_field(FIELD, 4, PLACES[1:2]) - alone).max() > 1.0


def test_december_runs_into_january() -> None:
    noise = gaussian_field(Field(91, 100.0, 350.0), 1, PLACES[:1])[0]
    assert abs(noise[0] - noise[-1]) < 5.0 * np.abs(np.diff(noise)).std()


def test_a_field_drawn_by_days_is_as_wide_as_one_drawn_by_hours() -> None:
    by_days = Field(92, 720.0, 1500.0, step_hours=24)
    noise = np.stack([gaussian_field(by_days, seed, PLACES[:1])[0] for seed in range(20)])
    assert noise.shape == (20, 8760)
    assert noise.std() == pytest.approx(1.0, abs=0.15)
    assert np.abs(np.diff(noise[0], append=noise[0, :1])).max() < 0.05


def test_a_smooth_field_is_standard_and_changes_by_slopes() -> None:
    smooth = Field(93, memory_hours=6.0, reach_km=350.0, is_smooth=True)
    noise = np.stack([gaussian_field(smooth, seed, PLACES[:1])[0] for seed in range(20)])
    assert noise.mean() == pytest.approx(0.0, abs=0.05)
    assert noise.std() == pytest.approx(1.0, abs=0.05)
    for hours in (1, 6, 24):
        seen = np.mean([np.corrcoef(year[hours:], year[:-hours])[0, 1] for year in noise])
        assert seen == pytest.approx(float(smooth.correlation(np.array(float(hours)))), abs=0.03)
    assert abs(noise[0, 0] - noise[0, -1]) < 5.0 * np.abs(np.diff(noise[0])).std()


def test_a_stretched_field_reaches_less_far_north_in_the_westerlies_only() -> None:
    wide = Field(94, memory_hours=12.0, reach_km=350.0, stretch=10.0)
    for middle_km, times in ((4000.0, 1.0 + 10.0 * (0.7071 - STORM_TRACK)), (1000.0, 1.0)):
        places = np.array([(4000.0, 0.0, middle_km), (4000.0, 150.0, middle_km), (4000.0, 0.0, middle_km + 150.0)])
        noise = np.concatenate([gaussian_field(wide, seed, places) for seed in range(8)], axis=1)
        expected = [1.0, np.exp(-150.0 / 350.0), np.exp(-150.0 * times / 350.0)]
        assert np.corrcoef(noise)[0] == pytest.approx(expected, abs=0.15)
