"""Latin hypercube draws."""

from __future__ import annotations

import numpy as np

from firmwatt.catalog import loader
from firmwatt.facility.sampling import latin_hypercube

ROWS = loader.group("cooling", "small_direct_expansion")


def test_each_slice_of_each_parameter_is_drawn_once() -> None:
    drawn = latin_hypercube(ROWS, 50, 1)["air_fan_pressure_pa"].ravel()
    row = ROWS["air_fan_pressure_pa"]
    slices = np.floor((np.sort(drawn) - row.low) / (row.high - row.low) * 50)
    assert slices.tolist() == list(range(50))


def test_half_of_the_draws_lie_below_the_central_value() -> None:
    for name, drawn in latin_hypercube(ROWS, 100, 3).items():
        row = ROWS[name]
        assert (drawn < row.number).sum() == 50
        assert row.low <= drawn.min()
        assert drawn.max() <= row.high


def test_a_seed_gives_the_same_draws_and_another_others() -> None:
    one, same, other = (latin_hypercube(ROWS, 20, seed)["ups_efficiency"] for seed in (1, 1, 2))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_parameters_are_drawn_apart() -> None:
    drawn = latin_hypercube(ROWS, 1000, 1)
    correlation = np.corrcoef(drawn["ups_efficiency"].ravel(), drawn["air_fan_pressure_pa"].ravel())[0, 1]
    assert abs(correlation) < 0.1
