import math
from datetime import date
from pathlib import Path

import pytest

from firmwatt.scenario.document import Document, Place
from firmwatt.scenario.yaml_text import read_document


def read(tmp_path: Path, text: str) -> Document:
    file = tmp_path / "demo.yaml"
    file.write_text(text, encoding="utf-8")
    return read_document(file, "demo.yaml")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("12:30", "12:30"),
        ("true", True),
        ("0777", 777),
        ("0o17", 15),
        ("0x1F", 31),
        ("1_000", 1000),
        ("-3", -3),
        ("1.5", 1.5),
        ("500e9", 500e9),
        ("-.inf", -math.inf),
        ("1" * 40, math.inf),
        ("2026-06-01", date(2026, 6, 1)),
        ("2026-06-31", "2026-06-31"),
        ("'12'", "12"),
        ("=", "="),
    ],
)
def test_that_a_scalar_is_read_as_yaml_1_2(text: str, value: object, tmp_path: Path) -> None:
    read_value = read(tmp_path, f"key: {text}\n").tree["key"]
    assert read_value == value
    assert type(read_value) is type(value)


def test_that_not_a_number_is_read(tmp_path: Path) -> None:
    value = read(tmp_path, "key: .NaN\n").tree["key"]
    assert isinstance(value, float)
    assert math.isnan(value)


def test_that_places_are_those_of_value_and_key(tmp_path: Path) -> None:
    document = read(tmp_path, "one:\n  - {name: a, mw: {2027: 5}}\n  - name: b\n")
    assert document.places["one", 0, "mw", 2027] == Place((2, 26), (2, 20))
    assert document.places["one", 1, "name"] == Place((3, 11), (3, 5))
    assert document.tree == {"one": [{"name": "a", "mw": {2027: 5}}, {"name": "b"}]}


def test_that_an_alias_stands_for_its_anchor(tmp_path: Path) -> None:
    assert read(tmp_path, "a: &x {k: 1}\nb: *x\n").tree == {"a": {"k": 1}, "b": {"k": 1}}
