"""`firmwatt traffic` as a user calls it."""

from __future__ import annotations

import json

import pytest

from firmwatt.cli import app as cli


def run(*arguments) -> int:
    with pytest.raises(SystemExit) as end:
        cli.main([*map(str, arguments)])
    return end.value.code


@pytest.fixture
def trace(tmp_path):
    path = tmp_path / "trace.csv"
    rows = [f"2026-03-{2 + day:02d}T{hour:02d}:00Z,{100 + 10 * hour}" for day in range(8) for hour in range(24)]
    path.write_text("\n".join(["timestamp,requests", *rows]), encoding="utf-8")
    return path


def test_a_trace_is_described(trace, tmp_path, capsys):
    out = tmp_path / "found.json"
    assert run("traffic", trace, "--json", "--out", out) == 0
    found = json.loads(capsys.readouterr().out)
    assert found == json.loads(out.read_text(encoding="utf-8"))
    assert found["what"] == "requests"
    assert found["per_hour"] == pytest.approx(215.0)
    assert found["daily"][23] == pytest.approx(330.0 / 215.0)
    assert found["weekly"] == pytest.approx([1.0] * 7)


def test_the_table_draws_the_day(trace, capsys):
    assert run("traffic", trace) == 0
    out = capsys.readouterr().out
    assert "41,280 requests in 191.0 hours, 215.0 an hour" in out
    assert "Nearest catalogue traffic" in out


def test_hours_that_are_missing_are_told(trace, capsys):
    lines = trace.read_text(encoding="utf-8").splitlines()
    trace.write_text("\n".join(lines[:30] + lines[78:]), encoding="utf-8")
    assert run("traffic", trace) == 0
    assert "48 hours have no row and count as 0" in capsys.readouterr().out


def test_faults_exit_2_with_their_line(tmp_path, capsys):
    path = tmp_path / "bad.csv"
    path.write_text("timestamp,requests\nnoon,5\n", encoding="utf-8")
    assert run("traffic", path) == 2
    assert capsys.readouterr().err == (
        f"{path}:2:1 timestamp: 'noon' is not a time. "
        "Write UTC such as 2026-01-31T23:00, or seconds since 1970. [FW326]\n"
    )


SCENARIO = """\
programme:
  title: A trace
  planning_years: [2028]
  decision_date: 2026-06-01
  resolution: {sampled_periods: 1, period_hours: 24}
sites:
  - {name: one, place: ashburn, asked_mw: 50, energised_it_mw: 40, connection: {firm_mw: 60, energised_mw: 60}}
workloads:
  - name: chat
    class: interactive
    requests: {per_year: 1.0e12, model: llama-3.1-8b}
    trace: {file: trace.csv}
"""


def test_a_scenario_is_planned_with_a_trace(trace, tmp_path, capsys):
    (tmp_path / "mine.yaml").write_text(SCENARIO.replace("trace.csv", trace.name), encoding="utf-8")
    assert run("check", tmp_path / "mine.yaml") == 0
    assert run("plan", tmp_path / "mine.yaml", "--out", tmp_path / "run", "--json") == 0
    assert '"status": "optimal"' in capsys.readouterr().out


def test_check_tells_the_faults_of_a_trace_and_of_requests_together(tmp_path, capsys):
    path = tmp_path / "trace.csv"
    path.write_text("timestamp,requests\n2026-01-01T00:00,-5\nnoon,7\n", encoding="utf-8")
    text = SCENARIO.replace("model: llama-3.1-8b", "model: llama-3.1-8b, latency_ms: 0.001")
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    assert run("check", tmp_path / "mine.yaml") == 2
    lines = capsys.readouterr().err.splitlines()
    assert lines[:2] == [
        f"{path}:2:1 requests: '-5' is not a count. Write a number from 0 up. [FW326]",
        f"{path}:3:1 timestamp: 'noon' is not a time. "
        "Write UTC such as 2026-01-31T23:00, or seconds since 1970. [FW326]",
    ]
    assert lines[2].startswith("mine workloads.chat: latency 0.001 ms: one sequence of llama-3.1-8b on 1 h100_sxm")
