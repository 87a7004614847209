"""The project's own source, parsed once, for the tests that keep the house in order."""

from __future__ import annotations

import ast
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "firmwatt"

ROOMS = (
    "errors", "units", "timegrid", "finance", "catalog", "scenario", "demand", "facility", "resource", "grid", "lp",
    "planning", "operation", "reliability", "accounting", "registry", "interop", "report", "study", "frontier",
    "sweep", "contracts", "service", "cli",
)  # fmt: skip
"""From the one that needs nobody to the one that may name all; imports point to the left only."""


@dataclass(frozen=True, slots=True)
class Module:
    """One file of the package.

    Attributes
    ----------
    name
        Dotted path below the package, such as `planning.assets.storage`; empty for the package itself.
    path
    text
    tree
    """

    name: str
    path: Path
    text: str
    tree: ast.Module

    @property
    def room(self) -> str:
        """Return the room that the module stands in."""
        return self.name.split(".")[0]

    @property
    def lines(self) -> int:
        """Return the number of lines."""
        return self.text.count("\n")


@cache
def modules() -> tuple[Module, ...]:
    """Return every module of the package, in order of path."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        text = path.read_text(encoding="utf-8")
        found.append(Module(name, path, text, ast.parse(text)))
    return tuple(found)


@cache
def project_files() -> tuple[Path, ...]:
    """Return the files that belong to the project: tracked by git, or new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return tuple(path for line in listed.stdout.splitlines() if (path := ROOT / line).is_file())
