"""`firmwatt plan` as a user calls it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from firmwatt import study
from firmwatt.errors import InfeasibleError
from firmwatt.lp.solution import Status
from firmwatt.planning.solve import solve_plan
from firmwatt.planning.whole_units import with_whole_units
from tests.cases import tiny_case
from tests.cli.command import run
from tests.worlds import simple_inputs


@pytest.fixture(scope="module")
def finished():
    return study.keep_books(solve_plan(simple_inputs(tiny_case())))


@pytest.fixture
def quick(monkeypatch, finished):
    """Make `study.plan` return a finished run at once; return what it was asked with."""
    asked = []

    def plan(case, progress, **_):
        asked.append(case)
        progress(study.StageProgress(study.SOLVING))
        return finished

    monkeypatch.setattr(study, "plan", plan)
    return asked


@pytest.mark.usefixtures("quick")
def test_the_answer_stands_on_stdout_and_progress_on_stderr(tmp_path, capsys):
    assert run("plan", "campus", "--out", tmp_path / "run") == 0
    out, err = capsys.readouterr()
    for title in (
        "asked for by 2030", "Roadmap", "MW energised / asked for, at the meter", "Computing that waits or is lost",
        "Capacity at each year's end, MW", "Cost by kind, present value", "Emissions, matching and water",
        "Highest import by region", "What binds", "the books agree with the objective",
    ):  # fmt: skip
        assert title in out
    assert "Building and solving the plan …" in err
    assert f"The run is in {tmp_path / 'run'}" in err
    assert (tmp_path / "run" / "report.html").is_file()


@pytest.mark.usefixtures("quick")
def test_json_is_the_summary(tmp_path, capsys):
    assert run("plan", "campus", "--out", tmp_path / "run", "--json") == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed == json.loads((tmp_path / "run" / "summary.json").read_text())
    assert (printed["schema_version"], printed["status"]) == (1, "optimal")


def test_options_reach_the_solver_and_the_folder_is_named_after_the_scenario(quick, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run("plan", "campus", "--gap", "1e-3", "--time-limit", "9", "--solver", "highs") == 0
    assert quick[0].solve.relative_gap == 1e-3
    assert quick[0].solve.time_limit_seconds == 9.0
    assert (tmp_path / "runs" / "campus" / "summary.json").is_file()


def test_a_plan_that_stopped_early_is_saved_and_says_so_by_its_exit_code(finished, tmp_path, monkeypatch, capsys):
    status = Status.STOPPED_FEASIBLE
    stopped = replace(finished.plan, solution=replace(finished.plan.solution, status=status))
    run_ = replace(finished, plan=stopped, dispatch=replace(finished.dispatch, plan=stopped))
    monkeypatch.setattr(study, "plan", lambda *_, **__: run_)
    assert run("plan", "campus", "--out", tmp_path / "run", "--json") == 4
    assert json.loads(capsys.readouterr().out)["status"] == "stopped_feasible"
    assert study.load_run(tmp_path / "run").plan.solution.status is status


def test_an_infeasible_plan_exits_3_with_its_reasons(tmp_path, monkeypatch, capsys):
    def refuse(*_, **__):
        raise InfeasibleError(["carbon_cap: 0 t cannot be kept in 2028."])

    monkeypatch.setattr(study, "plan", refuse)
    assert run("plan", "campus", "--out", tmp_path / "run") == 3
    assert "carbon_cap: 0 t cannot be kept in 2028." in capsys.readouterr().err
    assert not (tmp_path / "run").exists()


def test_a_scenario_that_is_not_there_exits_2(tmp_path, capsys):
    assert run("plan", tmp_path / "absent.yaml") == 2
    assert "absent.yaml" in capsys.readouterr().err


def test_a_folder_of_other_things_is_left_alone_and_told_before_planning(quick, tmp_path, capsys):
    (tmp_path / "letter.txt").write_text("mine")
    assert run("plan", "campus", "--out", tmp_path) == 2
    assert "holds files that are not ours (there is no summary.json)" in capsys.readouterr().err
    assert not quick


def test_whole_units_are_asked_for_and_their_cost_is_told(tmp_path, monkeypatch, capsys):
    case = tiny_case()
    alone = replace(case.sites[0].connection, firm_mw=(0.0, 0.0), curtailable_mw=(0.0, 0.0), energised_mw=0.0)
    case = replace(case, sites=(replace(case.sites[0], connection=alone),))
    whole = with_whole_units(solve_plan(simple_inputs(case)))
    assert whole.unit_repair.builds
    asked = []

    def plan(*_, whole_units, **__):
        asked.append(whole_units)
        return study.keep_books(whole)

    monkeypatch.setattr(study, "plan", plan)
    assert run("plan", "campus", "--whole-units", "--out", tmp_path / "run") == 0
    assert asked == [True]
    assert "more than fractions" in capsys.readouterr().out
    assert study.load_run(tmp_path / "run").plan.unit_repair == whole.unit_repair
    assert json.loads((tmp_path / "run" / "summary.json").read_text())["whole_units"]["cost_usd"] >= 0.0


def test_grids_answer_where_that_is_asked_for(quick, tmp_path, capsys):
    assert run("plan", "campus", "--grid", "supply_curve", "--out", tmp_path / "run") == 0
    assert quick[0].regions[0].curve.market == "pjm"
    assert run("plan", "campus", "--grid", "suply", "--out", tmp_path / "run") == 2
    assert capsys.readouterr().err.endswith("--grid suply: there is no such mode. Known: price_taker, supply_curve.\n")


def test_the_hours_to_look_at_are_those_asked_for(quick, tmp_path, capsys):
    assert run("plan", "campus", "--resolution", "6x24", "--out", tmp_path / "run") == 0
    assert (quick[0].programme.sampled_periods, quick[0].programme.period_hours) == (6, 24)
    assert run("plan", "campus", "--resolution", "full", "--out", tmp_path / "run") == 0
    assert quick[1].programme.sampled_periods is None
    for refused in ("all", "0x24", "400x24", "4x9999"):
        assert run("plan", "campus", "--resolution", refused, "--out", tmp_path / "run") == 2
        assert capsys.readouterr().err.endswith(
            f"--resolution {refused}: is neither full nor periods a year and hours in each. "
            "Write full, or for example 4x168 for four weeks a year.\n"
        )


def test_a_low_path_that_is_no_share_is_told_before_planning(quick, tmp_path, capsys):
    assert run("plan", "campus", "--low-path", "56", "--out", tmp_path / "run") == 2
    assert capsys.readouterr().err == ("--low-path 56: is not above 0 and at most 1. Write a fraction such as 0.56.\n")
    assert not quick


def test_the_markets_and_what_is_stranded_are_told(tmp_path, monkeypatch, capsys):
    from firmwatt.planning.stranded import with_stranded
    from tests.accounting.test_markets import rich_plan

    moved = study.keep_books(with_stranded(rich_plan(), 0.5))
    monkeypatch.setattr(study, "plan", lambda *_, **__: moved)
    monkeypatch.setattr(study, "save_run", lambda *_: None)
    assert run("plan", "campus", "--low-path", "0.5", "--out", tmp_path / "run") == 0
    out, _ = capsys.readouterr()
    assert "Markets by year: without the programme → with it" in out
    assert "that hindsight would have saved" in out
