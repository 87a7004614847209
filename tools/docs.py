"""Write the generated pages of `docs/`; `--check` tells whether they are stale.

Run it from the project's folder, `python -m tools.docs`. Everything on these pages is read from the code: commands
from the Typer application, scenario fields from the pydantic schema, faults from their codes, tables from the
catalogue, equations from the modules of the planning model. Nothing is planned: what the built-in scenarios answer is
read from the figures that `tools/scenario_runs.py` left, and the page says which of those are of other inputs than
today's.
"""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from tools.pages import catalogue, commands, facility, faults, model, reality, scenario, scenarios, start

ROOT = Path(__file__).resolve().parents[1]

PAGES: Mapping[str, Callable[[], str]] = {
    "docs/cli.md": commands.page,
    "docs/scenario.md": scenario.page,
    "docs/errors.md": faults.page,
    "docs/catalogue.md": catalogue.page,
    "docs/model.md": model.page,
    "docs/reality.md": reality.page,
    "docs/facility.md": facility.page,
    "docs/scenarios.md": scenarios.page,
    "docs/start.md": start.page,
}


def main() -> int:
    """Write or check all pages; return 1 where a check finds a stale one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail with a diff where a page is stale")
    is_check = parser.parse_args().check
    stale = [path for path in PAGES if is_stale(path)]
    for path in stale:
        if is_check:
            sys.stdout.writelines(difference(path))
        else:
            (ROOT / path).write_text(PAGES[path](), encoding="utf-8")
            print(f"wrote {path}")
    if is_check and stale:
        print(f"{', '.join(stale)}: stale. Run `make docs` and commit what it writes.", file=sys.stderr)
    return int(is_check and bool(stale))


def is_stale(path: str) -> bool:
    """Return whether a page differs from what the code says now."""
    return _current(path) != PAGES[path]()


def difference(path: str) -> list[str]:
    """Return the unified diff from the page to what it should be."""
    now, wanted = _current(path).splitlines(keepends=True), PAGES[path]().splitlines(keepends=True)
    return list(difflib.unified_diff(now, wanted, path, f"{path} (generated)"))


def _current(path: str) -> str:
    target = ROOT / path
    return target.read_text(encoding="utf-8") if target.exists() else ""


if __name__ == "__main__":
    sys.exit(main())
