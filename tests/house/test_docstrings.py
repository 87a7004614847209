"""Docstrings name what is there: each parameter of a section stands in the signature, each attribute in the class."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.source import Module, modules

END = r"\n-+\n(.*?)(?=\n\n[A-Z][a-z]+\n-+\n|\Z)"


def _named(text: str, section: str) -> list[str]:
    """Return the names that a section of a docstring lists."""
    found = re.search(section + END, text, re.DOTALL)
    heads = [line.split(" : ")[0] for line in found[1].splitlines() if line and not line[0].isspace()] if found else []
    return [name.strip().lstrip("*") for head in heads for name in head.split(",")]


def _arguments(function: ast.FunctionDef) -> set[str]:
    every = function.args
    starred = [each for each in (every.vararg, every.kwarg) if each is not None]
    return {each.arg for each in (*every.posonlyargs, *every.args, *every.kwonlyargs, *starred)}


def _members(record: ast.ClassDef) -> set[str]:
    """Return fields, class attributes, methods and what methods set on `self`."""
    names: set[str] = set()
    for node in ast.walk(record):
        match node:
            case ast.FunctionDef(name=name) | ast.AnnAssign(target=ast.Name(id=name)) | ast.Name(id=name):
                names.add(name)
            case ast.Attribute(value=ast.Name(id="self"), attr=name):
                names.add(name)
    return names


def _wrong(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            missing = set(_named(ast.get_docstring(node) or "", "Parameters")) - _arguments(node)
        elif isinstance(node, ast.ClassDef):
            missing = set(_named(ast.get_docstring(node) or "", "Attributes")) - _members(node)
        else:
            continue
        yield from (f"{node.name}: {name}" for name in sorted(missing))


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name or "firmwatt")
def test_docstrings_name_what_is_there(module: Module) -> None:
    assert not list(_wrong(module.tree))


def test_a_name_that_is_not_there_is_found() -> None:
    text = '''
class Record:
    """One line.

    Attributes
    ----------
    width_m, height_m : > 0
    """

    width_m: float

    def grow(self, by_m):
        """Return more.

        Parameters
        ----------
        by_m : > 0
        until_m

        Raises
        ------
        ValueError
        """
'''
    assert list(_wrong(ast.parse(text))) == ["Record: height_m", "grow: until_m"]
