"""Each catalogue row can be traced: a source that a reader can find, its year, an honest confidence, a price year."""

from __future__ import annotations

import re
from datetime import date

import pytest

from firmwatt.catalog import loader
from firmwatt.catalog.loader import Row

LEAST_SOURCE_LETTERS = 12
VAGUE = re.compile(r"\b(FACTS|tbd|todo|unknown|various|internet|chatgpt)\b", re.IGNORECASE)
RECALLED = re.compile(r"\b(recalled|estimate[ds]?|assum\w+)\b", re.IGNORECASE)


def _name(row: Row) -> str:
    return f"{row.table} {row.key}.{row.parameter}"


@pytest.mark.parametrize("table", loader.table_names())
def test_every_table_loads_and_is_not_empty(table: str) -> None:
    assert loader.rows(table)


@pytest.mark.parametrize("table", loader.table_names())
def test_every_row_has_a_source_that_can_be_found(table: str) -> None:
    rows = loader.rows(table)
    assert not [_name(row) for row in rows if len(row.source) < LEAST_SOURCE_LETTERS or VAGUE.search(row.source)]
    assert not [_name(row) for row in rows if row.source_year > date.today().year + 1]


@pytest.mark.parametrize("table", loader.table_names())
def test_what_was_not_read_is_not_called_sure(table: str) -> None:
    assert not [_name(row) for row in loader.rows(table) if RECALLED.search(row.source) and row.confidence == "high"]


@pytest.mark.parametrize("table", loader.table_names())
def test_money_has_its_price_year_and_its_unit_in_the_name(table: str) -> None:
    rows = loader.rows(table)
    assert not [_name(row) for row in rows if "usd" in row.parameter.split("_") and row.currency_year is None]
    assert not [_name(row) for row in rows if row.currency_year is not None and "usd" not in row.parameter.split("_")]


@pytest.mark.parametrize("table", loader.table_names())
def test_a_parameter_has_one_unit_in_a_table(table: str) -> None:
    units: dict[str, set[str]] = {}
    for row in loader.rows(table):
        units.setdefault(row.parameter, set()).add(row.unit)
    assert not {parameter: found for parameter, found in units.items() if len(found) > 1}
