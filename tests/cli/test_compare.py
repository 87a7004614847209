"""`firmwatt compare` as a user calls it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from firmwatt import study
from firmwatt.planning.solve import solve_plan
from tests.cases import tiny_case
from tests.cli.command import run
from tests.worlds import simple_inputs


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """Two runs: the tiny case, and the same with a carbon price ten times as high."""
    folder, case = tmp_path_factory.mktemp("runs"), tiny_case()
    dear = replace(case, policy=replace(case.policy, carbon_price_usd_per_tonne=(0.0, 500.0)))
    for name, each in (("a", case), ("b", dear)):
        study.save_run(study.keep_books(solve_plan(simple_inputs(each))), folder / name)
    return folder


def test_a_run_compared_with_itself_differs_in_nothing(folders, capsys):
    assert run("compare", folders / "a", folders / "a") == 0
    assert capsys.readouterr().out == f"A: {folders / 'a'}\nB: {folders / 'a'}\n\nNothing differs.\n"
    assert run("compare", folders / "a", folders / "a", "--json") == 0
    printed = json.loads(capsys.readouterr().out)
    assert (printed["schema_version"], printed["status"], printed["is_empty"]) == (1, "ok", True)
    lists = ("inputs", "figures", "capacities", "dates", "power_gap", "limits")
    assert [printed[name] for name in lists] == [[]] * 6


def test_the_table_begins_with_the_reason(folders, capsys):
    assert run("compare", folders / "a", folders / "b") == 0
    out = capsys.readouterr().out
    titles = ("Inputs that differ", "Total and what it is made of", "Capacity at each year's end")
    assert sorted(titles, key=out.index) == list(titles)
    assert "policy.carbon_price_usd_per_tonne" in out
    assert "only because plans are solved to a gap" in out


def test_json_holds_all_that_differs(folders, capsys):
    assert run("compare", folders / "a", folders / "b", "--json") == 0
    printed = json.loads(capsys.readouterr().out)
    assert [item["field"] for item in printed["inputs"]] == ["policy.carbon_price_usd_per_tonne"]
    total = next(item for item in printed["figures"] if item["group"] == "total")
    assert total["second"] > total["first"]
    assert printed["within_gap_usd"] >= 0.0


def test_a_folder_that_is_no_run_exits_2_with_its_remedy(folders, tmp_path, capsys):
    assert run("compare", folders / "a", tmp_path / "none") == 2
    assert capsys.readouterr().err == (
        f"{tmp_path / 'none'}: there is no such folder. "
        "Give a folder that `firmwatt plan` wrote, such as runs/campus.\n"
    )


def test_three_runs_are_compared_with_the_first_and_drawn(folders, tmp_path, capsys):
    page = tmp_path / "compare.html"
    assert run("compare", folders / "a", folders / "b", folders / "a", "--json", "--out", page, "--lang", "ko") == 0
    printed = json.loads(capsys.readouterr().out)
    assert [pair["is_empty"] for pair in printed["comparisons"]] == [False, True]
    assert '<html lang="ko" data-language="ko" data-asked="ko">' in page.read_text(encoding="utf-8")
