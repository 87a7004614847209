"""Run the command line inside a test."""

from __future__ import annotations

from firmwatt.cli import app


def run(*words: object) -> int:
    """Return the exit code of `firmwatt` with these words."""
    try:
        app.main([*map(str, words)])
    except SystemExit as end:
        return int(end.code or 0)
