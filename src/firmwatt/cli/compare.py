"""`firmwatt compare`: what differs between runs, and why."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from firmwatt.cli.language import Language
from firmwatt.cli.output import print_json

if TYPE_CHECKING:
    from rich.console import Console

    from firmwatt.interop.compare import Comparison

WIDTH_WITHOUT_TERMINAL = 160
MOST_ROWS = 30


def compare(
    run: Annotated[Path, typer.Argument(help="Folder of a run that `firmwatt plan` wrote.")],
    others: Annotated[list[Path], typer.Argument(help="Folders of the runs to compare with it, each by itself.")],
    is_json: Annotated[bool, typer.Option("--json", help="Print everything that differs as one JSON object.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="File for a page with pictures of all the runs.")] = None,
    lang: Annotated[Language | None, typer.Option("--lang", help="Language that the page opens in.")] = None,
) -> None:
    """Compare runs: the inputs that differ, and what follows for capacities, dates, cost, carbon and power."""
    from rich.console import Console

    from firmwatt import study
    from firmwatt.interop.compare import RunSide, compare_runs
    from firmwatt.interop.replace import replaced_file
    from firmwatt.report.comparison_page import render_comparison

    runs = [(str(folder), study.load_run(folder)) for folder in (run, *others)]
    sides = [RunSide(name, each.dispatch, each.ledger) for name, each in runs]
    found = [compare_runs(sides[0], other) for other in sides[1:]]
    if out is not None:
        with replaced_file(out) as new:
            named = [replace(side, name=name) for side, name in zip(sides, short_names([run, *others]), strict=True)]
            new.write_text(render_comparison(named, lang), encoding="utf-8")
    if is_json:
        print_json("ok", as_json(found[0]) if len(found) == 1 else {"comparisons": [as_json(pair) for pair in found]})
    else:
        console = Console()
        for pair in found:
            print_comparison(pair, console if console.is_terminal else Console(width=WIDTH_WITHOUT_TERMINAL))
    if out is not None:
        Console(stderr=True).print(f"Open {out} in a browser.", soft_wrap=True)


def short_names(folders: list[Path]) -> list[str]:
    """Return the last part of each path where those tell the folders apart, else the whole paths.

    Examples
    --------
    >>> short_names([Path("runs/a"), Path("runs/b")]), short_names([Path("x/a"), Path("y/a")])
    (['a', 'b'], ['x/a', 'y/a'])
    """
    names = [folder.resolve().name for folder in folders]
    return names if len(set(names)) == len(names) else [str(folder) for folder in folders]


def as_json(found: Comparison) -> dict[str, object]:
    """Return a comparison as what JSON knows; dates are ISO text."""
    content = {name: _plain(value) for name, value in asdict(found).items()}
    return {"is_empty": found.is_empty, **content}


def print_comparison(found: Comparison, console: Console) -> None:
    """Print what differs, the reasons first; what is long is cut, and said to be."""
    from firmwatt.cli.answer import print_table
    from firmwatt.report.comparison import comparison_tables
    from firmwatt.report.numbers import money
    from firmwatt.report.text import say

    console.print(f"A: {found.first}\nB: {found.second}\n", soft_wrap=True)
    if found.is_empty:
        console.print(say("compare.nothing").en)
        return
    letters = {found.first: "A", found.second: "B"}
    for table in comparison_tables(found):
        names = [letters.get(column.en, column.en) for column in table.columns]
        print_table(console, table.title.en, names, [[cell.en for cell in row] for row in table.rows[:MOST_ROWS]])
        if len(table.rows) > MOST_ROWS:
            console.print(f"… and {len(table.rows) - MOST_ROWS} more; --json has them all.\n")
    console.print(f"{say('compare.gap', usd=money(found.within_gap_usd)).en}\n")


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, tuple | list) else value
