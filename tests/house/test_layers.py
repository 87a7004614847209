"""Data flows down the list of rooms and never back: every import points to a room that stands before."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.house.source import PACKAGE, ROOMS, Module, modules

LP_MAY_IMPORT = {"lp", "errors", "timegrid"}
PACKAGE_ATTRIBUTES = {"__version__"}
"""What a room may take from the package itself; all else there loads `study`."""


def imported_rooms(module: Module) -> Iterator[tuple[int, str]]:
    """Yield (line, room) of each import of the package, wherever in the module it stands."""
    for node in ast.walk(module.tree):
        for target in _targets(module, node):
            parts = target.split(".")
            if parts[0] == "firmwatt" and len(parts) > 1 and parts[1] not in PACKAGE_ATTRIBUTES:
                yield getattr(node, "lineno", 0), parts[1]


def _targets(module: Module, node: ast.AST) -> list[str]:
    """Return the dotted names that one node imports."""
    match node:
        case ast.Import(names=names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module=source, names=names, level=level):
            base = ".".join(filter(None, [_anchor(module, level), source]))
            return [f"{base}.{alias.name}" for alias in names]
        case ast.Call(func=ast.Name(id="import_module" | "__import__"), args=[ast.Constant(value=str(name)), *_]):
            return [name]
        case ast.Call(func=ast.Attribute(attr="import_module"), args=[ast.Constant(value=str(name)), *_]):
            return [name]
        case _:
            return []


def _anchor(module: Module, level: int) -> str:
    """Return the package that a relative import starts from; empty for an absolute one."""
    if level == 0:
        return ""
    parts = ["firmwatt", *filter(None, module.name.split("."))]
    depth = level - 1 if module.path.name == "__init__.py" else level
    return ".".join(parts[: len(parts) - depth])


def is_allowed(room: str, imported: str) -> bool:
    """Return whether a module of `room` may import from the room `imported`."""
    if imported not in ROOMS:
        return False
    if room == "lp":
        return imported in LP_MAY_IMPORT
    return ROOMS.index(imported) <= ROOMS.index(room)


@pytest.mark.parametrize("module", [m for m in modules() if m.room in ROOMS], ids=lambda module: module.name)
def test_imports_point_to_earlier_rooms_only(module: Module) -> None:
    wrong = [
        f"{module.path.name}:{line} imports {imported}"
        for line, imported in imported_rooms(module)
        if not is_allowed(module.room, imported)
    ]
    assert not wrong, f"{module.name} stands in {module.room}: {wrong}"


def test_the_doors_of_the_package_lead_to_study_and_the_command_line_alone() -> None:
    doors = {m.name: {room for _, room in imported_rooms(m)} for m in modules() if m.room not in ROOMS}
    assert doors == {"": {"study"}, "__main__": {"cli"}}


def test_every_folder_is_a_room_of_the_list() -> None:
    folders = {path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders <= set(ROOMS)


def test_nothing_imports_the_command_line() -> None:
    users = {module.name for module in modules() for _, room in imported_rooms(module) if room == "cli"}
    assert {name for name in users if name.split(".")[0] != "cli"} == {"__main__"}


def _module(name: str, text: str) -> Module:
    return Module(name, PACKAGE / f"{name.replace('.', '/')}.py", text, ast.parse(text))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("demand.pools", "from firmwatt.planning import plan"),
        ("demand.pools", "from firmwatt import study"),
        ("demand.pools", "import firmwatt.report.page"),
        ("demand.pools", "def late():\n    from firmwatt.facility.plant import facility_factors"),
        ("demand.pools", "from ..facility import plant"),
        ("demand.pools", "from importlib import import_module\nimport_module('firmwatt.study')"),
        ("lp.solve", "from firmwatt.scenario.case import Case"),
        ("lp.solve", "from firmwatt.units import HOURS_PER_YEAR"),
        ("report.page", "from firmwatt.cli.output import print_json"),
    ],
)
def test_a_wrong_import_would_be_seen(name: str, text: str) -> None:
    module = _module(name, text)
    assert [room for _, room in imported_rooms(module) if not is_allowed(module.room, room)]
