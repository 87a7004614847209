"""Records and tables of cooling plants."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from firmwatt.errors import UserError
from firmwatt.facility.backup import catalogued_backup
from firmwatt.facility.parts import OutdoorAir
from firmwatt.facility.plant_year import PlantAsk, plant_year
from firmwatt.interop.facility_record import check_table_name, hourly_table, plant_record, write_table

AIR = OutdoorAir.of_humidity(np.linspace(-5.0, 35.0, 8760), np.full(8760, 0.6), np.full(8760, 1e5))
YEARS = [plant_year(PlantAsk(name, samples=5), AIR) for name in ("air_cooled_chiller", "water_side_economiser")]


def test_a_record_has_each_quantity_with_its_interval() -> None:
    record = plant_record(YEARS[1], catalogued_backup())
    assert record["plant"] == "water_side_economiser"
    assert set(record["pue"]) == {"value", "low", "high"}
    assert record["backup_per_it_mw"]["capacity_mw"] == pytest.approx(1.25 * YEARS[1].peak_pue.value)


def test_the_hourly_table_is_long_in_utc_with_units_in_its_names() -> None:
    table = hourly_table(YEARS, 2024)
    assert list(table.columns) == [
        "time", "plant", "pue", "pue_low", "pue_high", "wue_l_per_kwh", "wue_l_per_kwh_low", "wue_l_per_kwh_high",
    ]  # fmt: skip
    assert len(table) == 2 * 8760
    assert table["pue"][:8760].mean() == pytest.approx(YEARS[0].pue.value)
    assert not ((table["time"].dt.month == 2) & (table["time"].dt.day == 29)).any()


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_tables_come_back_as_they_were_written(tmp_path, suffix: str) -> None:
    table, path = hourly_table(YEARS, 2025), tmp_path / f"hours{suffix}"
    write_table(table, path)
    back = pd.read_parquet(path) if suffix == ".parquet" else pd.read_csv(path, parse_dates=["time"])
    assert np.allclose(back["pue"], table["pue"])
    assert [item.name for item in tmp_path.iterdir()] == [path.name]


def test_another_ending_is_refused() -> None:
    with pytest.raises(UserError) as fault:
        check_table_name(Path("hours.xlsx"))
    assert str(fault.value) == "hours.xlsx: '.xlsx' is no kind of table. Write .csv or .parquet."
