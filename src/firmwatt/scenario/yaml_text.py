"""Read a YAML 1.2 file into a document, with every fault of the text at its place."""

from __future__ import annotations

from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from firmwatt.errors import Fault, InputFaults, input_fault
from firmwatt.scenario import faults
from firmwatt.scenario.document import Document
from firmwatt.scenario.faults import FaultKind
from firmwatt.scenario.yaml_nodes import NodeReader, mark_of


def read_document(path: Path, file: str) -> Document:
    """Return a file's values with their places.

    Raises
    ------
    InputFaults
        The file is missing, a folder, empty, not UTF-8 or not YAML, or holds keys twice, tags or nulls.
    """
    return document_of_text(_read_text(path, file), file, path.parent)


def document_of_text(text: str, file: str, folder: Path) -> Document:
    """Return the values of a text with their places.

    Parameters
    ----------
    text
    file
        What messages call it.
    folder
        Where relative paths in the text begin.

    Raises
    ------
    InputFaults
        The text is empty or not YAML, or holds keys twice, tags or nulls.
    """
    root = _compose(text, file)
    if not isinstance(root, MappingNode):
        line, column = mark_of(root)
        problem, remedy = f"The file holds {_kind_of(root)}, not a mapping.", "Write `programme:` at its first level."
        raise InputFaults([Fault(file, line, column, "", problem, remedy, faults.SHAPE.code)])
    reader = NodeReader(file)
    tree = reader.mapping(root, ())
    if reader.faults:
        raise InputFaults(reader.faults)
    return Document(file, folder, text, tree, reader.places)


def _read_text(path: Path, file: str) -> str:
    try:
        data = path.read_bytes()
    except IsADirectoryError:
        raise _whole(file, faults.NOT_READABLE, "This is a folder.", "Give the path of a YAML file.") from None
    except (FileNotFoundError, NotADirectoryError):
        remedy = "Check the path, or start one with `firmwatt new`."
        raise _whole(file, faults.NO_FILE, "No such file.", remedy) from None
    except OSError as error:
        problem = f"The file cannot be read: {(error.strerror or 'it cannot be opened').lower()}."
        raise _whole(file, faults.NOT_READABLE, problem, "Give a file that you may read.") from None
    except ValueError:
        raise _whole(file, faults.NO_FILE, "This is no path.", "Give the path of a YAML file.") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        problem, remedy = f"Byte 0x{data[error.start]:02x} is not UTF-8.", "Save the file as UTF-8."
        raise InputFaults([Fault(file, line, column, "", problem, remedy, faults.ENCODING.code)]) from None


def _whole(file: str, kind: FaultKind, problem: str, remedy: str) -> InputFaults:
    """Return the error of a file that has no places yet."""
    return input_fault(file, "", problem, remedy, kind.code)


def _compose(text: str, file: str) -> Node:
    problem, remedy = "The text cannot be read as YAML.", "Check brackets and indentation."
    try:
        root: Node | None = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        raise InputFaults([_syntax_fault(error, text, file)]) from None
    except ReaderError as error:
        raise InputFaults([_character_fault(error, text, file)]) from None
    except (YAMLError, ValueError, RecursionError):
        raise _whole(file, faults.SYNTAX, problem, remedy) from None
    if root is None or (isinstance(root, ScalarNode) and root.value == ""):
        raise _whole(file, faults.EMPTY, "The file is empty.", "Start from `firmwatt new my-programme.yaml`.")
    return root


def _character_fault(error: ReaderError, text: str, file: str) -> Fault:
    before = text[: error.position]
    line, column = before.count("\n") + 1, error.position - before.rfind("\n")
    problem = f"The character U+{ord(text[error.position]):04X} cannot be seen and cannot stand in YAML."
    return Fault(file, line, column, "", problem, "Delete it.", faults.SYNTAX.code)


def _syntax_fault(error: MarkedYAMLError, text: str, file: str) -> Fault:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    lines = text.splitlines()
    if 0 < line <= len(lines) and "\t" in lines[line - 1][: column + 1]:
        where = "in the indentation" if lines[line - 1][:column].isspace() or column == 1 else "between words"
        return Fault(file, line, column, "", f"A tab stands {where}.", "Replace it by blanks.", faults.TAB.code)
    problem = (error.problem or "it ends too early").replace("\\t", "tab")
    remedy = "Check brackets, quotes, colons and indentation just before this place."
    return Fault(file, line, column, "", f"This is not valid YAML: {problem}.", remedy, faults.SYNTAX.code)


def _kind_of(node: Node) -> str:
    if isinstance(node, SequenceNode):
        return "a list"
    return "a mapping" if isinstance(node, MappingNode) else f"the text {node.value!r}"
