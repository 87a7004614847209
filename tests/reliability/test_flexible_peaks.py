"""What flexible compute takes off the peaks: nothing where nothing waits, and by hand where something does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.errors import UserError
from firmwatt.operation.read import dispatch_from_plan
from firmwatt.planning.solve import solve_plan
from firmwatt.reliability.flexible_peaks import flexible_peaks
from tests.cases import two_site_case
from tests.worlds import simple_inputs


@pytest.fixture(scope="module")
def dispatch():
    return dispatch_from_plan(solve_plan(simple_inputs(two_site_case())))


def at_once(dispatch):
    """Return the dispatch whose work runs as it arrives, at the mean shares of the sites in each year."""
    time = dispatch.plan.inputs.time
    served = np.zeros_like(dispatch.served_mw)
    for year in range(len(time.planning_years)):
        inside = time.chain_year == year
        weight = time.chain_hour_weight[inside, None]
        total = (dispatch.served_mw[:, :, inside] * weight).sum(axis=(2, 3))
        share = total / np.maximum(total.sum(axis=1, keepdims=True), 1e-12)
        served[:, :, inside] = share[:, :, None, None] * dispatch.arrived_mw[:, None, inside]
    return replace(dispatch, served_mw=served)


def test_work_that_runs_when_it_arrives_takes_nothing_off(dispatch):
    for found in flexible_peaks(at_once(dispatch)):
        assert found.saved_mw == pytest.approx(0.0, abs=1e-6)
        assert found.coincident_saved_mw == pytest.approx(0.0, abs=1e-6)
        assert found.load_factor == pytest.approx(found.load_factor_without)


def test_a_peak_of_work_that_waits_comes_off_the_peak(dispatch):
    flat = at_once(dispatch)
    arrived = flat.arrived_mw.copy()
    pue = 1.25
    arrived[..., 5] += 10.0  # ten megawatts of each pool more arrive in one hour, and the run served them over the day
    found = flexible_peaks(replace(flat, arrived_mw=arrived))
    system = found[-1]
    assert system.area == "system"
    assert 0.0 < system.saved_mw <= 10.0 * len(arrived) * pue + 1e-6
    assert system.peak_mw_without == pytest.approx(system.peak_mw + system.saved_mw)
    assert system.load_factor > system.load_factor_without
    assert system.ramp_up_mw_per_hour < system.ramp_up_mw_per_hour_without


def test_areas_add_up_in_the_hour_of_the_systems_peak(dispatch):
    *regions, system = flexible_peaks(dispatch, 2030)
    assert sum(each.coincident_saved_mw for each in regions) == pytest.approx(system.coincident_saved_mw)
    assert sum(each.dearest_mw for each in regions) == pytest.approx(system.dearest_mw)
    assert [each.area for each in regions] == ["grid", "desert"]


def test_a_year_that_was_not_planned(dispatch):
    with pytest.raises(UserError, match=r"^--year: the plan does not look at 2031"):
        flexible_peaks(dispatch, 2031)
