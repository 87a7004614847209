from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from firmwatt.errors import InputFaults
from firmwatt.grid.series_file import read_series

COLUMNS = {"price_usd_per_mwh": np.arange(8760.0) / 100, "average_intensity_kg_per_mwh": np.full(8760, 300.0)}


def test_csv_and_parquet_are_read_alike(tmp_path: Path) -> None:
    frame = pd.DataFrame(COLUMNS)
    frame.to_csv(tmp_path / "s.csv", index=False)
    frame.to_parquet(tmp_path / "s.parquet")
    for name in ("s.csv", "s.parquet"):
        series = read_series(tmp_path / name)
        assert set(series) == set(COLUMNS)
        assert series["price_usd_per_mwh"] == pytest.approx(COLUMNS["price_usd_per_mwh"])


def test_a_leap_year_with_times_loses_its_leap_day(tmp_path: Path) -> None:
    stamps = pd.date_range("2024-01-01", periods=8784, freq="h")
    frame = pd.DataFrame(
        {
            "time_utc": stamps.strftime("%Y-%m-%d %H:%M:%S+00:00"),
            "price_usd_per_mwh": np.where((stamps.month == 2) & (stamps.day == 29), 999.0, 1.0),
            "average_intensity_kg_per_mwh": 300.0,
        }
    )
    frame.iloc[::-1].to_csv(tmp_path / "s.csv", index=False)
    assert read_series(tmp_path / "s.csv")["price_usd_per_mwh"].tolist() == [1.0] * 8760


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "it is empty"),
        ("price_usd_per_mwh\n3\n", "there is no column average_intensity_kg_per_mwh"),
        ("price_usd_per_mwh,average_intensity_kg_per_mwh\n3,300\n", r"it has 1 rows\. Give 8760 hours"),
        ("time_utc,price_usd_per_mwh,average_intensity_kg_per_mwh\nnoon,3,300\n", "a time cannot be read"),
        (
            "price_usd_per_mwh,average_intensity_kg_per_mwh\n" + "3,300\n" * 8759 + "nan,300\n",
            r"s\.csv:8761:1 price_usd_per_mwh: 'nan' is not a number from -5000 to 100000",
        ),
        (
            "price_usd_per_mwh,average_intensity_kg_per_mwh\n" + "3,300\n" * 8759 + "3,-1\n",
            r"s\.csv:8761:1 average_intensity_kg_per_mwh: '-1' is not a number from 0 to 2000",
        ),
    ],
)
def test_broken_files_are_answered(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "s.csv").write_text(text)
    with pytest.raises(InputFaults, match=message):
        read_series(tmp_path / "s.csv")


def test_a_missing_or_false_file_is_the_users_fault(tmp_path: Path) -> None:
    with pytest.raises(InputFaults, match="there is no such file"):
        read_series(tmp_path / "none.csv")
    (tmp_path / "false.parquet").write_text("no")
    with pytest.raises(InputFaults, match="it cannot be read"):
        read_series(tmp_path / "false.parquet")
