"""The command `firmwatt`: one Typer application; each command lives in its own module and imports its stage lazily."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from typing import Annotated, NoReturn

import typer
from typer.exceptions import TyperException
from typer.main import get_command

from firmwatt import __version__
from firmwatt.cli.account import account
from firmwatt.cli.catalog import show_catalog
from firmwatt.cli.certificates import certificates
from firmwatt.cli.compare import compare
from firmwatt.cli.contracts import show_contracts
from firmwatt.cli.encoding import spell_out_what_cannot_be_shown
from firmwatt.cli.export import export_run
from firmwatt.cli.facility import show_facility
from firmwatt.cli.fleet import show_fleet
from firmwatt.cli.frontier import show_frontier
from firmwatt.cli.headroom import show_headroom
from firmwatt.cli.label import show_label
from firmwatt.cli.listing import CommandList
from firmwatt.cli.output import error_faults, error_reasons, error_status, print_json
from firmwatt.cli.peaks import show_peaks
from firmwatt.cli.plan import plan_scenario
from firmwatt.cli.reliability import show_reliability
from firmwatt.cli.report import write_report
from firmwatt.cli.scenario import check_scenario, new_scenario, show_schema
from firmwatt.cli.solve_lp import solve_lp
from firmwatt.cli.sweep import sweep_scenario
from firmwatt.cli.traffic import show_traffic
from firmwatt.cli.training import show_training
from firmwatt.errors import UserError

DEFECT_EXIT_CODE = 1
USAGE_EXIT_CODE = 2
INTERRUPTED_EXIT_CODE = 130
BROKEN_PIPE_EXIT_CODE = 141  # as of any program that SIGPIPE ends

START = (
    "Start with `firmwatt plan campus`, or with `firmwatt new FILE` for a programme of your own. What is built in: "
    "america-50gw, campus, fusion-2040, hyperscaler-netzero, inference-fleet, korea and stargate."
)

app = typer.Typer(
    name="firmwatt",
    cls=CommandList,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Plan, run and account for the electric power of AI data centres, from the prompt to the power plant.",
    epilog=START,
)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"firmwatt {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and stop.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of a fault.")] = False,
) -> None:
    """Hold the options that every command shares."""


app.command("new")(new_scenario)
app.command("check")(check_scenario)
app.command("plan")(plan_scenario)
app.command("report")(write_report)
app.command("compare")(compare)
app.command("sweep")(sweep_scenario)
app.command("frontier")(show_frontier)
app.command("contracts")(show_contracts)
app.command("reliability")(show_reliability)
app.command("peaks")(show_peaks)
app.command("headroom")(show_headroom)
app.command("export")(export_run)
app.add_typer(account, name="account")
app.add_typer(certificates, name="certificates")
app.command("label")(show_label)
app.command("training")(show_training)
app.command("fleet")(show_fleet)
app.command("traffic")(show_traffic)
app.command("facility")(show_facility)
app.command("catalog")(show_catalog)
app.command("schema")(show_schema)
app.command("solve-lp")(solve_lp)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit; an error becomes a message and an exit code, a traceback only with `--debug`.

    Parameters
    ----------
    arguments
        What follows the program's name; None takes them from the shell.

    Notes
    -----
    Exit codes: 0 done, 1 a defect of firmwatt, 2 the user's input, 3 infeasible, 4 stopped early with a certified
    gap, 130 interrupted, 141 the reader of the output went away.
    """
    spell_out_what_cannot_be_shown((sys.stdout, sys.stderr))
    asked = list(sys.argv[1:] if arguments is None else arguments)
    words = [word for word in asked if word != "--debug"] or ["--help"]
    try:
        command = get_command(app)
        with command.make_context("firmwatt", words) as context:
            command.invoke(context)
        sys.stdout.flush()
        sys.exit(0)
    except typer.Exit as end:
        sys.exit(end.exit_code)
    except BrokenPipeError:
        _write_no_more()
        sys.exit(BROKEN_PIPE_EXIT_CODE)
    except (Exception, KeyboardInterrupt) as error:
        if "--debug" in asked and not isinstance(error, TyperException):
            raise
        sys.exit(_report(error, is_json="--json" in words))


def _write_no_more() -> None:
    """Send what is still buffered for stdout nowhere, so that the end of the process does not fail by it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _report(error: BaseException, *, is_json: bool) -> int:
    """Say what went wrong, on stderr and, where asked, as a JSON object on stdout; return the exit code."""
    match error:
        case KeyboardInterrupt() | typer.Abort():
            message, status, code = "Interrupted.", "interrupted", INTERRUPTED_EXIT_CODE
        case OSError(errno=errno.ENOSPC):
            _write_no_more()
            message = "The output cannot be written: no space left on device. Free some space, or write elsewhere."
            status, code = "error", USAGE_EXIT_CODE
        case UserError():
            message, status, code = str(error), error_status(error), error.exit_code
        case TyperException():
            problem = error.format_message().replace("Value error, ", "").replace("'?.", "'?").rstrip(".")
            end = "" if problem.endswith("?") else "."
            message = f"{problem}{end} `firmwatt COMMAND --help` lists what there is."
            status, code = "error", USAGE_EXIT_CODE
        case _:
            message = (
                f"firmwatt met a defect of its own ({type(error).__name__}: {error}). Your input may be fine. "
                "Run the same command with --debug and report what it prints."
            )
            status, code = "error", DEFECT_EXIT_CODE
    typer.echo(message, err=True)
    if is_json:
        reasons = error_reasons(error)
        print_json(status, {"faults": error_faults(error)} | ({"reasons": reasons} if reasons else {}))
    return code
