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


def test_faults_exit_2_with_their_line(tmp_path, capsys):
    path = tmp_path / "bad.csv"
    path.write_text("timestamp,requests\nnoon,5\n", encoding="utf-8")
    assert run("traffic", path) == 2
    assert capsys.readouterr().err == (
        f"{path}:2:1 timestamp: 'noon' is not a time. Write UTC such as 2026-01-31T23:00. [FW326]\n"
    )
