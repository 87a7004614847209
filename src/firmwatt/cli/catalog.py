"""`firmwatt catalog`: the reference rows that plans start from, with their spans and sources."""

from __future__ import annotations

import csv
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from firmwatt.cli.output import print_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import Console

    from firmwatt.catalog.loader import Row

WIDTH_WITHOUT_TERMINAL = 140
LEAST_WIDTH_OF_A_TABLE = 120


def show_catalog(
    table: Annotated[str | None, typer.Argument(help="Table to show; without it, the tables are listed.")] = None,
    key: Annotated[str | None, typer.Option("--key", help="Show only this key of the table.")] = None,
    is_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a table.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Write the rows to this CSV file as well.")] = None,
) -> None:
    """Show the reference rows with value, range, unit, confidence and source."""
    from firmwatt.catalog import loader
    from firmwatt.errors import UserError

    if table is None:
        if key is not None:
            raise UserError(f"catalog: --key {key} needs a table. Write `firmwatt catalog TABLE --key {key}`.")
        if out is not None:
            raise UserError("catalog: --out needs a table. Write `firmwatt catalog TABLE --out FILE`.")
        _show_tables(is_json=is_json)
        return
    rows = loader.rows(table) if key is None else loader.select(table, key)
    if out is not None:
        _write(rows, out)
    if is_json:
        print_json("ok", {"table": table, "rows": [asdict(row) for row in rows]})
    else:
        _print_rows(table, rows, has_notes=key is not None)


def _show_tables(*, is_json: bool) -> None:
    """List the tables with the numbers of their keys and rows."""
    from firmwatt.catalog import loader

    counts = [(name, len(loader.keys(name)), len(loader.rows(name))) for name in loader.table_names()]
    if is_json:
        print_json("ok", {"rows": [{"table": name, "keys": keys, "rows": rows} for name, keys, rows in counts]})
        return
    from rich.table import Table

    listing = Table(title="Catalogue", title_justify="left")
    listing.add_column("Table", no_wrap=True)
    listing.add_column("Keys", justify="right")
    listing.add_column("Rows", justify="right")
    for name, keys, rows in counts:
        listing.add_row(name, str(keys), str(rows))
    console = _console()
    console.print(listing)
    console.print("`firmwatt catalog TABLE` shows the rows of a table.", markup=False)


def _print_rows(table: str, rows: Sequence[Row], *, has_notes: bool) -> None:
    """Print the rows grouped by key, below them the sources by number and, where asked, the notes."""
    numbers: dict[str, int] = {}
    for row in rows:
        numbers.setdefault(_source(row), len(numbers) + 1)
    console = _console()
    if console.width < LEAST_WIDTH_OF_A_TABLE:
        _print_lines(console, rows, numbers)
    else:
        _print_table(console, table, rows, numbers)
    for source, number in numbers.items():
        console.print(f"{number:>3}  {source}", markup=False, highlight=False, soft_wrap=True)
    for row in rows if has_notes else ():
        if row.note:
            console.print(f"{row.parameter}: {row.note}", markup=False, highlight=False, soft_wrap=True)


def _print_table(console: Console, table: str, rows: Sequence[Row], numbers: Mapping[str, int]) -> None:
    from rich.table import Table

    listing = Table(title=table, title_justify="left")
    for name in ("Key", "Parameter"):
        listing.add_column(name, no_wrap=True)
    for name in ("Value", "Range"):
        listing.add_column(name, justify="right", overflow="fold")
    for name in ("Unit", "Confidence"):
        listing.add_column(name)
    listing.add_column("Source", justify="right")
    last = None
    for row in rows:
        if last is not None and row.key != last:
            listing.add_section()
        cells = (row.parameter, row.text, _span(row), _unit(row), row.confidence, str(numbers[_source(row)]))
        listing.add_row("" if row.key == last else row.key, *cells)
        last = row.key
    console.print(listing)


def _print_lines(console: Console, rows: Sequence[Row], numbers: Mapping[str, int]) -> None:
    """Print a line a row, for a terminal in which the columns of a table would break their numbers."""
    last = None
    for row in rows:
        if row.key != last:
            console.print(row.key, markup=False, style="bold")
        last = row.key
        span = f" ({_span(row)})" if _span(row) else ""
        words = f"  {row.parameter}: {row.text}{span} {_unit(row)}, {row.confidence} [{numbers[_source(row)]}]"
        console.print(words, markup=False, highlight=False, soft_wrap=True)


def _source(row: Row) -> str:
    return f"{row.source} ({row.source_year})"


def _span(row: Row) -> str:
    """Return `low – high`, with a dot for an end that the row lacks."""
    if row.low is None and row.high is None:
        return ""
    low, high = (f"{end:g}" if end is not None else "·" for end in (row.low, row.high))
    return f"{low} – {high}"


def _unit(row: Row) -> str:
    """Return the unit, with the price year of money."""
    return row.unit if row.currency_year is None else f"{row.unit} ({row.currency_year})"


def _write(rows: Sequence[Row], path: Path) -> None:
    """Write the rows as CSV, one line a row."""
    from firmwatt.catalog.loader import Row
    from firmwatt.interop.replace import replaced_file

    names = [field.name for field in fields(Row)]
    with replaced_file(path) as new, new.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(row) for row in rows)


def _console() -> Console:
    """Return a console as wide as the terminal, or wide enough for a file or a pipe."""
    from rich.console import Console

    console = Console()
    return console if console.is_terminal else Console(width=WIDTH_WITHOUT_TERMINAL)
