"""Limits of lines by area, and the messages about a broken table."""

from __future__ import annotations

import pytest

from firmwatt.errors import InputFaults
from firmwatt.grid.area_limits import read_area_limits


def test_names_may_be_written_as_anyone_writes_them(tmp_path):
    path = tmp_path / "lines.csv"
    path.write_text("area,limit_mw\nCISO,1200\nPJM,0\n")
    assert read_area_limits(path, ("CAISO", "PJM")) == {"CISO": 1200.0, "PJM": 0.0}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("area\nPJM\n", ":1:1: there is no column limit_mw. Give the columns area, limit_mw. [FW330]"),
        ("area,limit_mw\nPJN,5\n", ":2:1 area: the demand has no area 'PJN'. Known: PJM. [FW332]"),
        ("area,limit_mw\nPJM,much\n", ":2:2 limit_mw: 'much' is not a limit in MW. Write a number from 0 up. [FW331]"),
        ("area,limit_mw\nPJM,-1\n", ":2:2 limit_mw: '-1' is not a limit in MW. Write a number from 0 up. [FW331]"),
    ],
)
def test_a_broken_table_is_told_by_line(tmp_path, text, message):
    path = tmp_path / "lines.csv"
    path.write_text(text)
    with pytest.raises(InputFaults) as fault:
        read_area_limits(path, ("PJM",))
    assert str(fault.value) == f"{path}{message}"


def test_a_table_that_is_not_there(tmp_path):
    with pytest.raises(InputFaults, match=r"there is no such file"):
        read_area_limits(tmp_path / "no.csv", ("PJM",))
