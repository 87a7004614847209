"""`docs/errors.md`: every code that a message may carry, from `scenario.faults` and from the calls that raise them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from firmwatt.scenario.faults import ALL
from tests.house.source import Module, modules
from tools.pages.markdown import heading, table

CODE = re.compile(r"FW\d{3}")
OUTSIDE_FILES = (
    ("FW100", "Your call or a file", "The message itself says what is wrong and what would be right."),
    ("FW800", "Infeasible", "No plan keeps all limits. Each reason names the site, year, hours and MWh, or the limit."),
    ("FW900", "A defect of firmwatt", "Your input may be fine. Run the command with `--debug`; report what it prints."),
)


def page() -> str:
    """Return the page."""
    introduction = (
        "A message reads `file:line:col field: what is wrong. What would be right. [code]`. All faults of a file are "
        "reported together; a code never gets a second meaning."
    )
    parts = [heading("Messages", introduction), table(("Code", "Title", "What to do"), OUTSIDE_FILES)]
    parts.append("## Faults of a scenario\n")
    kinds = sorted(ALL, key=lambda kind: kind.code)
    parts += [f"### {kind.code} {kind.title}\n\n{kind.meaning} {kind.remedy}\n" for kind in kinds]
    parts.append("## Faults of other files\n\nThe catalogue, weather and grid series. `…` stands for a value.\n")
    parts.append(table(("Code", "Where", "Message"), _others()))
    return "\n".join(parts)


def codes_in_the_source() -> set[str]:
    """Return every code that occurs in the package."""
    return {code for module in modules() for code in CODE.findall(module.text)}


def _others() -> list[tuple[str, str, str]]:
    known = {kind.code for kind in ALL} | {code for code, _, _ in OUTSIDE_FILES}
    return sorted({row for module in modules() for row in _raised(module) if row[0] not in known})


def _raised(module: Module) -> Iterator[tuple[str, str, str]]:
    """Yield (code, module, message) of each call or tuple that carries a code, in the function where it stands."""
    constants = _texts(module.tree.body)
    for function in (node for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef)):
        local = constants | _texts(list(ast.walk(function)))
        for words, line in _groups(function):
            texts = [text for word in words if (text := _text(word, local, line))]
            code = next((text for text in texts if CODE.fullmatch(text)), None)
            if code:
                message = " ".join(text for text in texts if text.endswith("."))
                yield code, f"`{module.name}`", message or "The message says what is wrong and what would be right."


def _groups(function: ast.FunctionDef) -> Iterator[tuple[list[ast.expr], int]]:
    """Yield (expressions that belong together, line): the arguments of a call, the entries of a tuple."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            yield [*node.args, *(keyword.value for keyword in node.keywords)], node.lineno
        elif isinstance(node, ast.Tuple):
            yield node.elts, node.lineno


def _texts(nodes: list[ast.AST] | list[ast.stmt]) -> dict[str, list[tuple[int, ast.expr]]]:
    """Return name → [(line, value)] of the assignments among nodes."""
    found: dict[str, list[tuple[int, ast.expr]]] = {}
    for node in nodes:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found.setdefault(node.targets[0].id, []).append((node.lineno, node.value))
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
            found.setdefault(node.target.id, []).append((node.lineno, node.value))
    return found


def _text(node: ast.expr, names: dict[str, list[tuple[int, ast.expr]]], line: int) -> str:
    """Return the text of an expression, `…` for what is known only when it runs; empty for no text."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=values):
            return "".join(_text(value, names, line) or "…" for value in values)
        case ast.Name(id=name) if name in names:
            earlier = [(at, value) for at, value in names[name] if at <= line]
            return _text(max(earlier, key=lambda pair: pair[0])[1], {}, line) if earlier else ""
        case _:
            return ""
