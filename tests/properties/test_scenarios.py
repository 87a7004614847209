"""However a scenario is mangled, the answer is a case or a message, never a traceback."""

from __future__ import annotations

import copy
import random
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from firmwatt.errors import InputFaults, UserError
from firmwatt.scenario.case import Case
from firmwatt.scenario.loader import BUILTIN_FOLDER, load_case

CAMPUS = (BUILTIN_FOLDER / "campus.yaml").read_text(encoding="utf-8")
STARGATE = (BUILTIN_FOLDER / "stargate.yaml").read_text(encoding="utf-8")
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([10**30, -(10**30), 0, 1, 2026, 2035, 2050, 8760]),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(["100 MW", "30%", "ashburn", "pjm", "none", "full", "it", "virtual", "smr", "../x", ".", "NO"]),
    st.dates(),
    st.lists(st.integers(), max_size=3),
    st.dictionaries(st.sampled_from(["low", "central", "high", "name", "place", "a b"]), st.integers(), max_size=3),
    st.dictionaries(st.integers(min_value=1990, max_value=2110), st.floats(), max_size=3),
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mangled") / "mangled.yaml"


def plain(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text)


def dumped(tree: Any) -> str:
    stream = StringIO()
    YAML(typ="safe", pure=True).dump(tree, stream)
    return stream.getvalue()


def paths(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    if isinstance(tree, dict):
        items: Any = tree.items()
    elif isinstance(tree, list):
        items = enumerate(tree)
    else:
        return found
    return found + [deeper for key, value in items for deeper in paths(value, (*path, key))]


def mangle(tree: Any, path: tuple[Any, ...], action: str, junk: Any) -> None:
    """Change what stands at a path, if an earlier change has left it there."""
    holder = tree
    for key in path[:-1]:
        try:
            holder = holder[key]
        except (KeyError, IndexError, TypeError):
            return
    key = path[-1]
    if not isinstance(holder, dict | list) or (isinstance(holder, dict) and key not in holder):
        return
    if isinstance(holder, list) and not (isinstance(key, int) and key < len(holder)):
        return
    if action == "delete":
        del holder[key]
    elif action == "replace":
        holder[key] = junk
    elif action == "repeat" and isinstance(holder, list):
        holder.append(copy.deepcopy(holder[key]))
    elif action == "rename" and isinstance(holder, dict):
        holder[str(junk)] = holder.pop(key)


def assert_case_or_message(file: Path) -> None:
    try:
        assert isinstance(load_case(file), Case)
    except InputFaults as error:
        assert error.faults
        for fault in error.faults:
            assert fault.problem.endswith((".", "…"))
            assert fault.remedy.endswith((".", "?", "…"))
            assert fault.code.startswith("FW1")


@settings(max_examples=120)
@given(data=st.data())
def test_that_mangled_values_of_campus_give_a_case_or_a_message(data: st.DataObject, file: Path) -> None:
    mangle_and_load(CAMPUS, data, file)


@settings(max_examples=30)
@given(data=st.data())
def test_that_mangled_values_of_stargate_give_a_case_or_a_message(data: st.DataObject, file: Path) -> None:
    mangle_and_load(STARGATE, data, file)


def mangle_and_load(text: str, data: st.DataObject, file: Path) -> None:
    tree = plain(text)
    known = paths(tree)
    for _ in range(data.draw(st.integers(min_value=1, max_value=4))):
        path = data.draw(st.sampled_from(known))
        action = data.draw(st.sampled_from(["delete", "replace", "repeat", "rename"]))
        mangle(tree, path, action, data.draw(JUNK))
    file.write_text(dumped(tree), encoding="utf-8")
    assert_case_or_message(file)


@settings(max_examples=100)
@given(seed=st.integers(min_value=0, max_value=2**32), edits=st.integers(min_value=1, max_value=5))
def test_that_mangled_text_gives_a_case_or_a_message(seed: int, edits: int, file: Path) -> None:
    draw = random.Random(seed)
    text = CAMPUS
    for _ in range(edits):
        at, length = draw.randrange(len(text)), draw.randrange(12)
        put = draw.choice(
            ["", " ", "\n", "\t", ":", "- ", "{", "]", "'", '"', "&a ", "*a", "!x ", "é", "0", "?", "|", "%"]
        )
        text = text[:at] + put + text[at + length :]
    file.write_text(text, encoding="utf-8")
    assert_case_or_message(file)


@settings(max_examples=100)
@given(data=st.binary(max_size=60))
def test_that_any_bytes_give_a_case_or_a_message(data: bytes, file: Path) -> None:
    file.write_bytes(data)
    with pytest.raises(UserError):
        load_case(file)
