"""Fans and pumps against hand sums."""

from __future__ import annotations

import numpy as np
import pytest

from firmwatt.facility.movers import (
    air_flow_kg_per_kj,
    fan_kw_per_kw,
    flow_factor,
    free_share,
    outdoor_flow_share,
    pump_kw_per_kw,
    water_flow_kg_per_kj,
)


def test_a_fan_by_hand() -> None:
    """One kW of heat at 10 K needs 0.0994 kg/s of air; at 1.2 kg/m³, 600 Pa and 60 % that is 82.8 W."""
    flow = air_flow_kg_per_kj(10.0)
    assert flow == pytest.approx(0.099404, rel=1e-4)
    assert float(fan_kw_per_kw(flow, 1.2, 600.0, 0.6)) == pytest.approx(0.082836, rel=1e-4)


def test_a_pump_by_hand() -> None:
    """One kW at 5 K needs 0.0478 kg/s of water; at 200 kPa and 80 % that is 12.0 W."""
    assert water_flow_kg_per_kj(5.0) == pytest.approx(0.047778, rel=1e-4)
    assert pump_kw_per_kw(5.0, 200e3, 0.8) == pytest.approx(0.011981, rel=1e-3)


def test_free_cooling_is_full_partial_and_none() -> None:
    assert free_share([10.0, 18.0, 21.0, 24.0, 40.0], 18.0, 6.0).tolist() == [1.0, 1.0, 0.5, 0.0, 0.0]


def test_fans_follow_the_load_down_to_their_least_flow() -> None:
    """At 80 % load flow is 80 % and power 51.2 %, over 80 % of the heat; below half flow the power stays."""
    assert flow_factor(0.8, 0.5) == pytest.approx(0.64)
    assert flow_factor(0.25, 0.5) == pytest.approx(0.125 / 0.25)


def test_fans_that_cannot_slow_down_draw_full_power_at_any_load() -> None:
    assert flow_factor(0.4, 1.0) * 0.4 == pytest.approx(1.0)


def test_colder_air_lets_the_outdoor_fans_slow_down() -> None:
    assert outdoor_flow_share(5.0, np.array([-3.0, 5.0, 10.0, 40.0]), 0.3).tolist() == [1.0, 1.0, 0.5, 0.3]
