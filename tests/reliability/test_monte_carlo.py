"""The simulation: agrees with the convolution, stops when told to, helps from stores and patience."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.reliability.convolution import convolve
from firmwatt.reliability.monte_carlo import SimulationOptions, simulate
from firmwatt.reliability.system import CommonCause, Curtailable, Store, one_load
from tests.reliability.campus import ENGINE, campus

BATTERY = Store("battery", 10.0, 40.0, 0.9, 0.9)


def years(count, **changes):
    return SimulationOptions(least_years=count, most_years=count, **changes)


def test_two_stretches_and_classes_agree_with_the_convolution():
    load = np.repeat(np.array([60.0, 45.0])[:, None, None], 2000, axis=2)
    parts = [replace(campus(n, hours=2000), classes=("chat", "train"), load_mw=load) for n in (10, 11)]
    drawn, exact = simulate(parts, years(2000)), convolve(parts)
    assert drawn.lolh_hours_per_year == pytest.approx(exact.lolh_hours_per_year, rel=0.03)
    assert drawn.eue_by_class_mwh == pytest.approx(exact.eue_by_class_mwh, rel=0.05, abs=5)
    assert drawn.energy_by_class_mwh == exact.energy_by_class_mwh
    assert drawn.hours_per_year == 4000


def test_weather_is_drawn_by_its_probability():
    system = replace(one_load((), np.array([[1.0] * 24, [0.0] * 24])), weather_probability=np.array([0.2, 0.8]))
    assert simulate([system], years(4000)).lolh_hours_per_year == pytest.approx(4.8, rel=0.1)


def test_common_causes_agree_with_the_convolution():
    system = campus(12, hours=4000)
    units = tuple(replace(unit, cause="gas") for unit in system.units[:6]) + system.units[6:]
    common = replace(system, units=units, causes=(CommonCause("gas", 0.05, 24.0),))
    drawn, exact = simulate([common], years(2000)), convolve([common])
    assert drawn.lolh_hours_per_year == pytest.approx(exact.lolh_hours_per_year, rel=0.03)
    assert drawn.eue_mwh_per_year == pytest.approx(exact.eue_mwh_per_year, rel=0.04)


def test_threads_do_not_change_the_answer():
    assert simulate([campus(11)], years(400)) == simulate([campus(11)], years(400, workers=3))


def test_it_stops_once_it_is_precise():
    loose = simulate([campus(11)], SimulationOptions(precision=0.2, least_years=50))
    tight = simulate([campus(11)], SimulationOptions(precision=0.05, least_years=50))
    assert loose.years_simulated < tight.years_simulated < 2000
    low, high = tight.ci95["eue_mwh_per_year"]
    assert (high - low) / 2 <= 0.05 * tight.eue_mwh_per_year
    assert simulate([campus(11)], SimulationOptions(precision=1e-6, most_years=300)).years_simulated == 300


def test_nothing_drawn_is_not_called_certain():
    found = simulate([campus(40, hours=24)], years(20))
    assert found.lolh_hours_per_year == 0.0
    assert np.isnan(found.ci95["lolh_hours_per_year"]).all()
    assert found.mean_event_hours == 0.0


def test_stores_and_patience_help():
    plain = simulate([campus(11)], years(300))
    stored = simulate([campus(11, stores=(BATTERY,))], years(300))
    patient = simulate([replace(campus(11), curtailable=Curtailable(5.0, 100.0))], years(300))
    assert stored.eue_mwh_per_year < plain.eue_mwh_per_year
    assert patient.eue_mwh_per_year < plain.eue_mwh_per_year
    assert patient.curtailed_mwh_per_year <= 500.0
    assert patient.eue_mwh_per_year + patient.curtailed_mwh_per_year == pytest.approx(plain.eue_mwh_per_year)


def test_a_longer_repair_at_the_same_rate_of_failure_never_helps():
    lost = []
    for repair in (10.0, 40.0, 160.0):
        rate = repair / (1500.0 + repair)  # fails every 1500 hours
        engine = replace(ENGINE, forced_outage_rate=rate, repair_hours=repair)
        lost.append(
            simulate([replace(campus(11, stores=(BATTERY,)), units=(engine,) * 11)], years(200)).eue_mwh_per_year
        )
    assert lost == sorted(lost)
