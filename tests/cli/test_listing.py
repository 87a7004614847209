from __future__ import annotations

import pytest

from firmwatt.cli.app import main
from firmwatt.scenario.loader import builtin_names
from tools.pages import commands

COMMANDS = commands.all_commands()


def _help(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    with pytest.raises(SystemExit):
        main([*words, "--help"])
    return " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("group", [(), ("certificates",), ("account",)])
def test_no_sentence_is_cut(capsys: pytest.CaptureFixture[str], group: tuple[str, ...]) -> None:
    told = _help(capsys, *group)
    assert "..." not in told.partition("Commands:")[2]


def test_each_command_of_the_first_level_is_told_in_a_whole_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    told = _help(capsys)
    alone = [command for name, command in COMMANDS if " " not in name and name != "account"]
    assert len(alone) > 15
    assert not [command.help for command in alone if commands.summary(command) not in told]


def test_the_help_says_how_to_start_and_what_there_is_to_plan(capsys: pytest.CaptureFixture[str]) -> None:
    told = _help(capsys)
    assert "`firmwatt plan campus`" in told
    assert not [name for name in builtin_names() if name not in told.partition("built in:")[2]]
