from __future__ import annotations

import numpy as np
import pytest

from firmwatt.grid.balance import Balance
from firmwatt.grid.price import hourly_price, with_mean

GENERATOR = np.random.default_rng(5)
CHANCE = GENERATOR.standard_normal(8760)
FOSSIL = 0.5 + 0.2 * np.sin(np.arange(8760) / 24 * 2 * np.pi)
NO_SPILL = np.zeros(8760)
PARAMETERS = {"price_coefficient_of_variation": 0.8, "price_spike_hours_per_year": 40.0}


def test_mean_and_variation_are_those_asked_for() -> None:
    price = hourly_price(Balance(np.ones(8760), FOSSIL, NO_SPILL), 40.0, CHANCE, PARAMETERS)
    assert price.mean() == pytest.approx(40.0, abs=1e-10)
    assert price.std() / price.mean() == pytest.approx(0.8, abs=0.01)
    assert price.min() > 0.0
    assert np.corrcoef(price, FOSSIL)[0, 1] > 0.4


def test_a_spill_takes_the_price_to_the_floor_and_the_mean_stays() -> None:
    spill = NO_SPILL.copy()
    spill[100:110] = 0.5
    asked = PARAMETERS | {"price_floor_usd_per_mwh": -25.0}
    price = hourly_price(Balance(np.ones(8760), FOSSIL, spill), 40.0, CHANCE, asked)
    assert price[100:110] == pytest.approx(np.full(10, -25.0), abs=1e-6)
    assert price.mean() == pytest.approx(40.0, abs=1e-10)


def test_more_spike_hours_lift_the_highest() -> None:
    hours = Balance(np.ones(8760), FOSSIL, NO_SPILL)
    calm = hourly_price(hours, 40.0, CHANCE, PARAMETERS | {"price_spike_hours_per_year": 0.0})
    spiky = hourly_price(hours, 40.0, CHANCE, PARAMETERS)
    assert spiky.max() > 1.2 * calm.max()


def test_price_follows_fossil_output_as_closely_as_the_region_says() -> None:
    hours = Balance(np.ones(8760), FOSSIL, NO_SPILL)

    def closeness(share: float) -> float:
        price = hourly_price(hours, 40.0, CHANCE, PARAMETERS | {"price_fundamental_share": share})
        return float(np.corrcoef(np.log(price), FOSSIL)[0, 1])

    assert closeness(0.66) == pytest.approx(np.sqrt(0.66), abs=0.05)
    assert closeness(0.32) == pytest.approx(np.sqrt(0.32), abs=0.05)


def test_a_flat_series_gets_its_mean() -> None:
    assert with_mean(np.full(4, 2.0), 5.0).tolist() == [5.0] * 4
