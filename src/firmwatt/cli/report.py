"""`firmwatt report`: the report of a run once more, in another language or with the frontiers of its sites."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from firmwatt.cli.language import Language
from firmwatt.cli.output import print_json


def write_report(
    run: Annotated[Path, typer.Argument(help="Folder of a run that `firmwatt plan` wrote.")],
    out: Annotated[Path, typer.Option("--out", help="File of the report.")] = Path("report.html"),
    frontier: Annotated[
        list[Path] | None,
        typer.Option(
            "--frontier", metavar="<path>", help="Folder that `firmwatt frontier --out` wrote, to be shown; repeatable."
        ),
    ] = None,
    lang: Annotated[
        Language | None, typer.Option("--lang", help="Language that the report opens in; the reader's if left out.")
    ] = None,
    is_json: Annotated[bool, typer.Option("--json", help="Say as one JSON object what was written.")] = False,
) -> None:
    """Write the report of a run anew: in another language, or with the frontiers of its sites."""
    from rich.console import Console

    from firmwatt import study
    from firmwatt.interop.frontier_record import read_frontier
    from firmwatt.interop.replace import replaced_file

    found = [read_frontier(place) for place in frontier or ()]
    page = study.report(study.load_run(run), lang, found)
    with replaced_file(out) as new:
        new.write_text(page, encoding="utf-8")
    if is_json:
        print_json("ok", {"run": str(run), "out": str(out), "frontiers": [each.site for each in found]})
    Console(stderr=True).print(f"Open {out} in a browser.", soft_wrap=True)
