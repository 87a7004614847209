"""The longest path through overlapping steps."""

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.errors import UserError
from firmwatt.planning.critical_path import latest, longest_path_years
from firmwatt.scenario.assets import LeadStep

PERMIT = LeadStep("permit", 0.5, 1.0, 2.0)
PROCURE = LeadStep("procure", 2.0, 3.0, 4.0)
BUILD = LeadStep("build", 1.0, 2.0, 3.0, after=("permit", "procure"))
CONNECT = LeadStep("connect", 3.0, 5.5, 8.0)


def central(step):
    return step.central_years


def test_a_path_by_hand():
    assert longest_path_years([BUILD, PERMIT, PROCURE], central) == 5.0
    assert longest_path_years([BUILD, PERMIT, PROCURE, CONNECT], central) == 5.5
    assert longest_path_years([BUILD, PERMIT, PROCURE, CONNECT], lambda step: step.low_years) == 3.0
    assert longest_path_years([], central) == 0.0


def test_each_draw_has_its_own_longest_path():
    lengths = {"permit": np.array([1.0, 9.0]), "procure": np.array([3.0, 3.0]), "build": np.array([2.0, 2.0])}
    assert longest_path_years([PERMIT, PROCURE, BUILD], lambda step: lengths[step.name]).tolist() == [5.0, 11.0]


def test_a_step_may_wait_for_its_slot():
    assert longest_path_years([PERMIT, PROCURE, BUILD], central, {"procure": 1.5}) == 6.5
    assert longest_path_years([PERMIT, PROCURE, BUILD], central, {"permit": 1.5}) == 5.0


def test_steps_that_wait_for_each_other_are_refused():
    circle = [replace(PERMIT, after=("build",)), replace(BUILD, after=("permit",))]
    with pytest.raises(UserError, match=r"steps: \['build', 'permit'\] wait for each other"):
        longest_path_years(circle, central)


def test_the_latest_moment_counts():
    assert latest([np.array([1.0, 5.0]), np.asarray(3.0)]).tolist() == [3.0, 5.0]
    assert latest([]) == 0.0
