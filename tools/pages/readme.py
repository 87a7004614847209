"""The blocks of `README.md` between markers: the table of commands and what commands print."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from pathlib import Path

from firmwatt.cli.app import main
from tools.pages import commands
from tools.pages.markdown import table

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"(?P<begin><!-- generated: (?P<what>[^>]+) -->\n).*?(?P<end><!-- end -->)", re.DOTALL)


def page() -> str:
    """Return the README with its blocks renewed."""
    return BLOCK.sub(
        lambda found: found["begin"] + _block(found["what"]) + found["end"], (ROOT / "README.md").read_text("utf-8")
    )


def _block(what: str) -> str:
    if what == "commands":
        rows = [(f"`{commands.usage(name, c)}`", commands.summary(c)) for name, c in commands.all_commands()]
        return table(("Command", "What it does"), rows)
    return f"```console\n$ {what}\n{_output(what)}```\n"


def _output(line: str) -> str:
    """Return what a `firmwatt …` line prints when it is run in the project's folder."""
    printed = io.StringIO()
    streams = contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed)
    with contextlib.chdir(ROOT), streams[0], streams[1], contextlib.suppress(SystemExit):
        main(shlex.split(line)[1:])
    return printed.getvalue()
