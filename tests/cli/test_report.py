"""`firmwatt report` as a user calls it."""

from __future__ import annotations

import json

import pytest

from firmwatt import study
from firmwatt.interop.frontier_record import frontier_record
from firmwatt.planning.solve import solve_plan
from tests.cases import tiny_case
from tests.cli.command import run
from tests.report.frontiers import small_frontier
from tests.worlds import simple_inputs


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs") / "a"
    study.save_run(study.keep_books(solve_plan(simple_inputs(tiny_case()))), folder)
    return folder


def test_a_report_is_written_anew_in_korean_with_a_frontier(folder, tmp_path, capsys):
    (tmp_path / "frontier.json").write_text(json.dumps(frontier_record(small_frontier())))
    page = tmp_path / "page.html"
    assert run("report", folder, "--frontier", tmp_path, "--lang", "ko", "--out", page, "--json") == 0
    assert json.loads(capsys.readouterr().out)["frontiers"] == ["ashburn"]
    text = page.read_text(encoding="utf-8")
    assert 'data-asked="ko"' in text
    assert "전력 확보 속도 · 애슈번" in text
    assert text.count('<circle class="be') == len(small_frontier().points)


def test_without_a_run_there_is_a_message(tmp_path, capsys):
    assert run("report", tmp_path / "none", "--out", tmp_path / "page.html") == 2
    assert "there is no such folder" in capsys.readouterr().err
    assert not (tmp_path / "page.html").exists()
