"""Walk the nodes of a YAML text: plain values, their places, keys given twice, tags, aliases, empty values."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from firmwatt.errors import Fault, InputFaults
from firmwatt.scenario import faults
from firmwatt.scenario.document import Path_, Place, dotted
from firmwatt.scenario.faults import FaultKind

_MOST_VALUES = 100_000
_TAG = "tag:yaml.org,2002:"


def mark_of(node: Node) -> tuple[int, int]:
    """Return line and column of a node, counted from 1."""
    return node.start_mark.line + 1, node.start_mark.column + 1


@dataclass(slots=True)
class NodeReader:
    """Walks the nodes of one file."""

    file: str
    places: dict[Path_, Place] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    _open: list[Node] = field(default_factory=list)

    def mapping(self, node: MappingNode, path: Path_) -> dict[str | int, object]:
        """Return the values of a mapping by key."""
        self.places.setdefault(path, Place(mark_of(node), mark_of(node)))
        seen: dict[str | int, object] = {}
        for key_node, value_node in node.value:
            key = self._key(key_node, path)
            if key is None:
                continue
            here = (*path, key)
            if key in seen:
                first = self.places[here].key[0]
                problem = f"The key stands here again; it is already given on line {first}."
                self._add(faults.DUPLICATE_KEY, key_node, here, problem, "Keep one of the two.")
                continue
            is_null = isinstance(value_node, ScalarNode) and value_node.tag == f"{_TAG}null"
            self.places[here] = Place(mark_of(key_node if is_null else value_node), mark_of(key_node))
            seen[key] = self._value(value_node, here)
        return seen

    def _key(self, node: Node, path: Path_) -> str | int | None:
        if isinstance(node, ScalarNode):
            value = _scalar(node)
            if isinstance(value, str | int) and not isinstance(value, bool):
                return value
        words = f"The key {node.value!r}" if isinstance(node, ScalarNode) else "This key"
        self._add(faults.NOT_A_KEY, node, path, f"{words} is no plain word.", "Write a word, or a year.")
        return None

    def _value(self, node: Node, path: Path_) -> object:
        if len(self.places) > _MOST_VALUES:
            problem, remedy = f"The file holds more than {_MOST_VALUES} values.", "Write the scenario shorter."
            line, column = mark_of(node)
            raise InputFaults([Fault(self.file, line, column, "", problem, remedy, faults.TOO_LARGE.code)])
        if any(node is around for around in self._open):
            self._add(faults.ALIAS, node, path, "The alias holds itself.", "Write the value out.")
            return ""
        if isinstance(node, ScalarNode):
            return self._plain(node, path)
        self._open.append(node)
        value: object = ""
        if str(node.tag) not in {f"{_TAG}map", f"{_TAG}seq"}:
            self._tag_fault(node, path)
        elif isinstance(node, MappingNode):
            value = self.mapping(node, path)
        else:
            value = list(self._items(node, path))
        self._open.pop()
        return value

    def _items(self, node: Node, path: Path_) -> Iterator[object]:
        for index, item in enumerate(node.value):
            here = (*path, index)
            self.places[here] = Place(mark_of(item), mark_of(item))
            yield self._value(item, here)

    def _plain(self, node: ScalarNode, path: Path_) -> object:
        value = _scalar(node)
        if value is None:
            key = path[-1] if isinstance(path[-1], str) else "The entry"
            problem = f"{key} has no value."
            line, column = self.places[path].key
            self.faults.append(
                Fault(
                    self.file, line, column, dotted(path), problem, "Give one or delete the line.", faults.NO_VALUE.code
                )
            )
            return ""
        if isinstance(value, _Unknown):
            self._tag_fault(node, path)
            return ""
        return value

    def _tag_fault(self, node: Node, path: Path_) -> None:
        tag = str(node.tag).replace(_TAG, "!!")
        self._add(faults.ALIAS, node, path, f"The tag {tag} has no meaning here.", "Write the value without a tag.")

    def _add(self, kind: FaultKind, node: Node, path: Path_, problem: str, remedy: str) -> None:
        line, column = mark_of(node)
        self.faults.append(Fault(self.file, line, column, dotted(path), problem, remedy, kind.code))


class _Unknown:
    """A scalar whose tag is none of YAML's own."""


def _scalar(node: ScalarNode) -> object:
    """Return the plain value of a scalar: None for null, `_Unknown` for a foreign tag."""
    text = str(node.value)
    readers: dict[str, Callable[[str], object]] = {
        "str": str,
        "value": str,
        "merge": str,
        "int": _integer,
        "float": _real,
        "bool": lambda word: word.lower() == "true",
        "null": lambda _: None,
        "timestamp": _date,
    }
    reader = readers.get(str(node.tag).removeprefix(_TAG))
    return reader(text) if reader else _Unknown()


def _date(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _integer(text: str) -> int | float | str:
    text = text.replace("_", "")
    try:
        number = int(text, 0) if text.lstrip("+-")[:2].lower() in {"0x", "0o", "0b"} else int(text)
    except ValueError:
        return text
    return number if abs(number) < 10**18 else math.inf


def _real(text: str) -> float | str:
    try:
        return float(text.lower().replace("_", "").replace(".inf", "inf").replace(".nan", "nan"))
    except ValueError:
        return text
