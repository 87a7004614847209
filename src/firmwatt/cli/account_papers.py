"""What `firmwatt account` writes beside its figures, and a pledge to compare them with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import typer

if TYPE_CHECKING:
    from firmwatt.accounting.account import Account, AccountRequest
    from firmwatt.accounting.trajectory import Trajectory

WIDTH_WITHOUT_TERMINAL = 140


def compared(request: AccountRequest, kept: Account, against: str | None, beside: list[Path]) -> Trajectory | None:
    """Return an account, or the plan behind it and others beside it, against a pledge; None where none is asked for."""
    from dataclasses import replace

    from firmwatt.accounting.trajectory import (
        account_path,
        compare_with_pledge,
        find_pledge,
        missing_hours,
        plan_path,
        way_of,
    )
    from firmwatt.errors import UserError

    if beside and (against is None or not request.meters.is_dir()):
        raise UserError("--beside: sets runs beside a run and a pledge. Give the folder of a run, and --against.")
    if against is None:
        return None
    pledge, vintage = find_pledge(against)
    if not request.meters.is_dir():
        found = compare_with_pledge(account_path(kept), pledge, vintage)
        return replace(found, missing_hours=missing_hours(kept), left_out=kept.figures["scope3_t"].reason)
    from firmwatt import study
    from firmwatt.accounting.run_embodied import beyond_of

    folders = [request.meters, *beside]
    runs = [study.load_run(folder) for folder in folders]
    books = [(run.ledger, beyond_of(run.dispatch, request.rules)) for run in runs]
    ways = tuple(way_of(folder.name, *book) for folder, book in zip(folders, books, strict=True)) if beside else ()
    return replace(compare_with_pledge(plan_path(*books[0]), pledge, vintage), ways=ways)


def write_papers(
    request: AccountRequest,
    kept: Account,
    found: Trajectory | None,
    paths: tuple[Path | None, Path | None, Path | None],
    language: Literal["en", "ko"] | None,
) -> dict[str, object]:
    """Write statement, workbook and pack where asked for; return what is told of them.

    Parameters
    ----------
    request, kept, found
    paths : statement, workbook, pack
    language
        Of the statement.
    """
    told: dict[str, object] = {}
    statement, workbook, pack = paths
    if found is not None:
        from firmwatt.accounting.trajectory import trajectory_record

        told["trajectory"] = trajectory_record(found)
    if statement is not None:
        from firmwatt.interop.replace import replaced_file
        from firmwatt.report.account_statement import render_statement

        with replaced_file(statement) as new:
            new.write_text(render_statement(kept, found, language), encoding="utf-8")
        told["statement"] = str(statement)
    if workbook is not None:
        from firmwatt.interop.account_workbook import write_account_workbook

        write_account_workbook(kept, workbook)
        told["workbook"] = str(workbook)
    if pack is not None:
        from firmwatt.interop.assurance_pack import write_pack

        told |= {"pack": str(pack), "pack_sha256": write_pack(request, kept, pack)}
    return told


def print_papers(told: dict[str, object], found: Trajectory | None) -> None:
    """Print the trajectory as a table, and where the papers are."""
    if found is not None:
        from rich.console import Console
        from rich.table import Table

        from firmwatt.accounting.trajectory import BOUNDARY
        from firmwatt.report.trajectory_chart import partial_year, told_of_scope, way_table

        table = Table(title=f"{found.pledge.title} (report of {found.vintage}); tonnes a year", title_justify="left")
        for name in ("Scope", "Year", "This", "Promised", "Reported"):
            table.add_column(name, justify="left" if name == "Scope" else "right")
        for each in found.scopes:
            reported = {} if each.reported is None else each.reported.emissions_t
            for year in sorted({*each.plan_t, *each.promised_t, *reported}):
                parts = (values.get(year) for values in (each.plan_t, each.promised_t, reported))
                table.add_row(each.scope, str(year), *("" if part is None else f"{part:,.0f}" for part in parts))
            table.add_row("", "", "", "", "", end_section=True)
        Console().print(table)
        for each in found.scopes:
            typer.echo(f"{each.scope}: {told_of_scope(each).en}")
        typer.echo(BOUNDARY)
        if found.left_out:
            typer.echo(f"scope3: {found.left_out}")
        if found.missing_hours:
            typer.echo(partial_year(found).en)
        if found.ways:
            ways = way_table(found)
            listing = Table(*(column.en for column in ways.columns), title=ways.title.en, title_justify="left")
            for row in ways.rows:
                listing.add_row(*(cell.en for cell in row))
            Console(width=WIDTH_WITHOUT_TERMINAL).print(listing)
    for name in ("statement", "workbook", "pack"):
        if name in told:
            digest = f" SHA-256 {told['pack_sha256']}." if name == "pack" else ""
            typer.echo(f"The {name} is {told[name]}.{digest}", err=True)
