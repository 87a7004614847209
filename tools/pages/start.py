"""The blocks of `docs/start.md` between markers: what commands print."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from pathlib import Path

from firmwatt.cli.app import main

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"(?P<begin><!-- generated: (?P<what>[^>]+) -->\n).*?(?P<end><!-- end -->)", re.DOTALL)


def page() -> str:
    """Return the page with its blocks renewed."""
    text = (ROOT / "docs" / "start.md").read_text("utf-8")
    return BLOCK.sub(lambda found: found["begin"] + _block(found["what"]) + found["end"], text)


def _block(what: str) -> str:
    return f"```console\n$ {what}\n{_output(what)}```\n"


def _output(line: str) -> str:
    """Return what a `firmwatt …` line prints when it is run in the project's folder."""
    printed = io.StringIO()
    streams = contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed)
    with contextlib.chdir(ROOT), streams[0], streams[1], contextlib.suppress(SystemExit):
        main(shlex.split(line)[1:])
    return printed.getvalue()
