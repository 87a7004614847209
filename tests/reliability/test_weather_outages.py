"""Outages that follow the temperature: the same yearly rate, more of it in the cold; both methods agree."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.catalog import loader as catalog
from firmwatt.errors import UserError
from firmwatt.reliability.convolution import convolve
from firmwatt.reliability.monte_carlo import SimulationOptions, simulate
from firmwatt.reliability.system import Unit, one_load
from firmwatt.reliability.weather_outages import (
    BINS,
    COLDEST_C,
    TABLE,
    curve,
    follow_file,
    temperature_bins,
    with_weather,
)

TURBINES = {"turbine": "gas_turbine"}


def winter_load(random):
    """Return (temperatures, load) of a region that heats: the colder, the more."""
    day = np.arange(8760) / 24
    temperature = 10 - 14 * np.cos(2 * np.pi * day / 365) + random.normal(0, 3, 365).repeat(24)
    return temperature[None], (60 + 1.5 * np.maximum(15 - temperature, 0))[None]


@pytest.fixture(scope="module")
def winter():
    temperature, load = winter_load(np.random.default_rng(1))
    plain = one_load((Unit("turbine", 10.0, 0.04, 40.0),) * 13, load)
    (follows,) = with_weather([plain], [temperature_bins(temperature)], TURBINES)
    return plain, follows


def test_the_curve_is_the_published_one():
    rates = curve("gas_turbine")
    assert len(rates) == BINS
    assert rates[0] == 0.199
    assert rates[-1] == 0.066
    assert rates[15 - COLDEST_C] == 0.024
    assert rates[-12 - COLDEST_C] == pytest.approx(0.099 + 0.4 * (0.199 - 0.099))
    assert curve("fuel_cell") is None


def test_every_curve_has_all_its_points():
    assert all(len(curve(key)) == BINS for key in catalog.keys(TABLE))


def test_over_the_year_a_unit_fails_as_often_as_before(winter):
    plain, follows = winter
    rates = np.array(follows.units[0].rate_by_bin)
    assert rates[follows.weather_bin].mean() == pytest.approx(plain.units[0].forced_outage_rate, rel=1e-12)
    assert rates[0] > 3 * rates[10 - COLDEST_C]


def test_a_cold_snap_that_takes_units_and_raises_load_hurts(winter):
    plain, follows = winter
    assert convolve([follows]).eue_mwh_per_year > 2 * convolve([plain]).eue_mwh_per_year
    assert convolve([follows]).lolh_hours_per_year > convolve([plain]).lolh_hours_per_year


def test_drawn_and_convolved_agree(winter):
    _, follows = winter
    exact = convolve([follows])
    drawn = simulate([follows], SimulationOptions(least_years=1000, most_years=1000, workers=2))
    for name in ("lolh_hours_per_year", "eue_mwh_per_year"):
        low, high = drawn.ci95[name]
        assert low <= getattr(exact, name) <= high
    alone, two = (simulate([follows], SimulationOptions(0, 100, 100, workers=workers)) for workers in (1, 2))
    assert alone.eue_mwh_per_year == two.eue_mwh_per_year


def test_a_curve_that_is_flat_changes_nothing(winter):
    plain, follows = winter
    flat = replace(follows, units=tuple(replace(u, rate_by_bin=(0.04,) * BINS) for u in follows.units))
    for name in ("lole_days_per_year", "lolh_hours_per_year", "eue_mwh_per_year"):
        assert getattr(convolve([flat]), name) == pytest.approx(getattr(convolve([plain]), name), rel=1e-9)


def test_units_without_a_curve_stay_as_they_are(winter):
    plain, _ = winter
    bins = np.zeros((1, 8760), dtype=np.int64)
    (same,) = with_weather([plain], [bins], {"turbine": "fuel_cell"})
    assert same.units == plain.units
    assert not same.follows_weather


def test_a_weather_file_beside_a_table_of_units(tmp_path, winter):
    plain, follows = winter
    temperature, _ = winter_load(np.random.default_rng(1))
    stamps = np.datetime64("2023-01-01T00", "h") + np.arange(8760)
    lines = [f"{stamp}:00Z,{degrees:.3f}" for stamp, degrees in zip(stamps, temperature[0], strict=True)]
    path = tmp_path / "weather.csv"
    path.write_text("\n".join(["time_utc,temperature_c", *lines]) + "\n")
    found = follow_file(plain, path, TURBINES)
    assert convolve([found]).eue_mwh_per_year == pytest.approx(convolve([follows]).eue_mwh_per_year, rel=0.01)
    short = one_load(plain.units, plain.load_mw[0, :, :48])
    with pytest.raises(UserError, match=r"^--weather: the load has 48 hours and the weather 8760. Give whole"):
        follow_file(short, path, TURBINES)
