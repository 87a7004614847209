"""`firmwatt sweep` as a user calls it."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from firmwatt import sweep
from firmwatt.sweep import SweepProgress
from tests.cli.command import run


@pytest.fixture
def asked(monkeypatch):
    """Make `run_sweep` return a table at once; return what it was asked with."""
    calls = []

    def run_sweep(*arguments):
        calls.append(arguments)
        for done in range(11):
            arguments[-1](SweepProgress(done, 10, 10.0 - done if done else None))
        return pd.DataFrame({
            "point": [0, 1], "supply.smr.max_mw": [0, 80], "status": ["optimal", "infeasible"],
            "objective_usd": [3.9e9, float("nan")],
        })  # fmt: skip

    monkeypatch.setattr(sweep, "run_sweep", run_sweep)
    return calls


def test_the_table_stands_on_stdout_and_progress_on_stderr(asked, capsys, tmp_path):
    assert (
        run(
            "sweep",
            "campus",
            "--vary",
            "supply.smr.max_mw=0,80",
            "--gap",
            "1e-3",
            "--resolution",
            "full",
            "--out",
            tmp_path,
        )
        == 0
    )
    out, err = capsys.readouterr()
    assert "supply.smr.max_mw" in out
    assert "3.9e+09" in out
    assert "0 of 10 points\n1 of 10 points, about 9 s left\n" in err
    assert f"2 points are in {tmp_path}/results.csv and results.parquet." in err
    scenario, vary, folder, options, _ = asked[0]
    assert (scenario, vary, folder) == ("campus", ["supply.smr.max_mw=0,80"], tmp_path)
    assert (options.solver, options.relative_gap, options.processes, options.resolution) == (None, 1e-3, None, "full")


@pytest.mark.usefixtures("asked")
def test_json_is_one_object(capsys):
    assert run("sweep", "campus", "--vary", "supply.smr.max_mw=0,80", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["schema_version"], told["status"], told["folder"]) == (1, "ok", "sweeps/campus")
    assert told["points"][1] == {"point": 1, "supply.smr.max_mw": 80, "status": "infeasible", "objective_usd": None}


def test_what_cannot_be_varied_exits_2(capsys, tmp_path):
    assert run("sweep", "campus", "--vary", "supply.smrr.max_mw=1", "--out", tmp_path / "x") == 2
    assert capsys.readouterr().err == "--vary supply.smrr.max_mw: there is no entry 'smrr'. Did you mean 'smr'?\n"
    assert run("sweep", "campus", "--vary", "supply.smr.max_mw=80", "--processes", "0", "--out", tmp_path / "x") == 2
    assert "processes: 0 is below 1. Write a whole number from 1 on." in capsys.readouterr().err
    assert (
        run("sweep", "campus", "--vary", "supply.smr.max_mw=80", "--resolution", "4by48", "--out", tmp_path / "x") == 2
    )
    assert capsys.readouterr().err == (
        "--resolution 4by48: is neither full nor periods a year and hours in each. Write full, or for example 4x168 "
        "for four weeks a year.\n"
    )
    assert not (tmp_path / "x").exists()
