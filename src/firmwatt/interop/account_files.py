"""An account as files: one JSON object, or a folder with it and every table as CSV or Parquet."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Final, Literal

from firmwatt.accounting.account import Account
from firmwatt.accounting.account_record import account_record
from firmwatt.errors import UserError
from firmwatt.interop.replace import replaced_file, replaced_folder

SCHEMA_VERSION: Final = 1
ACCOUNT: Final = "account.json"

TableKind = Literal["csv", "parquet"]


def write_account(account: Account, path: Path, kind: TableKind = "parquet") -> None:
    """Write an account, whole or not at all.

    Parameters
    ----------
    account
    path
        A `.json` file, or a folder for `account.json` and the tables, that by hour among them.
    kind
        Of the tables of a folder.

    Raises
    ------
    UserError
        If the path has another ending, holds something else, or cannot be written.
    """
    if path.suffix == ".json":
        with replaced_file(path) as new:
            new.write_text(_text(account), encoding="utf-8")
        return
    if path.suffix:
        raise UserError(f"{path}: an account is written as .json or into a folder. Give one of the two.")
    with replaced_folder(path, mark=ACCOUNT) as folder:
        (folder / ACCOUNT).write_text(_text(account), encoding="utf-8")
        for name, table in account.tables.items():
            if kind == "csv":
                table.to_csv(folder / f"{name}.csv", index=False)
            else:
                table.to_parquet(folder / f"{name}.parquet", index=False)


def _text(account: Account) -> str:
    content = {"schema_version": SCHEMA_VERSION, "status": "ok", **account_record(account)}
    return json.dumps(plain_json(content), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def plain_json(value: object) -> object:
    """Return the value with NaN and infinities, which JSON does not know, as None."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(key): plain_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain_json(item) for item in value]
    return value
