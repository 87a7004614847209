"""The catalogue: sourced reference rows by table, key and parameter, read once from the files in `catalog/data`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from firmwatt.catalog.cells import HEADER, Cell, read_cells
from firmwatt.errors import Fault, InputFaults, UserError

DATA_FOLDER: Final = Path(__file__).parent / "data"
PRICE_TABLE: Final = "price_index"
PRICE_KEY: Final = "us_consumer_prices"
PRICE_PARAMETER: Final = "index_"


@dataclass(frozen=True, slots=True)
class Row:
    """One quantity of the catalogue: its central value, its span and where it comes from.

    Attributes
    ----------
    value
        Central value: a finite number, or text where `unit` is `text`.
    low, high
        About P10 and P90; None where the source gives no span.
    unit
        The suffix of the parameter's name (`usd_per_kw`), `fraction`, `flag` (0 or 1), `year` or `text`.
    confidence
        `high` (primary read), `medium` (secondary), `low` (recalled or estimated).
    currency_year
        Price year of money, None for everything else.
    """

    table: str
    key: str
    parameter: str
    value: float | str
    low: float | None
    high: float | None
    unit: str
    source: str
    source_year: int
    confidence: str
    currency_year: int | None
    note: str

    @property
    def number(self) -> float:
        """The central value of a numeric row.

        Raises
        ------
        UserError
            If the row holds text.
        """
        if isinstance(self.value, str):
            raise UserError(
                f"catalog {self.table} {self.key}.{self.parameter}: '{self.value}' is text. Ask for a number."
            )
        return self.value

    @property
    def text(self) -> str:
        """The value as text, also of a numeric row."""
        return self.value if isinstance(self.value, str) else f"{self.value:g}"

    def in_price_year(self, year: int) -> Row:
        """Return the row in dollars of another year, by the index of the table `price_index`.

        Parameters
        ----------
        year
            The price year wanted.

        Returns
        -------
        row
            Value, low and high rescaled. A row that is not money comes back unchanged.

        Raises
        ------
        UserError
            If the index does not cover one of the two years.
        """
        if self.currency_year is None or self.currency_year == year or isinstance(self.value, str):
            return self
        factor = price_level(year) / price_level(self.currency_year)
        low = None if self.low is None else self.low * factor
        high = None if self.high is None else self.high * factor
        return replace(self, value=self.value * factor, low=low, high=high, currency_year=year)


def price_level(year: int) -> float:
    """Return the consumer price index of a year, on the scale of the table `price_index`.

    Raises
    ------
    UserError
        If the table has no such year.
    """
    row = find(PRICE_TABLE, PRICE_KEY, f"{PRICE_PARAMETER}{year}")
    if row is None:
        years = sorted(int(parameter.removeprefix(PRICE_PARAMETER)) for parameter in group(PRICE_TABLE, PRICE_KEY))
        span = f"{years[0]} to {years[-1]}" if years else "no year"
        raise UserError(f"catalog {PRICE_TABLE}: {year} is not in the index, which covers {span}. Use a year of these.")
    return row.number


@cache
def table_names() -> tuple[str, ...]:
    """Return the names of the tables that the catalogue holds, in alphabetic order."""
    return tuple(sorted(path.stem for path in DATA_FOLDER.glob("*.csv")))


@cache
def rows(table: str) -> tuple[Row, ...]:
    """Return all rows of a table, in the order of its file.

    Raises
    ------
    UserError
        If there is no such table.
    InputFaults
        If the table's file has faults: all of them.
    """
    if table not in table_names():
        raise UserError(f"catalog: there is no table '{table}'. {_nearest(table, table_names())}")
    return read_table(DATA_FOLDER / f"{table}.csv")


@cache
def keys(table: str) -> tuple[str, ...]:
    """Return the keys of a table, in the order of its file."""
    return tuple(_groups(table))


@cache
def group(table: str, key: str) -> Mapping[str, Row]:
    """Return parameter → row for one key; an unknown key gives an empty mapping."""
    return _groups(table).get(key, MappingProxyType({}))


def select(table: str, key: str) -> tuple[Row, ...]:
    """Return the rows of one key, in the order of the file.

    Raises
    ------
    UserError
        If the table or the key is unknown; the message names the nearest.
    """
    if key not in keys(table):
        raise UserError(f"catalog {table}: there is no key '{key}'. {_nearest(key, keys(table))}")
    return tuple(group(table, key).values())


def find(table: str, key: str, parameter: str) -> Row | None:
    """Return one row, or None where the catalogue has none."""
    return group(table, key).get(parameter)


def get(table: str, key: str, parameter: str) -> Row:
    """Return one row.

    Raises
    ------
    UserError
        If the table, the key or the parameter is unknown; the message names the nearest.

    Examples
    --------
    >>> get("technologies", "nuclear_large", "fuel").value
    'uranium'
    """
    row = find(table, key, parameter)
    if row is not None:
        return row
    names = tuple(row.parameter for row in select(table, key))
    raise UserError(f"catalog {table} {key}: there is no parameter '{parameter}'. {_nearest(parameter, names)}")


def read_table(path: Path) -> tuple[Row, ...]:
    """Return the rows of one catalogue file, with central, low and high folded into one.

    Parameters
    ----------
    path
        A file in long format (`cells.HEADER`).

    Raises
    ------
    InputFaults
        If a line lacks a field, a value is not a number, a statistic is unknown or given twice, low or high stands
        without central, or low, central and high do not rise.
    """
    cells, faults = read_cells(path)
    statistics: dict[tuple[str, str], dict[str, Cell]] = {}
    for cell in cells:
        same = statistics.setdefault((cell.key, cell.parameter), {})
        if cell.statistic in same:
            problem = f"'{cell.statistic}' was given on line {same[cell.statistic].line}."
            faults.append(_cell_fault(path, cell, "statistic", problem, "Keep one of the two.", "FW208"))
        else:
            same[cell.statistic] = cell
    if not faults:
        faults = [fault for same in statistics.values() for fault in _fold_faults(path, same)]
    if faults:
        raise InputFaults(faults)
    return tuple(_fold(path.stem, same) for same in statistics.values())


@cache
def _groups(table: str) -> Mapping[str, Mapping[str, Row]]:
    """Return key → parameter → row."""
    found: dict[str, dict[str, Row]] = {}
    for row in rows(table):
        found.setdefault(row.key, {})[row.parameter] = row
    return MappingProxyType({key: MappingProxyType(parameters) for key, parameters in found.items()})


def _fold(table: str, same: Mapping[str, Cell]) -> Row:
    """Return the row of one parameter; source and confidence are those of its central value."""
    central = same["central"]
    return Row(
        table=table,
        key=central.key,
        parameter=central.parameter,
        value=central.value,
        low=_bound(same.get("low")),
        high=_bound(same.get("high")),
        unit=central.unit,
        source=central.source,
        source_year=central.source_year,
        confidence=central.confidence,
        currency_year=central.currency_year,
        note=central.note,
    )


def _bound(cell: Cell | None) -> float | None:
    """Return a low or high value, None where it is absent or text."""
    return None if cell is None or isinstance(cell.value, str) else cell.value


def _fold_faults(path: Path, same: Mapping[str, Cell]) -> list[Fault]:
    """Return what is wrong between the statistics of one parameter."""
    central = same.get("central")
    if central is None:
        cell = next(iter(same.values()))
        problem = f"'{cell.statistic}' stands without a central value."
        return [_cell_fault(path, cell, "statistic", problem, "Add the line with central.", "FW209")]
    faults: list[Fault] = []
    for cell in same.values():
        for name in ("unit", "currency_year"):
            own, wanted = getattr(cell, name), getattr(central, name)
            if own != wanted:
                problem = f"'{own}' differs from the central value's '{wanted}'."
                faults.append(_cell_fault(path, cell, name, problem, "Convert it.", "FW210"))
    if faults or isinstance(central.value, str):
        return faults
    low, high = _bound(same.get("low")), _bound(same.get("high"))
    if low is not None and low > central.value:
        problem = f"low {low:g} is above central {central.value:g}."
        faults.append(_cell_fault(path, same["low"], "value", problem, "Swap or correct them.", "FW211"))
    if high is not None and high < central.value:
        problem = f"high {high:g} is below central {central.value:g}."
        faults.append(_cell_fault(path, same["high"], "value", problem, "Swap or correct them.", "FW211"))
    return faults


def _cell_fault(path: Path, cell: Cell, name: str, problem: str, remedy: str, code: str) -> Fault:
    """Return the fault of one cell."""
    column = HEADER.index(name) + 1
    return Fault(path.name, cell.line, column, f"{cell.key}.{cell.parameter}.{name}", problem, remedy, code)


def _nearest(name: str, names: Iterable[str]) -> str:
    """Return the sentence that offers the nearest names, or all of a short list."""
    known = list(names)
    near = get_close_matches(name, known, n=3, cutoff=0.5)
    return f"Nearest: {', '.join(near)}." if near else f"Known: {', '.join(known) or 'none'}."
