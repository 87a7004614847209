"""Varied scenarios: what `--vary supply.smr.max_mw=100,200` means, and the text of the scenario with it.

A path goes from the first level of the file down, with dots between. In a list it names an entry by its `name`, by its
`technology` or `site` where only one has it, or by its position: `supply.smr.max_mw`, `supply[5].max_mw`. A year of a
mapping by year is a step like any other. What is not in the file yet is written into it; whether that may be, and what
values may be, the check of the varied scenario says.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from firmwatt.errors import UserError
from firmwatt.scenario.messages import suggest

DEFAULT_POINTS = 5
MOST_POINTS = 100_000
_KEYS_OF_ENTRIES = ("name", "technology", "site")
_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_RANGE = re.compile(rf"({_NUMBER}):({_NUMBER})(?::(\d+))?")

Value = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Variation:
    """One path and the values that it takes.

    Attributes
    ----------
    path
        As the user wrote it.
    values : not empty
    """

    path: str
    values: tuple[Value, ...]


def parse_variation(words: str) -> Variation:
    """Return what `path=a,b,c` or `path=low:high:n` stands for.

    Parameters
    ----------
    words
        Values are YAML scalars. A range without `n` takes every whole number between two whole numbers, else five.

    Raises
    ------
    UserError
        There is no path, no value, or the range is none.

    Examples
    --------
    >>> parse_variation("policy.hourly_carbon_free_share=0.5:0.9:3").values
    (0.5, 0.7, 0.9)
    >>> parse_variation("supply.smr.max_mw=5:8").values
    (5, 6, 7, 8)
    >>> parse_variation("solve.solver=chain,highs").values
    ('chain', 'highs')
    """
    path, sign, given = words.partition("=")
    if not sign or not path.strip() or not given.strip():
        raise UserError(
            f"--vary {words}: is not PATH=VALUES. Write for instance supply.smr.max_mw=100,200 or "
            "supply.smr.max_mw=100:200:5."
        )
    return Variation(path.strip(), tuple(value for part in _split(given) for value in _values(words, part.strip())))


def _split(given: str) -> list[str]:
    """Return the values between commas that stand outside of brackets and quotes."""
    return re.findall(r"""(?:"[^"]*"|'[^']*'|\[[^\]]*\]|\{[^}]*\}|[^,])+""", given)


def _values(words: str, part: str) -> tuple[Value, ...]:
    found = _RANGE.fullmatch(part)
    if found is None:
        try:
            value = YAML(typ="safe", pure=True).load(part)
        except YAMLError:
            value = None
        if value is None:
            raise UserError(f"--vary {words}: {part!r} is no value. Write a number, a word, true or false.")
        return (value,)
    low, high = float(found[1]), float(found[2])
    is_whole = "." not in found[1] + found[2] and "e" not in (found[1] + found[2]).lower()
    if low > high:
        raise UserError(f"--vary {words}: {part} goes down. Write the lower end first.")
    if found[3] is not None and int(found[3]) < 2:
        raise UserError(f"--vary {words}: {part} has {found[3]} points. Write 2 or more.")
    if found[3] is None and is_whole:
        return tuple(range(int(low), int(high) + 1))
    count = int(found[3] or DEFAULT_POINTS)
    return tuple(float(f"{value:.12g}") for value in np.linspace(low, high, count))


def points_of(variations: Sequence[Variation]) -> list[tuple[Value, ...]]:
    """Return every combination, each next to one that differs in a single value: the last path turns back and forth.

    Raises
    ------
    UserError
        A path is varied twice, or there are more than a hundred thousand combinations.

    Examples
    --------
    >>> points_of([Variation("a", (1, 2)), Variation("b", (5, 6))])
    [(1, 5), (1, 6), (2, 6), (2, 5)]
    """
    paths = [variation.path for variation in variations]
    twice = sorted({path for path in paths if paths.count(path) > 1})
    if twice:
        raise UserError(f"--vary {twice[0]}: is given twice. Write all its values behind one.")
    count = int(np.prod([len(variation.values) for variation in variations], dtype=object))
    if count > MOST_POINTS:
        raise UserError(f"--vary: {count:,} combinations are more than {MOST_POINTS:,}. Vary fewer values.")
    points: list[tuple[Value, ...]] = [()]
    for variation in variations:
        points = [
            (*point, value)
            for place, point in enumerate(points)
            for value in (variation.values if place % 2 == 0 else variation.values[::-1])
        ]
    return points


def set_values(text: str, settings: Sequence[str]) -> str:
    """Return a scenario's text with `PATH=VALUE` put into it; the text itself where nothing is set.

    Raises
    ------
    UserError
        Words are no path and value, name several values, or lead nowhere.
    """
    try:
        variations = [parse_variation(words) for words in settings]
        for words, variation in zip(settings, variations, strict=True):
            if len(variation.values) > 1:
                raise UserError(f"--set {words}: is {len(variation.values)} values. Write one.")
        return varied_text(text, [(each.path, each.values[0]) for each in variations]) if variations else text
    except UserError as error:
        raise UserError(str(error).replace("--vary", "--set", 1)) from error


def varied_text(text: str, changes: Sequence[tuple[str, Value]]) -> str:
    """Return a scenario's text with values put at paths; comments stay.

    Raises
    ------
    UserError
        A path leads nowhere; the message names the nearest.
    """
    yaml = YAML(typ="rt")
    yaml.preserve_quotes, yaml.width = True, 10_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    tree = yaml.load(text)
    for path, value in changes:
        steps = _steps(path)
        place = tree
        for depth, step in enumerate(steps[:-1]):
            place = _entered(place, step, path, ".".join(steps[: depth + 1]))
        _put(place, steps[-1], value, path)
    out = io.StringIO()
    yaml.dump(tree, out)
    return out.getvalue()


def _steps(path: str) -> list[str]:
    """Return the steps of a path; positions in brackets are steps of their own."""
    steps = re.sub(r"\[(\d+)\]", r".\1", path).split(".")
    if not all(steps):
        raise UserError(f"--vary {path}: is no path. Write keys with dots between, such as supply.smr.max_mw.")
    return steps


def _entered(place: Any, step: str, path: str, shown: str) -> Any:
    if isinstance(place, list):
        return place[_position(place, step, path)]
    if not isinstance(place, dict):
        raise UserError(
            f"--vary {path}: {shown} does not exist, since what stands before it is a value. Shorten the path."
        )
    key = _key(place, step)
    if place.get(key) is None:
        place[key] = {}
    return place[key]


def _put(place: Any, step: str, value: Value, path: str) -> None:
    if isinstance(place, list):
        place[_position(place, step, path)] = value
    elif isinstance(place, dict):
        place[_key(place, step)] = value
    else:
        raise UserError(f"--vary {path}: leads into a value. Shorten the path.")


def _key(place: dict[Any, Any], step: str) -> str | int:
    """Return the key of a mapping: years are numbers."""
    is_year = re.fullmatch(r"\d{4}", step) is not None
    return int(step) if is_year or (step.isdigit() and int(step) in place) else step


def _position(entries: list[Any], step: str, path: str) -> int:
    if step.isdigit() and int(step) < len(entries):
        return int(step)
    for key in _KEYS_OF_ENTRIES:
        found = [i for i, entry in enumerate(entries) if isinstance(entry, dict) and str(entry.get(key)) == step]
        if len(found) == 1:
            return found[0]
        if found:
            raise UserError(
                f"--vary {path}: {len(found)} entries have {key}: {step}. Give them names, or write a position such "
                f"as [{found[0]}]."
            )
    names = [
        str(entry[key]) for entry in entries if isinstance(entry, dict) for key in _KEYS_OF_ENTRIES if key in entry
    ]
    raise UserError(f"--vary {path}: there is no entry {step!r}. {suggest(step, names)}")
