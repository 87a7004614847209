"""`firmwatt contracts`: table, JSON and file."""

from __future__ import annotations

import json

import pytest

from firmwatt import study
from tests.cli.command import run

ASKED = ("contracts", "campus", "--site", "ashburn", "--mw", "80", "--type", "texas_sb6")


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Make `study.load` return the campus at four sampled days a year."""
    load = study.load
    monkeypatch.setattr(study, "load", lambda source: load(source, resolution="4x24"))


def test_json_and_file_are_one_object(capsys, tmp_path):
    out = tmp_path / "contracts.json"
    assert run(*ASKED, "--json", "--out", out) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == json.loads(out.read_text())
    assert (told["status"], told["site"], told["asked_mw"]) == ("ok", "ashburn", 80.0)
    assert set(told["contracts"]) == {"firm", "texas_sb6"}
    sb6 = told["contracts"]["texas_sb6"]
    assert sb6["kind"] == "interruptible"
    assert all(check["breaches"] == [] for check in sb6["checks"])


def test_the_table_names_each_contract(capsys):
    assert run(*ASKED) == 0
    told = capsys.readouterr().out
    assert "80 MW at ashburn under each type of contract" in told
    assert "texas sb6" in told


def test_an_unknown_site_is_a_message(capsys):
    assert run("contracts", "campus", "--site", "ashbur") == 2
    message = "--site ashbur: the scenario campus has no such site. Did you mean 'ashburn'?\n"
    assert capsys.readouterr().err.endswith(message)
