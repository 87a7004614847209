import ast
from pathlib import Path

import pytest

import firmwatt.scenario
from firmwatt.scenario import faults
from tests.scenario.broken import BROKEN

SOURCE = Path(firmwatt.scenario.__file__).parent
ELSEWHERE = {"FW101", "FW102", "FW104", "FW110", "FW111", "FW112"}
"""Codes that need another kind of file than a slip in a text."""


def test_that_codes_rise_and_none_is_given_twice() -> None:
    codes = [kind.code for kind in faults.ALL]
    assert codes == sorted(set(codes))


@pytest.mark.parametrize("kind", faults.ALL, ids=lambda kind: kind.code)
def test_that_each_kind_has_whole_sentences(kind: faults.FaultKind) -> None:
    assert not kind.title.endswith(".")
    assert kind.meaning.endswith(".")
    assert kind.remedy.endswith(".")


def test_that_each_kind_is_met_by_a_broken_scenario() -> None:
    met = {broken.message[-6:-1] for broken in BROKEN}
    assert {kind.code for kind in faults.ALL} - met == ELSEWHERE


def test_that_each_kind_is_used() -> None:
    files = [*SOURCE.glob("*.py"), SOURCE.parent / "cli" / "scenario.py"]
    used = {
        node.attr
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "faults"
    }
    assert used >= {name for name, value in vars(faults).items() if isinstance(value, faults.FaultKind)}
