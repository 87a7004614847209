"""An assurance pack: one zip with all that an account was made from, out of which each figure can be made again."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pandas as pd
from pydantic import TypeAdapter

from firmwatt import __version__
from firmwatt.accounting.account import Account, AccountRequest
from firmwatt.accounting.account_record import account_record
from firmwatt.accounting.rule_sets import rule_keys, rule_path
from firmwatt.errors import UserError
from firmwatt.interop.account_files import plain_json
from firmwatt.interop.provenance import catalogue_hashes
from firmwatt.interop.replace import replaced_file

MANIFEST: Final = "manifest.json"
REQUEST, ACCOUNT = "request.json", "account.json"
PACK_VERSION: Final = 1
ROLES: Final = ("meters", "contracts", "certificates", "profiles", "grid", "tariff", "use", "assets", "site_data")
HOURLY: Final = "by_hour"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
REQUESTS: Final = TypeAdapter(AccountRequest)


def write_pack(request: AccountRequest, account: Account, path: Path) -> str:
    """Write a pack, whole or not at all, and return its hash; the same account gives the same bytes.

    Parameters
    ----------
    request
        What the account was made from: its files are copied.
    account
    path

    Raises
    ------
    UserError
        The name is none of a zip file, a file of the request has changed since, or nothing can be written.
    """
    if path.suffix != ".zip" or path.is_dir():
        raise UserError(f"{path}: is no name of a pack. Write such as {path.with_suffix('.zip').name}.")
    content = _content(request, account)
    manifest = {
        "pack_version": PACK_VERSION,
        "firmwatt_version": __version__,
        "catalogue_sha256": catalogue_hashes(),
        "rule_sets": list(account.rule_sets),
        "files": {name: sha256_of(data) for name, data in sorted(content.items())},
    }
    content[MANIFEST] = _json(manifest)
    with replaced_file(path) as new:
        with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for name, data in sorted(content.items()):
                entry = zipfile.ZipInfo(name, _EPOCH)
                entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
                archive.writestr(entry, data)
        return sha256_of(new.read_bytes())


def _content(request: AccountRequest, account: Account) -> dict[str, bytes]:
    """Return name → bytes of every file of a pack but the manifest."""
    hashes = {each.role: each.sha256 for each in account.inputs}
    content: dict[str, bytes] = {}
    packed: dict[str, Any] = {}
    for role in ROLES:
        source: Path | None = getattr(request, role)
        if source is None:
            continue
        packed[role] = Path("inputs") / role / (source.name if source.is_file() else "run")
        for file in [source] if source.is_file() else sorted(each for each in source.iterdir() if each.is_file()):
            name = packed[role] if source.is_file() else packed[role] / file.name
            content[name.as_posix()] = file.read_bytes()
        if source.is_file() and hashes.get(role) not in {None, sha256_of(content[packed[role].as_posix()])}:
            raise UserError(f"{source}: has changed since the account was made. Make the account again.")
    rules = rule_path(request.rules)
    if request.rules not in rule_keys():
        packed["rules"] = f"rules/own/{rules.name}"
        content[packed["rules"]] = rules.read_bytes()
    for key in _shipped_rules(account):
        content[f"rules/{key}.toml"] = rule_path(key).read_bytes()
    content[REQUEST] = _json(REQUESTS.dump_python(replace(request, **packed), mode="json"))
    content[ACCOUNT] = _json(plain_json(account_record(account)))
    for name, table in account.tables.items():
        content[table_file(name)] = table_bytes(name, table)
    return content


def _shipped_rules(account: Account) -> list[str]:
    """Return the keys of the rule sets of ours that gave a figure."""
    used = (name.split("@")[0] for name in (*account.rule_sets, f"{account.rule_set}@"))
    return sorted({key for key in used if key in rule_keys()})


def table_file(name: str) -> str:
    """Return the name under which a table stands in a pack."""
    return f"tables/{name}.{'parquet' if name == HOURLY else 'csv'}"


def table_bytes(name: str, table: pd.DataFrame) -> bytes:
    """Return a table as it stands in a pack: that by hour as Parquet, the others as CSV."""
    if name != HOURLY:
        return table.to_csv(index=False).encode()
    stream = io.BytesIO()
    table.to_parquet(stream, index=False)
    return stream.getvalue()


def _json(content: object) -> bytes:
    return (json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()


def sha256_of(data: bytes) -> str:
    """Return the hash of bytes."""
    return hashlib.sha256(data).hexdigest()
