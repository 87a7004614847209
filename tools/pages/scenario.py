"""`docs/scenario.md`: every field of a scenario file, from the pydantic schema."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from firmwatt.scenario.schema import ScenarioFile
from tools.pages.markdown import heading, table

Node = Mapping[str, Any]

SPAN = ("low", "central", "high")
BY_YEAR_BRANCHES = 2


@dataclass(frozen=True, slots=True)
class Section:
    """One mapping of the file: its place, such as `sites[].cooling`, and its schema."""

    place: str
    node: Node


def page() -> str:
    """Return the page."""
    introduction = (
        "A scenario is one YAML 1.2 file. `firmwatt new FILE` writes a commented one to start from, `firmwatt check "
        "FILE` finds every fault at once, `firmwatt schema` prints the JSON Schema for editors. What is left out takes "
        "a default, from here or from the catalogue, and the report lists which. A key ends in its unit; fractions run "
        "from 0 to 1; *by year* means one number for all years, or a mapping `2028: 500` in which the latest year "
        "given holds. Unknown keys are refused."
    )
    parts = [heading("Scenario file", introduction)]
    header = ("Field", "Kind", "Unit", "Default", "Meaning")
    for section in sections():
        title = f"`{section.place}`" if section.place else "The file"
        rows = [row(section, name, field) for name, field in section.node["properties"].items()]
        parts += [f"## {title}\n", f"{section.node.get('description', '')}\n", table(header, rows)]
    return "\n".join(parts)


def sections() -> tuple[Section, ...]:
    """Return the mappings of the file, each below the one that holds it."""
    return tuple(_walk("", _resolved(schema())))


@cache
def schema() -> Node:
    """Return the JSON Schema of a scenario file."""
    found: Node = ScenarioFile.model_json_schema()
    return found


def row(section: Section, name: str, field: Node) -> tuple[str, str, str, str, str]:
    """Return one line of a section's table; the meaning falls back on that of the mapping that stands there."""
    meaning = field.get("description") or next((node.get("description", "") for _, node in _below("", field)), "")
    is_required = name in section.node.get("required", ())
    default = "required" if is_required else _default(field.get("default"))
    return f"`{name}`", _kind(field), _unit(field), default, meaning


def _walk(place: str, node: Node) -> Iterator[Section]:
    yield Section(place, node)
    for name, field in node["properties"].items():
        for suffix, child in _below(f"{place}.{name}".lstrip("."), field):
            yield from _walk(suffix, child)


def _below(place: str, field: Node) -> Iterator[tuple[str, Node]]:
    """Yield (place, schema) of the mappings that a field holds, alone, in a list or by name."""
    node = _resolved(field)
    if "properties" in node and tuple(node["properties"]) != SPAN:
        yield place, node
    for branch in _branches(node):
        yield from _below(place, branch)
    if "items" in node:
        yield from _below(f"{place}[]", node["items"])
    if _named(node):
        yield from _below(f"{place}.NAME", _named(node))


def _kind(field: Node) -> str:
    """Return what may stand in a field, in words."""
    node = _resolved(field)
    branches = [branch for branch in map(_resolved, _branches(node)) if branch.get("type") != "null"]
    if len(branches) == BY_YEAR_BRANCHES and _named(branches[0]):
        return f"{_kind(branches[1])}, by year"
    if branches:
        return " or ".join(dict.fromkeys(map(_kind, branches)))
    if "enum" in node or "const" in node:
        return " or ".join(f"`{choice}`" for choice in node.get("enum", [node.get("const")]))
    if node.get("type") == "array":
        return f"list of {_kind(node['items'])}"
    if node.get("type") == "object":
        return _mapping(node)
    return _scalar(node)


def _mapping(node: Node) -> str:
    if tuple(node.get("properties", ())) == SPAN:
        return f"`{{{', '.join(f'{name}: …' for name in SPAN)}}}`"
    return f"mapping of name to {_kind(_named(node))}" if _named(node) else "mapping"


def _named(node: Node) -> Node:
    """Return the schema of the values of a mapping with free names (or years); empty for anything else."""
    values = [*node.get("patternProperties", {}).values(), node.get("additionalProperties")]
    return next((value for value in values if isinstance(value, dict)), {})


def _scalar(node: Node) -> str:
    words = {"string": "text", "integer": "whole number", "boolean": "`true` or `false`"}
    kind = node.get("format", words.get(str(node.get("type")), str(node.get("type", "value"))))
    lowest, highest = node.get("minimum", node.get("exclusiveMinimum")), node.get("maximum")
    return f"{kind}, {lowest:g} to {highest:g}" if lowest is not None and highest is not None else str(kind)


def _unit(field: Node) -> str:
    node = _resolved(field)
    inner = [*_branches(node), node.get("items", {}), _named(node)]
    return str(node.get("unit", "")) or next((unit for part in inner if part and (unit := _unit(part))), "")


def _default(value: object) -> str:
    if value is None or value == "" or isinstance(value, dict | list):
        return f"`{json.dumps(value)}`" if isinstance(value, list) and value else ""
    return f"`{value if isinstance(value, str) else json.dumps(value)}`"


def _branches(node: Node) -> list[Node]:
    return [*node.get("anyOf", ()), *node.get("oneOf", ())]


def _resolved(node: Node) -> Node:
    """Return a node with its reference followed; a field's own words go before those of what it refers to."""
    reference = node.get("$ref") or next((part["$ref"] for part in node.get("allOf", ()) if "$ref" in part), None)
    if reference is None:
        return node
    return {**_definitions()[reference.rpartition("/")[2]], **{k: v for k, v in node.items() if k != "$ref"}}


def _definitions() -> Mapping[str, Node]:
    found: Mapping[str, Node] = schema()["$defs"]
    return found
