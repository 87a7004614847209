"""The convolution: classes, stretches, weather, and what more units do."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmwatt.reliability.convolution import convolve, unserved_energy_mwh, weather_tables
from firmwatt.reliability.system import Unit, one_load
from tests.reliability.campus import ENGINE, campus


def test_training_is_shed_before_batch_and_batch_before_interactive():
    shares = np.array([40.0, 30.0, 30.0])
    load = np.repeat(shares[:, None, None], 24, axis=2)
    system = replace(campus(10, hours=24), classes=("interactive", "batch", "training"), load_mw=load)
    found, whole = convolve([system]), convolve([campus(10, hours=24)])
    assert found.eue_mwh_per_year == pytest.approx(whole.eue_mwh_per_year)
    assert found.lolh_hours_per_year == pytest.approx(whole.lolh_hours_per_year)
    lost = [found.eue_by_class_mwh[name] for name in ("interactive", "batch", "training")]
    assert lost == sorted(lost)
    only = convolve([campus(10, load_mw=40.0, hours=24)])
    assert lost[0] == pytest.approx(only.eue_mwh_per_year)


def test_stretches_of_a_year_add_up():
    first, second = campus(10, hours=48), campus(12, hours=72)
    both = convolve([first, second])
    for figure in ("lole_days_per_year", "lolh_hours_per_year", "eue_mwh_per_year", "energy_mwh_per_year"):
        assert getattr(both, figure) == pytest.approx(
            getattr(convolve([first]), figure) + getattr(convolve([second]), figure)
        )
    assert both.hours_per_year == 120


def test_weather_counts_by_its_probability():
    calm_and_windy = replace(
        one_load((ENGINE,) * 10, np.full((2, 24), 100.0)),
        variable_mw=np.array([[0.0] * 24, [20.0] * 24]),
        weather_probability=np.array([0.25, 0.75]),
    )
    calm, windy = convolve([campus(10, hours=24)]), convolve([campus(10, load_mw=80.0, hours=24)])
    expected = 0.25 * calm.eue_mwh_per_year + 0.75 * windy.eue_mwh_per_year
    assert convolve([calm_and_windy]).eue_mwh_per_year == pytest.approx(expected)


def test_a_day_counts_once_at_its_highest_hour():
    load = np.concatenate([np.full(23, 50.0), [100.0]])[None]
    found = convolve([one_load((ENGINE,) * 10, load)])
    assert found.lole_days_per_year == pytest.approx(1 - 0.97**10)


@given(st.integers(1, 13), st.floats(1.0, 50.0), st.floats(0.0, 0.99))
def test_more_units_never_lower_reliability(count, mw, rate):
    less = convolve([campus(count, hours=24)])
    system = campus(count, hours=24)
    more = convolve([replace(system, units=(*system.units, Unit("more", mw, rate, 50.0)))])
    assert more.lolh_hours_per_year <= less.lolh_hours_per_year + 1e-12
    assert more.eue_mwh_per_year <= less.eue_mwh_per_year + 1e-9


def test_firm_capacity_can_be_asked_of_a_table():
    asked = unserved_energy_mwh(weather_tables(campus(10)), campus(10), 5.0)
    assert asked == pytest.approx(convolve([campus(10).with_firm(5.0)]).eue_mwh_per_year)
