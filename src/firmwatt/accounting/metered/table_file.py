"""A CSV (also packed by gzip) or Parquet file as columns: numbers as arrays, words as codes of distinct values."""

from __future__ import annotations

import csv
import gzip
import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice
from pathlib import Path
from typing import Final, TextIO

import numpy as np
import pyarrow as pa
from pyarrow import compute, parquet
from pyarrow import csv as arrow_csv

from firmwatt.errors import Fault, InputFaults, unreadable
from firmwatt.timegrid import FloatArray, IntArray

MOST_FAULTS: Final = 20
EMPTY: Final = ("", "nan", "NaN", "NAN", "na", "NA", "N/A", "null", "NULL", "None", "-")
MOST_AMOUNT: Final = 1e15
"""No number of a file lies farther from zero; a thousand times what the world uses in a year, in kWh."""
_DELIMITERS: Final = ",;\t|"
_BROKEN: Final = (OSError, EOFError, zlib.error, csv.Error, ValueError)
"""What opening a file that is absent, cut short or none of its kind raises."""
_LOOKED_AT: Final = 1000
"""Rows in which the mark of decimals is looked for."""


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """A column of words.

    Attributes
    ----------
    values : (distinct,) the words, stripped
    codes : (rows,) the place of each row's word in `values`; -1 where it is empty
    """

    values: tuple[str, ...]
    codes: IntArray


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns that a file may have.

    Attributes
    ----------
    words, numbers
        Names of the columns of either kind that are read.
    required
        Those that must be there.
    aliases : other name → name
    """

    words: tuple[str, ...]
    numbers: tuple[str, ...]
    required: tuple[str, ...]
    aliases: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class TableFile:
    """What a file holds.

    Attributes
    ----------
    path, sha256, rows
    words, numbers : column → its cells; an empty number is NaN
    unknown
        Columns that were not read.
    """

    path: Path
    sha256: str
    rows: int
    words: dict[str, Words]
    numbers: dict[str, FloatArray]
    unknown: tuple[str, ...]

    def fault(self, row: int, column: str, problem: str, remedy: str, code: str) -> Fault:
        """Return a fault at a cell; the row counts from 0 below the header."""
        return Fault(str(self.path), line_of(self.path, row), 1, column, problem, remedy, code)

    def text(self, column: str, row: int) -> str:
        """Return the word of a cell; empty where there is none."""
        words = self.words.get(column)
        return "" if words is None or words.codes[row] < 0 else words.values[words.codes[row]]


def read_table_file(path: Path, layout: Layout) -> TableFile:
    """Return the columns of a CSV (`.csv`, `.csv.gz`) or Parquet (`.parquet`) file.

    Raises
    ------
    InputFaults
        If it cannot be read or is empty, a column is missing, or a cell is no number within `MOST_AMOUNT` of zero.
    """
    try:
        digest = file_sha256(path)
        names = _header(path)
    except _BROKEN as error:
        raise _unreadable(path, error) from error
    if not names:
        problem = "it is empty."
        remedy = f"Give a header with {', '.join(layout.required) or 'the columns'} and rows below it."
        raise InputFaults([Fault(str(path), 1, 1, "", problem, remedy, "FW651")])
    kept = _renamed(names, layout)
    faults = [_missing(path, name, names) for name in layout.required if name not in kept]
    faults += [_twice(path, names, name) for name in kept.values() if names.count(name) > 1]
    if faults:
        raise InputFaults(faults)
    table = _read(path, kept, layout.numbers)
    if table.num_rows == 0:
        raise InputFaults([Fault(str(path), 1, 1, "", "it has no rows.", "Write one below the header.", "FW651")])
    words = {name: _words(table[kept[name]]) for name in layout.words if name in kept}
    numbers = {name: _numbers(path, name, table[kept[name]]) for name in layout.numbers if name in kept}
    unknown = tuple(name for name in names if name not in kept.values())
    read = TableFile(path, digest, table.num_rows, words, numbers, unknown)
    faults = _outsize(read)
    if faults:
        raise InputFaults(faults)
    return read


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file.

    Raises
    ------
    OSError
        If it cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def line_of(path: Path, row: int) -> int:
    """Return the line of a CSV file on which a row below the header stands; blank lines hold none."""
    if _is_parquet(path):
        return row + 1
    seen = -1
    with _opened(path) as file:
        for number, line in enumerate(file, start=1):
            seen += bool(line.strip())
            if seen == row + 1:
                return number
    return 0


def _is_parquet(path: Path) -> bool:
    return path.suffix.lower() == ".parquet"


def _opened(path: Path) -> TextIO:
    """Open a CSV file as text; a cell in another encoding stands in a column that is not read, or arrow refuses it."""
    if path.suffix.lower() == ".gz":
        return gzip.open(path, "rt", encoding="utf-8-sig", newline="", errors="replace")
    return path.open(encoding="utf-8-sig", newline="", errors="replace")


def _renamed(names: Sequence[str], layout: Layout) -> dict[str, str]:
    """Return the name of each column that is read → its name in the file."""
    other = dict(layout.aliases)
    known = {*layout.words, *layout.numbers}
    found: dict[str, str] = {}
    for name in names:
        plain = name.strip().lower()
        wanted = plain if plain in known else other.get(plain)
        if wanted is not None:
            found.setdefault(wanted, name)
    return found


def _header(path: Path) -> list[str]:
    if _is_parquet(path):
        try:
            return list(parquet.read_schema(path).names)
        except pa.ArrowInvalid as error:
            raise ValueError(str(error)) from error
    with _opened(path) as file:
        names = next(csv.reader(file, delimiter=_delimiter(path)), [])
    if any("\N{REPLACEMENT CHARACTER}" in name for name in names):
        raise UnicodeError("the header is not UTF-8")
    return names


def _delimiter(path: Path) -> str:
    with _opened(path) as file:
        first = file.readline()
    return max(_DELIMITERS, key=first.count) if any(mark in first for mark in _DELIMITERS) else ","


def _read(path: Path, kept: dict[str, str], numbers: tuple[str, ...]) -> pa.Table:
    """Return the kept columns; numbers are parsed unless one of them is none, which becomes a fault."""
    names = list(kept.values())
    if _is_parquet(path):
        return parquet.read_table(path, columns=names)
    types = {
        name: pa.float64() if wanted in numbers else pa.dictionary(pa.int32(), pa.string())
        for wanted, name in kept.items()
    }
    parse = arrow_csv.ParseOptions(delimiter=_delimiter(path))
    decimal = _decimal_point(path, [name for wanted, name in kept.items() if wanted in numbers])
    convert = arrow_csv.ConvertOptions(
        column_types=types,
        include_columns=names,
        null_values=list(EMPTY),
        strings_can_be_null=True,
        decimal_point=decimal,
    )
    try:
        return arrow_csv.read_csv(path, parse_options=parse, convert_options=convert)
    except (pa.ArrowInvalid, OSError) as error:
        faults = [] if isinstance(error, OSError) else _bad_numbers(path, kept, numbers, decimal)
        raise InputFaults(faults) if faults else _unreadable(path, error) from error


def _decimal_point(path: Path, names: Sequence[str]) -> str:
    """Return `,` where the first number with a mark has a comma, as `12,5` between semicolons or tabs; else `.`."""
    delimiter = _delimiter(path)
    if delimiter == ",":
        return "."
    with _opened(path) as file:
        for fields in islice(csv.DictReader(file, delimiter=delimiter), _LOOKED_AT):
            for cell in (fields.get(name) or "" for name in names):
                if "." in cell or "," in cell:
                    return "," if "," in cell and "." not in cell else "."
    return "."


def _bad_numbers(path: Path, kept: dict[str, str], numbers: tuple[str, ...], decimal: str) -> list[Fault]:
    """Return a fault for each line with too many or few fields, and each cell that is no number, up to twenty."""
    faults: list[Fault] = []
    with _opened(path) as file:
        reader = csv.reader(file, delimiter=_delimiter(path))
        header = next(reader)
        places = [(header.index(name), wanted) for wanted, name in kept.items() if wanted in numbers]
        for fields in reader:
            if not fields or len(faults) >= MOST_FAULTS:
                continue
            if len(fields) != len(header):
                problem = f"the line has {len(fields)} fields, the header {len(header)}."
                faults.append(Fault(str(path), reader.line_num, 1, "", problem, "Write one for each column.", "FW651"))
                continue
            for place, name in places:
                cell = fields[place].strip()
                if cell not in EMPTY and not _is_number(cell, decimal):
                    problem = f"'{cell}' is not a number."
                    remedy = f"Write one such as 1250{decimal}5, or nothing for a gap."
                    faults.append(Fault(str(path), reader.line_num, place + 1, name, problem, remedy, "FW653"))
    return faults


def _is_number(cell: str, decimal: str) -> bool:
    try:
        float(cell if decimal == "." else cell.replace(".", "?").replace(decimal, "."))
    except ValueError:
        return False
    return True


def _words(column: pa.ChunkedArray) -> Words:
    """Return a column as words; times and numbers of a Parquet file become their ISO text."""
    coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    whole = coded.unify_dictionaries().combine_chunks()
    codes = whole.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    return Words(tuple(_texts(whole.dictionary)), codes)


def _texts(values: pa.Array) -> list[str]:
    if pa.types.is_timestamp(values.type):
        zone = values.type.tz
        seconds = values.cast(pa.timestamp("s", "UTC" if zone else None), safe=False)
        values = compute.strftime(seconds, format="%Y-%m-%dT%H:%M:%S" + "Z" * bool(zone))
    return [str(value).strip() for value in values.to_pylist()]


def _numbers(path: Path, name: str, column: pa.ChunkedArray) -> FloatArray:
    try:
        numbers = column.cast(pa.float64())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        problem = f"its cells are {column.type}, and not all of them numbers."
        raise InputFaults([Fault(str(path), 1, 1, name, problem, "Write the column as numbers.", "FW653")]) from error
    return np.asarray(numbers.to_numpy(zero_copy_only=False), dtype=np.float64)


def _outsize(table: TableFile) -> list[Fault]:
    """Return a fault for each cell that is infinite or beyond what can be, up to twenty."""
    faults: list[Fault] = []
    for name, values in table.numbers.items():
        for row in np.flatnonzero(np.abs(values) > MOST_AMOUNT)[: MOST_FAULTS - len(faults)]:
            problem = f"{values[row]:g} lies beyond {MOST_AMOUNT:g}."
            faults.append(table.fault(int(row), name, problem, "Correct it, or leave it empty for a gap.", "FW653"))
    return faults


def _missing(path: Path, name: str, names: Sequence[str]) -> Fault:
    near = get_close_matches(name, names, n=1, cutoff=0.6)
    remedy = f"Rename the column '{near[0]}'." if near else f"The columns are {', '.join(names) or 'none'}; add it."
    return Fault(str(path), 1, 1, name, "the column is missing.", remedy, "FW651")


def _twice(path: Path, names: Sequence[str], name: str) -> Fault:
    at = [place + 1 for place, each in enumerate(names) if each == name]
    problem = f"the column stands {len(at)} times, as columns {', '.join(map(str, at))}."
    return Fault(str(path), 1, at[1], name, problem, "Keep one of them.", "FW651")


def _unreadable(path: Path, error: Exception) -> InputFaults:
    problem = unreadable(error)
    remedy = "Give a CSV (UTF-8, also as .csv.gz) or Parquet file that exists."
    return InputFaults([Fault(str(path), 0, 0, "", problem, remedy, "FW651")])
