"""A scenario file as plain values, and where each of them stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from firmwatt.errors import Fault
from firmwatt.scenario.faults import FaultKind

Path_ = tuple[str | int, ...]
"""Keys and list positions from the root to a value."""


@dataclass(frozen=True, slots=True)
class Place:
    """Line and column, counted from 1, of a value and of its key."""

    value: tuple[int, int]
    key: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Document:
    """A scenario file as plain values with their places.

    Attributes
    ----------
    file
        As the user wrote it, for messages.
    folder
        Where relative paths in the file begin.
    text
        The whole file.
    tree
        The root mapping: str, int, float, bool, date, list and dict only.
    places : path from the root → where it stands
    """

    file: str
    folder: Path
    text: str
    tree: Mapping[str | int, object]
    places: Mapping[Path_, Place]

    def fault(self, path: Path_, kind: FaultKind, problem: str, remedy: str, *, at_key: bool = False) -> Fault:
        """Return the fault of the value (or key) at a path, or of the nearest thing around it that has a place."""
        known = path
        while known not in self.places:
            known = known[:-1]
        place = self.places[known]
        line, column = place.key if at_key and known == path else place.value
        return Fault(self.file, line, column, dotted(path), problem, remedy, kind.code)


def dotted(path: Path_) -> str:
    """Return a path as text.

    Examples
    --------
    >>> dotted(("sites", 0, "asked_mw", 2027))
    'sites[0].asked_mw.2027'
    """
    words: list[str] = []
    for depth, step in enumerate(path):
        is_index = isinstance(step, int) and step < 1000
        words.append(f"[{step}]" if is_index else f".{step}" if depth else str(step))
    return "".join(words)
