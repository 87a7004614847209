"""`firmwatt facility` as a user calls it."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from firmwatt.facility.cooling import PLANTS
from tests.cli.command import run


def test_all_plants_side_by_side(capsys) -> None:
    assert run("facility", "--place", "dublin", "--samples", 5) == 0
    shown = capsys.readouterr().out
    assert all(plant in shown for plant in PLANTS)
    assert "water L/kWh" in shown


def test_one_plant_as_json_with_its_hours_in_a_file(capsys, tmp_path) -> None:
    out = tmp_path / "hours.parquet"
    words = ("--plant", "water_side_economiser", "--place", "dublin", "--load", 0.8, "--json", "--out", out)
    assert run("facility", *words) == 0
    answer = json.loads(capsys.readouterr().out)
    (plant,) = answer["plants"]
    hours = pd.read_parquet(out)
    assert (answer["status"], plant["load_share"], len(hours)) == ("ok", 0.8, 8760)
    assert 1.05 < plant["pue"]["low"] < plant["pue"]["value"] < plant["pue"]["high"] < 1.25
    assert hours["pue"].mean() == pytest.approx(plant["pue"]["value"])
    assert hours["wue_l_per_kwh"].mean() == pytest.approx(plant["wue_l_per_kwh"]["value"])
    assert plant["energy_reuse_factor"]["value"] == 0.0


def test_heat_for_a_town(capsys) -> None:
    words = ("--plant", "direct_liquid_dry_cooler", "--place", "frankfurt", "--samples", 5)
    assert run("facility", *words, "--reuse-share", 0.5, "--reuse-temperature-c", 75, "--json") == 0
    (plant,) = json.loads(capsys.readouterr().out)["plants"]
    assert 0.3 < plant["energy_reuse_factor"]["value"] < 0.5
    assert plant["reuse_temperature_c"] == 50.0
    assert run("facility", *words, "--reuse-share", 0.5) == 0
    assert "reused" in capsys.readouterr().out


def test_all_plants_take_of_the_options_what_applies(capsys) -> None:
    words = ("--place", "dallas", "--samples", 5, "--reuse-share", 0.2, "--set", "tower_approach_c=3", "--json")
    assert run("facility", *words) == 0
    found = {plant["plant"]: plant for plant in json.loads(capsys.readouterr().out)["plants"]}
    assert found["small_direct_expansion"]["energy_reuse_factor"]["value"] == 0.0
    assert found["direct_liquid_dry_cooler"]["energy_reuse_factor"]["value"] > 0.1


def test_a_known_parameter_and_known_hours(capsys) -> None:
    words = ("--plant", "water_cooled_chiller", "--place", "dallas", "--samples", 5, "--json")
    assert run("facility", *words, "--set", "ups_efficiency=0.99", "--test-hours", 50, "--outage-hours", 0) == 0
    (known,) = json.loads(capsys.readouterr().out)["plants"]
    assert run("facility", *words) == 0
    (usual,) = json.loads(capsys.readouterr().out)["plants"]
    assert known["pue"]["value"] < usual["pue"]["value"] - 0.03
    assert known["backup_per_it_mw"]["outage_fuel_l"] == 0.0
    assert known["backup_per_it_mw"]["test_fuel_l"] > 3 * usual["backup_per_it_mw"]["test_fuel_l"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "--place: no weather is named. Give --place, or a weather file with --weather. [FW100]"),
        (
            ("--plant", "ice_pond", "--place", "dublin"),
            "--plant: catalog cooling: there is no key 'ice_pond'. Known: " + ", ".join(PLANTS) + ". [FW100]",
        ),
        (
            ("--place", "dublin", "--set", "tower_aproach_c=4"),
            "--set: catalog cooling: no plant has a parameter 'tower_aproach_c'. Nearest: tower_approach_c, "
            "economiser_approach_c, dry_cooler_approach_c. [FW100]",
        ),
        (
            ("--place", "dublin", "--plant", "air_cooled_chiller", "--set", "ups_efficiency"),
            "--set: 'ups_efficiency' has no value. Write a parameter such as tower_approach_c=4. [FW100]",
        ),
        (
            ("--place", "dublin", "--plant", "air_cooled_chiller", "--set", "ups_efficiency=much"),
            "--set: 'much' of 'ups_efficiency=much' is not a number. Write a parameter such as tower_approach_c=4. "
            "[FW100]",
        ),
        (
            ("--place", "dublin", "--out", "x.txt"),
            "--out: x.txt: '.txt' is no kind of table. Write .csv or .parquet. [FW100]",
        ),
        (
            ("--place", "dublin", "--plant", "ice_pond", "--load", 3, "--samples", 1, "--test-hours", -1),
            "--load: load 3 is no share of the design that a plant runs at. Write 0.05 to 1. [FW100]\n"
            "--plant: catalog cooling: there is no key 'ice_pond'. Known: " + ", ".join(PLANTS) + ". [FW100]\n"
            "--samples: samples 1 must be 2 to 2000. [FW100]\n"
            "--test-hours: backup: test_hours_per_year -1 does not fit in a year. Write 0 to 8760. [FW100]",
        ),
    ],
)
def test_what_is_wrong_is_told(words, message, capsys) -> None:
    assert run("facility", *words) == 2
    assert capsys.readouterr().err.strip() == message
