"""Files of requests → files of labels, block by block, so that memory does not grow with the file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import numpy as np

from firmwatt.accounting.label_batch import (
    COLUMNS,
    FIRST_DATA_LINE,
    MEASURED,
    QUANTITIES,
    Labels,
    RowFaults,
    column_faults,
    label_block,
)
from firmwatt.errors import Fault, InputFaults, input_fault
from firmwatt.interop.replace import replaced_file
from firmwatt.timegrid import IntArray

if TYPE_CHECKING:
    import pyarrow as pa

LABEL_SUFFIXES: Final = (".csv", ".parquet")
SEPARATORS: Final = ",;\t"
FEW_LABELS: Final = 10_000
"""So many are written sooner than compiled code is loaded."""
_BLOCK_BYTES: Final = 1 << 21
_BLOCK_ROWS: Final = 1 << 15
"""Small enough for memory that was freed to be taken again, not asked for anew."""
_REMEDY: Final = "Write a CSV with a header, in UTF-8, or Parquet."


@dataclass(frozen=True, slots=True)
class Block:
    """Some requests of a file.

    Attributes
    ----------
    table
        Columns by their plain names.
    lines : (rows,)
        Where they stand in the file.
    columns
        Names of all columns of the file.
    """

    table: pa.Table
    lines: IntArray
    columns: Sequence[str]


def label_file(path: Path, out: Path | BinaryIO, year: int | None = None) -> int:
    """Write the labels of a file of requests and return how many there are.

    Parameters
    ----------
    path
        CSV (comma, semicolon or tab; compressed or not) or Parquet, with the columns of `label_batch.label_block`.
    out
        A `.csv` or `.parquet` file, written whole or not at all; or an open stream, which takes CSV.
    year
        Of the grid's intensity; this year if left out.

    Raises
    ------
    InputFaults
        If a file cannot be read or written, columns are missing or misspelt, or rows cannot be served: every fault.
    """
    if isinstance(out, Path) and out.suffix not in LABEL_SUFFIXES:
        problem = f"'{out.suffix}' is no kind of file for labels."
        raise input_fault(out, "--out", problem, f"Write {' or '.join(LABEL_SUFFIXES)}.")
    faults = RowFaults(path.name, [])
    if not isinstance(out, Path):
        return _label(path, _csv_sink(out), faults, year)
    with replaced_file(out) as new:
        if out.suffix == ".parquet":
            with _parquet_sink(new) as sink:
                return _label(path, sink, faults, year)
        with new.open("wb") as stream:
            return _label(path, _csv_sink(stream), faults, year)


def read_requests(path: Path) -> Block:
    """Return all requests of a file at once; faults as of `label_file`."""
    import pyarrow as pa  # noqa: PLC0415

    faults = RowFaults(path.name, [])
    blocks = list(_blocks(path, faults))
    _check(faults, path)
    tables = [block.table for block in blocks]
    lines = np.concatenate([block.lines for block in blocks])
    return Block(pa.concat_tables(tables).unify_dictionaries(), lines, faults.columns)


def _label(path: Path, sink: Callable[[Labels], None], faults: RowFaults, year: int | None) -> int:
    """Read, label and write block by block: the next is read and the last is written while one is labelled."""
    count, blocks = 0, _blocks(path, faults)
    written: Future[None] | None = None
    with ThreadPoolExecutor(1) as reader, ThreadPoolExecutor(1) as writer:
        coming = reader.submit(next, blocks, None)
        while (block := coming.result()) is not None:
            coming = reader.submit(next, blocks, None)
            labels = label_block(block.table, block.lines, faults, year)
            count += len(block.lines)
            if faults.is_full:
                break
            if written is not None:
                written.result()
            written = None if faults.count else writer.submit(sink, labels)
        if written is not None:
            written.result()
    _check(faults, path)
    return count


def _blocks(path: Path, faults: RowFaults) -> Iterator[Block]:
    """Yield the requests of a file in blocks.

    Raises
    ------
    InputFaults
        If it cannot be read, or its columns are wrong.
    """
    import pyarrow as pa  # noqa: PLC0415

    if not path.is_file():
        raise input_fault(path, "", "there is no such file.", "Name a CSV or Parquet file of requests.")
    try:
        yield from _parquet_blocks(path, faults) if path.suffix == ".parquet" else _csv_blocks(path, faults)
    except (pa.ArrowInvalid, UnicodeDecodeError, OSError) as error:
        problem = f"it cannot be read ({str(error).splitlines()[0].rstrip('.')})."
        raise input_fault(path, "", problem, _REMEDY) from None


def _parquet_blocks(path: Path, faults: RowFaults) -> Iterator[Block]:
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import parquet  # noqa: PLC0415

    with parquet.ParquetFile(path) as file:
        faults.columns = names = _plain_names(file.schema_arrow.names, path, file.metadata.num_rows)
        line = FIRST_DATA_LINE
        for batch in file.iter_batches(_BLOCK_ROWS):
            table = pa.Table.from_batches([batch]).rename_columns(names)
            yield Block(table, np.arange(line, line + len(table)), names)
            line += len(table)


def _csv_blocks(path: Path, faults: RowFaults) -> Iterator[Block]:
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import csv as arrow_csv  # noqa: PLC0415

    skipped: list[int] = []

    def skip(row: Any) -> str:
        skipped.append(row.number)
        if row.text.strip():
            problem = f"it has {row.actual_columns} cells, the header has {row.expected_columns}."
            faults.add(np.array([row.number]), "", f"{problem} Write as many, or quote commas.")
        return "skip"

    separator, given, has_rows = _header(path)
    faults.columns = names = _plain_names(given, path, int(has_rows))
    coded = pa.dictionary(pa.int32(), pa.string())
    kept = [name for name, plain in zip(given, names, strict=True) if plain in (*COLUMNS, MEASURED)]
    reader = arrow_csv.open_csv(
        path,
        arrow_csv.ReadOptions(use_threads=False, block_size=_BLOCK_BYTES),
        arrow_csv.ParseOptions(delimiter=separator, invalid_row_handler=skip),
        arrow_csv.ConvertOptions(
            include_columns=kept,
            column_types={name: pa.string() if name.strip().lower() == "id" else coded for name in kept},
        ),
    )
    row = 0
    for batch in reader:
        table = pa.Table.from_batches([batch]).rename_columns([name.strip().lower() for name in kept])
        yield Block(table, _lines(row, len(table), skipped), names)
        row += len(table)


def _header(path: Path) -> tuple[str, list[str], bool]:
    """Return the separator of a CSV, the names of its columns and whether anything stands below them.

    The separator is the one that yields most known columns.
    """
    import pyarrow as pa  # noqa: PLC0415

    with pa.input_stream(path, compression="detect") as stream:
        first, _, rest = stream.read(1 << 16).partition(b"\n")
    text = first.decode("utf-8-sig").rstrip("\r")
    if not text.strip():
        raise input_fault(path, "", "its first line is empty.", _REMEDY)
    found = {separator: next(csv.reader([text], delimiter=separator)) for separator in SEPARATORS}
    best = max(SEPARATORS, key=lambda separator: len({name.strip().lower() for name in found[separator]} & {*COLUMNS}))
    return best, found[best], bool(rest.strip())


def _plain_names(given: list[str], path: Path, rows: int) -> list[str]:
    """Return the names of columns in plain letters, or raise what is wrong with them."""
    names = [name.strip().lower() for name in given]
    faults: list[Fault] = column_faults(names, path.name, rows)
    if faults:
        raise InputFaults(faults)
    return names


def _lines(start: int, count: int, skipped: list[int]) -> IntArray:
    """Return the lines of some rows, counted from `start` below the header, where some lines hold no row."""
    lines = np.arange(start + FIRST_DATA_LINE, start + FIRST_DATA_LINE + count)
    for gap in sorted(skipped):
        lines += lines >= gap
    return lines


def _check(faults: RowFaults, path: Path) -> None:
    """Raise what was noted, at the lines of the file: a CSV may hold empty ones, which count as no row."""
    if not faults.count or path.suffix == ".parquet":
        faults.check()
        return
    import pyarrow as pa  # noqa: PLC0415

    with pa.input_stream(path, compression="detect") as stream:
        lines = [number for number, line in enumerate(io.BufferedReader(stream), 1) if line.strip(b"\r\n")]
    faults.kept = [replace(fault, line=lines[min(fault.line, len(lines)) - 1]) for fault in faults.kept]
    faults.check()


def _csv_sink(stream: BinaryIO) -> Callable[[Labels], None]:
    """Return what writes labels to a stream, the first below a header."""
    header = [",".join(("id", *QUANTITIES)).encode() + b"\n"]

    def write(labels: Labels) -> None:
        stream.writelines(header)
        header.clear()
        ids = _quoted(labels.ids)
        if len(ids) <= FEW_LABELS:
            rows = zip(ids.to_pylist(), labels.values.T.tolist(), strict=True)
            stream.writelines(f"{name},{','.join(f'{value:.8g}' for value in row)}\n".encode() for name, row in rows)
            return
        from firmwatt.interop.number_rows import lines_of  # noqa: PLC0415 - compiled code takes long to load

        _, ends, letters = ids.buffers()
        marks = np.frombuffer(ends, np.int64)[ids.offset : ids.offset + len(ids) + 1]
        text = np.zeros(0, np.uint8) if letters is None else np.frombuffer(letters, np.uint8)
        stream.write(lines_of(text, marks, labels.values).data)

    return write


def _quoted(ids: pa.Array) -> pa.Array:
    """Return ids as text, in quotation marks where CSV asks for them."""
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import compute  # noqa: PLC0415

    text = ids.cast(pa.large_string())
    if text.null_count:
        text = compute.fill_null(text, "")
    special = compute.match_substring_regex(text, '[",\r\n]')
    if not compute.any(special).as_py():
        return text
    bare, mark = compute.replace_substring(text, '"', '""'), pa.scalar('"', pa.large_string())
    quoted = compute.binary_join_element_wise(mark, bare, mark, pa.scalar("", pa.large_string()))
    return compute.if_else(special, quoted, text)


@contextmanager
def _parquet_sink(path: Path) -> Iterator[Callable[[Labels], None]]:
    """Give what writes labels to a Parquet file."""
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import parquet  # noqa: PLC0415

    writer: parquet.ParquetWriter | None = None

    def write(labels: Labels) -> None:
        nonlocal writer
        columns = [pa.Array.from_buffers(pa.float64(), len(row), [None, pa.py_buffer(row)]) for row in labels.values]
        table = pa.Table.from_arrays([labels.ids, *columns], ["id", *QUANTITIES])
        if writer is None:
            writer = parquet.ParquetWriter(path, table.schema, use_dictionary=["id"])
        writer.write_table(table)

    try:
        yield write
    finally:
        if writer is not None:
            writer.close()
