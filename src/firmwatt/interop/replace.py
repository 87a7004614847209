"""Write beside the final name and rename: a reader finds the old thing, the new one or none, never a mixture."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from firmwatt.errors import UserError

_LEFTOVER_AGE_SECONDS = 24 * 3600.0
"""What a killed process left behind goes after a day; a younger one may still be writing."""
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def replaced_folder(folder: Path, mark: str) -> Iterator[Path]:
    """Give an empty folder to write into; on leaving without an error it takes the place of `folder`.

    Parameters
    ----------
    folder
        The final name; its parent is made if need be.
    mark
        Name of a file that tells a folder of this kind: one that is neither empty nor holds it is left alone.

    Raises
    ------
    UserError
        `folder` is a file, holds something else, nothing can be written there, or the disk is full.
    """
    check_replaceable(folder, mark)
    _sweep(folder)
    with _room_beside(folder) as beside:
        new, old = beside / "new", beside / "old"
        new.mkdir()
        yield new
        _flush(new)
        if folder.exists():
            folder.rename(old)
        new.rename(folder)


@contextmanager
def replaced_file(path: Path) -> Iterator[Path]:
    """Give the path of a file to write; on leaving without an error it takes the place of `path`.

    Raises
    ------
    UserError
        `path` is a folder or a device, nothing can be written there, or the disk is full.
    """
    if path.is_dir():
        raise UserError(f"{path}: is a folder. Give the name of a file in it, such as {path / 'out'}.")
    if path.exists() and not path.is_file():
        raise UserError(f"{path}: is a device or a pipe. Give the name of a file.")
    with _room_beside(path) as beside:
        new = beside / path.name
        yield new
        new.replace(path)


def check_replaceable(folder: Path, mark: str) -> None:
    """Raise if a folder may not or cannot be written, before hours are spent on what should go there.

    Raises
    ------
    UserError
        `folder` is a file, holds something else, or nothing can be written there.
    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise UserError(f"{folder}: is not a folder. Give the name of a folder to write, such as runs/{folder.name}.")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / mark).exists():
        raise UserError(
            f"{folder}: holds files that are not ours (there is no {mark}), so it is left as it is. "
            f"Give another name, or a folder that is empty."
        )
    with _room_beside(folder):
        pass


@contextmanager
def _room_beside(path: Path) -> Iterator[Path]:
    """Give a new folder beside a path, and remove it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    except OSError as error:
        problem = f"{path}: cannot be written ({error.strerror})."
        raise UserError(f"{problem} Give a name in a folder where you may write.") from error
    try:
        yield folder
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        problem = f"{path}: cannot be written ({error.strerror})."
        raise UserError(f"{problem} Free some space, or give a name on another disk.") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(folder: Path) -> None:
    """Remove what processes that were killed long ago left beside the folder."""
    for leftover in folder.parent.glob(f".{folder.name}.*"):
        if leftover.is_dir() and time.time() - leftover.stat().st_mtime > _LEFTOVER_AGE_SECONDS:
            shutil.rmtree(leftover, ignore_errors=True)


def _flush(folder: Path) -> None:
    """Make sure that the files are on the disk before the name changes."""
    for path in folder.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())
