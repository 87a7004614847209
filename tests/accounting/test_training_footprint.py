"""A training run at the meter: sums from place and run, and the object that is printed."""

from __future__ import annotations

import pytest

from firmwatt.accounting.training_footprint import training_footprint, training_record
from firmwatt.demand.training import TrainingAsk, training_run

RUN = training_run(TrainingAsk("H100", parameters=405e9, tokens=15.6e12, chips=16384))


def test_energy_carbon_and_water_follow_from_the_place():
    found = training_footprint(RUN, "pjm", 2026, "water_cooled_chiller")
    where = found.where
    assert found.energy_mwh.value == pytest.approx(RUN.it_mwh.value * where.pue)
    assert found.carbon_t.value == pytest.approx(found.energy_mwh.value * where.intensity_kg_per_mwh / 1000.0)
    on_site = RUN.it_mwh.value * where.wue_l_per_kwh
    at_plants = found.energy_mwh.value * where.water_l_per_mwh / 1000.0
    assert found.water_m3.value == pytest.approx(on_site + at_plants)


def test_the_connection_carries_the_peak_of_the_hottest_hour():
    found = training_footprint(RUN, "pjm", 2026, "water_cooled_chiller")
    assert found.connection_mw > RUN.swing.peak_mw * found.where.pue > RUN.mean_mw.value * found.where.pue


def test_the_record_has_intervals():
    record = training_record(training_footprint(RUN, "germany", 2026, "direct_liquid_dry_cooler"))
    assert record["duration_days"]["value"] == pytest.approx(RUN.weeks.value * 7.0)
    assert record["energy_mwh"]["low"] < record["energy_mwh"]["value"] < record["energy_mwh"]["high"]
    assert record["region"] == "germany"
