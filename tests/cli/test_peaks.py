"""`firmwatt peaks` as a user calls it."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from firmwatt import study
from firmwatt.cli import app as cli
from firmwatt.planning.solve import solve_plan
from tests.cases import tiny_case
from tests.worlds import simple_inputs


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as ended:
        cli.main([*map(str, arguments)])
    return ended.value.code, *capsys.readouterr()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs") / "tiny"
    study.save_run(study.keep_books(solve_plan(simple_inputs(tiny_case()))), folder)
    return folder


def test_a_demand_file(tmp_path, capsys):
    stamps = pd.date_range("2023-07-01", periods=3, freq="h", name="time")
    pd.DataFrame({"a": [1, 5, 2], "b": [4, 1, 1]}, index=stamps).to_csv(tmp_path / "d.csv")
    code, out, _ = run(capsys, "peaks", tmp_path / "d.csv", "--json")
    answer = json.loads(out)
    assert (code, answer["status"], answer["system"]["own"]["mw"]) == (0, "ok", 6.0)
    assert answer["areas"]["b"]["coincident_mw"] == 1.0
    assert answer["areas"]["a"]["own"] == {"mw": 5.0, "hour_utc": "2023-07-01T01:00Z"}
    assert answer["coincidence_factor"] == pytest.approx(6 / 9)
    code, out, _ = run(capsys, "peaks", tmp_path / "d.csv")
    assert out.endswith("The system's peak is 66.7 % of the sum of the areas' own peaks.\n")


def test_a_run_has_the_peaks_of_its_books(folder, capsys):
    code, out, _ = run(capsys, "peaks", folder, "--year", "2027", "--json")
    answer = json.loads(out)
    ledger = study.load_run(folder).ledger
    assert code == 0
    assert answer["areas"]["grid"]["own"]["mw"] == pytest.approx(ledger.peak_mw[0, 0])


def test_a_run_tells_what_flexible_compute_takes_off(folder, tmp_path, capsys):
    out_file = tmp_path / "peaks.json"
    code, out, _ = run(capsys, "peaks", folder, "--json", "--out", out_file)
    answer = json.loads(out)
    assert (code, answer) == (0, json.loads(out_file.read_text()))
    found = answer["flexible"]["grid"]
    assert found["saved_mw"] == pytest.approx(found["peak_mw_without"] - found["peak_mw"])
    assert found["peak_mw"] == pytest.approx(answer["areas"]["grid"]["own"]["mw"])
    assert "What flexible compute takes off" in run(capsys, "peaks", folder)[1]


def test_a_year_that_was_not_planned_exits_2(folder, capsys):
    code, _, err = run(capsys, "peaks", folder, "--year", "2099")
    assert (code, err) == (2, "--year: the plan does not look at 2099. Choose one of 2027, 2030.\n")
