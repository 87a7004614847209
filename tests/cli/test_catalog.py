from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from firmwatt.catalog import loader
from firmwatt.cli.app import main


def _run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(["catalog", *arguments])
    assert end.value.code is None or isinstance(end.value.code, int)
    return end.value.code or 0


def _json(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    found = json.loads(capsys.readouterr().out)
    assert isinstance(found, dict)
    return found


def _ok(*arguments: str) -> None:
    assert _run(*arguments) == 0


def test_without_a_table_the_tables_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    _ok()
    lines = capsys.readouterr().out.splitlines()
    (line,) = [line for line in lines if "│ technologies" in line]
    assert line.split() == ["│", "technologies", "│", "14", "│", str(len(loader.rows("technologies"))), "│"]
    assert lines[-1] == "`firmwatt catalog TABLE` shows the rows of a table."


def test_a_table_shows_value_range_unit_confidence_and_source(capsys: pytest.CaptureFixture[str]) -> None:
    _ok("technologies", "--key", "nuclear_large")
    out = capsys.readouterr().out
    (line,) = [line for line in out.splitlines() if "│ overnight_cost_usd_per_kw" in line]
    assert [cell.strip() for cell in line.split("│")[1:-1]] == [
        "nuclear_large",
        "overnight_cost_usd_per_kw",
        "7861",
        "5466 – 10685",
        "usd_per_kw (2023)",
        "medium",
        "1",
    ]
    assert "\n  1  U.S. EIA and Sargent & Lundy, Capital Cost and Performance Characteristics" in out
    assert "\nvariable_om_usd_per_mwh: The value has the waste fee of 1 USD/MWh in it" in out
    assert "smr" not in out


def test_notes_come_only_with_a_key(capsys: pytest.CaptureFixture[str]) -> None:
    _ok("technologies")
    out = capsys.readouterr().out
    assert "smr" in out
    assert "The value has the waste fee" not in out


def test_json_has_version_status_and_rows(capsys: pytest.CaptureFixture[str]) -> None:
    _ok("fuels", "--key", "uranium", "--json")
    found = _json(capsys)
    assert (found["schema_version"], found["status"]) == (1, "ok")
    rows = found["rows"]
    assert isinstance(rows, list)
    assert [row["parameter"] for row in rows] == [row.parameter for row in loader.select("fuels", "uranium")]
    assert rows[0]["value"] == 0.75
    assert rows[0]["currency_year"] == 2024


def test_json_of_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    _ok("--json")
    rows = _json(capsys)["rows"]
    assert isinstance(rows, list)
    assert [row["table"] for row in rows] == list(loader.table_names())


def test_rows_can_be_written_to_a_file(tmp_path: Path) -> None:
    _ok("lines", "--out", str(tmp_path / "lines.csv"))
    with (tmp_path / "lines.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["parameter"] for row in rows] == [row.parameter for row in loader.rows("lines")]
    assert float(rows[0]["value"]) == loader.rows("lines")[0].value


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["tecnologies"], "catalog: there is no table 'tecnologies'. Nearest: technologies, lines."),
        (["fuels", "--key", "gass"], "catalog fuels: there is no key 'gass'. Nearest: gas."),
        (["--key", "gas"], "catalog: --key gas needs a table. Write `firmwatt catalog TABLE --key gas`."),
        (["--out", "x.csv"], "catalog: --out needs a table. Write `firmwatt catalog TABLE --out FILE`."),
        (
            ["fuels", "--out", "/dev/null/x.csv"],
            "/dev/null/x.csv: cannot be written (File exists). Give a name in a folder where you may write.",
        ),
    ],
)
def test_a_wrong_call_is_answered(capsys: pytest.CaptureFixture[str], arguments: list[str], message: str) -> None:
    assert _run(*arguments) == 2
    assert capsys.readouterr().err == message + "\n"


def test_a_narrow_terminal_gets_a_line_a_row(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("firmwatt.cli.catalog.WIDTH_WITHOUT_TERMINAL", 80)
    _ok("technologies", "--key", "nuclear_large")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "nuclear_large"
    assert "  overnight_cost_usd_per_kw: 7861 (5466 – 10685) usd_per_kw (2023), medium [1]" in lines
    assert "│" not in "".join(lines)
