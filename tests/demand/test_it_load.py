"""Pools of work: how their chips may run."""

from __future__ import annotations

import numpy as np

from firmwatt.demand.it_load import FREE, Throttle, WorkPool
from firmwatt.scenario.case import WorkClass


def pool(throttle: Throttle | None = None) -> WorkPool:
    arrivals = np.ones((1, 8760))
    return WorkPool("chat/home", "chat", WorkClass.INTERACTIVE, (0,), arrivals, 0, 900.0, False, throttle=throttle)


def test_a_pool_without_a_cap_runs_freely():
    assert pool().ways == (FREE,)
    assert (FREE.time_factor, FREE.energy_factor) == (1.0, 1.0)


def test_a_cap_is_a_second_way_beside_free_running():
    capped = Throttle(1.1, 0.85)
    assert pool(capped).ways == (FREE, capped)


def test_a_pool_does_not_swing_unless_said():
    assert pool().swing == 0.0
