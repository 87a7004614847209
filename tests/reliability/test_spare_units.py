"""N + k."""

from __future__ import annotations

import pytest

from firmwatt.errors import UserError
from firmwatt.reliability.spare_units import add_spare_units
from firmwatt.reliability.system import Unit
from tests.reliability.campus import ENGINE, campus


def test_the_steps_rise_to_the_target():
    design = add_spare_units([campus(10, hours=24)], ENGINE, 5.0)
    steps = design.steps
    assert design.is_reached
    assert [step.spare_units for step in steps] == [0, 1, 2, 3, 4, 5]
    assert [step.mw for step in steps] == [0, 10, 20, 30, 40, 50]
    nines = [step.nines for step in steps]
    assert nines == sorted(nines)
    assert nines[-2] < 5.0 <= nines[-1]


def test_a_target_that_is_met_needs_none():
    assert len(add_spare_units([campus(20, hours=24)], ENGINE, 4.0).steps) == 1


def test_what_never_runs_does_not_help():
    design = add_spare_units([campus(10, hours=24)], Unit("toy", 0.0, 0.1, 5.0), 4.0)
    assert not design.is_reached
    assert len(design.steps) == 11
    assert (design.unit_name, design.target_nines) == ("toy", 4.0)


def test_a_target_that_cannot_be_is_told():
    with pytest.raises(UserError) as caught:
        add_spare_units([campus(10, hours=24)], ENGINE, -1.0)
    assert str(caught.value) == "--target-nines: -1 is not above 0. Write 4 for 99.99 %."
