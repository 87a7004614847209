from __future__ import annotations

import numpy as np
import pytest

from firmwatt.grid.balance import Balance
from firmwatt.grid.carbon import average_intensity, carbon_free_share, marginal_intensity, with_share

FOSSIL = np.clip(0.5 + 0.3 * np.sin(np.arange(8760) / 24 * 2 * np.pi), 0.25, None)
HOURS = Balance(np.ones(8760), FOSSIL, np.where(FOSSIL <= 0.25, 0.2, 0.0))


def test_the_means_are_exact_and_the_two_are_opposite() -> None:
    intensity, share = average_intensity(HOURS, 350.0), carbon_free_share(HOURS, 0.41)
    assert intensity.mean() == pytest.approx(350.0, abs=1e-10)
    assert share.mean() == pytest.approx(0.41, abs=1e-12)
    assert np.corrcoef(intensity, share)[0, 1] == pytest.approx(-1.0, abs=1e-6)


@pytest.mark.parametrize("mean", [0.0, 0.05, 0.5, 0.95, 1.0])
def test_shares_stay_shares(mean: float) -> None:
    moved = with_share(np.array([0.0, 0.3, 1.0]), mean)
    assert moved.mean() == pytest.approx(mean)
    assert moved.min() >= 0.0
    assert moved.max() <= 1.0


def test_coal_follows_in_low_hours_and_spill_emits_nothing() -> None:
    gas_only = marginal_intensity(HOURS, {"gas": 0.6, "wind": 0.4})
    with_coal = marginal_intensity(HOURS, {"gas": 0.3, "coal": 0.3, "wind": 0.4})
    assert with_coal.mean() > gas_only.mean()
    assert gas_only[HOURS.spill > 0.1].max() == 0.0
    running = HOURS.spill == 0.0
    assert 390.0 < gas_only[running].min() < gas_only[running].max() < 640.0
