"""Read a YAML 1.2 text into plain values and remember where each stands."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from firmwatt.errors import Fault, InputFaults, input_fault
from firmwatt.scenario import faults
from firmwatt.scenario.faults import FaultKind

Path_ = tuple[str | int, ...]
Tree = object
_MOST_VALUES = 100_000
_TAG = "tag:yaml.org,2002:"


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
        is_index = isinstance(step, int) and step < 1000  # noqa: PLR2004
        words.append(f"[{step}]" if is_index else f".{step}" if depth else str(step))
    return "".join(words)


def read_document(path: Path, file: str) -> Document:
    """Return a file's values with their places.

    Raises
    ------
    InputFaults
        The file is missing, a folder, empty, not UTF-8 or not YAML, or holds keys twice, tags or nulls.
    """
    text = _read_text(path, file)
    root = _compose(text, file)
    if not isinstance(root, MappingNode):
        line, column = _mark(root)
        raise InputFaults(
            [Fault(file, line, column, "", f"The file holds {_kind_of(root)}, not a mapping.",
                   "Write `programme:` and `sites:` at its first level.", faults.SHAPE.code)]
        )  # fmt: skip
    reader = _Reader(file)
    tree = reader.mapping(root, ())
    if reader.faults:
        raise InputFaults(reader.faults)
    return Document(file, path.parent, text, tree, reader.places)


def _read_text(path: Path, file: str) -> str:
    try:
        data = path.read_bytes()
    except IsADirectoryError:
        raise input_fault(file, "", "This is a folder.", "Give the path of a YAML file.", "FW102") from None
    except (FileNotFoundError, NotADirectoryError):
        raise input_fault(
            file, "", "No such file.", "Check the path, or start one with `firmwatt new`.", "FW101"
        ) from None
    except OSError as error:
        reason = (error.strerror or "it cannot be opened").lower()
        raise input_fault(file, "", f"The file cannot be read: {reason}.", "Give a file that you may read.", "FW102") \
            from None  # fmt: skip
    except ValueError:
        raise input_fault(file, "", "This is no path.", "Give the path of a YAML file.", "FW101") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        problem = f"Byte 0x{data[error.start]:02x} is not UTF-8."
        raise InputFaults(
            [Fault(file, line, column, "", problem, "Save the file as UTF-8.", faults.ENCODING.code)]
        ) from None


def _compose(text: str, file: str) -> Node:
    yaml = YAML(typ="safe", pure=True)
    try:
        root: Node | None = yaml.compose(text)
    except MarkedYAMLError as error:
        raise InputFaults([_syntax_fault(error, text, file)]) from None
    except YAMLError as error:
        words = str(error).splitlines()[0].strip()
        problem = f"The text cannot be read as YAML: {words}."
        raise input_fault(file, "", problem, "Delete the characters that cannot be seen.", faults.SYNTAX.code) from None
    except (ValueError, RecursionError):
        remedy = "Check brackets and indentation, and the line `%YAML` if there is one."
        raise input_fault(file, "", "The text cannot be read as YAML.", remedy, faults.SYNTAX.code) from None
    if root is None or (isinstance(root, ScalarNode) and root.value == ""):
        raise input_fault(
            file, "", "The file is empty.", "Start from `firmwatt new my-programme.yaml`.", faults.EMPTY.code
        )
    return root


def _syntax_fault(error: MarkedYAMLError, text: str, file: str) -> Fault:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    lines = text.splitlines()
    if 0 < line <= len(lines) and "\t" in lines[line - 1][: column + 1]:
        return Fault(file, line, column, "", "A tab stands in the indentation.", "Replace it by blanks.", "FW106")
    problem = (error.problem or "it ends too early").replace("\\t", "tab")
    remedy = "Check brackets, quotes, colons and indentation just before this place."
    return Fault(file, line, column, "", f"This is not valid YAML: {problem}.", remedy, faults.SYNTAX.code)


def _mark(node: Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1


def _kind_of(node: Node) -> str:
    if isinstance(node, SequenceNode):
        return "a list"
    return "a mapping" if isinstance(node, MappingNode) else f"the text {node.value!r}"


@dataclass(slots=True)
class _Reader:
    """Walks the nodes of one file."""

    file: str
    places: dict[Path_, Place] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    _open: list[Node] = field(default_factory=list)

    def mapping(self, node: MappingNode, path: Path_) -> dict[str | int, object]:
        """Return the values of a mapping by key."""
        self.places.setdefault(path, Place(_mark(node), _mark(node)))
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
            self.places[here] = Place(_mark(key_node if is_null else value_node), _mark(key_node))
            seen[key] = self._value(value_node, here)
        return seen

    def _key(self, node: Node, path: Path_) -> str | int | None:
        if isinstance(node, ScalarNode):
            value = _scalar(node)
            if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
                return value
        words = f"The key {node.value!r}" if isinstance(node, ScalarNode) else "This key"
        self._add(faults.NOT_A_KEY, node, path, f"{words} is no plain word.", "Write a word, or a year.")
        return None

    def _value(self, node: Node, path: Path_) -> object:
        if len(self.places) > _MOST_VALUES:
            problem, remedy = f"The file holds more than {_MOST_VALUES} values.", "Write the scenario shorter."
            line, column = _mark(node)
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
            self.places[here] = Place(_mark(item), _mark(item))
            yield self._value(item, here)

    def _plain(self, node: ScalarNode, path: Path_) -> object:
        value = _scalar(node)
        if value is None:
            key = path[-1] if isinstance(path[-1], str) else "The entry"
            problem = f"{key} has no value."
            line, column = self.places[path].key
            self.faults.append(
                Fault(self.file, line, column, dotted(path), problem, "Give one or delete the line.", "FW135")
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
        line, column = _mark(node)
        self.faults.append(Fault(self.file, line, column, dotted(path), problem, remedy, kind.code))


class _Unknown:
    """A scalar whose tag is none of YAML's own."""


def _scalar(node: ScalarNode) -> str | int | float | bool | date | None | _Unknown:
    text = node.value
    match str(node.tag).removeprefix(_TAG):
        case "str" | "value" | "merge":
            return str(text)
        case "int":
            return _integer(text.replace("_", ""))
        case "float":
            return _real(text.replace("_", "").lower())
        case "bool":
            return bool(text.lower() == "true")
        case "null":
            return None
        case "timestamp":
            try:
                return date.fromisoformat(text)
            except ValueError:
                return str(text)
        case _:
            return _Unknown()


def _integer(text: str) -> int | float | str:
    try:
        number = int(text, 0) if text.lstrip("+-")[:2].lower() in {"0x", "0o", "0b"} else int(text)
    except ValueError:
        return text
    return number if abs(number) < 10**18 else math.inf  # noqa: PLR2004


def _real(text: str) -> float | str:
    try:
        return float(text.replace(".inf", "inf").replace(".nan", "nan"))
    except ValueError:
        return text
