"""A small CSV table of a user as rows of text, each with its line."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from firmwatt.errors import Fault, InputFaults, unreadable


@dataclass(frozen=True, slots=True)
class CsvRow:
    """One row below the header.

    Attributes
    ----------
    line
        Where it stands in the file, counted from 1.
    cells : column → text, stripped; empty where the row ends before the column
    """

    line: int
    cells: dict[str, str]


def read_rows(path: Path, required: Sequence[str], remedy: str) -> tuple[tuple[str, ...], tuple[CsvRow, ...]]:
    """Return the names of a table's columns, and its rows.

    Parameters
    ----------
    path
    required
        Columns that must be there.
    remedy
        What to do where one is not, or where there are no rows.

    Raises
    ------
    InputFaults
        If the file cannot be read, lacks a column, or has no rows.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream)
            header = tuple(name.strip() for name in next(reader, []))
            lines = [(reader.line_num, cells) for cells in reader if cells]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        problem = unreadable(error)
        raise InputFaults(
            [Fault(str(path), 0, 0, "", problem, "Check the path; save it as UTF-8.", "FW330")]
        ) from error
    absent = [name for name in required if name not in header]
    if absent or not lines:
        problem = f"there is no column {', '.join(absent)}." if absent else "it has no rows."
        raise InputFaults([Fault(str(path), 1, 1, "", problem, remedy, "FW330")])
    empty = dict.fromkeys(header, "")
    stripped = ((line, (cell.strip() for cell in cells)) for line, cells in lines)
    return header, tuple(CsvRow(line, empty | dict(zip(header, cells, strict=False))) for line, cells in stripped)
