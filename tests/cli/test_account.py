"""`firmwatt account`: the promised call, its options, its exit codes."""

import json
import re

import numpy as np
import pandas as pd
import pytest

from tests.accounting.meter_files import stamps, write_csv, write_meters
from tests.cli.command import run

HOURS = 48


@pytest.fixture
def files(tmp_path, monkeypatch):
    """Two days of 1 MW, a solar contract and a grid."""
    monkeypatch.chdir(tmp_path)
    hours = stamps("2025-01-01", HOURS)
    write_meters(tmp_path / "meters.csv", {"dc": [1000.0] * HOURS})
    sun = [3000.0 if 8 <= at % 24 < 16 else 0.0 for at in range(HOURS)]
    write_csv(
        tmp_path / "contracts.csv",
        {"timestamp": hours, "contract": ["ppa"] * HOURS, "source": ["solar"] * HOURS, "energy_kwh": sun},
    )
    write_csv(
        tmp_path / "grid.csv",
        {"timestamp": hours, "carbon_intensity_kg_per_mwh": [400] * HOURS, "residual_kg_per_mwh": [500] * HOURS,
         "carbon_free_share": [0.3] * HOURS},
    )  # fmt: skip
    return tmp_path


CALL = ("account", "meters.csv", "--contracts", "contracts.csv", "--grid", "grid.csv")


def _json(capsys, *words):
    assert run(*words, "--json") == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.usefixtures("files")
def test_the_promised_call(capsys):
    found = _json(capsys, *CALL, "--rules", "ghgp-2015")
    assert (found["schema_version"], found["status"], found["rule_set"]) == (1, "ok", "ghgp-2015")
    assert found["load_mwh"] == 48.0
    assert found["scope2_t"] == {"location": pytest.approx(19.2), "market": 0.0}
    assert found["matched_mwh"] == 16.0
    assert found["cfe_score"] == pytest.approx((16 + 32 * 0.3) / 48)
    assert found["re100_share"] == 1.0
    assert found["pue"] is None
    assert found["reasons"]["pue"]


@pytest.mark.usefixtures("files")
def test_the_draft_counts_hours_and_options_may_come_first(capsys):
    found = _json(capsys, "account", "--rules", "ghgp-draft-2025", *CALL[1:])
    assert found["scope2_t"]["market"] == pytest.approx(16.0)
    exempt = _json(capsys, *CALL, "--rules", "ghgp-draft-2025", "--exemption")
    assert exempt["scope2_t"]["market"] == 0.0


@pytest.mark.usefixtures("files")
def test_words_for_people(capsys):
    assert run(*CALL) == 0
    said = capsys.readouterr().out
    assert "Carbon-free energy covers 100.0% of the load by year and 33.3% hour by hour" in said
    assert "0 of 48 hours are left out of every figure." in said
    assert "Scope 2, market-based" in said
    assert not re.findall(r"│ \w+_\w+", said)  # figures have names, not keys
    assert "constant (meters.csv: dc): All 48 hours read 1000 kWh. Kept." in said
    assert run(*CALL, "--explain") == 0
    assert "purchased_t" in capsys.readouterr().out


def test_out(files, capsys):
    assert run(*CALL, "--out", "out.json") == 0
    assert json.loads((files / "out.json").read_text())["load_mwh"] == 48.0
    assert run(*CALL, "--out", "folder", "--tables", "csv") == 0
    assert (files / "folder" / "by_hour.csv").is_file()
    assert (files / "folder" / "account.json").is_file()
    capsys.readouterr()


def test_treatments_are_options(files, capsys):
    lines = (files / "meters.csv").read_text().splitlines()
    (files / "meters.csv").write_text("\n".join([*lines[:10], *lines[13:]]) + "\n")
    assert _json(capsys, *CALL)["load_mwh"] == 45.0
    assert _json(capsys, *CALL, "--gaps", "interpolate")["load_mwh"] == 48.0
    assert run(*CALL, "--gaps", "refuse") == 2
    assert "3 hours are missing or incomplete" in capsys.readouterr().err


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("account", "none.csv"), "none.csv: there is no such file."),
        ((*CALL, "--rules", "ghgp-2016"), "rule set 'ghgp-2016' is unknown. Nearest: ghgp-2015, ghgp-draft-2025."),
        (("account", "."), ".: is not a run, summary.json, provenance.json, plan.nc, dispatch.nc is missing."),
        (("account",), "Missing argument 'source'."),
    ],
)
def test_what_is_wrong_is_said_and_exits_2(capsys, words, message):
    assert run(*words) == 2
    assert message in capsys.readouterr().err


def test_faults_are_objects_too(files, capsys):
    (files / "meters.csv").write_text("timestamp,meter,energy_kwh\n2025-01-01,a,x\n")
    assert run(*CALL, "--json") == 2
    (fault,) = json.loads(capsys.readouterr().out)["faults"]
    assert (fault["line"], fault["column"], fault["field"], fault["code"]) == (2, 3, "energy_kwh", "FW653")


def test_help_names_both_ways(capsys):
    assert run("account", "--help") == 0
    assert "firmwatt account SOURCE" in " ".join(capsys.readouterr().out.split())
    assert run("account", "keep", "--help") == 0
    assert "--contracts" in capsys.readouterr().out


def test_a_dirty_leap_year_in_quarter_hours_of_new_york(files, capsys):
    """Naive local quarter hours of 2024: both odd days, 29 February, a missing month, one in MWh, a repeated row."""
    clock = pd.date_range("2024-01-01", "2025-01-01", freq="15min", inclusive="left", tz="America/New_York")
    kwh = 250.0 + 50.0 * np.sin(np.arange(len(clock)) / 11.0)
    months = clock.month.to_numpy()
    wrong = np.where(months == 7, kwh / 1000.0, kwh)
    text = clock.tz_localize(None).strftime("%Y-%m-%dT%H:%M").to_numpy()
    kept = np.flatnonzero(months != 4)
    rows = np.concatenate([kept, kept[100:101]])
    write_csv(files / "dirty.csv", {"timestamp": text[rows], "meter": ["dc"] * len(rows), "energy_kwh": wrong[rows]})
    words = ("account", "dirty.csv", "--time-zone", "America/New_York")
    found = _json(capsys, *words, "--unit-jumps", "rescale")
    assert found["load_mwh"] == pytest.approx(kwh[kept].sum() / 1000.0)
    assert found["period"]["hours"] == 8784
    by_kind = {each["kind"]: each for each in found["findings"]}
    assert by_kind["gap"]["count"] == 30 * 24
    assert by_kind["unit_jump"]["count"] == 31 * 24
    assert by_kind["repeated_hour"]["count"] == 8
    assert by_kind["duplicate"]["count"] == 1
    assert "naive_time" not in by_kind
    rows_by_month = {row["month"]: row for row in found["by_month"]}
    assert (rows_by_month["2024-02"]["hours"], rows_by_month["2024-03"]["hours"]) == (696, 743)
    assert rows_by_month["2024-04"]["load_mwh"] == 0.0
    assert found["by_month"][10]["hours"] == 721
    told = _json(capsys, *words)
    assert told["load_mwh"] == pytest.approx((kwh[kept].sum() - 0.999 * kwh[months == 7].sum()) / 1000.0)
