"""Sweeps: every combination planned, tidy, resumable, told in words where it cannot be."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace

import pandas as pd
import pytest

from firmwatt import __version__, study, sweep
from firmwatt.errors import InputFaults, UserError
from firmwatt.scenario.loader import load_text, source_text
from firmwatt.scenario.vary import varied_text
from firmwatt.sweep import SweepOptions, SweepProgress

SMALL = [
    ("programme.planning_years", [2030]),
    ("sites.ashburn.asked_mw", 100),
    ("policy.annual_carbon_free_share", 0.5),
    ("programme.resolution", {"sampled_periods": 1, "period_hours": 24}),
    ("solve", {"relative_gap": 1e-5}),
]
VARY = ["supply.fuel_cell.max_mw=0,40", "policy.carbon_price_usd_per_tonne.2030=20:60:3"]
ONE, CHAIN = SweepOptions(processes=1), SweepOptions(solver="chain", processes=1)


@pytest.fixture(scope="module")
def scenario(tmp_path_factory):
    path = tmp_path_factory.mktemp("scenario") / "small.yaml"
    path.write_text(varied_text(source_text("campus"), SMALL))
    return path


@pytest.fixture(scope="module")
def swept(scenario, tmp_path_factory):
    folder = tmp_path_factory.mktemp("sweep") / "one"
    told: list[SweepProgress] = []
    return sweep.run_sweep(scenario, VARY, folder, CHAIN, told.append), folder, told


def test_each_point_costs_what_its_scenario_costs_alone(scenario, swept):
    table, _, told = swept
    assert list(table["point"]) == list(range(6))
    assert set(table["status"]) == {"optimal"}
    assert [(now.done, now.total) for now in told] == [(done, 6) for done in range(7)]
    assert told[-1].seconds_left == 0.0
    for row in (1, 4):
        changes = [(words.partition("=")[0], table[words.partition("=")[0]][row]) for words in VARY]
        case = load_text(varied_text(scenario.read_text(), [(p, v.item()) for p, v in changes]), scenario, "alone")
        alone = study.plan(case).summary
        assert table["objective_usd"][row] == pytest.approx(alone["objective_usd"], rel=2e-5)
    dearer = table.sort_values(VARY[1].partition("=")[0]).groupby("supply.fuel_cell.max_mw")["objective_usd"]
    assert dearer.apply(lambda costs: costs.is_monotonic_increasing).all()


def test_the_table_lies_in_the_folder_as_csv_and_parquet(swept):
    table, folder, _ = swept
    pd.testing.assert_frame_equal(pd.read_parquet(folder / "results.parquet"), table)
    assert len(pd.read_csv(folder / "results.csv")) == 6
    assert [name for name in table if name.startswith("capacity_mw.")]
    assert [name for name in table if name.startswith("cost_usd.")]


def test_points_that_are_there_are_not_planned_again(scenario, swept, tmp_path):
    folder = shutil.copytree(swept[1], tmp_path / "again")
    (folder / "points" / "00002.json").unlink()
    stamps = {path.name: path.stat().st_mtime_ns for path in (folder / "points").glob("*.json")}
    told: list[SweepProgress] = []
    table = sweep.run_sweep(scenario, VARY, folder, CHAIN, told.append)
    assert len(table) == 6
    assert [now.done for now in told] == [5, 6]
    assert all((folder / "points" / name).stat().st_mtime_ns == stamp for name, stamp in stamps.items())


def test_another_sweep_or_other_files_are_left_alone(scenario, swept, tmp_path):
    _, folder, _ = swept
    with pytest.raises(UserError, match=r"one: holds another sweep \(.*small.yaml: supply\.fuel_cell\.max_mw=0,40, "):
        sweep.run_sweep(scenario, ["supply.fuel_cell.max_mw=1"], folder, ONE)
    with pytest.raises(UserError, match=rf"=20:60:3, --solver chain, firmwatt {__version__}\)\. Choose another folder"):
        sweep.run_sweep(scenario, VARY, folder, replace(CHAIN, resolution="2x24"))
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(UserError, match="holds files that are not ours"):
        sweep.run_sweep(scenario, VARY, tmp_path, ONE)


def test_faults_are_told_before_anything_is_planned(scenario, tmp_path):
    with pytest.raises(InputFaults, match=r"small.yaml with supply\.fuel_cell\.max_mw=-5:\d+:\d+ supply\[1\]\.max_mw"):
        sweep.run_sweep(scenario, ["supply.fuel_cell.max_mw=-5,5"], tmp_path / "none")
    assert not (tmp_path / "none").exists()
    with pytest.raises(UserError, match=r"^processes: 0 is below 1\. Write a whole number from 1 on\.$"):
        SweepOptions(processes=0)


def test_an_infeasible_point_is_a_row_without_figures(scenario, tmp_path):
    vary = ["policy.carbon_cap_tonne=0", "workloads.assistants.must_serve=false,true"]
    table = sweep.run_sweep(scenario, vary, tmp_path / "sweep", ONE)
    assert list(table["status"]) == ["optimal", "infeasible"]
    assert table["objective_usd"].isna().tolist() == [False, True]
    record = json.loads((tmp_path / "sweep" / "points" / "00001.json").read_text())
    assert any("cannot be served" in reason for reason in record["reasons"])


def test_every_point_looks_at_the_hours_that_were_asked_for(scenario, tmp_path):
    asked = replace(ONE, resolution="2x24")
    table = sweep.run_sweep(scenario, ["supply.fuel_cell.max_mw=40"], tmp_path / "sweep", asked)
    alone = study.plan(study.load(scenario, resolution="2x24")).summary
    assert table["objective_usd"][0] == pytest.approx(alone["objective_usd"], rel=2e-5)
    assert table["objective_usd"][0] != pytest.approx(
        study.plan(study.load(scenario)).summary["objective_usd"], rel=1e-4
    )


def test_an_option_that_would_hide_what_is_varied_is_refused(scenario, tmp_path):
    message = r"^--resolution 4x48: hides programme\.resolution, which is varied\. Leave one of the two out\.$"
    with pytest.raises(UserError, match=message):
        sweep.run_sweep(scenario, ["programme.resolution=full"], tmp_path / "none", SweepOptions(resolution="4x48"))
    assert not (tmp_path / "none").exists()


@pytest.mark.slow
def test_ctrl_c_keeps_what_is_done_and_the_same_command_goes_on(scenario, tmp_path):
    folder = tmp_path / "sweep"
    command = [sys.executable, "-m", "firmwatt", "sweep", scenario, "--vary", "supply.fuel_cell.max_mw=0:60:16"]
    command += ["--out", folder, "--processes", "1"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    for _ in range(30_000):  # ten minutes: a machine under load starts late
        if process.poll() is not None or len(list((folder / "points").glob("*.json"))) >= 2:
            break
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=600)
    done = len(list((folder / "points").glob("*.json")))
    assert process.returncode == 130
    assert "Stopped. What is done is kept; the same command goes on from there." in err
    assert "Traceback" not in err
    assert 2 <= done < 16
    ended = subprocess.run([*command, "--json"], capture_output=True, text=True, check=True)
    told = json.loads(ended.stdout)
    assert (told["status"], len(told["points"])) == ("ok", 16)
    assert f"{done} of 16 points" in ended.stderr


def test_weather_is_kept_from_point_to_point_until_sites_or_weather_years_change(monkeypatch):
    monkeypatch.setattr(sweep._Worker, "weather", None, raising=False)
    case = study.load("campus")
    first = sweep._weather(case)
    assert sweep._weather(replace(case, solve=replace(case.solve, relative_gap=1e-3))) is first
    moved = replace(
        case, sites=(replace(case.sites[0], latitude_deg=case.sites[0].latitude_deg + 0.5), *case.sites[1:])
    )
    assert sweep._weather(moved) is not first
    other_year = replace(case, programme=replace(case.programme, weather_years=(7,)))
    assert sweep._weather(other_year).temperature_c.mean() != first.temperature_c.mean()
