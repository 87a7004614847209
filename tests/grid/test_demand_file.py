"""Files of hourly demand: both formats, the clock, and what is said of a broken one."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from firmwatt.errors import InputFaults
from firmwatt.grid.demand_file import read_demand

HOURS = pd.date_range("2023-12-31T22:00", periods=4, freq="h", name="time_utc")


@pytest.fixture
def table():
    return pd.DataFrame({"north": [1.0, 2.0, 3.0, 4.0], "south": [10, 20, 30, 40]}, index=HOURS)


def test_csv_and_parquet_hold_the_same(tmp_path, table):
    table.to_csv(tmp_path / "demand.csv")
    table.to_parquet(tmp_path / "demand.parquet")
    table.reset_index().to_parquet(tmp_path / "column.parquet")
    for name in ("demand.csv", "demand.parquet", "column.parquet"):
        demand = read_demand(tmp_path / name)
        assert demand.areas == ("north", "south")
        assert demand.demand_mw.tolist() == [[1, 2, 3, 4], [10, 20, 30, 40]]
        assert demand.month.tolist() == [12, 12, 1, 1]
        assert demand.hour.tolist() == [22, 23, 0, 1]
        assert demand.year.tolist() == [2023, 2023, 2024, 2024]


def test_the_time_may_stand_anywhere(tmp_path):
    path = tmp_path / "load.csv"
    path.write_text("load_mw,timestamp\n5,2024-01-01 00:00\n6,2024-01-01 01:00\n")
    assert read_demand(path).areas == ("load_mw",)
    assert read_demand(path).demand_mw.tolist() == [[5.0, 6.0]]


def test_times_with_a_zone_become_utc(tmp_path):
    path = tmp_path / "demand.csv"
    path.write_text("time,area\n2024-01-01T00:00+09:00,5\n2024-01-01T01:00+09:00,6\n")
    assert read_demand(path).stamps.astype(str).tolist() == ["2023-12-31T15", "2023-12-31T16"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("time\n2024-01-01T00:00\n",
         "1:1: there is no column beside the time. Add a column in MW for each area. [FW320]"),
        ("time,a\nnoon,5\n",
         "2:1: 'noon' in the first column is not a time. Write UTC hours such as 2024-01-31T23:00. [FW321]"),
        ("time,a\n2024-01-01T00:00,5\n2024-01-01T02:00,5\n",
         "3:1: 2024-01-01T02:00Z follows 2024-01-01T00:00Z. Give every hour once, in UTC and in order. [FW321]"),
        ("time,a\n2024-01-01T00:00,5\n2024-01-01T00:15,5\n",
         "3:1: 2024-01-01T00:15Z follows 2024-01-01T00:00Z. Give every hour once, in UTC and in order. [FW321]"),
        ("time,a\n2024-01-01T00:00,5\nnoon,5\n",
         "3:1: 'noon' in the first column is not a time. Write UTC hours such as 2024-01-31T23:00. [FW321]"),
        ("time,a\n", "1:1: it has no hours. Give every hour once, in UTC and in order. [FW321]"),
        ("time,a\n2024-01-01T00:00,5\n2024-01-01T01:00,-3\n2024-01-01T02:00,x\n",
         "3:1 a: '-3' is not a demand in MW. Write a number from 0 up; fill gaps. [FW322]\n"
         "{path}:4:1 a: 'x' is not a demand in MW. Write a number from 0 up; fill gaps. [FW322]"),
    ],
)  # fmt: skip
def test_a_broken_file_is_told_by_line(tmp_path, text, message):
    path = tmp_path / "demand.csv"
    path.write_text(text)
    with pytest.raises(InputFaults) as caught:
        read_demand(path)
    assert str(caught.value) == f"{path}:{message.format(path=path)}"


@pytest.mark.parametrize("name", ["none.csv", "none.parquet"])
def test_a_file_that_is_not_there(tmp_path, name):
    with pytest.raises(InputFaults) as caught:
        read_demand(tmp_path / name)
    assert str(caught.value) == (
        f"{tmp_path / name}: there is no such file. Give a CSV or Parquet file that exists. [FW320]"
    )


def test_a_parquet_file_that_is_none(tmp_path):
    path = tmp_path / "false.parquet"
    path.write_text("no")
    with pytest.raises(InputFaults, match="it cannot be read"):
        read_demand(path)


def test_gaps_are_told(tmp_path, table):
    table.loc[HOURS[1], "north"] = np.nan
    table.to_parquet(tmp_path / "gap.parquet")
    with pytest.raises(InputFaults, match=r":3:1 north: 'nan' is not a demand"):
        read_demand(tmp_path / "gap.parquet")


def test_a_packed_file_that_is_cut_short(tmp_path, table):
    path = tmp_path / "demand.csv.gz"
    table.to_csv(path)
    assert read_demand(path).areas == ("north", "south")
    path.write_bytes(path.read_bytes()[:-12])
    with pytest.raises(InputFaults, match="it cannot be read"):
        read_demand(path)


def test_a_column_may_be_read_alone(tmp_path):
    path = tmp_path / "load.csv"
    path.write_text("timestamp,load_mw,weather\n2024-01-01T00:00,5,fair\n2024-01-01T01:00,6,rain\n")
    assert read_demand(path, alone="load_mw").demand_mw.tolist() == [[5.0, 6.0]]
    with pytest.raises(InputFaults, match="2:1 weather: 'fair' is not a demand in MW"):
        read_demand(path)


def test_gaps_are_filled_where_asked_and_counted(tmp_path):
    path = tmp_path / "demand.csv"
    path.write_text("time,a,b\n2024-01-01T00:00,1,\n2024-01-01T01:00,,7\n2024-01-01T04:00,5,7\n")
    demand = read_demand(path, fills_gaps=True)
    assert demand.stamps.astype(str).tolist() == [f"2024-01-01T0{hour}" for hour in range(5)]
    assert demand.demand_mw.tolist() == [[1, 2, 3, 4, 5], [7, 7, 7, 7, 7]]
    assert demand.filled_hours == {"a": 3, "b": 3}
    path.write_text("time,a,b\n2024-01-01T00:00,1,\n2024-01-01T01:00,-2,\n")
    with pytest.raises(InputFaults) as caught:
        read_demand(path, fills_gaps=True)
    assert [(fault.line, fault.field) for fault in caught.value.faults] == [(2, "b"), (3, "a"), (3, "b")]
    path.write_text("time,a\n2024-01-01T01:00,1\n2024-01-01T00:00,1\n")
    with pytest.raises(InputFaults, match="Give every hour once, in UTC and in order"):
        read_demand(path, fills_gaps=True)


def test_missing_whole_numbers_of_parquet_are_gaps(tmp_path, table):
    whole = table.astype("Int64")
    whole.loc[HOURS[1], "north"] = pd.NA
    whole.to_parquet(tmp_path / "demand.parquet")
    assert read_demand(tmp_path / "demand.parquet", fills_gaps=True).demand_mw[0].tolist() == [1, 2, 3, 4]
