"""N + k."""

from __future__ import annotations

import pytest

from firmwatt.errors import UserError
from firmwatt.reliability.spare_units import add_spare_units
from firmwatt.reliability.system import Unit
from tests.reliability.campus import ENGINE, campus


def test_the_steps_rise_to_the_target():
    steps = add_spare_units([campus(10, hours=24)], ENGINE, 5.0)
    assert [step.spare_units for step in steps] == [0, 1, 2, 3, 4, 5]
    assert [step.mw for step in steps] == [0, 10, 20, 30, 40, 50]
    nines = [step.nines for step in steps]
    assert nines == sorted(nines)
    assert nines[-2] < 5.0 <= nines[-1]


def test_a_target_that_is_met_needs_none():
    assert len(add_spare_units([campus(20, hours=24)], ENGINE, 4.0)) == 1


@pytest.mark.parametrize(
    ("unit", "target", "message"),
    [
        (ENGINE, -1.0, "--target-nines: -1 is not above 0. Write 4 for 99.99 %."),
        (
            Unit("toy", 0.0, 0.1, 5.0),
            4.0,
            "--target-nines: 60 more of 'toy' reach 0.58 nines, not 4. Ask for less, or name a larger or better unit.",
        ),
    ],
)
def test_what_cannot_be_reached_is_told(unit, target, message):
    with pytest.raises(UserError) as caught:
        add_spare_units([campus(10, hours=24)], unit, target)
    assert str(caught.value) == message
