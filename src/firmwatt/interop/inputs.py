"""The resolved inputs of a case as flat fields, with the catalogue row that filled what the user left out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from firmwatt.interop.provenance import case_to_json
from firmwatt.scenario.case import Case

LEFT_OUT = ("defaults_used", "scenario_text", "scenario_sha256")
"""Parts of a case that say where it came from, not what it is."""
IS_THERE = "is there"
SPELLINGS = (
    (re.compile(r"^regions\."), "grid."),
    (re.compile(r"\.cooling\.parameters\."), ".cooling.overrides."),
    (re.compile(r"\.steps\.(\w+)\.(low|central|high)_years$"), r".steps.\1_years"),
)
"""How the names of resolved fields become those of the scenario file, under which defaults are listed."""


@dataclass(frozen=True, slots=True)
class InputValue:
    """One resolved value.

    Attributes
    ----------
    text
        Compact JSON, or `is there` for a site, a plant or another thing with a name.
    from_catalogue
        Table and key of the catalogue row; empty where the scenario says it or it follows from what the scenario says.
    """

    text: str
    from_catalogue: str


def input_values(case: Case) -> dict[str, InputValue]:
    """Return field → value of everything that a case says, in the order of its records.

    Notes
    -----
    What has a name is listed by it, so that a new plant in the middle of a list moves nothing: first a field of that
    name, then its parts below it.
    """
    content = case_to_json(case)
    assert isinstance(content, dict)  # a case is a record
    defaults = {default.field: f"{default.table}/{default.key}" for default in case.defaults_used}
    said = {key: value for key, value in content.items() if key not in LEFT_OUT}
    return {field: InputValue(text, defaults.get(_as_written(field), "")) for field, text in _flat("", said)}


def _flat(place: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping) and value:
        for key, item in value.items():
            yield from _flat(f"{place}.{key}".lstrip("."), item)
    elif isinstance(value, list) and value and all(isinstance(item, Mapping) and "name" in item for item in value):
        for item in value:
            thing = f"{place}.{item['name']}"
            yield thing, IS_THERE
            yield from _flat(thing, {key: part for key, part in item.items() if key != "name"})
    else:
        yield place, json.dumps(value, ensure_ascii=False)


def _as_written(field: str) -> str:
    for pattern, written in SPELLINGS:
        field = pattern.sub(written, field)
    return field
