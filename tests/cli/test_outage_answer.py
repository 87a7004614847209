"""What stands beside adequacy: late projects and the first minutes, printed and in JSON."""

from __future__ import annotations

import json

from firmwatt.cli.outage_answer import Beside
from firmwatt.reliability.delays import LateAdequacy
from firmwatt.reliability.minutes_of_sites import minutes_of_load
from tests.cli.command import run
from tests.reliability.campus import campus

LATE = LateAdequacy("home", 2030, 8, 120.0, 900.0, 1.86, 2000.0, 0.25)


def test_nothing_asked_for_says_nothing(capsys):
    beside = Beside((), ())
    beside.show()
    assert (capsys.readouterr().out, beside.record()) == ("", {})


def test_words_and_keys(capsys):
    beside = Beside((LATE,), (minutes_of_load(campus(10)),))
    beside.show()
    told = capsys.readouterr().out
    assert "With late projects home in 2030: 120.0 hours a year, 1.86 nines; worse than on time in 25 % of 8" in told
    assert "First minutes at load: 40 + 1 generators behind 100 MW" in told
    assert "training, no UPS:" in told
    record = json.loads(json.dumps(beside.record()))
    assert record["delays"][0]["worst_eue_mwh_per_year"] == 2000.0
    assert record["first_minutes"][0]["classes"]["interactive"]["is_on_ups"] is True


def test_the_command_tells_the_first_minutes_of_a_table(tmp_path, capsys):
    path = tmp_path / "units.csv"
    path.write_text("name,mw,forced_outage_rate,mttr_hours,count\nengine,10,0.03,50,11\n")
    words = ("reliability", "--units", path, "--load-mw", 100, "--first-minutes", "--backup-spare", 3, "--json")
    assert run(*words) == 0
    (found,) = json.loads(capsys.readouterr().out)["first_minutes"]
    assert (found["load_mw"], found["backup"]["spare_units"]) == (100.0, 3)


def test_delays_need_a_run(tmp_path, capsys):
    path = tmp_path / "units.csv"
    path.write_text("name,mw,forced_outage_rate,mttr_hours\nengine,10,0.03,50\n")
    assert run("reliability", "--units", path, "--load-mw", 5, "--delays", 4) == 2
    expected = "reliability: --delays goes with a run only: a table of units has no dates.\n"
    assert capsys.readouterr().err == expected
