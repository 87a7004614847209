from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from firmwatt.cli import app as cli
from firmwatt.errors import Fault, InfeasibleError, InputFaults, Reason, UserError

FAULT = Fault("demo.yaml", 6, 26, "storage[0].charge_efficiency", "1.2 is above 1.", "Write a fraction.", "FW110")


def _run(monkeypatch: pytest.MonkeyPatch, error: BaseException, *options: str) -> int:
    """Run a command that raises `error`; return the exit code."""
    app = typer.Typer()
    app.callback()(cli._root)

    @app.command()
    def fail(_as_json: bool = typer.Option(False, "--json")) -> None:
        raise error

    monkeypatch.setattr(cli, "app", app)
    with pytest.raises(SystemExit) as end:
        cli.main(["fail", *options])
    assert isinstance(end.value.code, int)
    return end.value.code


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (UserError("No such run: runs/x."), 2, "No such run: runs/x.\n"),
        (InputFaults([FAULT]), 2, f"{FAULT}\n"),
        (InfeasibleError(["Site abilene lacks 12 MWh in 2028."]), 3, "Site abilene lacks 12 MWh in 2028.\n"),
        (KeyboardInterrupt(), 130, "Interrupted.\n"),
        (typer.Abort(), 130, "Interrupted.\n"),
        (
            KeyError("wattage"),
            1,
            "firmwatt met a defect of its own (KeyError: 'wattage'). Your input may be fine. "
            "Run the same command with --debug and report what it prints.\n",
        ),
    ],
)
def test_an_error_becomes_a_message_on_stderr_and_an_exit_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: BaseException, code: int, message: str
) -> None:
    assert _run(monkeypatch, error) == code
    out, err = capsys.readouterr()
    assert (out, err) == ("", message)


@pytest.mark.parametrize(
    ("error", "status", "fault_code"),
    [
        (InputFaults([FAULT]), "error", "FW110"),
        (UserError("No such run."), "error", "FW100"),
        (InfeasibleError(["Short of power."]), "infeasible", "FW800"),
        (KeyboardInterrupt(), "interrupted", "FW900"),
        (ValueError("x"), "error", "FW900"),
    ],
)
def test_json_puts_one_object_on_stdout(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    status: str,
    fault_code: str,
) -> None:
    _run(monkeypatch, error, "--json")
    payload = json.loads(capsys.readouterr().out)
    assert list(payload) == ["schema_version", "status", "faults"]
    assert payload["status"] == status
    assert {fault["code"] for fault in payload["faults"]} <= {fault_code}


def test_why_no_plan_exists_is_told_to_programs_in_parts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    land = Reason("unkept", "land", {"site": "a", "year": "2027"}, {"missing": 30.0}, "acre", "30 acres are missing.")
    _run(monkeypatch, InfeasibleError(["No plan.", land]), "--json")
    payload = json.loads(capsys.readouterr().out)
    assert [fault["problem"] for fault in payload["faults"]] == ["No plan.", "30 acres are missing."]
    assert payload["reasons"] == [
        {
            "kind": "unkept", "limit": "land", "place": {"site": "a", "year": "2027"}, "amounts": {"missing": 30.0},
            "unit": "acre", "words": "30 acres are missing.",
        }
    ]  # fmt: skip


def test_an_interruption_is_no_fault(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    _run(monkeypatch, KeyboardInterrupt(), "--json")
    assert json.loads(capsys.readouterr().out)["faults"] == []


def test_debug_shows_the_traceback_wherever_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    app = typer.Typer()
    app.callback()(cli._root)

    @app.command()
    def fail() -> None:
        raise KeyError("wattage")

    monkeypatch.setattr(cli, "app", app)
    for words in (["--debug", "fail"], ["fail", "--debug"]):
        with pytest.raises(KeyError, match="wattage"):
            cli.main(words)


def test_an_unknown_option_is_the_users_input(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(["--jsn"])
    assert end.value.code == 2
    assert capsys.readouterr().err == "No such option: --jsn. `firmwatt COMMAND --help` lists what there is.\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["chekc"], "No such command 'chekc'. Did you mean 'check'?"),
        (
            ["export", "run", "--to", "pdf", "--out", "x"],
            "Invalid value for '--to': 'pdf' is not one of 'csv', 'parquet', 'xlsx', 'pypsa'.",
        ),
    ],
)
def test_a_wrong_word_is_answered_in_one_sentence(
    words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(words)
    assert end.value.code == 2
    assert capsys.readouterr().err == f"{message} `firmwatt COMMAND --help` lists what there is.\n"


def test_a_command_may_choose_its_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _run(monkeypatch, typer.Exit(4)) == 4


def test_no_words_print_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main([])
    assert end.value.code == 0
    assert capsys.readouterr().out.startswith("Usage: firmwatt")


def test_a_full_disk_below_stdout_is_told() -> None:
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "firmwatt", "check", "campus"], stdout=full, stderr=subprocess.PIPE, check=False
        )
    problem = b"The output cannot be written: no space left on device. Free some space, or write elsewhere.\n"
    assert (ended.returncode, ended.stderr) == (cli.USAGE_EXIT_CODE, problem)


def test_a_reader_that_goes_away_is_no_traceback() -> None:
    script = (
        "import sys, os, typer\n"
        "from firmwatt.cli import app as cli\n"
        "cli.app = typer.Typer(); cli.app.callback()(cli._root)\n"
        "@cli.app.command()\n"
        "def flood() -> None:\n"
        "    sys.stdin.read()\n"
        "    [typer.echo('x' * 1000) for _ in range(1000)]\n"
        "cli.main(['flood'])\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert child.stdout is not None
    child.stdout.close()
    child.stdout = None
    _, errors = child.communicate(b"", timeout=600)
    assert (child.returncode, errors) == (cli.BROKEN_PIPE_EXIT_CODE, b"")
