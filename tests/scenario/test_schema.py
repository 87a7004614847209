import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError
from ruamel.yaml import YAML

from firmwatt.scenario.loader import BUILTIN_FOLDER, builtin_names
from firmwatt.scenario.schema import ScenarioFile, editor_schema
from firmwatt.scenario.schema_assets import SupplyEntry

UNITS = ("_mw", "_mwh", "_usd", "_years", "_year", "_hours", "_km", "_kw", "_m", "_deg", "_share", "_efficiency")
SCHEMA = ScenarioFile.model_json_schema()


def properties(node: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, definition in {"": node, **node.get("$defs", {})}.items():
        for key, value in definition.get("properties", {}).items():
            yield f"{name}.{key}", value


@pytest.mark.parametrize("name", builtin_names())
def test_that_a_built_in_scenario_survives_the_round_trip(name: str) -> None:
    tree = YAML(typ="safe", pure=True).load((BUILTIN_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    scenario = ScenarioFile.model_validate(tree)
    assert ScenarioFile.model_validate(scenario.model_dump(by_alias=True, exclude_unset=True)) == scenario


def test_that_the_schema_is_plain_json_and_forbids_unknown_keys() -> None:
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA
    assert SCHEMA["additionalProperties"] is False
    objects = [part for part in SCHEMA["$defs"].values() if part.get("type") == "object"]
    assert objects
    named = {"$ref": "#/$defs/RegionEntry"}  # regions stand under their own names
    assert all(part["additionalProperties"] in (False, named) for part in objects)
    assert [part["title"] for part in objects if part["additionalProperties"] == named] == ["GridEntry"]


def test_that_an_editor_offers_no_empty_value() -> None:
    schema = editor_schema()
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert "null" not in json.dumps(schema)
    assert schema["$defs"]["SupplyEntry"]["properties"]["max_mw"] == {
        "maximum": 1e6,
        "minimum": 0,
        "type": "number",
        "unit": "MW",
        "title": "Max Mw",
        "description": "Most that may be built on top of `existing_mw`; default of a deal: its megawatts.",
    }
    assert schema["required"] == ["programme", "sites", "workloads"]


def test_that_each_field_is_described() -> None:
    assert not [name for name, value in properties(SCHEMA) if not (value.get("description") or "$ref" in value)]


def test_that_a_field_with_a_unit_names_it() -> None:
    unitless = {"USD", "fraction", "fraction a year", "kWh/kWh", "chips", "years"} | {
        "parameters",
        "tokens",
        "requests",
        "a year",
        "weeks",
        "times",
        "nines",
    }
    for name, value in properties(SCHEMA):
        units = set(re.findall(r"'unit': '([^']*)'", str(value))) - unitless
        assert not units or re.search(
            r"_(mw|mwh|usd|year|years|hour|hours|km|kw|kwh|m|deg|tonne|acre|mmbtu|seconds|c$)", name
        ), name


def test_that_records_are_frozen() -> None:
    entry = SupplyEntry(technology="solar", site="one", max_mw=1.0)
    with pytest.raises(ValidationError):
        entry.max_mw = 2.0
