"""`firmwatt training` as a user calls it."""

from __future__ import annotations

import json

import pytest

from firmwatt.cli import app as cli


def run(*arguments) -> int:
    with pytest.raises(SystemExit) as end:
        cli.main([*map(str, arguments)])
    return end.value.code


def test_a_run_by_parameters_and_tokens(capsys):
    words = ("--parameters", "405e9", "--tokens", "15.6e12", "--chip", "H100", "--chips", "16384")
    assert run("training", *words, "--year", "2024", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["status"] == "ok"
    assert found["duration_days"]["low"] < 78.0 < found["duration_days"]["high"]
    assert found["swing"]["peak_to_mean"] > 1.1


def test_the_table_names_power_energy_swing_and_pause(capsys):
    assert run("training", "--model", "deepseek-v3", "--tokens", "14.8e12", "--weeks", "8") == 0
    out = capsys.readouterr().out
    for word in ("FLOP", "Power", "MWh", "Swing", "Ramp", "Connection", "Pause", "10th and 90th percentile"):
        assert word in out


def test_megawatts_and_weeks_and_a_file(tmp_path, capsys):
    out = tmp_path / "run.json"
    assert run("training", "--it-mw", "5000", "--weeks", "15", "--chip", "rubin", "--out", out) == 0
    found = json.loads(out.read_text(encoding="utf-8"))
    assert found["nameplate_mw"]["value"] == pytest.approx(5000.0)
    assert f"The object is in {out}." in capsys.readouterr().err


def test_faults_exit_2(capsys):
    assert run("training", "--model", "gpt-oss-20b", "--parameters", "3e9", "--tokens", "1e12", "--weeks", "3") == 2
    assert capsys.readouterr().err == "--model and --parameters exclude each other. Give one of them.\n"
