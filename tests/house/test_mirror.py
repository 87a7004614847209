"""The tests mirror the source one to one."""

from __future__ import annotations

import ast

import pytest

from tests.house.source import ROOT, Module, modules

TESTED_ELSEWHERE = {
    "__main__": "calls `cli.app.main`; tests/house/test_packaging.py and tests/cli/test_ctrl_c.py run it",
}
GOLDEN_ROOMS = ("planning.assets", "planning.constraints")
"""One file an asset, one file a constraint: each has a linear program solved by hand in tests/golden."""


def is_records_only(module: Module) -> bool:
    """Return whether a module holds no function that could be wrong: records, enumerations and constants."""
    return not any(isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) for node in ast.walk(module.tree))


def is_golden(module: Module) -> bool:
    """Return whether a module is an asset or a constraint of the planning model."""
    return module.name.rpartition(".")[0] in GOLDEN_ROOMS


def _with_a_test() -> list[Module]:
    return [
        module
        for module in modules()
        if module.path.name != "__init__.py" and module.name not in TESTED_ELSEWHERE and not is_records_only(module)
    ]


@pytest.mark.parametrize("module", _with_a_test(), ids=lambda module: module.name)
def test_each_module_has_its_test_file(module: Module) -> None:
    *rooms, name = module.name.split(".")
    folder = ROOT / "tests" / "golden" if is_golden(module) else ROOT.joinpath("tests", *rooms)
    assert (folder / f"test_{name}.py").is_file(), f"{folder.relative_to(ROOT)}/test_{name}.py is missing"


def test_each_golden_file_belongs_to_an_asset_or_a_constraint() -> None:
    names = {module.name.rpartition(".")[2] for module in modules() if is_golden(module)}
    files = {path.stem.removeprefix("test_") for path in (ROOT / "tests" / "golden").glob("test_*.py")}
    assert files <= names


def test_each_golden_file_solves_something() -> None:
    for path in (ROOT / "tests" / "golden").glob("test_*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        tests = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
        assert tests, f"{path.name} holds no test"
        assert all(any(isinstance(part, ast.Assert | ast.With | ast.Call) for part in ast.walk(t)) for t in tests)


def test_inits_hold_no_logic() -> None:
    full = [module.name for module in modules() if module.path.name == "__init__.py" and module.lines > 40]
    assert full in ([], [""])
