"""The outage table against enumeration, and its thinning."""

from __future__ import annotations

from itertools import product
from math import prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmwatt.reliability import outage_table
from firmwatt.reliability.outage_table import build_outage_table
from firmwatt.reliability.system import CommonCause, Unit

FLEETS = st.lists(
    st.tuples(st.integers(1, 4).map(float), st.sampled_from([0.0, 0.1, 0.5, 1.0])), min_size=1, max_size=6
)
ODD = [Unit(str(i), 7.0 + 0.137913 * i * i, 0.05 + 0.01 * i, 40.0) for i in range(12)]


def enumerated(units):
    """Return (capacity, probability) of every combination of units up and down."""
    for up in product((True, False), repeat=len(units)):
        pairs = list(zip(units, up, strict=True))
        yield (
            sum(unit.mw for unit, is_up in pairs if is_up),
            prod(1 - unit.forced_outage_rate if is_up else unit.forced_outage_rate for unit, is_up in pairs),
        )


@given(FLEETS, st.floats(-2.0, 20.0))
def test_every_combination_counts(fleet, load):
    units = [Unit("x", mw, rate, 50.0) for mw, rate in fleet]
    table = build_outage_table(units)
    short = [(load - capacity, chance) for capacity, chance in enumerated(units) if capacity < load - 1e-6]
    assert table.probability.sum() == pytest.approx(1.0)
    assert table.loss_probability(np.array([load]))[0] == pytest.approx(sum(p for _, p in short), abs=1e-12)
    assert table.unserved_mw(np.array([load]))[0] == pytest.approx(sum(mw * p for mw, p in short), abs=1e-10)


def test_a_common_cause_mixes_all_and_none():
    units = [Unit("a", 10.0, 0.1, 50.0, "gas"), Unit("b", 10.0, 0.1, 50.0, "gas"), Unit("c", 5.0, 0.2, 50.0)]
    table = build_outage_table(units, [CommonCause("gas", 0.25, 24.0)])
    expected = {0: 0.25 + 0.75 * 0.01, 10: 0.75 * 0.18, 20: 0.75 * 0.81}
    whole = {mw + more: p * q for mw, p in expected.items() for more, q in ((0, 0.2), (5, 0.8))}
    assert dict(zip(table.capacity_mw.tolist(), table.probability.tolist(), strict=True)) == pytest.approx(whole)


def test_odd_sizes_are_exact():
    table = build_outage_table(ODD)
    load = np.array([90.0, 120.0])
    for index, asked in enumerate(load):
        short = [(asked - capacity, chance) for capacity, chance in enumerated(ODD) if capacity < asked - 1e-6]
        assert table.unserved_mw(load)[index] == pytest.approx(sum(mw * p for mw, p in short), rel=1e-10)


def test_too_many_states_are_shared_out_on_a_grid(monkeypatch):
    exact = build_outage_table(ODD)
    monkeypatch.setattr(outage_table, "MOST_STATES", 1000)
    thin = build_outage_table(ODD)
    assert len(thin.capacity_mw) <= 1000 < len(exact.capacity_mw)
    assert thin.probability @ thin.capacity_mw == pytest.approx(exact.probability @ exact.capacity_mw, rel=1e-12)
    load = np.array([100.0, 120.0])
    assert thin.unserved_mw(load) == pytest.approx(exact.unserved_mw(load), rel=2e-3)


def test_no_units_give_nothing():
    table = build_outage_table([])
    assert table.unserved_mw(np.array([3.0, -1.0])).tolist() == [3.0, 0.0]


def test_thousands_of_like_units_take_one_step():
    table = build_outage_table([Unit("cell", 1.0, 0.02, 24.0)] * 5000)
    assert table.probability @ table.capacity_mw == pytest.approx(4900.0, rel=1e-9)
