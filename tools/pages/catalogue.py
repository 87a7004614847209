"""`docs/catalogue.md`: the tables of the catalogue with the source of every row."""

from __future__ import annotations

from firmwatt.catalog.loader import Row, keys, rows, table_names
from tools.pages.markdown import heading, table

MOST_ROWS_SHOWN = 400


def page() -> str:
    """Return the page."""
    introduction = (
        "Facts of the world that scenarios start from. Each row has a central value, often a low and a high one (about "
        "P10 and P90), and a numbered source below its table; a row without a source does not load. Confidence is high "
        "(primary document), medium (secondary) or low (recalled or estimated). `firmwatt catalog TABLE` shows them."
    )
    return "\n".join([heading("Catalogue", introduction), *(_section(name) for name in table_names())])


def _section(name: str) -> str:
    found = rows(name)
    sources = {text: number for number, text in enumerate(dict.fromkeys(_source(row) for row in found), start=1)}
    title = f"## {name}\n\n{len(found)} rows for {len(keys(name))} keys.\n"
    if len(found) > MOST_ROWS_SHOWN:
        parameters = dict.fromkeys(row.parameter for row in found)
        body = (
            f"Too long for a page; `firmwatt catalog {name}` prints them.\n\n"
            f"Keys: {', '.join(f'`{key}`' for key in keys(name))}.\n\n"
            f"Parameters: {', '.join(f'`{parameter}`' for parameter in parameters)}.\n"
        )
    else:
        header = ("Key", "Parameter", "Low", "Central", "High", "Unit", "Confidence", "Source")
        body = table(header, [_line(row, sources[_source(row)]) for row in found])
    listed = "\n".join(f"{number}. {text}" for text, number in sources.items())
    return f"{title}\n{body}\nSources of `{name}`:\n\n{listed}\n"


def _line(row: Row, source: int) -> tuple[str, ...]:
    money = f" ({row.currency_year})" if row.currency_year else ""
    return (
        f"`{row.key}`", f"`{row.parameter}`", _number(row.low), row.text, _number(row.high), f"{row.unit}{money}",
        row.confidence, str(source),
    )  # fmt: skip


def _source(row: Row) -> str:
    return f"{' '.join(row.source.split())} ({row.source_year})"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
