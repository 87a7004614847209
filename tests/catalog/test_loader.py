from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from firmwatt.catalog import loader
from firmwatt.catalog.cells import HEADER
from firmwatt.errors import InputFaults, UserError

ROW = "smr,overnight_cost_usd_per_kw,{},{},usd_per_kw,A report,2024,high,{},"


def _file(folder: Path, *lines: str) -> Path:
    path = folder / "technologies.csv"
    path.write_text("\n".join([",".join(HEADER), *lines]) + "\n", encoding="utf-8")
    return path


def _money(statistic: str, value: float, year: int = 2022) -> str:
    return ROW.format(statistic, value, year)


def test_the_three_statistics_become_one_row(tmp_path: Path) -> None:
    (row,) = loader.read_table(_file(tmp_path, _money("high", 10), _money("central", 8), _money("low", 5)))
    assert (row.table, row.key, row.low, row.value, row.high) == ("technologies", "smr", 5, 8, 10)
    assert (row.number, row.text, row.currency_year) == (8, "8", 2022)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (
            [_money("central", 8), _money("central", 9)],
            "technologies.csv:3:3 smr.overnight_cost_usd_per_kw.statistic: 'central' was given on line 2. "
            "Keep one of the two. [FW208]",
        ),
        (
            [_money("low", 5)],
            "technologies.csv:2:3 smr.overnight_cost_usd_per_kw.statistic: 'low' stands without a central value. "
            "Add the line with central. [FW209]",
        ),
        (
            [_money("central", 8), _money("low", 5, 2020)],
            "technologies.csv:3:9 smr.overnight_cost_usd_per_kw.currency_year: '2020' differs from the central value's "
            "'2022'. Convert it. [FW210]",
        ),
        (
            [_money("central", 8), _money("low", 9)],
            "technologies.csv:3:4 smr.overnight_cost_usd_per_kw.value: low 9 is above central 8. "
            "Swap or correct them. [FW211]",
        ),
        (
            [_money("central", 8), _money("high", 7)],
            "technologies.csv:3:4 smr.overnight_cost_usd_per_kw.value: high 7 is below central 8. "
            "Swap or correct them. [FW211]",
        ),
    ],
)
def test_statistics_that_do_not_fit_are_faults(tmp_path: Path, lines: list[str], message: str) -> None:
    with pytest.raises(InputFaults) as caught:
        loader.read_table(_file(tmp_path, *lines))
    assert str(caught.value) == message


def test_faults_of_lines_come_together_in_one_error(tmp_path: Path) -> None:
    with pytest.raises(InputFaults) as caught:
        loader.read_table(_file(tmp_path, _money("middle", 8), ROW.format("central", "nan", 2022)))
    assert [(fault.line, fault.code) for fault in caught.value.faults] == [(2, "FW204"), (3, "FW205")]


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(UserError) as caught:
        loader.rows("technologie")
    assert str(caught.value) == "catalog: there is no table 'technologie'. Nearest: technologies."
    with pytest.raises(UserError) as caught:
        loader.get("technologies", "gas_turbin", "unit_mw")
    assert str(caught.value) == "catalog technologies: there is no key 'gas_turbin'. Nearest: gas_turbine."
    with pytest.raises(UserError) as caught:
        loader.get("fuels", "gas", "price")
    assert str(caught.value) == (
        "catalog fuels gas: there is no parameter 'price'. "
        "Known: price_usd_per_mmbtu, emission_kg_per_mmbtu, upstream_kg_per_mmbtu."
    )


def test_what_is_absent_is_none_or_empty() -> None:
    assert loader.find("technologies", "smr", "charm") is None
    assert loader.find("technologies", "perpetual_motion", "unit_mw") is None
    assert dict(loader.group("technologies", "perpetual_motion")) == {}


def test_groups_and_selections_hold_the_same_rows() -> None:
    assert tuple(loader.group("technologies", "smr").values()) == loader.select("technologies", "smr")
    assert sum(len(loader.select("deals", key)) for key in loader.keys("deals")) == len(loader.rows("deals"))


def test_a_text_row_has_no_number() -> None:
    row = loader.get("technologies", "smr", "fuel")
    assert row.text == "uranium"
    with pytest.raises(UserError) as caught:
        _ = row.number
    assert str(caught.value) == "catalog technologies smr.fuel: 'uranium' is text. Ask for a number."


def test_money_moves_to_another_price_year_by_the_published_index() -> None:
    row = loader.get("technologies", "fusion", "overnight_cost_usd_per_kw")
    moved = row.in_price_year(2024)
    ratio = 313.689 / 292.655  # CPI-U of 2024 over 2022, Bureau of Labor Statistics
    assert row.currency_year == 2022
    assert moved.currency_year == 2024
    assert row.low is not None
    assert row.high is not None
    expected = (row.low * ratio, row.number * ratio, row.high * ratio)
    assert (moved.low, moved.value, moved.high) == pytest.approx(expected, rel=1e-12)
    assert moved.in_price_year(2022).number == pytest.approx(row.number, rel=1e-12)


def test_what_is_not_money_keeps_its_value_in_every_year() -> None:
    row = loader.get("technologies", "smr", "unit_mw")
    assert row.in_price_year(2010) is row


def test_a_year_without_an_index_is_refused() -> None:
    row = loader.get("technologies", "smr", "overnight_cost_usd_per_kw")
    with pytest.raises(UserError) as caught:
        row.in_price_year(1999)
    assert str(caught.value) == (
        "catalog price_index: 1999 is not in the index, which covers 2009 to 2026. Use a year of these."
    )


def test_the_loader_needs_no_heavy_library() -> None:
    code = (
        "import sys, firmwatt.catalog.loader as c; c.rows('technologies'); "
        "print(sorted({'numpy', 'pandas', 'pydantic', 'scipy'} & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
