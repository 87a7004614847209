"""Traces of arrivals: what is read, and every fault by its line."""

from __future__ import annotations

import gzip
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
    rows = ["2026-03-02T01:00:00+09:00,7", "2026-03-01T00:00:00,1", "2026-03-01T00:30,0", "2026-03-02T00:00:00Z,2"]
    found = read_trace(write(tmp_path, "\n".join(["timestamp,tokens", *rows])))
    assert found.what == "tokens"
    assert found.count.tolist() == [1.0, 0.0, 7.0, 2.0]
    assert found.stamps[2] == np.datetime64("2026-03-01T16:00:00")


def test_parquet_and_csv_are_alike(tmp_path):
    path = tmp_path / "trace.parquet"
    pd.DataFrame({"timestamp": pd.to_datetime(DAY), "requests": range(24)}).to_parquet(path)
    found = read_trace(path)
    assert found.count.tolist() == list(range(24))
    assert found.stamps[0] == np.datetime64("2026-03-01T00:00:00")


@pytest.mark.parametrize("parts", [1, 1000, 10**6, 10**9])
def test_times_may_count_since_1970(tmp_path, parts):
    """1772323200 is midnight of 1 March 2026, UTC."""
    rows = "".join(f"{(1772323200 + 3600 * hour) * parts},5\n" for hour in range(24))
    found = read_trace(write(tmp_path, f"timestamp,requests\n{rows}"))
    assert found.stamps[[0, -1]].astype(str).tolist() == ["2026-03-01T00:00:00", "2026-03-01T23:00:00"]


@pytest.mark.parametrize(
    "text",
    [whole_day().replace(",", ";"), whole_day().replace(",", "\t"), "\ufeff" + whole_day(" Timestamp ,REQUESTS")],
)
def test_what_spreadsheets_write_is_read_alike(tmp_path, text):
    assert read_trace(write(tmp_path, text)).count.tolist() == [5.0] * 24


def test_a_packed_file_is_read(tmp_path):
    path = tmp_path / "trace.csv.gz"
    path.write_bytes(gzip.compress(whole_day().encode()))
    assert read_trace(path).count.sum() == 24 * 5


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
        f"{path}:6:1 timestamp: 'noon' is not a time. "
        "Write UTC such as 2026-01-31T23:00, or seconds since 1970. [FW326]",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("time_stamp,requests\n", ":1:1 timestamp: there is no such column. Rename 'time_stamp'. [FW325]"),
        ("when\n1\n", ":1:1 timestamp: there is no such column. Add it; there are when. [FW325]"),
        (
            "when\n1\n",
            ":1:1 requests or tokens: there is neither column. "
            "Give exactly one of the two; where each row is one request, `requests` of 1. [FW325]",
        ),
        (
            "timestamp,requests,tokens\n2026-01-01,1,2\n",
            ":1:1 requests or tokens: both are there. "
            "Give exactly one of the two; where each row is one request, `requests` of 1. [FW325]",
        ),
        ("timestamp,requests\n", ":1:1: it has no rows. Give a header and the arrivals. [FW325]"),
        (
            "timestamp,requests\n2026-01-01T00:00,1\n2026-01-01T03:00,1\n",
            ": its rows cover 3.0 hours. Give at least a whole day, better a week. [FW325]",
        ),
        (
            "timestamp,requests\n2026-01-01T00:00,1,234\n\n2026-01-01T03:00\n",
            ":2:1: it has 3 columns, the header 2. Write 1234.5, with no mark between thousands, and give each line "
            "what the header names. [FW325]",
        ),
        (
            "timestamp,requests\n2026-01-01T00:00,1,234\n\n2026-01-01T03:00\n",
            ":4:1: it has 1 columns, the header 2. Write 1234.5, with no mark between thousands, and give each line "
            "what the header names. [FW325]",
        ),
        (
            "timestamp,requests,Timestamp\n2026-01-01T00:00,1,1\n",
            ":1:1 timestamp: there are several such columns. Keep one of them. [FW325]",
        ),
        (
            "timestamp,requests\n\n2026-01-01,1\n\n2026-01-02,many\n",
            ":5:1 requests: 'many' is not a count. Write a number from 0 up. [FW326]",
        ),
        (
            "timestamp,requests\n2026-01-01,9\n2026-01-02,8\n2026-01-03,9\n",
            ": its rows are 24 hours apart or more. "
            "Give counts of an hour or less: nothing else tells the shape of a day. [FW325]",
        ),
        (
            whole_day() + "2062-03-01T00:00Z,5\n",
            ": only 25 of its 315,576 hours have a row. "
            "Mend the date that is far off, or write 0 for hours without arrivals. [FW325]",
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
        f"{path}: there is no such file. Give a CSV or Parquet file that exists, in UTF-8. [FW325]"
    ]


def test_a_good_file_has_no_fault(tmp_path):
    assert trace_faults(write(tmp_path, whole_day()), None, None) == ()
