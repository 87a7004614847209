"""Traces of arrivals: what is read, and every fault by its line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from firmwatt.demand.trace_file import read_trace, trace_faults
from firmwatt.errors import InputFaults

DAY = [f"2026-03-01T{hour:02d}:00:00Z" for hour in range(24)]


def write(folder: Path, text: str) -> Path:
    (folder / "trace.csv").write_text(text, encoding="utf-8")
    return folder / "trace.csv"


def whole_day(header: str = "timestamp,requests", cell: str = "5") -> str:
    return "\n".join([header, *(f"{stamp},{cell}" for stamp in DAY)]) + "\n"


def test_a_csv_is_read_in_utc_and_in_order(tmp_path):
    rows = ["2026-03-02T01:00:00+09:00,7", "2026-03-01T00:00:00,1", "2026-03-02T00:00:00Z,2"]
    found = read_trace(write(tmp_path, "\n".join(["timestamp,tokens", *rows])))
    assert found.what == "tokens"
    assert found.count.tolist() == [1.0, 7.0, 2.0]
    assert found.stamps[1] == np.datetime64("2026-03-01T16:00:00")


def test_parquet_and_csv_are_alike(tmp_path):
    path = tmp_path / "trace.parquet"
    pd.DataFrame({"timestamp": pd.to_datetime(DAY), "requests": range(24)}).to_parquet(path)
    found = read_trace(path)
    assert found.count.tolist() == list(range(24))
    assert found.stamps[0] == np.datetime64("2026-03-01T00:00:00")


def test_rows_of_one_model_and_region(tmp_path):
    rows = [f"{stamp},1,{model},{region}" for stamp in DAY for model in ("small", "large") for region in ("eu", "us")]
    path = write(tmp_path, "\n".join(["timestamp,requests,model,region", *rows]))
    assert len(read_trace(path, "large", None).count) == 48
    assert len(read_trace(path, "large", "eu").count) == 24


def test_all_faults_are_told_by_line(tmp_path):
    text = whole_day().replace(f"{DAY[2]},5", f"{DAY[2]},-1").replace(f"{DAY[4]},5", "noon,x")
    path = write(tmp_path, text)
    with pytest.raises(InputFaults) as caught:
        read_trace(path, model="large")
    assert str(caught.value).splitlines() == [
        f"{path}:1:1 model: there is no such column to find 'large' in. Add it, or leave out `model`. [FW325]",
        f"{path}:4:1 requests: '-1' is not a count. Write a number from 0 up. [FW326]",
        f"{path}:6:1 requests: 'x' is not a count. Write a number from 0 up. [FW326]",
        f"{path}:6:1 timestamp: 'noon' is not a time. Write UTC such as 2026-01-31T23:00. [FW326]",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("time_stamp,requests\n", ":1:1 timestamp: there is no such column. Rename 'time_stamp'. [FW325]"),
        ("when\n1\n", ":1:1 timestamp: there is no such column. Add it; there are when. [FW325]"),
        ("when\n1\n", ":1:1 requests or tokens: there is neither column. Give exactly one of the two. [FW325]"),
        (
            "timestamp,requests,tokens\n2026-01-01,1,2\n",
            ":1:1 requests or tokens: both are there. Give exactly one of the two. [FW325]",
        ),
        ("timestamp,requests\n", ":1:1: it has no rows. Give a header and the arrivals. [FW325]"),
        (
            "timestamp,requests\n2026-01-01T00:00,1\n2026-01-01T03:00,1\n",
            ": its rows cover 3.0 hours. Give at least a whole day, better a week. [FW325]",
        ),
        (whole_day(cell="0"), ": all counts are 0. Give at least one above 0. [FW325]"),
    ],
)
def test_each_fault_has_its_message(tmp_path, text, message):
    path = write(tmp_path, text)
    assert f"{path}{message}" in [str(fault) for fault in trace_faults(path, None, None)]


def test_an_unknown_model_is_answered_with_the_nearest(tmp_path):
    path = write(tmp_path, "\n".join(["timestamp,requests,model", *(f"{stamp},1,chat-large" for stamp in DAY)]))
    assert [str(fault) for fault in trace_faults(path, "chat-larg", None)] == [
        f"{path} model: no row has 'chat-larg'. Did you mean 'chat-large'? [FW326]"
    ]


def test_a_missing_file_is_a_fault(tmp_path):
    path = tmp_path / "none.csv"
    assert [str(fault) for fault in trace_faults(path, None, None)] == [
        f"{path}: it cannot be read (FileNotFoundError). Give a CSV or Parquet file that exists, in UTF-8. [FW325]"
    ]


def test_a_good_file_has_no_fault(tmp_path):
    assert trace_faults(write(tmp_path, whole_day()), None, None) == ()
