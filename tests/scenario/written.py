"""Write a scenario for a test and load it."""

from __future__ import annotations

from pathlib import Path

from firmwatt.scenario.case import Case
from firmwatt.scenario.loader import load_case
from tests.scenario.broken import BASE


def case_of(folder: Path, *changes: tuple[str, str]) -> Case:
    """Return the case of `BASE` with texts exchanged, each of which must be there."""
    text = BASE
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    file = folder / "demo.yaml"
    file.write_text(text, encoding="utf-8")
    return load_case(file)
