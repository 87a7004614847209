"""Fuel of backup generators."""

from __future__ import annotations

from dataclasses import replace

import pytest

from firmwatt.errors import UserError
from firmwatt.facility.backup import backup_year, catalogued_backup


def test_fuel_of_a_data_sheet() -> None:
    """A 2 MW set burns about 530 l/h at full load, and about 165 l/h at a quarter (Caterpillar 3516C; recalled)."""
    one = replace(catalogued_backup(1.0, 0.0), capacity_over_load=1.0)
    full = backup_year(replace(one, test_load_share=1.0), 2.0, 0.0).test_fuel_l
    quarter = backup_year(replace(one, test_load_share=0.25), 2.0, 0.0).test_fuel_l
    assert full == pytest.approx(530.0)
    assert quarter == pytest.approx(165.0, rel=0.02)


def test_carbon_of_a_gallon() -> None:
    """EPA: 10.21 kg CO2 a US gallon of diesel."""
    year = backup_year(catalogued_backup(), 10.0, 8.0)
    gallons = (year.test_fuel_l + year.outage_fuel_l) / 3.785412
    assert year.co2_t * 1000 / gallons == pytest.approx(10.21, rel=0.002)


def test_nitrogen_oxides_of_a_tier_2_set() -> None:
    """At full load no more than 6.4 g a kWh of NOx and hydrocarbons together (40 CFR 89.112; recalled)."""
    one = replace(catalogued_backup(100.0, 0.0), capacity_over_load=1.0, test_load_share=1.0)
    assert backup_year(one, 2.0, 0.0).nox_kg / 200_000 == pytest.approx(0.0064, rel=0.01)


def test_outages_meet_the_mean_load() -> None:
    year = backup_year(catalogued_backup(0.0, 10.0), 100.0, 60.0)
    assert (year.test_fuel_l, year.generated_mwh) == (0.0, 600.0)
    assert year.outage_fuel_l / 600e3 == pytest.approx(0.265 * (0.08 * 125 / 60 + 0.92))
    assert year.bridged_kwh == pytest.approx(60e3 * 10 / 3600)


def test_no_load_burns_nothing_that_is_not_tested() -> None:
    assert backup_year(catalogued_backup(0.0, 10.0), 0.0, 0.0).fuel_mmbtu == 0.0


@pytest.mark.parametrize("hours", [-1.0, 9000.0, float("nan")])
def test_hours_beyond_a_year_are_refused(hours: float) -> None:
    with pytest.raises(UserError) as fault:
        catalogued_backup(hours)
    assert str(fault.value) == f"backup: test_hours_per_year {hours:g} does not fit in a year. Write 0 to 8760."
