"""CSV and Parquet as columns; what is wrong with a file is said by line, column and value."""

import gzip

import pandas as pd
import pytest

from firmwatt.accounting.metered.table_file import Layout, file_sha256, line_of, read_table_file
from firmwatt.errors import InputFaults

LAYOUT = Layout(
    words=("timestamp", "meter"), numbers=("energy_kwh",), required=("timestamp", "energy_kwh"),
    aliases=(("time", "timestamp"),),
)  # fmt: skip


def _message(path):
    with pytest.raises(InputFaults) as raised:
        read_table_file(path, LAYOUT)
    return str(raised.value).replace(f"{path.parent}/", "")


def test_columns_aliases_empty_cells_and_unknown_columns(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("\ufeffTime,Meter,energy_kwh,colour\n2025-01-01,a,1.5,red\n2025-01-02,,NaN,blue\n".encode())
    table = read_table_file(path, LAYOUT)
    assert table.rows == 2
    assert table.words["timestamp"].values == ("2025-01-01", "2025-01-02")
    assert table.words["meter"].codes.tolist() == [0, -1]
    assert table.numbers["energy_kwh"][0] == 1.5
    assert pd.isna(table.numbers["energy_kwh"][1])
    assert table.unknown == ("colour",)
    assert table.text("meter", 1) == ""
    assert table.sha256 == file_sha256(path)


def test_semicolons(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("timestamp;meter;energy_kwh\n2025-01-01;a;2\n")
    assert read_table_file(path, LAYOUT).numbers["energy_kwh"].tolist() == [2.0]


def test_parquet_is_read_alike(tmp_path):
    times = pd.date_range("2025-01-01", periods=3, freq="h", tz="Asia/Seoul")
    table = pd.DataFrame({"timestamp": times, "meter": ["a", "b", "a"], "energy_kwh": [1, 2, 3]})
    table.to_parquet(tmp_path / "a.parquet")
    found = read_table_file(tmp_path / "a.parquet", LAYOUT)
    assert found.words["timestamp"].values[0] == "2024-12-31T15:00:00Z"
    assert found.words["meter"].codes.tolist() == [0, 1, 0]
    assert found.numbers["energy_kwh"].tolist() == [1.0, 2.0, 3.0]
    assert line_of(tmp_path / "a.parquet", 1) == 2


def test_the_messages(tmp_path):
    path = tmp_path / "a.csv"
    assert _message(path) == (
        "a.csv: there is no such file. Give a CSV (UTF-8, also as .csv.gz) or Parquet file that exists. [FW651]"
    )
    path.write_text("timestamp,energy_kw\n2025-01-01,1\n")
    assert _message(path) == "a.csv:1:1 energy_kwh: the column is missing. Rename the column 'energy_kw'. [FW651]"
    path.write_text("timestamp,load\n2025-01-01,1\n")
    assert _message(path) == (
        "a.csv:1:1 energy_kwh: the column is missing. The columns are timestamp, load; add it. [FW651]"
    )
    path.write_text("timestamp,energy_kwh,energy_kwh\n2025-01-01,1,2\n")
    assert _message(path) == (
        "a.csv:1:3 energy_kwh: the column stands 2 times, as columns 2, 3. Keep one of them. [FW651]"
    )
    path.write_text("timestamp,energy_kwh\n")
    assert _message(path) == "a.csv:1:1: it has no rows. Write one below the header. [FW651]"
    path.write_text("timestamp,energy_kwh\n\n2025-01-01,1\n2025-01-02,many\n2025-01-03,1,2\n")
    assert _message(path) == (
        "a.csv:4:2 energy_kwh: 'many' is not a number. Write one such as 1250.5, or nothing for a gap. [FW653]\n"
        "a.csv:5:1: the line has 3 fields, the header 2. Write one for each column. [FW651]"
    )
    path.write_bytes(b"timestamp,energy_kwh\n\xff\xfe,1\n")
    assert "a.csv: it cannot be read" in _message(path)
    broken = tmp_path / "b.parquet"
    broken.write_text("no parquet")
    assert _message(broken).startswith("b.parquet: it cannot be read (ValueError).")


def test_decimal_commas_between_semicolons(tmp_path):
    path = tmp_path / "m.csv"
    path.write_text("timestamp;meter;energy_kwh\n2025-01-01T00:00Z;a;1250\n2025-01-01T01:00Z;a;1250,5\n")
    layout = Layout(("timestamp", "meter"), ("energy_kwh",), ("timestamp", "meter", "energy_kwh"))
    assert read_table_file(path, layout).numbers["energy_kwh"].tolist() == [1250.0, 1250.5]
    path.write_text("timestamp;meter;energy_kwh\n2025-01-01T00:00Z;a;1250,5\n2025-01-01T01:00Z;a;1.250,5\n")
    with pytest.raises(InputFaults) as raised:
        read_table_file(path, layout)
    assert str(raised.value) == (
        f"{path}:3:3 energy_kwh: '1.250,5' is not a number. Write one such as 1250,5, or nothing for a gap. [FW653]"
    )


def test_a_packed_csv_is_read_alike_and_its_faults_have_their_lines(tmp_path):
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"timestamp;energy_kwh\r\n2025-01-01;1,5\r\n"))
    assert read_table_file(path, LAYOUT).numbers["energy_kwh"].tolist() == [1.5]
    path.write_bytes(gzip.compress(b"timestamp,energy_kwh\n\n2025-01-01,1\n2025-01-02,many\n"))
    assert _message(path).startswith("a.csv.gz:4:2 energy_kwh: 'many' is not a number.")
    path.write_bytes(path.read_bytes()[:-20])
    assert _message(path).startswith("a.csv.gz: it cannot be read (")
    path.write_text("timestamp,energy_kwh\n")
    assert _message(path).startswith("a.csv.gz: it cannot be read (BadGzipFile).")


def test_an_ending_in_capitals_is_the_same_ending(tmp_path):
    pd.DataFrame({"timestamp": ["2025-01-01"], "energy_kwh": [1]}).to_parquet(tmp_path / "A.PARQUET")
    assert read_table_file(tmp_path / "A.PARQUET", LAYOUT).numbers["energy_kwh"].tolist() == [1.0]


def test_an_empty_file_is_said_once(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("")
    assert _message(path) == (
        "a.csv:1:1: it is empty. Give a header with timestamp, energy_kwh and rows below it. [FW651]"
    )


def test_numbers_without_measure_are_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("timestamp,energy_kwh\n2025-01-01,inf\n2025-01-02,1e308\n")
    assert _message(path) == (
        "a.csv:2:1 energy_kwh: inf lies beyond 1e+15. Correct it, or leave it empty for a gap. [FW653]\n"
        "a.csv:3:1 energy_kwh: 1e+308 lies beyond 1e+15. Correct it, or leave it empty for a gap. [FW653]"
    )


def test_words_in_a_column_of_numbers_of_a_parquet_file(tmp_path):
    path = tmp_path / "a.parquet"
    pd.DataFrame({"timestamp": ["2025-01-01"], "energy_kwh": ["many"]}).to_parquet(path)
    assert _message(path) == (
        "a.parquet:1:1 energy_kwh: its cells are large_string, and not all of them numbers. "
        "Write the column as numbers. [FW653]"
    )


def test_another_encoding_beside_what_is_read_hides_no_fault(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"timestamp,energy_kwh,place\n2025-01-01,many,K\xf6ln\n")
    assert _message(path).startswith("a.csv:2:2 energy_kwh: 'many' is not a number.")
    path.write_bytes("timestamp,energy_kwh\n".encode("utf-16"))
    assert _message(path).startswith("a.csv: it is no UTF-8 text.")
