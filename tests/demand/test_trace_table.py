"""Columns of a record with the lines of its rows."""

from __future__ import annotations

import pandas as pd

from firmwatt.demand.trace_table import read_table


def test_rows_know_their_lines_past_empty_ones(tmp_path):
    path = tmp_path / "trace.csv"
    path.write_text(" Timestamp;Requests \n\nx;1,5\n\n\ny;2\n", encoding="utf-8")
    found = read_table(path)
    assert found.index.tolist() == [3, 6]
    assert found.to_dict("list") == {"timestamp": ["x", "y"], "requests": ["1,5", "2"]}


def test_an_index_with_a_name_is_a_column(tmp_path):
    path = tmp_path / "trace.parquet"
    pd.DataFrame({"requests": [1, 2]}, index=pd.Index([7, 8], name="timestamp")).to_parquet(path)
    found = read_table(path)
    assert found.index.tolist() == [2, 3]
    assert found["timestamp"].tolist() == [7, 8]
