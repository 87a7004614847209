"""`firmwatt headroom` as a user calls it."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from firmwatt import study
from firmwatt.cli import app as cli
from firmwatt.planning.solve import solve_plan
from tests.cases import tiny_case
from tests.worlds import simple_inputs


@pytest.fixture(scope="module")
def demand(tmp_path_factory):
    path = tmp_path_factory.mktemp("demand") / "demand.csv"
    hour = np.arange(8760)
    wave = 1000 + 300 * np.cos(hour / 8760 * 4 * np.pi) + 150 * np.sin(hour * np.pi / 12)
    stamps = pd.date_range("2023-01-01", periods=8760, freq="h", name="time")
    pd.DataFrame({"north": wave, "south": 2 * wave}, index=stamps).to_csv(path)
    return path


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as ended:
        cli.main([*map(str, arguments)])
    return ended.value.code, *capsys.readouterr()


def test_json(demand, capsys):
    code, out, _ = run(capsys, "headroom", "--demand", demand, "--json")
    answer = json.loads(out)
    assert (code, answer["schema_version"], answer["status"]) == (0, 1, "ok")
    assert list(answer["areas"]["north"]) == ["0.0025", "0.005", "0.01", "0.05"]
    assert answer["areas"]["south"]["0.005"] == pytest.approx(2 * answer["areas"]["north"]["0.005"])
    assert answer["total_mw"]["0.01"] == pytest.approx(3 * answer["areas"]["north"]["0.01"])
    events = answer["events"]["north"]["0.05"]
    assert sum(events["hours_by_month"]) == pytest.approx(events["hours_per_year"])
    assert answer["note"].startswith("An upper bound")


def test_words_and_a_file(demand, tmp_path, capsys):
    code, out, _ = run(capsys, "headroom", "--demand", demand, "--limits", "0.01,0.02", "--out", tmp_path / "x.csv")
    assert code == 0
    assert "total" in out
    assert out.endswith("taken as what the area can serve again.\n")
    assert list(pd.read_csv(tmp_path / "x.csv")["limit"]) == [0.01, 0.02, 0.01, 0.02]


def test_a_load_of_ones_own(demand, capsys):
    words = ("headroom", "--demand", demand, "--load-mw", 200)
    code, out, _ = run(capsys, *words, "--json")
    load = json.loads(out)["load"]
    assert code == 0
    assert load["north"]["given_up_share"] > load["south"]["given_up_share"] > 0
    assert load["north"]["curtailment"]["mwh_per_year"] == pytest.approx(load["north"]["given_up_share"] * 200 * 8760)
    code, out, _ = run(capsys, *words)
    assert "New load, alone in each area" in out


def test_contracts(demand, capsys):
    code, out, _ = run(capsys, "headroom", "--demand", demand, "--contracts", "--json")
    rooms = json.loads(out)["contracts"]["north"]
    assert (code, rooms["firm"]["load_mw"]) == (0, 0.0)
    assert rooms["california_30_minutes"]["longest_event_hours"] <= 6
    assert "Room in MW under each contract" in run(capsys, "headroom", "--demand", demand, "--contracts")[1]


def test_the_peaks_of_a_run(demand, tmp_path, capsys):
    study.save_run(study.keep_books(solve_plan(simple_inputs(tiny_case()))), tmp_path / "tiny")
    table = pd.read_csv(demand, index_col=0)
    table.rename(columns={"north": "GRID"}).to_csv(tmp_path / "demand.csv")
    code, out, _ = run(capsys, "headroom", "--demand", tmp_path / "demand.csv", "--run", tmp_path / "tiny", "--json")
    load = json.loads(out)["load"]
    assert (code, list(load)) == (0, ["GRID"])
    assert load["GRID"]["load_mw"] == pytest.approx(study.load_run(tmp_path / "tiny").ledger.peak_mw[0, -1])


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--limits", "1 %"), "--limits: '1 %' is no list of fractions. Write such as 0.0025,0.005,0.01,0.05."),
        (("--limits", "5"), "limit: 5 cannot be. Write a fraction such as 0.005."),
        (("--growth", "-3"), "growth: -3 cannot be. Write a fraction such as 0.005."),
    ],
)
def test_bad_options_exit_2(demand, capsys, words, message):
    code, out, err = run(capsys, "headroom", "--demand", demand, *words, "--json")
    assert (code, json.loads(out)["status"], err) == (2, "error", message + "\n")


def test_a_place_that_cannot_be_written(demand, tmp_path, capsys):
    (tmp_path / "file").touch()
    code, _, err = run(capsys, "headroom", "--demand", demand, "--out", tmp_path / "file" / "x.csv")
    assert code == 2
    assert "x.csv" in err or "file" in err
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_file_that_is_not_there(tmp_path, capsys):
    code, out, err = run(capsys, "headroom", "--demand", tmp_path / "none.csv", "--json")
    assert (code, json.loads(out)["faults"][0]["code"]) == (2, "FW320")
    assert err.endswith("there is no such file. Give a CSV or Parquet file that exists. [FW320]\n")


def test_a_page_and_what_covers_the_events(demand, tmp_path, capsys):
    page = tmp_path / "headroom.html"
    words = ("headroom", "--demand", demand, "--report", page, "--lang", "ko", "--flexible-share", 0.5)
    code, out, _ = run(capsys, *words)
    assert code == 0
    assert "waits" in out
    assert '<html lang="ko"' in page.read_text()


def test_lines_limit_the_room(demand, tmp_path, capsys):
    lines = tmp_path / "lines.csv"
    lines.write_text("area,limit_mw\nnorth,50\n")
    plain, limited = (
        json.loads(run(capsys, "headroom", "--demand", demand, "--json", *more)[1])["areas"]
        for more in ((), ("--transmission", lines))
    )
    assert limited["south"] == plain["south"]
    assert limited["north"]["0.05"] <= 50 / 0.95 + 1e-6
    assert limited["north"]["0.05"] < plain["north"]["0.05"]


def test_gaps_are_a_fault_or_filled_and_counted(demand, tmp_path, capsys):
    path = tmp_path / "gaps.csv"
    table = pd.read_csv(demand).drop(index=[100, 101])
    table.loc[200, "north"] = np.nan
    table.to_csv(path, index=False)
    code, _, err = run(capsys, "headroom", "--demand", path)
    assert code == 2
    assert "2023-01-05T06:00Z follows 2023-01-05T03:00Z." in err
    code, out, _ = run(capsys, "headroom", "--demand", path, "--gaps", "interpolate", "--json")
    filled, whole = json.loads(out), json.loads(run(capsys, "headroom", "--demand", demand, "--json")[1])
    assert (code, filled["filled_hours"]) == (0, {"north": 3, "south": 2})
    assert whole["filled_hours"] == {}
    assert filled["areas"]["north"]["0.005"] == pytest.approx(whole["areas"]["north"]["0.005"], rel=0.02)
    _, out, _ = run(capsys, "headroom", "--demand", path, "--gaps", "interpolate")
    assert "north: 3 hours were missing and are interpolated.\n" in out
