"""`CommandList`: a group of commands whose help says what each does in a whole sentence, cut at no edge."""

from __future__ import annotations

from typing import Any

from typer.core import TyperGroup


class CommandList(TyperGroup):
    """Lists each command with the first sentence of its help, which Typer would cut at the edge of the terminal."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        for command in self.commands.values():
            command.short_help = " ".join((command.help or "").partition("\n\n")[0].split())
