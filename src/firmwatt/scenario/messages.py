"""Turn what pydantic found into faults with place, value and remedy."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from firmwatt.errors import Fault
from firmwatt.scenario import faults
from firmwatt.scenario.document import Document, Path_
from firmwatt.scenario.faults import FaultKind
from firmwatt.scenario.quantities import BY_YEAR_TAG, NAMED_TAG, SINGLE_TAG

Message = tuple[FaultKind, str, str]
"""Kind, problem and remedy."""
_BRANCHES = {BY_YEAR_TAG, NAMED_TAG, SINGLE_TAG}
_NUMBER = r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?"
_WITH_UNIT = re.compile(rf"\s*({_NUMBER})\s*([A-Za-z%$€/][\w%/$€ .-]*)")
_SIZES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9, "trillion": 1e12}
_POWER = {"kw": 1e-3, "gw": 1e3}
_MOST_LISTED = 16
_WANTED = {
    "string_type": "a text",
    "float_type": "a number",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "date_type": "a date",
    "path_type": "a path",
}


def show(value: object) -> str:
    """Return a value as a message shows it.

    Examples
    --------
    >>> show(2.50), show("x"), show({"a": 1})
    ('2.5', "'x'", 'a mapping')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, str):
        return repr(value if len(value) <= 60 else f"{value[:57]}...")
    if isinstance(value, Mapping):
        return "a mapping"
    return "a list" if isinstance(value, list | tuple) else str(value)


def suggest(name: str, known: Iterable[str]) -> str:
    """Return the sentence that offers the nearest known names, or all of them if they are few.

    Examples
    --------
    >>> suggest("nuclaer", ["nuclear", "solar"])
    "Did you mean 'nuclear'?"
    >>> suggest("x", ["nuclear", "solar"])
    'Known: nuclear, solar.'
    """
    names = list(dict.fromkeys(known))
    near = get_close_matches(name, names, n=1, cutoff=0.6) or [other for other in names if name and name in other]
    if near:
        return f"Did you mean '{near[0]}'?"
    if len(names) <= _MOST_LISTED:
        return f"Known: {', '.join(names)}." if names else "None is known."
    return f"Known: {', '.join(names[:_MOST_LISTED])} …"


def structure_faults(document: Document, errors: Iterable[ErrorDetails], model: type[BaseModel]) -> list[Fault]:
    """Return one fault for each error of a validation of the document's tree."""
    found: list[Fault] = []
    for error in errors:
        path = tuple(step for step in error["loc"] if step not in _BRANCHES)
        is_key = bool(path) and path[-1] == "[key]"
        path = path[:-1] if is_key else path
        value = _at(document.tree, path)
        if error["type"] in {"too_short", "too_long"} and not _is_length_wrong(error, value):
            continue  # its entries were wrong, and they have faults of their own
        message = _key_message(path[-1]) if is_key else _message(error, path, value, model)
        at_key = is_key or error["type"] == "extra_forbidden"
        found.append(document.fault(path, *message, at_key=at_key))
    return found


def _at(tree: object, path: Path_) -> Any:
    value: Any = tree
    try:
        for step in path:
            value = value[step]
    except (KeyError, IndexError, TypeError):
        return None
    return value


def _is_length_wrong(error: ErrorDetails, value: object) -> bool:
    limits = error.get("ctx", {})
    length = len(value) if isinstance(value, list | Mapping | tuple) else 0
    return not limits.get("min_length", 0) <= length <= limits.get("max_length", length)


def _key_message(key: object) -> Message:
    if isinstance(key, str) and re.fullmatch(r"\d{4}", key):
        return faults.QUOTED_NUMBER, f"The key {key!r} is text, not a year.", f"Write {key}, without quotes."
    return faults.WRONG_TYPE, f"The key {show(key)} cannot stand here.", "Write a year from 2000 to 2100, or a name."


def _message(error: ErrorDetails, path: Path_, value: Any, model: type[BaseModel]) -> Message:
    kind, limits = error["type"], error.get("ctx", {})
    match kind:
        case "missing":
            message = faults.MISSING_KEY, "The key is missing.", f"Add `{path[-1]}:`."
        case "extra_forbidden":
            message = faults.UNKNOWN_KEY, "Unknown key.", suggest(str(path[-1]), _known_keys(model, path[:-1]))
        case "finite_number":
            message = _not_finite(value)
        case "greater_than_equal" | "greater_than":
            message = _too_low(value, limits.get("ge", limits.get("gt")), is_open=kind == "greater_than")
        case "less_than_equal" | "less_than":
            message = _too_high(value, limits.get("le", limits.get("lt")))
        case "literal_error" | "enum":
            choices = re.findall(r"'([^']*)'", str(limits["expected"]))
            problem = f"{show(value)} is not one of the choices."
            message = faults.NOT_A_CHOICE, problem, _choices_remedy(suggest(str(value), choices), model, path)
        case "string_pattern_mismatch":
            remedy = "Use letters, digits, `_`, `-`, `.` and `/`, beginning with a letter or digit."
            message = faults.BAD_NAME, f"{show(value)} cannot be a name.", remedy
        case "too_short" | "too_long" | "string_too_short" | "string_too_long":
            message = _wrong_length(value, limits)
        case "model_type" | "dict_type" | "tuple_type" | "model_attributes_type":
            message = _wrong_shape(value, "a list" if kind == "tuple_type" else "a mapping")
        case _:
            message = _wrong_kind(kind, path, value)
    return message


def _choices_remedy(remedy: str, model: type[BaseModel], path: Path_) -> str:
    """Return the remedy with the other shapes that the value may have, unless it names the word that was meant."""
    if remedy.startswith("Did you mean"):
        return remedy
    branches = _branches(_json_schema(model), _node_at(model, path))
    keys = [f"`{key}:`" for branch in branches for key in branch.get("properties", {})]
    if any(branch.get("type") == "number" for branch in branches):
        return f"{remedy} Or write a number."
    return f"{remedy} Or write lines of {' and '.join(keys)}." if keys else remedy


def _not_finite(value: object) -> Message:
    remedy = "Write a finite number, or delete the line if there is no limit."
    return faults.NOT_FINITE, f"{show(value)} is not a finite number.", remedy


def _too_low(value: object, limit: Any, *, is_open: bool) -> Message:
    if isinstance(value, date):
        return faults.TOO_LOW, f"{show(value)} lies before {limit}.", f"Write a day from {limit} on."
    problem = f"{show(value)} is {'not above' if is_open else 'below'} {show(float(limit))}."
    low = f"above {show(float(limit))}" if is_open else f"of at least {show(float(limit))}"
    return faults.TOO_LOW, problem, f"Write a number {low}."


def _too_high(value: Any, limit: Any) -> Message:
    problem = f"{show(value)} is above {show(float(limit))}."
    if limit != 1:
        remedy = f"Write at most {show(float(limit))}, in the unit that ends the key's name."
        return faults.TOO_HIGH, problem, remedy
    if 2 <= value <= 100:
        return faults.PERCENT, problem, f"Shares are fractions from 0 to 1, never percent. Write {value / 100:g}."
    return faults.TOO_HIGH, problem, "Write a fraction from 0 to 1, such as 0.86."


def _wrong_length(value: Any, limits: Mapping[str, Any]) -> Message:
    least, most = limits.get("min_length"), limits.get("max_length")
    has = f"{len(value)} characters" if isinstance(value, str) else f"{len(value)} entries"
    if least is not None and len(value) < least:
        return faults.WRONG_LENGTH, f"There are {has}.", f"Give at least {least}."
    return faults.WRONG_LENGTH, f"There are {has}.", f"Give at most {most}."


def _wrong_shape(value: object, wanted: str) -> Message:
    remedy = "Begin each entry with `- `." if wanted == "a list" else "Write lines of `key: value`, without `-`."
    return faults.SHAPE, f"{show(value)} stands where {wanted} belongs.", remedy


def _wrong_kind(kind: str, path: Path_, value: Any) -> Message:
    wanted = _WANTED.get(kind, "another kind of value")
    if isinstance(value, Mapping | list):
        remedy = "Write one value after the colon."
        return faults.SHAPE, f"{show(value)} stands where {wanted} belongs.", remedy
    if kind in {"float_type", "int_type"}:
        return _not_a_number(wanted, path, value)
    if kind == "date_type":
        problem, remedy = f"{show(value)} is not a date.", "Write year, month and day without quotes: 2026-06-01."
        return faults.NOT_A_DATE, problem, remedy
    if kind in {"string_type", "path_type"} and not isinstance(value, str):
        return faults.WRONG_TYPE, f"{show(value)} is not {wanted}.", f'Write it in quotes: "{value}".'
    return faults.WRONG_TYPE, f"{show(value)} is not {wanted}.", f"Write {wanted}."


def _not_a_number(wanted: str, path: Path_, value: Any) -> Message:
    if isinstance(value, float) and not isinstance(value, bool):
        if not math.isfinite(value):
            return _not_finite(value)
        problem = f"{value} is not written as {wanted}." if value.is_integer() else f"{show(value)} is not {wanted}."
        return faults.WRONG_TYPE, problem, f"Write {round(value)}."
    if isinstance(value, str):
        if re.fullmatch(rf"\s*{_NUMBER}\s*", value):
            return faults.QUOTED_NUMBER, f"{show(value)} is text.", f"Write {value.strip()}, without quotes."
        if found := _WITH_UNIT.fullmatch(value):
            return _with_unit(value, float(found[1]), found[2].strip(), str(path[-1]))
    example = "2028" if wanted == "a whole number" else "12.5"
    if isinstance(value, date):
        example = str(value.year)
    return faults.WRONG_TYPE, f"{show(value)} is not {wanted}.", f"Write {wanted} such as {example}."


def _with_unit(value: str, number: float, unit: str, key: str) -> Message:
    """Return the message of a number with a unit behind it; a unit of another size is converted."""
    problem = f"{show(value)} carries a unit."
    if unit == "%":
        return faults.PERCENT, problem, f"Shares are fractions from 0 to 1. Write {number / 100:g}."
    is_power = "_mw" in key
    scale = _SIZES.get(unit.lower(), 1.0) * (_POWER.get(unit.lower(), 1.0) if is_power else 1.0)
    return (
        faults.UNIT_IN_VALUE,
        problem,
        f"Write the bare number, {show(number * scale)}, in the unit of the key's name.",
    )


def _known_keys(model: type[BaseModel], path: Path_) -> list[str]:
    """Return the keys that may stand at a path, by walking the model's own schema."""
    branches = _branches(_json_schema(model), _node_at(model, path))
    return [key for branch in branches for key in branch.get("properties", {})]


def _node_at(model: type[BaseModel], path: Path_) -> Any:
    schema = _json_schema(model)
    node: Any = schema
    for step in path:
        node = _step_into(schema, node, step)
    return node


@cache
def _json_schema(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema()


def _branches(schema: Any, node: Any) -> list[Any]:
    """Return the object schemas behind references and alternatives."""
    if "$ref" in node:
        return _branches(schema, schema["$defs"][node["$ref"].rsplit("/", 1)[-1]])
    for word in ("anyOf", "oneOf", "allOf"):
        if word in node:
            return [branch for part in node[word] for branch in _branches(schema, part)]
    return [node]


def _step_into(schema: Any, node: Any, step: str | int) -> Any:
    for branch in _branches(schema, node):
        if step in branch.get("properties", {}):
            return branch["properties"][step]
        if branch.get("type") == "array" and "items" in branch:
            return branch["items"]
        entries = branch.get("patternProperties", {"": branch.get("additionalProperties")})
        entry = next(iter(entries.values()))
        if isinstance(entry, Mapping):
            return entry
    return {}
