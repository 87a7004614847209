"""The columns of a record of arrivals, CSV (also packed by gzip) or Parquet, with the line of each row."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd

from firmwatt.errors import Fault, InputFaults, unreadable

if TYPE_CHECKING:
    from pyarrow import csv as arrow_csv

MOST_FAULTS: Final = 20
FIRST_DATA_LINE: Final = 2
FILE_CODE: Final = "FW325"
_DELIMITERS: Final = ",;\t"


def read_table(path: Path) -> pd.DataFrame:
    """Return the columns of a file, named in small letters without blanks around; its index is the line in the file.

    Parameters
    ----------
    path
        Parquet (`.parquet`), or CSV with commas, semicolons or tabs between its columns; empty lines are left out.

    Raises
    ------
    InputFaults
        If it cannot be read, or lines have more or fewer columns than the header.
    """
    try:
        table = _read_parquet(path) if path.suffix == ".parquet" else _read_csv(path)
    except (OSError, ValueError) as error:
        problem = unreadable(error)
        remedy = "Give a CSV or Parquet file that exists, in UTF-8."
        raise InputFaults([Fault(str(path), 0, 0, "", problem, remedy, FILE_CODE)]) from error
    return table.rename(columns=lambda name: str(name).strip().lower())


def _read_parquet(path: Path) -> pd.DataFrame:
    table = pd.read_parquet(path)
    if table.index.name is not None:
        table = table.reset_index()
    table.index = pd.RangeIndex(FIRST_DATA_LINE, FIRST_DATA_LINE + len(table))
    return table


def _read_csv(path: Path) -> pd.DataFrame:
    import pyarrow as pa  # noqa: PLC0415 - slow to load
    from pyarrow import csv as arrow_csv  # noqa: PLC0415

    with pa.input_stream(str(path)) as stream:
        header = stream.read(1 << 16).partition(b"\n")[0].decode("utf-8-sig")
    broken: list[arrow_csv.InvalidRow] = []

    def keep(row: arrow_csv.InvalidRow) -> str:
        broken.append(row)
        return "skip"

    read = arrow_csv.read_csv(
        str(path),
        arrow_csv.ReadOptions(use_threads=False),
        arrow_csv.ParseOptions(
            delimiter=max(_DELIMITERS, key=header.count), ignore_empty_lines=False, invalid_row_handler=keep
        ),
        arrow_csv.ConvertOptions(default_column_type=pa.string()),
    )
    if broken:
        raise InputFaults([_broken(path, row) for row in broken[:MOST_FAULTS]])
    table = pd.DataFrame(dict(enumerate(column.to_pylist() for column in read.columns)))
    table.columns = pd.Index(read.column_names)
    table.index = pd.RangeIndex(FIRST_DATA_LINE, FIRST_DATA_LINE + len(table))
    return table[~(table == "").all(axis=1)]


def _broken(path: Path, row: arrow_csv.InvalidRow) -> Fault:
    problem = f"it has {row.actual_columns} columns, the header {row.expected_columns}."
    remedy = "Write 1234.5, with no mark between thousands, and give each line what the header names."
    return Fault(str(path), row.number, 1, "", problem, remedy, FILE_CODE)
