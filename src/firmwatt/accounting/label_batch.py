"""Labels of a table of requests: unique ways of serving are worked out once, the rest is arrays."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from difflib import get_close_matches
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np

from firmwatt.accounting.footprint import Spread, footprint
from firmwatt.accounting.label_place import DEFAULT_PLANT, DEFAULT_REGION, Place, place
from firmwatt.accounting.label_way import WAY_COLUMNS, Cells, tried, way_of
from firmwatt.demand.inference import DEFAULT_BATCH, Requests, Served, serve
from firmwatt.demand.inference_interval import interval_factors
from firmwatt.demand.inference_serving import Way, most_batches
from firmwatt.errors import Fault, InputFaults
from firmwatt.timegrid import FloatArray, IntArray

if TYPE_CHECKING:
    import pyarrow as pa

COLUMNS: Final = ("id", *WAY_COLUMNS, "batch", "input_tokens", "output_tokens", "region")
MEASURED: Final = "joules_per_output_token"
"""Column of a file of own measurements, beside those of requests."""
RANGES: Final[Mapping[str, tuple[float, float]]] = {
    "batch": (1.0, 1e6),
    "input_tokens": (0.0, 1e8),
    "output_tokens": (1.0, 1e8),
    MEASURED: (1e-6, 1e9),
}
OPTIONAL_NUMBERS: Final = ("batch",)
SPREADS: Final = ("energy_wh", "gpu_joules_per_output_token", "carbon_gco2e", "water_ml")
QUANTITIES: Final = (
    *(f"{name}_{end}" for name in SPREADS[:2] for end in ("value", "low", "high")),
    "itl_ms",
    *(f"{name}_{end}" for name in SPREADS[2:] for end in ("value", "low", "high")),
    "site_water_ml",
    "embodied_gco2e",
)
MOST_FAULTS: Final = 100
FIRST_DATA_LINE: Final = 2
_MOST_COMBINATIONS: Final = 1 << 22
"""Combinations of cells are told apart by a table of that many places, else by sorting."""

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels of requests.

    Attributes
    ----------
    ids : (requests,)
        As they were given, else counted from 1.
    values : (quantities, requests)
        In the order of `QUANTITIES`.
    """

    ids: pa.Array
    values: FloatArray


@dataclass(slots=True)
class RowFaults:
    """Faults of the rows of one file: the first hundred are told, and whoever reads on may stop then.

    Attributes
    ----------
    file
    kept
    count
    columns
        Names of the file's columns in their order, as far as they are known.
    """

    file: str
    kept: list[Fault]
    count: int = 0
    columns: Sequence[str] = ()

    def add(self, lines: IntArray, field: str, problem: str) -> None:
        """Note a fault of some lines."""
        self.count += len(lines)
        column = place_of(field, self.columns)
        self.kept.extend(Fault(self.file, int(line), column, field, problem, "") for line in lines[:MOST_FAULTS])

    @property
    def is_full(self) -> bool:
        """Return whether more were found than are told."""
        return self.count > MOST_FAULTS

    def check(self) -> None:
        """Raise what was noted, if anything was.

        Raises
        ------
        InputFaults
        """
        if not self.count:
            return
        told = sorted(self.kept)[:MOST_FAULTS]
        if self.is_full:
            more = f"at least {self.count:,} faults were found, of which the first {MOST_FAULTS} are told."
            told.append(Fault(self.file, 0, 0, "", more, "Correct these and run again."))
        raise InputFaults(told)


def label_block(table: pa.Table, lines: IntArray, faults: RowFaults, year: int | None) -> Labels:
    """Return the labels of some rows of a table; without values once a fault was found.

    Parameters
    ----------
    table
        Columns `COLUMNS`, as `column_faults` checks them; a row needs `model` or `total_parameters`, and both token
        counts. A model that the catalogue does not know is taken by its parameters. What else is empty or absent takes
        the default: H100, the least chips that hold the model, its native precision, a batch of 64 as far as memory
        holds it, the region pjm.
    lines : (rows,)
        Where they stand in the file.
    faults
        Takes what is wrong with single rows.
    year
        Of the grid's intensity; this year if left out.
    """
    import pyarrow as pa  # noqa: PLC0415 - slow to load

    ways, requests = requests_of(table, lines, faults)
    places, where = _unique(table, ("region",), lines, faults, lambda cells: _place(cells, year))
    ids = table.column("id").combine_chunks() if "id" in table.column_names else pa.array(lines - FIRST_DATA_LINE + 1)
    if faults.count:
        return Labels(ids, np.empty((len(QUANTITIES), 0)))
    return Labels(ids, _values(ways, requests, places, where))


def requests_of(table: pa.Table, lines: IntArray, faults: RowFaults) -> tuple[list[Way], Requests]:
    """Return the ways of serving and the requests of a table.

    Parameters
    ----------
    table, lines, faults
        As of `label_block`.
    """
    ways, way = _unique(table, WAY_COLUMNS, lines, faults, lambda cells: _way_of(tuple(cells.items())))
    requests = Requests(
        way, *(numbers(table, name, lines, faults) for name in ("batch", "input_tokens", "output_tokens"))
    )
    return ways, requests if faults.count else _with_default_batch(ways, requests)


def place_of(column: str, columns: Sequence[str]) -> int:
    """Return which column of a file that is, counted from one; zero where it has none of that name."""
    return columns.index(column) + 1 if column in columns else 0


def column_faults(names: Sequence[str], file: str, rows: int) -> list[Fault]:
    """Return what is wrong with the columns of a table of requests, and whether it has no row."""

    def fault(column: str, problem: str, remedy: str) -> Fault:
        return Fault(file, 1, place_of(column, names), column, problem, remedy)

    write, missing = f"Write the columns {', '.join(COLUMNS)}.", [name for name in COLUMNS if name not in names]
    faults = [
        fault(column, "the column is missing.", write)
        for column in ("input_tokens", "output_tokens")
        if column in missing
    ]
    faults += [fault(name, "the column is there twice.", "Leave one.") for name in COLUMNS if names.count(name) > 1]
    for name in names:
        near = get_close_matches(name.lower(), missing, n=1, cutoff=0.8)
        if name not in COLUMNS and near:
            faults.append(fault(name, "no such column is read.", f"Is it {near[0]}?"))
    if "model" in missing and "total_parameters" in missing:
        faults.append(fault("model", "neither model nor total_parameters is there.", "Add one of them."))
    if rows == 0:
        faults.append(fault("", "it holds no request.", "Write at least one line below the header."))
    return faults


def _values(ways: list[Way], requests: Requests, places: list[Place], where: IntArray) -> FloatArray:
    """Return the quantities of requests, (quantities, requests).

    All of them are proportional to the energy or the time of the chips, by factors that depend on way and place alone.
    """
    served = serve(ways, requests)
    pair, used = _compact(requests.way * len(places) + where, len(ways) * len(places))
    spans = np.array([interval_factors(way) for way in ways])[used // len(places)]
    one = np.ones(len(used))
    unit = footprint(Served(one, spans[:, 0], spans[:, 1], one, one), one, places, used % len(places))
    joules = served.joules_per_output_token * requests.output_tokens
    values = np.empty((len(QUANTITIES), len(joules)))
    scaled = {"energy_wh": unit.energy_wh, "carbon_gco2e": unit.carbon_gco2e, "water_ml": unit.water_ml}
    for name, spread in scaled.items():
        for end in ("value", "low", "high"):
            np.multiply(getattr(spread, end)[pair], joules, out=values[QUANTITIES.index(f"{name}_{end}")])
    chips = Spread(served.joules_per_output_token, served.low, served.high)
    for end in ("value", "low", "high"):
        values[QUANTITIES.index(f"{SPREADS[1]}_{end}")] = getattr(chips, end)
    values[QUANTITIES.index("itl_ms")] = served.itl_ms
    np.multiply(unit.site_water_ml[pair], joules, out=values[QUANTITIES.index("site_water_ml")])
    np.multiply(unit.embodied_gco2e[pair], served.chip_seconds, out=values[QUANTITIES.index("embodied_gco2e")])
    return values


def _with_default_batch(ways: list[Way], requests: Requests) -> Requests:
    """Return requests with the batch that a single label takes, where none is given."""
    is_open = np.isnan(requests.batch)
    if not is_open.any():
        return requests
    context = requests.input_tokens[is_open] + requests.output_tokens[is_open]
    batch = requests.batch.copy()
    batch[is_open] = np.minimum(DEFAULT_BATCH, np.floor(most_batches(ways, requests.way[is_open], context)))
    return replace(requests, batch=batch)


def _unique(
    table: pa.Table, columns: tuple[str, ...], lines: IntArray, faults: RowFaults, read: Callable[[Cells], Found]
) -> tuple[list[Found], IntArray]:
    """Return what `read` makes of each distinct combination of cells, and the combination of each row."""
    code, size = np.zeros(len(table), dtype=np.int64), 1
    levels: dict[str, tuple[list[object], IntArray]] = {}
    for name in columns:
        if name in table.column_names:
            values, index = _levels(table, name)
            code, used = _compact(code * len(values) + index, size * len(values))
            size, levels[name] = len(used), (values, index)
    first = np.empty(size, dtype=np.int64)
    first[code[::-1]] = np.arange(len(code) - 1, -1, -1)
    found = []
    for combination, row in enumerate(first):
        if faults.is_full:
            break
        cells = {name: values[index[row]] for name, (values, index) in levels.items() if values[index[row]] != ""}
        wrong: list[Fault] = []
        one = tried(wrong, columns[0], partial(read, cells))
        if one is not None:
            found.append(one)
        for fault in wrong:
            faults.add(lines[code == combination], fault.field, fault.problem)
    return found, code


def _levels(table: pa.Table, name: str) -> tuple[list[object], IntArray]:
    """Return the distinct cells of a column, empty ones as "", and the cell of each row."""
    import pyarrow as pa  # noqa: PLC0415

    column = table.column(name).combine_chunks()
    coded = column if hasattr(column, "dictionary") else column.dictionary_encode()
    values = [_cell(value) for value in coded.dictionary.to_pylist()]
    index = np.frombuffer(coded.indices.cast(pa.int32()).buffers()[1], np.int32)[coded.offset :][: len(coded)]
    if coded.null_count:
        index = np.where(coded.is_valid().to_numpy(zero_copy_only=False), index, len(values))
    return [*values, ""], index.astype(np.int64)


def _cell(value: object) -> object:
    """Return a cell without the space around it; an empty one as ""."""
    if isinstance(value, str):
        return " ".join(value.split())
    return "" if value is None or (isinstance(value, float) and math.isnan(value)) else value


def _compact(code: IntArray, size: int) -> tuple[IntArray, IntArray]:
    """Return the codes numbered without gaps, and the code behind each number."""
    if size > _MOST_COMBINATIONS:
        used, numbered = np.unique(code, return_inverse=True)
        return numbered, used
    used = np.flatnonzero(np.bincount(code, minlength=size))
    numbers = np.zeros(size, dtype=np.int64)
    numbers[used] = np.arange(len(used))
    return numbers[code], used


@lru_cache(maxsize=4096)
def _way_of(cells: tuple[tuple[str, object], ...]) -> Way:
    """Return `way_of`, remembered: blocks of a file hold the same ways of serving."""
    return way_of(dict(cells))


def _place(cells: Cells, year: int | None) -> Place:
    this_year = datetime.now(tz=UTC).year if year is None else year
    return place(str(cells.get("region", DEFAULT_REGION)), this_year, None, DEFAULT_PLANT)


def numbers(table: pa.Table, name: str, lines: IntArray, faults: RowFaults) -> FloatArray:
    """Return a column as numbers; note the rows where it is none or out of range. An empty batch is nan."""
    if name not in table.column_names:
        return np.full(len(table), np.nan)
    cells, index = _levels(table, name)
    least, most = RANGES[name]
    known = np.array([_number(cell) for cell in cells])
    is_right = (known >= least) & (known <= most)
    if name in OPTIONAL_NUMBERS:
        is_right |= np.array([cell == "" for cell in cells])
    for wrong in np.flatnonzero(~is_right & (np.bincount(index, minlength=len(cells)) > 0))[:MOST_FAULTS]:
        faults.add(lines[index == wrong], name, _range_fault(cells[wrong], known[wrong], RANGES[name]))
    return known[index]


def _number(cell: object) -> float:
    try:
        return float(str(cell))
    except ValueError:
        return np.nan


def _range_fault(cell: object, number: float, ends: tuple[float, float]) -> str:
    least, most = ends
    if cell == "":
        return "no number is given."
    return f"'{cell}' is above {most:g}." if number > most else f"'{cell}' is not a number of at least {least:g}."
