"""A `SparseLP` as one `.npz` file: plain arrays, block names as JSON bytes, no pickle."""

from __future__ import annotations

import json
import os
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from firmwatt.errors import UserError
from firmwatt.lp.solution import Solution
from firmwatt.lp.sparse_lp import Block, LPContractError, SparseLP

FORMAT = 1
_VECTORS = ("cost", "col_lower", "col_upper", "row_lower", "row_upper")
_PLACES = ("col_chain", "col_stage", "row_chain", "row_stage")
_MATRIX = ("matrix_data", "matrix_indices", "matrix_indptr", "matrix_shape")
_NAMES = ("col_blocks", "row_blocks")
_REMEDY = "Write it with firmwatt.lp.save_lp, or as docs/solver.md says."
_MOST = np.iinfo(np.int32).max


class LPFileError(UserError):
    """A file does not hold a linear program; the message names the file and the array."""


def save_lp(lp: SparseLP, path: str | Path) -> None:
    """Write a program; a reader finds the old file, the whole new one, or none.

    Parameters
    ----------
    lp
    path
        Ends in `.npz` by custom; written as it is.
    """
    arrays: dict[str, NDArray[Any]] = {name: getattr(lp, name) for name in (*_VECTORS, *_PLACES)}
    arrays |= {
        "format": np.array(FORMAT),
        "matrix_data": np.asarray(lp.matrix.data),
        "matrix_indices": np.asarray(lp.matrix.indices),
        "matrix_indptr": np.asarray(lp.matrix.indptr),
        "matrix_shape": np.array(lp.matrix.shape, dtype=np.int64),
        "objective_offset": np.array(lp.objective_offset),
        "col_blocks": _blocks_to_bytes(lp.col_blocks),
        "row_blocks": _blocks_to_bytes(lp.row_blocks),
    }
    _write(arrays, Path(path))


def load_lp(path: str | Path) -> SparseLP:
    """Return the program of a file.

    Raises
    ------
    LPFileError
        The file is absent, is not an `.npz`, or lacks an array, or one has the wrong type.
    LPContractError
        The arrays break the contract of `SparseLP`; the message names the file.
    """
    place = Path(path)
    arrays = _read(place)
    arrays = dict.fromkeys(_NAMES, _blocks_to_bytes(())) | {"objective_offset": np.array(0.0)} | arrays
    missing = sorted({"format", *_VECTORS, *_PLACES, *_MATRIX} - arrays.keys())
    if missing:
        raise LPFileError(f"{place}: lacks the arrays {', '.join(missing)}. {_REMEDY}")
    _check_types(place, arrays)
    if int(arrays["format"]) != FORMAT:
        raise LPFileError(f"{place} format: is {int(arrays['format'])}; this version reads {FORMAT}. {_REMEDY}")
    vectors: dict[str, Any] = {name: np.asarray(arrays[name], dtype=np.float64) for name in _VECTORS}
    vectors |= {name: np.asarray(arrays[name], dtype=np.int32) for name in _PLACES}
    col_blocks, row_blocks = (_blocks_from_bytes(place, name, arrays[name]) for name in _NAMES)
    try:
        return SparseLP(
            matrix=_matrix(arrays),
            objective_offset=float(arrays["objective_offset"]),
            col_blocks=col_blocks,
            row_blocks=row_blocks,
            **vectors,
        )
    except LPContractError as fault:
        raise LPContractError("\n".join(f"{place} {line}" for line in str(fault).splitlines())) from fault
    except ValueError as fault:
        raise LPFileError(f"{place}: the arrays of the matrix do not fit together ({fault}). {_REMEDY}") from fault


def save_solution(solution: Solution, path: str | Path) -> None:
    """Write primal, row duals and reduced costs (those that there are), status and objective as one `.npz`."""
    arrays: dict[str, NDArray[Any]] = {
        "status": np.frombuffer(solution.status.name.encode(), dtype=np.uint8),
        "primal_objective": np.array(solution.primal_objective),
        "dual_bound": np.array(solution.dual_bound),
    }
    vectors = {"primal": solution.primal, "row_dual": solution.row_dual, "reduced_cost": solution.reduced_cost}
    _write(arrays | {name: value for name, value in vectors.items() if value is not None}, Path(path))


def _write(arrays: Mapping[str, NDArray[Any]], path: Path) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as stream:
            np.savez_compressed(stream, allow_pickle=False, **arrays)
        beside.replace(path)
    except OSError as fault:
        raise LPFileError(f"{path}: cannot be written ({fault.strerror}). Choose another place.") from fault
    finally:
        beside.unlink(missing_ok=True)


def _read(path: Path) -> dict[str, NDArray[Any]]:
    try:
        with path.open("rb") as stream:
            loaded = np.load(stream, allow_pickle=False)
            if not isinstance(loaded, np.lib.npyio.NpzFile):
                raise LPFileError(f"{path}: is a single array, not an .npz file. {_REMEDY}")
            with loaded as archive:
                return {name: archive[name] for name in archive.files}
    except FileNotFoundError as fault:
        raise LPFileError(f"{path}: there is no such file. {_REMEDY}") from fault
    except OSError as fault:
        raise LPFileError(f"{path}: cannot be read ({fault.strerror or fault}). {_REMEDY}") from fault
    except (ValueError, EOFError, zipfile.BadZipFile, zlib.error) as fault:
        raise LPFileError(f"{path}: is not an .npz file of plain arrays. {_REMEDY}") from fault


def _check_types(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    kinds = dict.fromkeys(("objective_offset", "matrix_data", *_VECTORS), "fiu")
    kinds |= dict.fromkeys(("format", "matrix_indices", "matrix_indptr", "matrix_shape", *_PLACES, *_NAMES), "iu")
    dimensions = {"format": 0, "objective_offset": 0}
    for name, kind in kinds.items():
        array = arrays[name]
        if array.dtype.kind not in kind or array.ndim != dimensions.get(name, 1):
            wanted = "numbers" if "f" in kind else "whole numbers"
            raise LPFileError(
                f"{path} {name}: is an array of {array.dtype} with {array.ndim} axes. "
                f"It must hold {wanted} along {dimensions.get(name, 1)} axes."
            )
        if kind == "iu" and array.size and not -_MOST <= int(array.min()) <= int(array.max()) <= _MOST:
            raise LPFileError(f"{path} {name}: holds numbers beyond 32 bits. {_REMEDY}")


def _matrix(arrays: Mapping[str, NDArray[Any]]) -> sp.csc_array:
    if arrays["matrix_shape"].size != 2:
        raise ValueError("matrix_shape is not rows and columns")
    rows, columns = (int(length) for length in arrays["matrix_shape"])
    parts = (
        np.asarray(arrays["matrix_data"], dtype=np.float64),
        np.asarray(arrays["matrix_indices"], dtype=np.int32),
        np.asarray(arrays["matrix_indptr"], dtype=np.int32),
    )
    matrix = sp.csc_array(parts, shape=(rows, columns))
    matrix.check_format(full_check=True)
    matrix.sum_duplicates()
    return matrix


def _blocks_to_bytes(blocks: tuple[Block, ...]) -> NDArray[np.uint8]:
    plain = [
        {"name": block.name, "start": block.start, "dims": block.dims, "coords": dict(block.coords)} for block in blocks
    ]
    return np.frombuffer(json.dumps(plain).encode(), dtype=np.uint8)


def _blocks_from_bytes(path: Path, name: str, array: NDArray[Any]) -> tuple[Block, ...]:
    try:
        plain = json.loads(array.astype(np.uint8).tobytes().decode())
        return tuple(
            Block(
                name=str(block["name"]),
                start=int(block["start"]),
                dims=tuple(map(str, block["dims"])),
                coords={str(dim): tuple(map(str, block["coords"][dim])) for dim in block["dims"]},
            )
            for block in plain
        )
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise LPFileError(f"{path} {name}: is not a list of blocks in JSON ({fault!r}). {_REMEDY}") from fault
