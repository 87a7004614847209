"""`firmwatt export` as a user calls it."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from firmwatt import study
from firmwatt.planning.solve import solve_plan
from tests.cases import tiny_case
from tests.cli.command import run
from tests.worlds import simple_inputs


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs") / "tiny"
    study.save_run(study.keep_books(solve_plan(simple_inputs(tiny_case()))), folder)
    return folder


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_tables(folder, tmp_path, capsys, kind):
    assert run("export", folder, "--to", kind, "--out", tmp_path / "tables") == 0
    read = {"csv": pd.read_csv, "parquet": pd.read_parquet}[kind]
    summary = json.loads((folder / "summary.json").read_text())
    cost = read(tmp_path / "tables" / f"cost.{kind}")
    assert cost["present_value_usd"].sum() == pytest.approx(summary["ledger_total_usd"], rel=1e-12)
    assert capsys.readouterr() == ("", f"Wrote {tmp_path / 'tables'}.\n")


def test_a_workbook_and_json(folder, tmp_path, capsys):
    assert run("export", folder, "--to", "xlsx", "--out", tmp_path / "run.xlsx", "--json") == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed == {
        "schema_version": 1, "status": "ok", "run": str(folder), "format": "xlsx", "path": str(tmp_path / "run.xlsx"),
    }  # fmt: skip
    assert "roadmap" in pd.read_excel(tmp_path / "run.xlsx", sheet_name=None)


def test_a_folder_that_is_no_run_exits_2(tmp_path, capsys):
    assert run("export", tmp_path, "--to", "csv", "--out", tmp_path / "x") == 2
    assert "is not a run" in capsys.readouterr().err


def test_an_unknown_format_exits_2(folder, tmp_path, capsys):
    assert run("export", folder, "--to", "dbase", "--out", tmp_path / "x") == 2
    assert "dbase" in capsys.readouterr().err
