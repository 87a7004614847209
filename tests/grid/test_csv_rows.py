"""Small CSV tables of users, and what is said of a broken one."""

from __future__ import annotations

import pytest

from firmwatt.errors import InputFaults
from firmwatt.grid.csv_rows import CsvRow, read_rows


def test_names_and_cells_are_stripped_and_each_row_knows_its_line(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(b'\xef\xbb\xbf name , mw\r\n"a\nb", 5 \r\n\r\nc\r\n')
    header, rows = read_rows(path, ("name", "mw"), "Give both.")
    assert header == ("name", "mw")
    assert rows == (CsvRow(3, {"name": "a\nb", "mw": "5"}), CsvRow(5, {"name": "c", "mw": ""}))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", ":1:1: there is no column name, mw. Give both. [FW330]"),
        (b"name,mw\n", ":1:1: it has no rows. Give both. [FW330]"),
        (b"\xff\xfen", ": it is no UTF-8 text. Check the path; save it as UTF-8. [FW330]"),
        (b"name,mw\n" + 200_000 * b"a", ": it cannot be read (Error). Check the path; save it as UTF-8. [FW330]"),
    ],
)
def test_a_broken_table_is_told(tmp_path, content, message):
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    with pytest.raises(InputFaults) as fault:
        read_rows(path, ("name", "mw"), "Give both.")
    assert str(fault.value) == f"{path}{message}"
