"""Small parts, nothing dead, few exceptions."""

from __future__ import annotations

import ast
import io
import re
import statistics
import tokenize
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.house.source import PACKAGE, ROOT, Module, modules

MOST_MODULE_LINES = 400
MOST_BODY_LINES = 60
MEDIAN_MODULE_LINES = 250
MEDIAN_BODY_LINES = 15
MOST_SUPPRESSIONS_PER_1000_LINES = {"type: ignore": 1.0, "noqa": 1.0}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(module: Module) -> Iterator[Function]:
    """Yield every function and method."""
    return (node for node in ast.walk(module.tree) if isinstance(node, Function))


def body_lines(function: Function) -> int:
    """Return the number of lines of a function's body, its docstring left out."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return 0 if not body else (body[-1].end_lineno or 0) - body[0].lineno + 1


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name or "firmwatt")
def test_a_module_fits_in_the_head(module: Module) -> None:
    assert module.lines <= MOST_MODULE_LINES
    long = {f.name: body_lines(f) for f in functions(module) if body_lines(f) > MOST_BODY_LINES}
    assert not long


def test_the_middle_module_and_function_are_short() -> None:
    sizes = [module.lines for module in modules() if module.lines > 1]
    bodies = [body_lines(function) for module in modules() for function in functions(module)]
    print(f"\nmedian module {statistics.median(sizes)} lines, median body {statistics.median(bodies)} lines")
    assert statistics.median(sizes) <= MEDIAN_MODULE_LINES
    assert statistics.median(bodies) <= MEDIAN_BODY_LINES


def test_only_the_command_line_prints() -> None:
    printing = [
        f"{module.name}:{node.lineno}"
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert not printing


def test_no_room_for_odds_and_ends() -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "misc"}
    assert not [path for path in PACKAGE.rglob("*") if path.stem in vague]


@pytest.mark.parametrize(("words", "most"), MOST_SUPPRESSIONS_PER_1000_LINES.items())
def test_checkers_are_rarely_told_to_look_away(words: str, most: float) -> None:
    found = [f"{m.name}: {comment}" for m in modules() for comment in _comments(m) if words in comment]
    assert 1000 * len(found) / sum(module.lines for module in modules()) <= most, found


def _comments(module: Module) -> Iterator[str]:
    tokens = tokenize.generate_tokens(io.StringIO(module.text).readline)
    return (token.string for token in tokens if token.type == tokenize.COMMENT)


def test_what_is_defined_is_used() -> None:
    """Every function, class, method and constant is named somewhere in the package or its tools besides its definition.

    Decorated functions are called by whoever decorates them; fields of records are data, read by people.
    """
    tools = [path.read_text(encoding="utf-8") for path in (ROOT / "tools").glob("*/*.py")]
    texts = [*(_code(module) for module in modules()), *tools]
    words = Counter(word for text in texts for word in re.findall(r"[A-Za-z_]\w*", text))
    unused = [
        f"{module.name}.{name}"
        for module in modules()
        for name in _defined(module)
        if words[name] < 2 and not name.startswith("__")
    ]
    assert not unused


def _defined(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        is_called_by_decorator = isinstance(node, Function) and any(
            not (isinstance(decorator, ast.Name) and decorator.id in {"property", "cache", "staticmethod"})
            for decorator in node.decorator_list
        )
        if isinstance(node, Function | ast.ClassDef) and not is_called_by_decorator:
            yield node.name
    for node in module.tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        yield from (target.id for target in targets if isinstance(target, ast.Name))


def _code(module: Module) -> str:
    """Return the text without docstrings and comments, in which a name would count as a use."""
    tree = ast.parse(module.text)
    for node in ast.walk(tree):
        if isinstance(node, Function | ast.ClassDef | ast.Module) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
    return ast.unparse(tree)
