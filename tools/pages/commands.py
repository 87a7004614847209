"""`docs/cli.md`: every command with its arguments and options, from the Typer application."""

from __future__ import annotations

from typing import Any

from typer.main import get_command

from firmwatt.cli.app import app
from tools.pages.markdown import heading, table

EXIT_CODES = (
    ("0", "done"),
    ("1", "a defect of firmwatt; `--debug` shows where"),
    ("2", "your input or call: the message says what would be right"),
    ("3", "infeasible, with reasons"),
    ("4", "stopped early with a certified gap"),
    ("130", "interrupted"),
    ("141", "whoever read the output went away"),
)


def page() -> str:
    """Return the page."""
    introduction = (
        "Every command prints words for people; with `--json` it prints one object with `schema_version` and `status` "
        "on stdout, and messages go to stderr. `--debug`, anywhere on the line, shows the traceback of an error."
    )
    parts = [
        heading("Commands", introduction),
        table(("Command", "What it does"), [(_link(name), summary(command)) for name, command in all_commands()]),
        "## Exit codes\n",
        table(("Code", "Meaning"), EXIT_CODES),
    ]
    for name, command in all_commands():
        parts += [f"## `firmwatt {name}`\n", f"```\n{usage(name, command)}\n```\n", f"{command.help}\n"]
        context = command.make_context(name, [], resilient_parsing=True)
        rows = [(_words(p, context), _default(p), p.help or "") for p in shown(command)]
        parts += [table(("Argument or option", "Default", "Meaning"), rows)] if rows else []
    return "\n".join(parts)


def _link(name: str) -> str:
    """Return a link to the section of a command."""
    return f"[`firmwatt {name}`](#firmwatt-{name.replace(' ', '-')})"


def all_commands() -> list[tuple[str, Any]]:
    """Return (words after `firmwatt`, command) of the whole tree, in alphabetic order."""
    return sorted(_leaves("", get_command(app)))


def shown(command: Any) -> list[Any]:
    """Return the parameters of a command that its help lists."""
    return [p for p in command.params if not getattr(p, "hidden", False) and p.name != "help"]


def usage(name: str, command: Any) -> str:
    """Return the line that shows how a command is called."""
    arguments = [_metavar(p) for p in shown(command) if p.param_type_name == "argument"]
    options = ["[OPTIONS]"] if len(arguments) < len(shown(command)) else []
    return " ".join(["firmwatt", name, *arguments, *options])


def summary(command: Any) -> str:
    """Return the first sentence of a command's help."""
    return " ".join(str(command.help).split("\n\n")[0].split())


def _leaves(prefix: str, command: Any) -> list[tuple[str, Any]]:
    children = getattr(command, "commands", None)
    if children is None:
        return [(prefix, command)]
    usual = getattr(command, "usual_command", None)
    names = {name: prefix if name == usual else f"{prefix} {name}".strip() for name in children}
    return [leaf for name, child in children.items() for leaf in _leaves(names[name], child)]


def _metavar(parameter: Any) -> str:
    word = (parameter.metavar or parameter.name or "").upper()
    repeated = f"{word}..." if parameter.nargs == -1 else word
    return repeated if parameter.required else f"[{repeated}]"


def _words(parameter: Any, context: Any) -> str:
    if parameter.param_type_name == "argument":
        return f"`{_metavar(parameter)}`"
    names = " / ".join([*parameter.opts, *parameter.secondary_opts])
    kind = "" if parameter.is_flag else f" {parameter.metavar or parameter.display_type(context)}"
    return f"`{names}{kind}`"


def _default(parameter: Any) -> str:
    if parameter.required:
        return "required"
    value = parameter.default
    return "" if value in (None, False, (), []) or callable(value) else f"`{value}`"
