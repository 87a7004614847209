from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.catalog import loader
from firmwatt.grid.balance import Sky, balance, fuel_shares, hourly_load, is_carbon_free
from tests.cases import region

DAY = np.arange(8760) % 24
MILD = np.full(8760, 15.0)
SKY = Sky(MILD, np.maximum(np.sin((DAY - 12) / 12 * np.pi), 0.0), 0.3 + 0.2 * np.sin(np.arange(8760) / 90.0))
GRID = replace(region("grid"), time_zone="UTC")


def test_the_load_follows_clock_week_and_heat() -> None:
    load = hourly_load(GRID, 2027, MILD)
    assert load.mean() == pytest.approx(1.0, abs=1e-12)
    assert load.reshape(365, 24).mean(axis=0).argmax() == 18
    hot = MILD.copy()
    hot[4000:4100] = 38.0
    assert hourly_load(GRID, 2027, hot)[4050] > 1.1 * load[4050]
    cold = MILD.copy()
    cold[100:200] = -15.0
    assert hourly_load(GRID, 2027, cold)[150] > 1.1 * load[150]


def test_where_heat_is_electric_each_kelvin_of_cold_adds_more_than_the_one_before() -> None:
    electric = replace(GRID, parameters={"load_heating_share_per_c": 0.017, "load_frost_share_per_c2": 0.0015})

    def rise(colder_c: float) -> float:
        cold = MILD.copy()
        cold[2000:2200] = colder_c
        load = hourly_load(electric, 2027, cold)
        return float(load[2100] / load[2100 - 7 * 24])  # the same hour a mild week before

    assert rise(2.0) == pytest.approx(1.0 + 0.017 * 10.0 + 0.0015 * 10.0**2, rel=0.01)
    assert rise(-8.0) - rise(2.0) > 1.5 * (rise(2.0) - rise(12.0))


def test_sun_and_wind_lower_the_fossil_output() -> None:
    hours = balance(GRID, 2027, 0.5, SKY)
    noon, night = (hours.fossil.reshape(365, 24).mean(axis=0)[hour] for hour in (18, 1))
    assert hours.fossil.min() > 0.0
    assert hours.fossil.mean() == pytest.approx(0.5, abs=0.05)
    assert noon / hours.load.reshape(365, 24).mean(axis=0)[18] < night / hours.load.reshape(365, 24).mean(axis=0)[1]
    windy = SKY.wind > np.quantile(SKY.wind, 0.9)
    assert hours.fossil[windy].mean() < hours.fossil.mean()


def test_more_clean_power_spills_more() -> None:
    assert balance(GRID, 2027, 0.9, SKY).spill.mean() > balance(GRID, 2027, 0.5, SKY).spill.mean()


def test_a_lower_share_than_steady_plants_give_scales_them() -> None:
    shares = fuel_shares({"nuclear": 0.4, "hydro": 0.2, "gas": 0.4}, 0.3)
    assert shares == pytest.approx({"solar": 0.0, "wind": 0.0, "hydro": 0.1, "steady": 0.2})
    assert fuel_shares({"gas": 1.0}, 0.2)["solar"] == pytest.approx(0.1)


def test_the_catalogue_says_what_is_carbon_free() -> None:
    assert [is_carbon_free(fuel) for fuel in ("wind", "nuclear", "gas", "biomass", "unheard_of")] == [
        True,
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize("key", loader.keys("mixes"))
def test_each_regions_mix_is_whole_and_agrees_with_its_share(key: str) -> None:
    mix = {fuel: row.number for fuel, row in loader.group("mixes", key).items()}
    assert sum(mix.values()) == pytest.approx(1.0, abs=1e-9)
    assert set(mix) <= set(loader.keys("generation_rates"))
    clean = sum(share for fuel, share in mix.items() if is_carbon_free(fuel))
    assert loader.get("regions", key, "carbon_free_share").number == pytest.approx(clean, abs=1e-3)
    direct = sum(s * loader.get("generation_rates", f, "emission_kg_per_mwh").number for f, s in mix.items())
    assert loader.get("regions", key, "mean_intensity_kg_per_mwh").number == pytest.approx(direct, rel=0.25)
