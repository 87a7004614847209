"""A pack is checked: every figure made again from its inputs, and compared with what the pack tells."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any, Final

import numpy as np
import pandas as pd
from pydantic import ValidationError

from firmwatt import __version__
from firmwatt.accounting.account import Account, AccountRequest
from firmwatt.accounting.rule_sets import load_rules, rule_keys, rule_path
from firmwatt.errors import UserError
from firmwatt.interop.assurance_pack import (
    ACCOUNT,
    HOURLY,
    MANIFEST,
    REQUEST,
    REQUESTS,
    ROLES,
    sha256_of,
    table_bytes,
    table_file,
)
from firmwatt.interop.provenance import catalogue_hashes

TOLERANCE: Final = 1e-9
_REMEDY: Final = "Give a pack that `firmwatt account --pack` wrote."


@dataclass(frozen=True, slots=True)
class PackVerdict:
    """What a check of a pack found.

    Attributes
    ----------
    faults
        One sentence each; empty where the inputs give every figure.
    notes
        What differs without changing a figure, such as the version of firmwatt.
    figures, cells, files
        How many were compared.
    sha256
        Of the pack itself: note it, and the whole pack can be proven later.
    """

    faults: tuple[str, ...]
    notes: tuple[str, ...]
    figures: int
    cells: int
    files: int
    sha256: str


def verify_pack(path: Path, keep: Callable[[AccountRequest], Account], noted_sha256: str | None = None) -> PackVerdict:
    """Make every figure of a pack again from its inputs, and say what differs.

    Parameters
    ----------
    path
    keep
        Makes an account of a request.
    noted_sha256
        Hash that was noted when the pack was written; None was not.

    Raises
    ------
    UserError
        The file is no pack.
    """
    data = _read_bytes(path)
    files = _unzipped(path, data)
    manifest = _loaded(path, files, MANIFEST)
    digest = sha256_of(data)
    faults = [*_noted_fault(digest, noted_sha256), *_changed_files(files, manifest)]
    told, names = _loaded(path, files, ACCOUNT), _loaded(path, files, REQUEST)
    figures = cells = 0
    with tempfile.TemporaryDirectory() as folder:
        try:
            again = keep(_unpacked_request(files, names, Path(folder)))
        except (UserError, ValidationError) as error:
            faults.append(f"no account can be made of its inputs: {str(error).replace(folder, path.name)}")
        else:
            figures, cells = len(again.figures), sum(table.size for table in again.tables.values())
            faults += [*_figure_differences(told, again), *_table_differences(files, again)]
    return PackVerdict(tuple(faults), tuple(_notes(manifest)), figures, cells, len(files), digest)


def _unpacked_request(files: Mapping[str, bytes], names: Mapping[str, Any], folder: Path) -> AccountRequest:
    """Write the inputs into a folder and return the request that reads them there."""
    request = REQUESTS.validate_python(names)
    named = [getattr(request, role) for role in ROLES] + ([] if request.rules in rule_keys() else [request.rules])
    packed = {parent for name in files for parent in (name, PurePosixPath(name).parent.as_posix())}
    for each in (Path(name).as_posix() for name in named if name is not None):
        if each not in packed:
            raise UserError(f"{REQUEST} names {each}, which is not in the pack.")
    for name, data in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    own = {role: folder / value for role in ROLES if (value := getattr(request, role)) is not None}
    rules = request.rules if request.rules in rule_keys() else str(folder / request.rules)
    return replace(request, rules=rules, **own)


def _figure_differences(told: Mapping[str, Any], again: Account) -> Iterator[str]:
    """Yield a sentence for each figure that the inputs do not give."""
    rules = _object(told.get("rules"))
    for name in rules.keys() - again.figures.keys():
        yield f"{name}: the pack tells it, its inputs do not give it."
    for name, figure in again.figures.items():
        value: Any = told
        for part in name.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        if not _is_same(value, figure.value):
            yield f"{name}: the pack says {_word(value)}, its inputs give {_word(figure.value)}."
        elif (rule := _object(rules.get(name)).get("rule")) != figure.rule:
            yield f"{name}: the pack names the rule {rule}, it is {figure.rule}."


def _table_differences(files: Mapping[str, bytes], again: Account) -> Iterator[str]:
    """Yield a sentence for each table that the inputs do not give, naming its first cell that differs."""
    for name, table in again.tables.items():
        data = files.get(table_file(name))
        if data is None:
            yield f"tables/{name}: is missing."
            continue
        try:
            told, meant = (_read(name, each) for each in (data, table_bytes(name, table)))
        except (ValueError, OSError) as error:
            yield f"tables/{name}: cannot be read ({type(error).__name__})."
            continue
        if told.shape != meant.shape or list(told) != list(meant):
            sizes = (f"{each.shape[0]} rows of {each.shape[1]} columns" for each in (told, meant))
            yield "tables/{}: has {}, its inputs give {}.".format(name, *sizes)
            continue
        yield from _first_difference(name, told, meant)


def _read(name: str, data: bytes) -> pd.DataFrame:
    return pd.read_parquet(io.BytesIO(data)) if name == HOURLY else pd.read_csv(io.BytesIO(data))


def _first_difference(name: str, told: pd.DataFrame, meant: pd.DataFrame) -> Iterator[str]:
    for column in meant:
        left, right = told[column], meant[column]
        if pd.api.types.is_numeric_dtype(left) and pd.api.types.is_numeric_dtype(right):
            numbers = (left.to_numpy(dtype=float), right.to_numpy(dtype=float))
            differs = ~np.isclose(*numbers, rtol=TOLERANCE, atol=TOLERANCE**2, equal_nan=True)
        else:
            differs = ((left.astype(str) != right.astype(str)) & ~(left.isna() & right.isna())).to_numpy()
        if differs.any():
            row = int(np.flatnonzero(differs)[0])
            yield (
                f"tables/{name}: {int(differs.sum())} of {len(differs)} values of {column} differ, the first in row "
                f"{row + 1}: the pack says {_word(left.iloc[row])}, its inputs give {_word(right.iloc[row])}."
            )


def _changed_files(files: Mapping[str, bytes], manifest: Mapping[str, Any]) -> Iterator[str]:
    """Yield a sentence for each file that is not as the manifest says."""
    listed = _object(manifest.get("files"))
    for name in sorted(listed.keys() - files.keys()):
        yield f"{name}: is missing."
    for name in sorted(files.keys() - listed.keys() - {MANIFEST}):
        yield f"{name}: was added, the manifest does not list it."
    for name in sorted(listed.keys() & files.keys()):
        if sha256_of(files[name]) != listed[name]:
            yield f"{name}: was changed, its hash is not that of the manifest."
    for key in rule_keys():
        name = f"rules/{key}.toml"
        if name in files and files[name] != rule_path(key).read_bytes():
            own = load_rules(key).version
            yield f"{name}: is not the text of this firmwatt's rule set, {key}@{own}."


def _notes(manifest: Mapping[str, Any]) -> Iterator[str]:
    version = manifest.get("firmwatt_version")
    if version != __version__:
        yield f"The pack was written by firmwatt {version}, this is {__version__}."
    told, own = _object(manifest.get("catalogue_sha256")), catalogue_hashes()
    other = sorted(name for name in told.keys() | own.keys() if told.get(name) != own.get(name))
    if other:
        yield f"The catalogue has changed since: {', '.join(other)}."


def _noted_fault(digest: str, noted: str | None) -> list[str]:
    return [] if noted in {None, digest} else [f"the pack's hash is {digest}, not the one noted, {noted}."]


def _unzipped(path: Path, data: bytes) -> dict[str, bytes]:
    """Return name → bytes of the files of a zip, refusing names that lead out of it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if any(PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts for name in names):
                raise UserError(f"{path}: holds a name that leads out of the pack, so it is not unpacked.")
            return {name: archive.read(name) for name in names if not name.endswith("/")}
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, NotImplementedError, EOFError) as error:
        raise UserError(
            f"{path}: is no zip file ({error}). Give a pack that `firmwatt account --pack` wrote."
        ) from error


def _loaded(path: Path, files: Mapping[str, bytes], name: str) -> dict[str, Any]:
    try:
        content = json.loads(files[name])
    except (KeyError, ValueError) as error:
        what = "is missing" if isinstance(error, KeyError) else "cannot be read"
        raise UserError(f"{path}: {name} {what}. {_REMEDY}") from error
    if not isinstance(content, dict):
        raise UserError(f"{path}: {name} is no object. {_REMEDY}")
    return content


def _object(value: object) -> Mapping[str, Any]:
    """Return a value if it is an object, and an empty one if somebody wrote something else there."""
    return value if isinstance(value, Mapping) else {}


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UserError(f"{path}: cannot be read ({error.strerror}). Give the path of a pack.") from error


def _is_same(told: object, meant: float | None) -> bool:
    if told is None or meant is None:
        return told is None and meant is None
    return isinstance(told, int | float) and abs(told - meant) <= TOLERANCE * max(abs(meant), TOLERANCE)


def _word(value: object) -> str:
    return "nothing" if value is None else repr(value.item() if isinstance(value, np.generic) else value)
