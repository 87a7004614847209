from __future__ import annotations

from pathlib import Path

import pytest

from firmwatt.catalog.cells import HEADER, read_cells

GOOD = ["smr", "unit_mw", "central", "80", "mw", "A report, table 3", "2024", "medium", "", "A note, with a comma"]
MONEY = ["smr", "overnight_cost_usd_per_kw", "central", "8000", "usd_per_kw", "A report", "2024", "high", "2022", ""]


def _file(folder: Path, *lines: list[str]) -> Path:
    path = folder / "technologies.csv"
    quoted = [",".join(f'"{field}"' if "," in field else field for field in line) for line in lines]
    path.write_text("\n".join([",".join(HEADER), *quoted]) + "\n", encoding="utf-8")
    return path


def _with(line: list[str], **fields: str) -> list[str]:
    return [fields.get(name, field) for name, field in zip(HEADER, line, strict=True)]


def test_sound_lines_become_typed_cells(tmp_path: Path) -> None:
    text = _with(GOOD, parameter="fuel", value="uranium", unit="text")
    cells, faults = read_cells(_file(tmp_path, GOOD, MONEY, text))
    assert faults == []
    assert [(cell.line, cell.parameter, cell.value) for cell in cells] == [
        (2, "unit_mw", 80.0),
        (3, "overnight_cost_usd_per_kw", 8000.0),
        (4, "fuel", "uranium"),
    ]
    assert cells[0].note == "A note, with a comma"
    assert (cells[0].currency_year, cells[1].currency_year) == (None, 2022)
    assert (cells[0].source_year, cells[0].confidence) == (2024, "medium")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            _with(GOOD, source=""),
            "technologies.csv:2:6 smr.unit_mw.source: it is empty. "
            "Cite the document that the value was read in. [FW203]",
        ),
        (
            _with(GOOD, key=""),
            "technologies.csv:2:1 ?.unit_mw.key: it is empty. Name the thing that the row describes. [FW203]",
        ),
        (
            _with(GOOD, unit=""),
            "technologies.csv:2:5 smr.unit_mw.unit: it is empty. Write the unit, such as usd_per_kw, or text. [FW203]",
        ),
        (
            _with(GOOD, statistic="median"),
            "technologies.csv:2:3 smr.unit_mw.statistic: 'median' is unknown. Write one of central, low, high. [FW204]",
        ),
        (
            _with(GOOD, confidence="sure"),
            "technologies.csv:2:8 smr.unit_mw.confidence: 'sure' is unknown. Write one of high, medium, low. [FW204]",
        ),
        (
            _with(GOOD, unit="text", statistic="low"),
            "technologies.csv:2:3 smr.unit_mw.statistic: 'low' of text has no meaning. Write central. [FW204]",
        ),
        (
            _with(GOOD, value="nan"),
            "technologies.csv:2:4 smr.unit_mw.value: 'nan' is not a number. "
            "Write a finite number, or the unit text for words. [FW205]",
        ),
        (
            _with(GOOD, value="eighty"),
            "technologies.csv:2:4 smr.unit_mw.value: 'eighty' is not a number. "
            "Write a finite number, or the unit text for words. [FW205]",
        ),
        (
            _with(GOOD, source_year="last"),
            "technologies.csv:2:7 smr.unit_mw.source_year: 'last' is not a year. "
            "Write a year from 1950 to 2100. [FW206]",
        ),
        (
            _with(MONEY, currency_year=""),
            "technologies.csv:2:9 smr.overnight_cost_usd_per_kw.currency_year: it is empty for money. "
            "Write the price year of the dollars. [FW207]",
        ),
        (
            _with(GOOD, currency_year="2024"),
            "technologies.csv:2:9 smr.unit_mw.currency_year: 2024 stands beside the unit 'mw', which is not money. "
            "Leave it empty. [FW207]",
        ),
        (
            GOOD[:-1],
            "technologies.csv:2:1: the line has 9 fields. Write 10; quote text that has a comma. [FW202]",
        ),
    ],
)
def test_a_broken_line_names_its_place_its_value_and_its_remedy(tmp_path: Path, line: list[str], message: str) -> None:
    cells, faults = read_cells(_file(tmp_path, line))
    assert cells == []
    assert [str(fault) for fault in faults] == [message]


def test_a_wrong_header_stops_the_reading(tmp_path: Path) -> None:
    path = tmp_path / "fuels.csv"
    path.write_text("key,value\ngas,4\n", encoding="utf-8")
    cells, faults = read_cells(path)
    assert cells == []
    assert [str(fault) for fault in faults] == [
        "fuels.csv:1:1: the header is 'key,value'. Write "
        "'key,parameter,statistic,value,unit,source,source_year,confidence,currency_year,note'. [FW201]"
    ]


def test_all_faults_of_a_file_are_found_together(tmp_path: Path) -> None:
    broken = _with(GOOD, value="inf", source="", source_year="24")
    cells, faults = read_cells(_file(tmp_path, broken, GOOD, _with(MONEY, statistic="P90")))
    assert [cell.line for cell in cells] == [3]
    assert sorted((fault.line, fault.code) for fault in faults) == [
        (2, "FW203"),
        (2, "FW205"),
        (2, "FW206"),
        (4, "FW204"),
    ]


def test_an_empty_file_is_a_wrong_header(tmp_path: Path) -> None:
    path = tmp_path / "fuels.csv"
    path.write_text("", encoding="utf-8")
    assert [fault.code for fault in read_cells(path)[1]] == ["FW201"]
