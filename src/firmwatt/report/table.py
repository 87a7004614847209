"""`Table`: words and numbers in rows, for a page or a terminal."""

from __future__ import annotations

from dataclasses import dataclass

from firmwatt.report.text import Text


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first `text_columns` columns are words and whose others are numbers.

    Attributes
    ----------
    name
        Part of its element's id.
    """

    name: str
    title: Text
    columns: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    text_columns: int
