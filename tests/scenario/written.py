"""Write a scenario for a test, load it or list its faults."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from firmwatt.errors import Fault
from firmwatt.scenario.case import Case
from firmwatt.scenario.loader import load_case
from firmwatt.scenario.validate import Parts, believable, validate
from firmwatt.scenario.yaml_text import read_document
from tests.scenario.broken import BASE


def case_of(folder: Path, *changes: tuple[str, str]) -> Case:
    """Return the case of `BASE` with texts exchanged, each of which must be there."""
    return load_case(write(folder, *changes))


def faults_of(check: Callable[[Parts], list[Fault]], folder: Path, *changes: tuple[str, str]) -> list[str]:
    """Return `field code` of each fault that a check finds in the changed `BASE`, in the order of the file."""
    _, parts, structural = validate(read_document(write(folder, *changes), "demo.yaml"))
    return [f"{fault.field} {fault.code}" for fault in sorted(believable(check(parts), structural))]


def write(folder: Path, *changes: tuple[str, str]) -> Path:
    """Return the file of `BASE` with texts exchanged, each of which must be there."""
    text = BASE
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    file = folder / "demo.yaml"
    file.write_text(text, encoding="utf-8")
    return file
