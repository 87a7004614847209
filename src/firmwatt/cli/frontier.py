"""`firmwatt frontier`: how fast a site can have its megawatts, with which stack, at what price and carbon."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from firmwatt.cli.language import Language
from firmwatt.cli.output import json_object, print_json
from firmwatt.cli.plan import GRID, RESOLUTION, WIDTH_WITHOUT_TERMINAL

LEFT_TO_THE_PAGE = ("cancelled", "value_gained", "water")
"""Columns that would not fit beside the others in a terminal."""

if TYPE_CHECKING:
    from rich.console import Console

    from firmwatt.accounting.frontier import Frontier


def show_frontier(
    scenario: Annotated[str, typer.Argument(help="Name of a built-in scenario, or a scenario file.")],
    site: Annotated[str, typer.Option("--site", help="Name of a site of the scenario.")],
    mw: Annotated[float, typer.Option("--mw", help="Megawatts at the site's meter, with what it has energised.")],
    *,
    is_json: Annotated[bool, typer.Option("--json", help="Print the frontier as one JSON object.")] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", help="Folder for the picture and each stack's run; a stopped frontier goes on from there."
        ),
    ] = None,
    lang: Annotated[
        Language | None, typer.Option("--lang", help="Language that the page opens in; the reader's if left out.")
    ] = None,
    lever: Annotated[
        list[str] | None,
        typer.Option(
            "--lever", metavar="<str>", help="Policy lever, as `firmwatt catalog levers` lists them; repeatable."
        ),
    ] = None,
    grid: Annotated[str | None, GRID] = None,
    resolution: Annotated[str, RESOLUTION] = "full",
) -> None:
    """Show how fast a site can have power: dates with risk, cost, carbon and water of each sensible stack."""
    from rich.console import Console

    from firmwatt import frontier, study
    from firmwatt.cli.progress import shown_progress
    from firmwatt.interop.frontier_record import frontier_record
    from firmwatt.interop.replace import replaced_file
    from firmwatt.report.frontier_page import render_frontier
    from firmwatt.scenario.levers import with_levers

    case = with_levers(study.load(scenario, grid, resolution), lever or ())
    frontier.check_question(case, site, mw)
    if out is not None:
        for name in frontier.stack_names(case, site, mw):
            study.check_folder(out / name)
    messages = Console(stderr=True)
    try:
        with shown_progress(messages) as progress:
            found = frontier.find_frontier(case, site, mw, progress, out, lang)
    except KeyboardInterrupt:
        if out is not None:
            messages.print(f"What is done is kept in {out}; the same command goes on from there.", soft_wrap=True)
        raise
    record = frontier_record(found)
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        pages = {"frontier.json": json_object("ok", record) + "\n", "frontier.html": render_frontier(found, lang)}
        for name, text in pages.items():
            with replaced_file(out / name) as new:
                new.write_text(text, encoding="utf-8")
    if is_json:
        print_json("ok", record)
    else:
        console = Console()
        _print_frontier(found, console if console.is_terminal else Console(width=WIDTH_WITHOUT_TERMINAL))
    if out is not None:
        messages.print(f"Open {out / 'frontier.html'} in a browser; each stack has its run in {out}.", soft_wrap=True)


def _print_frontier(found: Frontier, console: Console) -> None:
    from firmwatt.cli.answer import print_table
    from firmwatt.report.frontier_chart import stack_name
    from firmwatt.report.frontier_context import COLUMNS, frontier_answer, frontier_rows, why_not
    from firmwatt.report.numbers import GLUE
    from firmwatt.report.programme import site_label
    from firmwatt.report.text import say

    console.print(f"{frontier_answer(found).en}\n")
    if found.points:
        kept = [place for place, name in enumerate(COLUMNS) if name not in LEFT_TO_THE_PAGE]
        names = [say(f"frontier.{COLUMNS[place]}").en for place in kept]
        rows = [[row[place].en.replace(" ", GLUE) for place in kept] for row in frontier_rows(found)]
        print_table(console, f"Ways to {found.asked_mw:,g} MW at {site_label(found.site)}", names, rows)
    if found.unreachable:
        print_table(
            console,
            "What does not deliver",
            ("stack", "why"),
            [(stack_name(stack.stack), why_not(stack)) for stack in found.unreachable],
            texts=2,
        )
