from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from firmwatt.facility.psychrometrics import air_density_kg_per_m3
from firmwatt.resource.wind import (
    OFFSHORE,
    ONSHORE,
    farm_curve,
    wind_availability,
)
from tests.data import data_path


def test_the_curve_rises_to_rated_and_ends_in_the_storm() -> None:
    speeds, shares = farm_curve(ONSHORE)
    assert np.interp([0.0, 2.0, 14.0, 39.0], speeds, shares) == pytest.approx([0.0, 0.0, 1.0, 0.0], abs=0.01)
    rising = shares[speeds < 15.0]
    assert np.all(np.diff(rising) > -1e-9)
    assert np.interp(7.0, speeds, shares) == pytest.approx((7.0 / 9.8) ** 3, abs=0.02)


def test_losses_thin_air_and_height_count() -> None:
    def at(speed: float, height_m: float, density: float) -> float:
        return float(wind_availability(np.array([speed]), height_m, np.array([density]), ONSHORE)[0])

    assert at(14.0, 110.0, 1.225) == pytest.approx(1.0 - ONSHORE.loss_share, abs=0.01)
    assert at(7.0, 110.0, 1.0) < at(7.0, 110.0, 1.225)
    assert at(7.0, 50.0, 1.225) > at(7.0, 110.0, 1.225)


def test_offshore_turbines_on_offshore_wind_give_forty_to_fifty_five_percent() -> None:
    generator = np.random.default_rng(1)
    speed = 9.5 / 0.8862 * generator.weibull(2.2, 8760) * 0.8862 / 0.8856
    share = wind_availability(speed, 100.0, np.full(8760, 1.225), OFFSHORE)
    assert 0.40 < share.mean() < 0.55


def test_amarillo_with_measured_wind_gives_a_plains_capacity_factor() -> None:
    file = data_path("us_weather_nrel/35.2018863_-101.945027_windtoolkit_2012_60min_80m_100m.srw.gz")
    rows = pd.read_csv(file, skiprows=5, header=None).to_numpy(dtype=np.float64)
    density = air_density_kg_per_m3(rows[:, 4], rows[:, 5] * 101_325.0)
    share = wind_availability(rows[:, 6], 100.0, density, ONSHORE)
    assert 0.35 < share.mean() < 0.55
