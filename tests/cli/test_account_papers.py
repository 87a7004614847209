"""What `firmwatt account` writes beside its figures, as a user calls it."""

from __future__ import annotations

import json
import shutil

import openpyxl
import pytest

from firmwatt import study
from firmwatt.planning.solve import solve_plan
from tests.cases import tiny_case
from tests.cli.command import run
from tests.interop.papers import request_in
from tests.worlds import simple_inputs


@pytest.fixture
def words(tmp_path):
    request = request_in(tmp_path)
    return ["account", request.meters, "--contracts", request.contracts, "--grid", request.grid]


def test_all_papers_at_once(words, tmp_path, capsys):
    papers = {
        name: tmp_path / f"{name}.{end}" for name, end in (("statement", "html"), ("workbook", "xlsx"), ("pack", "zip"))
    }
    options = [part for name, path in papers.items() for part in (f"--{name}", path)]
    assert run(*words, *options, "--lang", "ko", "--against", "pledge:google-2030", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert {name: answer[name] for name in papers} == {name: str(path) for name, path in papers.items()}
    assert answer["trajectory"]["report_vintage"] == 2025
    assert 'data-asked="ko"' in papers["statement"].read_text(encoding="utf-8")
    assert "summary" in openpyxl.load_workbook(papers["workbook"]).sheetnames
    assert run("account", "verify", papers["pack"], "--sha256", answer["pack_sha256"]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"{papers['pack']}: ")
    assert out.endswith(f"all as in the pack. SHA-256 {answer['pack_sha256']}.\n")


def test_a_pledge_is_told_as_a_table(words, capsys):
    assert run(*words, "--against", "pledge:google-2030") == 0
    out = capsys.readouterr().out
    assert "scope2_market: These emissions stay below what the pledge allows the whole company.\n" in out
    assert "The account lacks 8,712 hours of the calendar year; its emissions are those of the others" in out
    assert run(*words, "--against", "pledge:nobody") == 2
    assert "is no pledge" in capsys.readouterr().err


def test_a_pack_that_is_none_and_one_with_another_hash(words, tmp_path, capsys):
    assert run(*words, "--pack", tmp_path / "p.zip") == 0
    capsys.readouterr()
    assert run("account", "verify", tmp_path / "p.zip", "--sha256", "0" * 64, "--json") == 2
    answer = json.loads(capsys.readouterr().out)
    assert answer["status"] == "error"
    assert len(answer["faults"]) == 1
    assert run("account", "verify", tmp_path / "none.zip") == 2


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs") / "tiny"
    study.save_run(study.keep_books(solve_plan(simple_inputs(tiny_case()))), folder)
    return folder


def test_a_run_is_packed_made_again_and_compared_year_by_year(folder, tmp_path, capsys):
    pack = tmp_path / "run.zip"
    assert run("account", folder, "--pack", pack, "--against", "pledge:google-2030", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    market = next(each for each in answer["trajectory"]["scopes"] if each["scope"] == "scope2_market")
    assert market["plan_t"] == {
        str(year["year"]): pytest.approx(year["emissions_t"]["scope2_market"]) for year in summary["by_year"]
    }
    assert run("account", "verify", pack) == 0


def test_runs_beside_a_run_are_ways_to_meet_the_same_load(folder, tmp_path, capsys):
    other = tmp_path / "another"
    shutil.copytree(folder, other)
    page = tmp_path / "ways.html"
    words = ("account", folder, "--against", "pledge:google-2030", "--beside", other, "--statement", page)
    assert run(*words, "--json") == 0
    ways = json.loads(capsys.readouterr().out)["trajectory"]["ways"]
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    assert [way["name"] for way in ways] == ["tiny", "another"]
    assert [way["total_usd"] for way in ways] == [pytest.approx(summary["ledger_total_usd"])] * 2
    assert page.read_text(encoding="utf-8").count('<polyline class="way-1"') == 2
    assert run(*words) == 0
    assert "Ways to meet the same load" in capsys.readouterr().out


def test_meters_have_no_ways_beside_them(words, folder, capsys):
    message = "--beside: sets runs beside a run and a pledge. Give the folder of a run, and --against.\n"
    assert run(*words, "--against", "pledge:google-2030", "--beside", folder) == 2
    assert capsys.readouterr().err == message
    assert run("account", folder, "--beside", folder) == 2
    assert capsys.readouterr().err == message
