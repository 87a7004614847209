"""A case comes back exactly; hashes follow the catalogue."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from firmwatt.interop.provenance import build_provenance, case_from_json, case_to_json, catalogue_hashes
from firmwatt.scenario.case import DefaultUsed
from tests.cases import site, supply_asset, tiny_case, two_site_case
from tests.hand import SAMPLING_ERROR, hand_plan

DEFAULT = DefaultUsed("supply[0].lifetime_years", 30.0, "years", "technologies", "solar", "A table", 2024, "medium")


@pytest.mark.parametrize(
    "case",
    [
        tiny_case(),
        two_site_case(),
        tiny_case(
            supply=(supply_asset("home/announced", "home", fixed_online=date(2028, 3, 1), unit_mw=80.0),),
            sites=(site("home", weather_file=Path("weather.csv"), land_limit_acre=0.1 + 0.2),),
            defaults_used=(DEFAULT,),
            storage=(),
        ),
    ],
    ids=["tiny", "two sites", "announced"],
)
def test_a_case_comes_back_exactly_through_json(case):
    assert case_from_json(json.loads(json.dumps(case_to_json(case)))) == case


def test_provenance_lists_defaults_versions_and_solver():
    plan = hand_plan()
    plan = replace(plan, inputs=replace(plan.inputs, case=replace(plan.inputs.case, defaults_used=(DEFAULT,))))
    provenance = build_provenance(plan, sampling_error=SAMPLING_ERROR)
    assert provenance["defaults_used"][0]["key"] == "solar"
    assert provenance["sampling_error"]["finer_hours"] == 384
    assert provenance["decision_date"] == "2026-01-01"
    assert provenance["solver"]["relative_gap"] == 1e-6
    assert provenance["hours_looked_at"] == 4
    json.dumps(provenance, allow_nan=False)


def test_each_table_of_the_catalogue_has_its_hash():
    hashes = catalogue_hashes()
    assert all(len(digest) == 64 for digest in hashes.values())
    assert "technologies" in hashes
