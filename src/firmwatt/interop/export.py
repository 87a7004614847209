"""Tables of a run as files of other programs: a folder of CSV or Parquet files, or one Excel workbook."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from firmwatt.errors import UserError
from firmwatt.interop.replace import replaced_file, replaced_folder

_MOST_SHEET_ROWS = 1_048_576
"""Of one sheet of an Excel workbook, its header among them."""
_MARKS = {"csv": "capacities.csv", "parquet": "capacities.parquet"}


def write_tables(tables: Mapping[str, pd.DataFrame], kind: str, path: Path) -> None:
    """Write tables as `csv` or `parquet` (a folder with one file each) or `xlsx` (one workbook with a sheet each).

    Parameters
    ----------
    tables : name → table
    kind : `csv`, `parquet` or `xlsx`
    path
        The folder or the file; it appears whole or not at all.

    Raises
    ------
    UserError
        The path holds something else, or a table is too long for a sheet.
    """
    if kind == "xlsx":
        _write_workbook(tables, path)
        return
    with replaced_folder(path, mark=_MARKS[kind]) as folder:
        for name, table in tables.items():
            if kind == "csv":
                table.to_csv(folder / f"{name}.csv", index=False)
            else:
                table.to_parquet(folder / f"{name}.parquet", index=False)


def _write_workbook(tables: Mapping[str, pd.DataFrame], path: Path) -> None:
    long = [name for name, table in tables.items() if len(table) >= _MOST_SHEET_ROWS]
    if long:
        raise UserError(
            f"{path}: {', '.join(long)} has more rows than the {_MOST_SHEET_ROWS:,} of an Excel sheet. "
            f"Export to parquet or csv, or plan with fewer sampled hours."
        )
    if path.is_dir():
        raise UserError(f"{path}: is a folder. Give the name of a workbook, such as {path.name}.xlsx.")
    with replaced_file(path) as new, pd.ExcelWriter(new, engine="xlsxwriter") as workbook:
        for name, table in tables.items():
            table.to_excel(workbook, sheet_name=name, index=False, freeze_panes=(1, 0))
