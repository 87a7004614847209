"""`firmwatt export`: a run as files of other programs."""

from __future__ import annotations

from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from firmwatt.cli.output import print_json


class ExportFormat(StrEnum):
    """What a run can become."""

    CSV = "csv"
    PARQUET = "parquet"
    XLSX = "xlsx"
    PYPSA = "pypsa"


def export_run(
    run: Annotated[Path, typer.Argument(help="Folder of a run that `firmwatt plan` wrote.")],
    to: Annotated[
        ExportFormat,
        typer.Option("--to", help="csv and parquet: a folder of tables; xlsx: a workbook; pypsa: a network."),
    ],
    out: Annotated[Path, typer.Option("--out", help="Folder or file to write.")],
    is_json: Annotated[bool, typer.Option("--json", help="Print what was written as one JSON object.")] = False,
) -> None:
    """Export a run: tidy tables, an Excel workbook, or a PyPSA network with the same optimum."""
    from firmwatt import study

    chosen = study.load_run(run)
    if to is ExportFormat.PYPSA:
        # PyPSA is an optional dependency that takes seconds to load.
        import_module("firmwatt.interop.pypsa_network").export_network(chosen, out)
    else:
        study.export_tables(chosen, to.value, out)
    if is_json:
        print_json("ok", {"run": str(run), "format": to.value, "path": str(out)})
    else:
        typer.echo(f"Wrote {out}.", err=True)
