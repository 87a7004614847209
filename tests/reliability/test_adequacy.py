"""Nines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from firmwatt.reliability.adequacy import nines
from firmwatt.reliability.convolution import convolve
from tests.reliability.campus import campus


@pytest.mark.parametrize(("missing", "expected"), [(0.1, 1.0), (1e-5, 5.0), (1.0, 0.0), (0.0, 15.0), (1e-300, 15.0)])
def test_nines(missing, expected):
    assert nines(missing) == pytest.approx(expected)


def test_a_campus_has_nines_of_hours_and_of_energy():
    found = convolve([campus(14)])
    assert found.nines == pytest.approx(nines(1.0 - found.availability), rel=1e-9)
    assert found.nines_by_class["load"] == pytest.approx(nines(found.eue_mwh_per_year / found.energy_mwh_per_year))
    assert replace(found, energy_by_class_mwh={"load": 0.0}).nines_by_class == {"load": 15.0}
