"""What chips draw is what they serve, less what a power cap saves."""

import numpy as np
import pytest

from firmwatt.demand.pools import build_it_load
from firmwatt.operation.dispatch import it_power_mw
from firmwatt.scenario.case import WorkClass
from tests.cases import tiny_case, workload

SERVED = np.full((1, 1, 2, 3), 100.0)


def test_chips_without_a_cap_draw_what_they_serve() -> None:
    load = build_it_load(tiny_case(workloads=(workload("run", WorkClass.TRAINING),)), np.array([[100.0]]))
    assert load.pools[0].throttle is None
    assert it_power_mw(load, SERVED, np.zeros_like(SERVED)) == pytest.approx(SERVED)


def test_a_cap_saves_on_the_work_that_runs_under_it_alone() -> None:
    work = workload("run", WorkClass.TRAINING, power_cap_share=0.7)
    load = build_it_load(tiny_case(workloads=(work,)), np.array([[100.0]]))
    throttle = load.pools[0].throttle
    assert throttle is not None
    drawn = it_power_mw(load, SERVED, 0.5 * SERVED)
    assert drawn == pytest.approx(50.0 + 50.0 * throttle.energy_factor)
    assert (drawn < SERVED).all()
