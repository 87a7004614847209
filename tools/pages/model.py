"""`docs/model.md`: the equations of the planning model, each from the docstring of the module that writes it."""

from __future__ import annotations

import ast

from tests.house.source import Module, modules
from tools.pages.markdown import heading, prose

SHARED = ("planning.sampling", "planning.capacity")
AFTER = ("planning.whole_units", "planning.break_even")
FOLDERS = (("planning.assets.", "Assets"), ("planning.constraints.", "Limits and targets"))


def page() -> str:
    """Return the page."""
    introduction = (
        "The plan is a linear program. A *chain* is one planning year × one weather year × one sampled period; hours "
        "of a chain follow one another. Names ending in `_mw` are hourly columns, `installed` and `build` are columns "
        "of a planning year. Each section below is the docstring of the module that writes the rows, and the test of "
        "the same name in `tests/golden/` solves a tiny case of it by hand."
    )
    parts = [heading("Planning model", introduction), "## What all share\n"]
    parts += [_section(module) for module in modules() if module.name in SHARED]
    for folder, title in FOLDERS:
        parts.append(f"## {title}\n")
        parts += [_section(module) for module in modules() if module.name.startswith(folder)]
    parts.append("## After the optimum\n")
    parts += [_section(module) for module in modules() if module.name in AFTER]
    return "\n".join(parts)


def _section(module: Module) -> str:
    text = prose(ast.get_docstring(module.tree) or "")
    return f"### {module.name.rpartition('.')[2].replace('_', ' ').capitalize()}\n\n`{module.name}`: {text}\n"
