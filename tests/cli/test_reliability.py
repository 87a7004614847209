"""`firmwatt reliability` as a user calls it, on a table of units and on a run."""

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
        cli.main(["reliability", *map(str, arguments)])
    return ended.value.code, *capsys.readouterr()


@pytest.fixture
def units(tmp_path):
    path = tmp_path / "units.csv"
    path.write_text("name,mw,forced_outage_rate,mttr_hours,count\nengine,10,0.03,50,11\n")
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs") / "tiny"
    study.save_run(study.keep_books(solve_plan(simple_inputs(tiny_case()))), folder)
    return folder


def test_a_table_of_units(units, capsys):
    code, out, _ = run(capsys, "--units", units, "--load-mw", 100, "--target-nines", 4, "--credit", "engine", "--json")
    answer = json.loads(out)
    assert (code, answer["schema_version"], answer["status"], answer["method"]) == (0, 1, "ok", "convolution")
    assert answer["lolh_hours_per_year"] == pytest.approx(8760 * (1 - 0.9586513649634066))
    assert set(answer["ci95"]) == {"lole_days_per_year", "lolh_hours_per_year", "eue_mwh_per_year"}
    assert [step["spare_units"] for step in answer["design"]["steps"]] == [0, 1, 2, 3]
    assert 90 < answer["credit"]["equivalent_firm_mw"] < 110


def test_a_load_file_and_stores(units, tmp_path, capsys):
    stamps = pd.date_range("2023-01-01", periods=48, freq="h", name="timestamp")
    pd.DataFrame({"load_mw": 100.0}, index=stamps).to_csv(tmp_path / "load.csv")
    stores = tmp_path / "stores.csv"
    stores.write_text("name,mw,mwh,charge_efficiency,discharge_efficiency\nbattery,10,40,0.9,0.9\n")
    words = ("--units", units, "--load", tmp_path / "load.csv", "--stores", stores, "--years", 300, "--json")
    code, out, _ = run(capsys, *words)
    answer = json.loads(out)
    assert (code, answer["method"], answer["hours_per_year"]) == (0, "monte_carlo", 48.0)
    assert run(capsys, *words, "--workers", 2)[1] == out
    assert run(capsys, *words, "--seed", 1)[1] != out


def test_only_the_load_of_a_file_is_load(units, tmp_path, capsys):
    stamps = pd.date_range("2023-01-01", periods=48, freq="h", name="timestamp")
    table = pd.DataFrame({"price": 55.0, "load_mw": 100.0, "note": "mild"}, index=stamps)
    table.to_csv(tmp_path / "more.csv")
    table[["load_mw"]].to_csv(tmp_path / "load.csv")
    found = [run(capsys, "--units", units, "--load", tmp_path / name, "--json") for name in ("more.csv", "load.csv")]
    assert found[0] == found[1]
    assert json.loads(found[0][1])["lolh_hours_per_year"] == pytest.approx(48 * (1 - 0.9586513649634066))


def test_what_fails_in_common_limits_the_nines(units, tmp_path, capsys):
    (tmp_path / "causes.csv").write_text("name,forced_outage_rate,mttr_hours\ngas,0.002,24\n")
    units.write_text("name,mw,forced_outage_rate,mttr_hours,count,common_cause\nengine,10,0.03,50,11,gas\n")
    words = ("--units", units, "--causes", tmp_path / "causes.csv", "--load-mw", 100, "--target-nines", 4)
    code, out, _ = run(capsys, *words, "--json")
    answer = json.loads(out)
    assert (code, answer["design"]["is_reached"]) == (0, False)
    assert answer["availability"] == pytest.approx(0.998 * 0.9586513649634066)
    assert answer["design"]["steps"][-1]["availability"] == pytest.approx(0.998, abs=1e-6)
    assert run(capsys, *words)[1].endswith("do not reach 4 nines: what fails in common prevents it.\n")
    code, _, err = run(capsys, "--units", units, "--load-mw", 100)
    assert (code, err) == (
        2,
        f"{units}:2:1 common_cause: there is no common cause 'gas'. Known: none, for want of --causes FILE. [FW332]\n",
    )


def test_words(units, capsys):
    code, out, _ = run(capsys, "--units", units, "--load-mw", 100, "--credit", "engine", "--target-nines", 2)
    assert code == 0
    assert "served in 95.86514 % of the hours: 1.38 nines\n" in out
    assert "1 spare: 99.51539 %, 2.31 nines\n" in out
    assert out.endswith("MW of load\n")
    _, out, _ = run(capsys, "--units", units, "--load-mw", 100, "--method", "monte-carlo", "--years", 50)
    assert "50 years simulated\n" in out


def test_a_run(folder, capsys):
    code, out, _ = run(capsys, folder, "--years", 100, "--target-nines", 2, "--json")
    answer = json.loads(out)
    assert (code, answer["status"], answer["worst"]["site"]) == (0, "ok", "home")
    assert {"lole_days_per_year", "lolh_hours_per_year", "eue_mwh_per_year", "ci95", "method"} <= set(answer)
    assert [row["year"] for row in answer["rows"]] == [year["year"] for year in answer["system"]]
    assert set(answer["rows"][0]["nines_by_class"]) == {"interactive", "batch", "training"}
    code, out, _ = run(capsys, folder, "--years", 100, "--grid-availability", 1)
    assert code == 0
    assert "training shed first" in out


def test_the_credit_of_a_planned_asset(folder, capsys):
    code, out, _ = run(capsys, folder, "--years", 50, "--grid-availability", 0.9, "--credit", "home/solar", "--json")
    credit = json.loads(out)["credit"]
    assert code == 0
    assert 0 <= credit["load_carrying_mw"] <= credit["capacity_mw"] * 1.001
    code, _, err = run(capsys, folder, "--years", 50, "--credit", "home/wind_contract")
    assert (code, err) == (
        2, "--credit: no site has 'home/wind_contract'. Known: home/solar, home/gas_turbine, home/battery_4h.\n"
    )  # fmt: skip


def test_a_plan_for_a_target(folder, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(study, "prepare", simple_inputs)
    words = (folder, "--reach-nines", 1, "--out", tmp_path / "firm", "--years", 50)
    code, out, err = run(capsys, *words, "--json")
    answer = json.loads(out)
    assert (code, answer["chosen"]) == (0, answer["steps"][-1])
    assert err.startswith("no reserve margin: ")
    saved = study.load_run(tmp_path / "firm")
    assert saved.plan.solution.primal_objective == pytest.approx(answer["chosen"]["cost_usd"])
    _, out, _ = run(capsys, *words)
    assert out.endswith("It costs 0 USD (present value) more than with no reserve margin.\n")


def test_a_target_out_of_reach_exits_3(folder, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(study, "prepare", simple_inputs)
    code, _, err = run(capsys, folder, "--reach-nines", 14, "--out", tmp_path / "firm", "--years", 50)
    assert code == 3
    assert "No reserve margin reaches 14 nines at every site; the most is " in err
    assert not (tmp_path / "firm").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "reliability: give either the folder of a run or --units FILE."),
        (("--units", "{units}"), "reliability: --units needs a load. Give either --load FILE or --load-mw MW."),
        (("run", "--reach-nines", 3),
         "reliability: --reach-nines and --out go together: the plan that is found needs a folder."),
        (("--units", "{units}", "--load-mw", 100, "--grid-availability", 0.9),
         "reliability: --reach-nines and --grid-availability go with a run only."),
        (("run", "--load-mw", 5),
         "reliability: --load, --load-mw, --stores, --causes and --curtailable-mw go with --units only."),
        (("--units", "{units}", "--load-mw", 100, "--credit", "engin"),
         "--credit: there is no 'engin'. Known: engine."),
        (("--units", "{units}", "--load-mw", 100, "--target-nines", 0),
         "--target-nines: 0 is not above 0. Write 4 for 99.99 %."),
        (("--units", "{units}", "--load-mw", 100, "--method", "convolution", "--curtailable-mw", 5),
         "--method: the convolution knows no storage and no curtailable load. Choose monte-carlo."),
    ],
)  # fmt: skip
def test_what_cannot_be_exits_2(units, capsys, words, message):
    code, out, err = run(capsys, *(str(word).format(units=units) for word in words), "--json")
    assert (code, json.loads(out)["status"], err) == (2, "error", message + "\n")


def test_a_grid_availability_that_cannot_be(folder, capsys):
    message = "--grid-availability: 99.9 cannot be. Write a fraction such as 0.9998.\n"
    for words in ((), ("--credit", "home/solar")):
        code, _, err = run(capsys, folder, "--grid-availability", 99.9, *words)
        assert (code, err) == (2, message)
