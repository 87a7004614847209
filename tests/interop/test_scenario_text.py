"""The scenario of a run plans the same on any day and from any folder."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from firmwatt.interop.scenario_text import resolved_scenario
from firmwatt.scenario.loader import load_case


def test_a_text_that_needs_nothing_stays_as_it_was_read():
    case = load_case("campus")
    assert resolved_scenario(case) == case.scenario_text


def test_a_decision_date_that_was_left_out_is_written_and_the_case_is_the_same(tmp_path):
    given = load_case("campus").scenario_text
    dated = next(line for line in given.splitlines() if "decision_date:" in line)
    mine, theirs = tmp_path / "mine.yaml", tmp_path / "theirs" / "mine.yaml"
    theirs.parent.mkdir()
    mine.write_text(given.replace(f"{dated}\n", ""), encoding="utf-8")
    case = load_case(mine)
    assert case.programme.decision_date == date.today()
    text = resolved_scenario(case)
    assert f"decision_date: {date.today().isoformat()}" in text
    assert "# at the meter by the end of the year" in text
    theirs.write_text(text, encoding="utf-8")
    again = load_case(theirs)
    assert replace(again, scenario_text="", scenario_sha256="") == replace(case, scenario_text="", scenario_sha256="")


def test_relative_files_become_absolute():
    case = load_case("campus")
    site = replace(case.sites[0], weather_file=Path("data/weather.csv"))
    region = replace(case.regions[0], series_file=Path("data/grid.csv"))
    text = case.scenario_text + "\ngrid:\n  pjm: {series_file: data/grid.csv}\n"
    resolved = resolved_scenario(replace(case, sites=(site,), regions=(region,), scenario_text=text))
    assert f"weather_file: {Path('data/weather.csv').resolve()}" in resolved
    assert f"series_file: {Path('data/grid.csv').resolve()}" in resolved


def test_a_resolution_asked_for_beside_the_file_is_written(tmp_path):
    path = tmp_path / "again.yaml"
    path.write_text(resolved_scenario(load_case("campus", resolution="2x24")), encoding="utf-8")
    assert "resolution: full" not in path.read_text()
    again = load_case(path).programme
    assert (again.sampled_periods, again.period_hours) == (2, 24)


def test_a_mode_of_the_grids_asked_for_beside_the_file_is_written():
    case = load_case("campus", "supply_curve")
    again = resolved_scenario(case)
    assert "grid:\n  mode: supply_curve" in again
    said = replace(case, scenario_text=again)
    assert resolved_scenario(said) == again
    assert "mode:" not in resolved_scenario(load_case("campus"))
