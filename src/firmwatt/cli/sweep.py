"""`firmwatt sweep`: plan every combination of varied values of a scenario, and lay their figures side by side."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from firmwatt.cli.output import print_json
from firmwatt.cli.plan import RESOLUTION, WIDTH_WITHOUT_TERMINAL

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from firmwatt.sweep import SweepProgress

_SHOWN = ("status", "objective_usd", "carbon_free_share_hourly")


def sweep_scenario(
    scenario: Annotated[str, typer.Argument(help="Name of a built-in scenario, or a scenario file.")],
    vary: Annotated[
        list[str],
        typer.Option(
            "--vary",
            metavar="PATH=VALUES",
            help="a,b,c or low:high:points, as in supply.smr.max_mw=0:100:5; repeatable.",
        ),
    ],
    out: Annotated[Path | None, typer.Option("--out", help="Folder of the sweep; sweeps/NAME if left out.")] = None,
    *,
    is_json: Annotated[bool, typer.Option("--json", help="Print the table as one JSON object.")] = False,
    solver: Annotated[str | None, typer.Option("--solver", help="chain or highs, instead of the scenario's.")] = None,
    gap: Annotated[float | None, typer.Option("--gap", help="Relative gap to reach instead of the scenario's.")] = None,
    resolution: Annotated[str | None, RESOLUTION] = None,
    processes: Annotated[
        int | None, typer.Option("--processes", help="Points planned at a time; one for each processor if left out.")
    ] = None,
) -> None:
    """Plan every combination of varied values; a sweep that was stopped goes on where it was."""
    from rich.console import Console

    from firmwatt import sweep

    messages = Console(stderr=True, highlight=False)
    folder = out or Path("sweeps") / Path(scenario).stem
    with _shown(messages) as progress:
        options = sweep.SweepOptions(solver, gap, processes, resolution)
        try:
            table = sweep.run_sweep(scenario, vary, folder, options, progress)
        except KeyboardInterrupt:
            messages.print("Stopped. What is done is kept; the same command goes on from there.")
            raise
    if is_json:
        print_json("ok", {"folder": str(folder), "points": table.to_dict("records")})
    else:
        console = Console(highlight=False)
        _print_table(table, [words.partition("=")[0].strip() for words in vary], console)
    messages.print(f"{len(table)} points are in {folder / 'results.csv'} and results.parquet.", soft_wrap=True)


def _print_table(table: pd.DataFrame, paths: list[str], console: Console) -> None:
    from firmwatt.cli.answer import print_table

    if not console.is_terminal:
        console.width = WIDTH_WITHOUT_TERMINAL
    names = [*paths, *(name for name in _SHOWN if name in table)]
    rows = [[_word(value) for value in row] for row in table[names].itertuples(index=False)]
    print_table(console, f"{len(table)} points", names, rows)


def _word(value: object) -> str:
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:,.6g}"
    return str(value)


@contextmanager
def _shown(console: Console) -> Iterator[Callable[[SweepProgress], None]]:
    """Give the function that a sweep calls: a bar in a terminal, a line for each tenth elsewhere."""
    if not console.is_terminal:
        told: list[int] = []

        def say(now: SweepProgress) -> None:
            tenth = 10 * now.done // max(now.total, 1)
            if tenth not in told:
                told.append(tenth)
                console.print(f"{now.done} of {now.total} points{_left(now)}")

        yield say
        return

    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("Points"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[left]}"),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=None, left="")

        def show(now: SweepProgress) -> None:
            progress.update(task, total=now.total, completed=now.done, left=_left(now))

        yield show


def _left(now: SweepProgress) -> str:
    return "" if not now.seconds_left else f", about {now.seconds_left:.0f} s left"
