"""Small pieces of Markdown that the generated pages share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

GENERATED = "<!-- Written by tools/docs.py from the code: change the code, then run `make docs`. -->"


def heading(title: str, introduction: str) -> str:
    """Return the top of a generated page."""
    return f"{GENERATED}\n\n# {title}\n\n{introduction}\n"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; bars and line ends inside a cell are escaped."""
    lines = [list(header), ["---"] * len(header), *([_cell(value) for value in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def prose(docstring: str) -> str:
    """Return a docstring as Markdown: numpydoc section titles become bold words."""
    return re.sub(r"^(\w[\w ]*)\n-{3,}$", r"**\1**\n", docstring.strip(), flags=re.MULTILINE)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
