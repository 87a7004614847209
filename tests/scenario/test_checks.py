from pathlib import Path

import pytest

from firmwatt.scenario.checks import consistency_faults
from tests.scenario import written


def faults_of(folder: Path, *changes: tuple[str, str]) -> list[str]:
    return written.faults_of(consistency_faults, folder, *changes)


def test_that_a_consistent_file_has_no_fault(tmp_path: Path) -> None:
    assert faults_of(tmp_path) == []


def test_that_a_broken_entry_does_not_hide_the_faults_of_another(tmp_path: Path) -> None:
    changes = (("share: 0.6", "share: x"), ("Asia/Seoul: 1", "Asia/Seoul: 0.4"), ("title: Test", "title: 3"))
    assert faults_of(tmp_path, *changes) == ["workloads[1].user_time_zones FW143"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("discount_rate: 0.07", "discount_rate: x\n  weather_years: x\n  weather_probability: [0.5, 0.5]"),
        ("budget_usd: 5e9", "budget_usd: x\n  budget_until_year: 2029"),
        ("asked_mw: 50", "asked_mw: x\n    energised_it_mw: 60"),
        ("asked_mw: 50", "asked_mw: 50\n    cooling: {pue_constant: x, wue_constant_l_per_kwh: 1}"),
        ("    max_mw: 50", "    max_mw: x\n    min_mw: 60"),
        ("    site: one\n    max_mw: 50", "    sites: one\n    max_mw: 50"),
        ("technology: solar", "tecnology: solar"),
        (
            "    max_mw: 50\n",
            "    max_mw: 50\n    fixed_online: x\n    online_delay_years: {low: 0, central: 1, high: 2}\n",
        ),
        ("share: 0.6", "share: x"),
        ("name: two", "name: 2"),
        ("{Asia/Seoul: 1}", "{Asia/Seoul: x, Asia/Tokyo: 0.5}"),
        ("class: interactive", "class: x\n    deadline_hours: 4"),
    ],
)
def test_that_no_rule_fails_because_of_a_value_that_cannot_be_read(tmp_path: Path, old: str, new: str) -> None:
    assert faults_of(tmp_path, (old, new)) == []


def test_that_the_readable_values_of_a_broken_entry_are_held_to_their_rules(tmp_path: Path) -> None:
    changes = (
        ("title: Test", "title: 3\n  budget_until_year: 2027"),
        ("asked_mw: 50", "asked_mw: 50\n    energised_it_mw: 60\n    altitude_m: x"),
        ("    max_mw: 50", "    max_mw: 50\n    min_mw: 60\n    availability: x"),
    )
    assert faults_of(tmp_path, *changes) == [
        "programme.budget_until_year FW142",
        "sites[1].energised_it_mw FW144",
        "supply[0].min_mw FW144",
    ]


def test_that_work_is_not_called_unserveable_while_a_site_cannot_be_read(tmp_path: Path) -> None:
    assert faults_of(tmp_path, ("it_mw: 30", "it_mw: 300"), ("asked_mw: 50", "asked_mw: x")) == []


def test_that_a_year_between_planning_years_is_a_step_from_the_next_on(tmp_path: Path) -> None:
    assert faults_of(tmp_path, ("{2030: 20}", "{2029: 20}")) == []


def test_that_firm_megawatts_must_hold_the_energised_ones(tmp_path: Path) -> None:
    found = faults_of(tmp_path, ("firm_mw: 80", "firm_mw: 80\n      energised_mw: 90"))
    assert found == ["sites[0].connection.energised_mw FW144"]


def test_that_a_water_constant_needs_its_power_constant(tmp_path: Path) -> None:
    found = faults_of(tmp_path, ("asked_mw: 50", "asked_mw: 50\n    cooling: {wue_constant_l_per_kwh: 1}"))
    assert found == ["sites[1].cooling.wue_constant_l_per_kwh FW146"]


def test_that_shapes_of_nothing_and_growing_shares_are_refused(tmp_path: Path) -> None:
    text = "share: 0.6\n    growth_per_year: 0.1\n    site_share: {one: 1}\n    weekly_shape: [0, 0, 0, 0, 0, 0, 0]"
    found = faults_of(tmp_path, ("share: 0.6", text))
    assert found == [
        "workloads[0].growth_per_year FW146",
        "workloads[0].site_share FW146",
        "workloads[0].weekly_shape FW143",
    ]


def test_that_seeds_and_probabilities_belong_together(tmp_path: Path) -> None:
    text = "weather_years: [1, 1]\n  weather_probability: [1]"
    found = faults_of(tmp_path, ("discount_rate: 0.07", text))
    assert found == ["programme.weather_years[1] FW145", "programme.weather_probability FW133"]
