"""`firmwatt frontier` as a user calls it."""

from __future__ import annotations

import json

import pytest

from firmwatt import frontier, study
from tests.cli.command import run
from tests.interop.test_frontier_record import CONTRACT
from tests.report.frontiers import small_frontier


@pytest.fixture
def quick(monkeypatch):
    """Make `study.load` return the campus at two sampled days a year."""
    load = study.load

    monkeypatch.setattr(study, "load", lambda source, grid_mode=None, *_: load(source, grid_mode, "2x24"))


@pytest.mark.usefixtures("quick")
def test_json_keeps_its_contract_and_every_point_has_a_run_that_opens(tmp_path, capsys):
    out = tmp_path / "frontier"
    assert run("frontier", "campus", "--site", "ashburn", "--mw", "100", "--json", "--out", out) == 0
    printed = json.loads(capsys.readouterr().out)
    assert (printed["schema_version"], printed["status"]) == (1, "ok")
    assert all(tuple(point)[: len(CONTRACT)] == CONTRACT for point in printed["frontier"])
    assert any(not point["dominated"] for point in printed["frontier"])
    assert json.loads((out / "frontier.json").read_text()) == printed
    assert (out / "frontier.html").read_text().startswith("<!doctype html>")
    for point in printed["frontier"]:
        again = study.load_run(out / point["stack"])
        assert again.plan.inputs.case.programme.name == f"campus-{point['stack']}"
    first = printed["frontier"][0]["stack"]
    assert run("export", out / first, "--to", "csv", "--out", tmp_path / "tables") == 0


def test_the_table_stands_on_stdout_and_levers_reach_the_case(monkeypatch, capsys):
    asked = []

    def find(case, *question):
        asked.append(case)
        question[2](study.StageProgress("Planning mixture"))
        return small_frontier()

    monkeypatch.setattr(frontier, "find_frontier", find)
    arguments = ("frontier", "campus", "--site", "ashburn", "--mw", "100")
    assert run(*arguments) == 0
    out, err = capsys.readouterr()
    for words in ("The fastest way to 100", "Ways to 100 MW at Ashburn", "What does not deliver", "Firm\xa0grid"):
        assert words in out
    assert "Planning mixture …" in err
    assert run(*arguments, "--lever", "permitting", "--lever", "federal_land") == 0
    plain, pulled = asked
    assert pulled.sites[0].steps[0].central_years < plain.sites[0].steps[0].central_years


def test_a_frontier_that_is_stopped_says_that_it_goes_on(monkeypatch, tmp_path, capsys):
    def find(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(frontier, "find_frontier", find)
    arguments = ("frontier", "campus", "--site", "ashburn", "--mw", "100")
    assert run(*arguments, "--out", tmp_path) == 130
    words = f"What is done is kept in {tmp_path}; the same command goes on from there.\n"
    assert capsys.readouterr().err.startswith(words)
    assert run(*arguments) == 130
    assert "kept" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("--site", "ashbrn", "--mw", "100"),
            "--site ashbrn: the scenario campus has no such site. Did you mean 'ashburn'?",
        ),
        (
            ("--site", "ashburn", "--mw", "0"),
            "--mw 0: is not a number above zero. Write the megawatts that the site asks for, such as 100.",
        ),
        (
            ("--site", "ashburn", "--mw", "9", "--lever", "permiting"),
            "policy.levers: there is no lever 'permiting'. Did you mean 'permitting'?",
        ),
    ],
)
def test_a_question_that_makes_no_sense_exits_2(arguments, message, capsys):
    assert run("frontier", "campus", *arguments, "--json") == 2
    out, err = capsys.readouterr()
    assert err.strip() == message
    assert json.loads(out)["faults"][0]["problem"] == message


def test_a_folder_of_other_things_is_left_alone(tmp_path, capsys):
    (tmp_path / "mixture").mkdir()
    (tmp_path / "mixture" / "letter.txt").write_text("mine")
    assert run("frontier", "campus", "--site", "ashburn", "--mw", "100", "--out", tmp_path) == 2
    assert "holds files that are not ours" in capsys.readouterr().err
