"""From the chip to the meter, the air and the water: by hand, and conserved."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.accounting.footprint import footprint
from firmwatt.accounting.label_place import Place
from firmwatt.demand.inference import Served

PLACE = Place("pjm", "ashburn", "direct_liquid_dry_cooler", 1.1, 0.5, 400.0, 1000.0)
SERVED = Served(np.array([2.0]), np.array([1.6]), np.array([2.6]), np.array([20.0]), np.array([0.5]))
ONE = np.zeros(1, np.int64)


def test_the_chain_from_chip_to_meter_by_hand():
    cost = footprint(SERVED, np.array([100.0]), [PLACE], ONE)
    it_wh = 200.0 / 3600 * 1.43 * 1.12
    assert cost.energy_wh.value[0] == pytest.approx(it_wh * 1.1)
    assert cost.carbon_gco2e.value[0] == pytest.approx(it_wh * 1.1 * 0.4)
    assert cost.site_water_ml[0] == pytest.approx(it_wh * 0.5)
    assert cost.water_ml.value[0] == pytest.approx(it_wh * 0.5 + it_wh * 1.1 * 1.0)
    assert cost.embodied_gco2e[0] == pytest.approx(0.5 * 1.12 * 330e3 / (5 * 8760 * 3600 * 0.6))


def test_google_shares_come_back():
    """Elsworth et al. 2025: 0.24 Wh, of it 58 % accelerators, 25 % host, 10 % idle, 8 % overhead, each to 5 points."""
    chip_j = 0.58 * 0.24 * 3600
    google = Place("pjm", "ashburn", "direct_liquid_dry_cooler", 1.09, 0.0, 0.0, 0.0)
    served = Served(np.array([chip_j]), np.array([chip_j]), np.array([chip_j]), np.array([20.0]), np.array([0.5]))
    total = footprint(served, np.array([1.0]), [google], ONE).energy_wh.value[0]
    assert total == pytest.approx(0.24, rel=0.02)
    chip, host, idle = chip_j / 3600, 0.43 * chip_j / 3600, 0.12 * 1.43 * chip_j / 3600
    shares = np.array([chip, host, idle, total - chip - host - idle]) / total
    assert shares == pytest.approx([0.58, 0.25, 0.10, 0.08], abs=0.05)


def test_the_plants_own_interval_is_that_of_the_meter():
    """Chips known exactly: only host and idle shares and the plant are left, and their squared logarithms add."""
    known = replace(SERVED, low=SERVED.joules_per_output_token, high=SERVED.joules_per_output_token)
    plain, wide = (
        footprint(known, np.array([100.0]), [where], ONE)
        for where in (PLACE, replace(PLACE, pue_factors=(0.9, 1.3), wue_factors=(0.5, 2.0)))
    )
    for end, factor in (("low", 0.9), ("high", 1.3)):
        logs = [np.log(getattr(cost.energy_wh, end)[0] / cost.energy_wh.value[0]) for cost in (plain, wide)]
        assert logs[1] ** 2 - logs[0] ** 2 == pytest.approx(np.log(factor) ** 2)
    share = wide.site_water_ml[0] / wide.water_ml.value[0]
    logs = [np.log(cost.water_ml.high[0] / cost.water_ml.value[0]) for cost in (plain, wide)]
    assert logs[1] ** 2 - logs[0] ** 2 == pytest.approx(np.log(1.3) ** 2 + np.log(1.0 + share) ** 2)


def test_intervals_widen_from_chip_to_meter_to_carbon_to_water():
    cost = footprint(SERVED, np.array([100.0]), [PLACE], ONE)
    spans = [spread.high[0] / spread.low[0] for spread in (cost.energy_wh, cost.carbon_gco2e, cost.water_ml)]
    assert 2.6 / 1.6 < spans[0] < spans[1] < spans[2]
    for spread in (cost.energy_wh, cost.carbon_gco2e, cost.water_ml):
        assert spread.low[0] < spread.value[0] < spread.high[0]
