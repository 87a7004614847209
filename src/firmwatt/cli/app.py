"""The command `firmwatt`: one Typer application; each command lives in its own module and imports its stage lazily."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

import firmwatt
from firmwatt.errors import UserError

INTERRUPTED_EXIT_CODE = 130

app = typer.Typer(
    name="firmwatt",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Plan, run and account for the electric power of AI data centres, from the prompt to the power plant.",
)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"firmwatt {firmwatt.__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and stop.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of a fault.")] = False,
) -> None:
    """Hold the options that every command shares."""


def main() -> None:
    """Run the command line; a fault of the user's becomes a message and its exit code, never a traceback."""
    is_debug = "--debug" in sys.argv
    try:
        app()
    except UserError as error:
        if is_debug:
            raise
        typer.echo(str(error), err=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        typer.echo("Interrupted.", err=True)
        sys.exit(INTERRUPTED_EXIT_CODE)
