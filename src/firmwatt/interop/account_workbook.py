"""An account as an Excel workbook: a sheet for each view, each figure a formula that leads to the rows behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from firmwatt.accounting.account import Account, Figure
from firmwatt.errors import UserError
from firmwatt.interop.replace import replaced_file

VIEWS: Final[Mapping[str, tuple[str, ...]]] = {
    "energy": ("load_mwh", "on_site_mwh", "purchased_mwh", "exported_mwh", "peak_mw"),
    "scope1": ("scope1_",),
    "scope2": ("scope2_", "claimed_mwh", "unclaimed_mwh"),
    "scope3": ("scope3_",),
    "matching": ("matched_", "annual_matched_", "surplus_", "fully_", "cfe_", "residual."),
    "renewable": ("re100_",),
    "data_centre": ("it_mwh", "pue", "wue_", "erf", "ref"),
    "water": ("water_",),
    "software": ("sci_",),
    "money": ("cost_",),
    "consequential": ("consequential.",),
}
"""Sheet → how the names of its figures begin; what fits none stands in `other`."""
PRODUCT_SUMS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "scope2_parts_t.unclaimed": (
        ("unclaimed_mwh", "residual_kg_per_mwh"),
        ("unclaimed_mwh", "carbon_intensity_kg_per_mwh"),
    ),
}
"""Figure → pairs of columns of `by_hour`; it is the sum of the products of the first that gives it, over 1000."""
SUMS: Final[Mapping[str, tuple[str, str]]] = {
    **{
        name: ("by_hour", name)
        for name in (
            "load_mwh", "on_site_mwh", "purchased_mwh", "exported_mwh", "matched_mwh", "surplus_mwh", "claimed_mwh",
            "unclaimed_mwh",
        )
    },
    "scope2_t.location": ("by_hour", "scope2_location_t"),
    "scope2_t.market": ("by_hour", "scope2_market_t"),
    "scope3_parts_t.grid_losses": ("by_hour", "grid_losses_t"),
    "residual.carbon_t": ("by_hour", "residual_carbon_t"),
    "water_m3.plants": ("by_hour", "water_plants_m3"),
    "consequential.avoided_by_instruments_t": ("by_hour", "consequential_avoided_t"),
    "consequential.caused_by_purchases_t": ("by_hour", "consequential_caused_t"),
    "cost_usd": ("costs", "usd"),
}  # fmt: skip
"""Figure → table and column that it is the sum of."""
RATIOS: Final[Mapping[str, tuple[str, str]]] = {
    "matched_share": ("matched_mwh", "load_mwh"),
    "annual_matched_share": ("annual_matched_mwh", "load_mwh"),
    "pue": ("load_mwh", "it_mwh"),
    "cost_usd_per_mwh": ("cost_usd", "load_mwh"),
    "residual.carbon_share": ("residual.carbon_t", "scope2_t.location"),
}
"""Figure → the two figures that it is the ratio of."""
YEARLY: Final[Mapping[str, str]] = {
    "load_mwh": "load_mwh", "it_mwh": "it_mwh", "scope1_t": "scope1_t", "scope2_t.location": "scope2_location_t",
    "scope2_t.market": "scope2_market_t", "scope3_t": "scope3_t", "water_m3.site": "water_site_m3",
    "water_m3.plants": "water_plants_m3",
}  # fmt: skip
"""Figure of a run → column of `by_year`, of which it is the sum over the calendar years that each year stands for."""
TOTALS: Final[Mapping[str, str]] = {"scope1_t": "scope1_parts_t.", "scope2_t.market": "scope2_parts_t.",
                                    "scope3_t": "scope3_parts_t.", "cost_usd": "cost_parts_usd."}  # fmt: skip
"""Figure → how the names of the parts begin that it is the sum of."""
PRODUCTS: Final[Mapping[str, tuple[str, str]]] = {
    "scope2_location_t": ("purchased_mwh", "carbon_intensity_kg_per_mwh"),
    "consequential_caused_t": ("purchased_mwh", "marginal_kg_per_mwh"),
    "water_plants_m3": ("purchased_mwh", "water_l_per_mwh"),
}
"""Column of `by_hour` → columns whose product, over 1000, it is."""
MOST_SHEET_ROWS: Final = 1_048_576
MOST_FORMULA_ROWS: Final = 100_000
"""Above this the hours hold values only, so that the workbook still opens; sums stay formulas."""
TOLERANCE: Final = 1e-9
FIRST_FIGURE_ROW: Final = 1
VALUE_COLUMN: Final = 1


@dataclass(slots=True)
class Sheets:
    """The workbook while it is written.

    Attributes
    ----------
    book
    account
    tables : name → table, of those that fit a sheet
    place : figure → sheet and cell of its value
    """

    book: xlsxwriter.Workbook
    account: Account
    tables: Mapping[str, pd.DataFrame]
    place: dict[str, str] = field(default_factory=dict)


def write_account_workbook(account: Account, path: Path) -> None:
    """Write an account as an `.xlsx` file, whole or not at all.

    Parameters
    ----------
    account
    path

    Raises
    ------
    UserError
        Nothing can be written there, or the name is none of a workbook.

    Notes
    -----
    A figure that is a sum, a ratio or a product of cells is written as that formula, with its value beside it for
    programs that do not calculate; a formula that would not give the figure to 1e-9 is not written. `summary` has all
    figures and leads to the sheet of each view; `inputs`, `findings` and `steps` say what they were made from.
    """
    if path.suffix != ".xlsx" or path.is_dir():
        raise UserError(f"{path}: is no name of a workbook. Write such as {path.with_suffix('.xlsx').name}.")
    fitting = {name: table for name, table in account.tables.items() if len(table) < MOST_SHEET_ROWS}
    options = {"nan_inf_to_errors": False, "strings_to_formulas": False, "strings_to_urls": False}
    with replaced_file(path) as new, xlsxwriter.Workbook(str(new), options) as book:
        sheets = Sheets(book, account, fitting)
        summary = book.add_worksheet("summary")
        groups = _groups(account.figures)
        for view, figures in groups.items():
            sheets.place |= {
                figure.name: f"{view}!$B${row + 1}" for row, figure in enumerate(figures, start=FIRST_FIGURE_ROW)
            }
        for view, figures in groups.items():
            _write_figures(sheets, book.add_worksheet(view), figures)
        _write_summary(sheets, summary)
        for name, table in fitting.items():
            _write_table(sheets, name, table)
        _write_trail(sheets)


def _groups(figures: Mapping[str, Figure]) -> dict[str, list[Figure]]:
    """Return view → its figures; views without any are absent."""
    found: dict[str, list[Figure]] = {}
    for figure in figures.values():
        starts = ((view, start) for view, begins in VIEWS.items() for start in begins)
        view = next((view for view, start in starts if figure.name.startswith(start)), "other")
        found.setdefault(view, []).append(figure)
    return {view: found[view] for view in (*VIEWS, "other") if view in found}


def _write_figures(sheets: Sheets, sheet: Any, figures: list[Figure]) -> None:
    """Write the figures of a view, each as the formula that gives it."""
    _head(sheets, sheet, ("figure", "value", "unit", "rule", "formula in words", "note"), (38, 18, 14, 18, 70, 60))
    for row, figure in enumerate(figures, start=FIRST_FIGURE_ROW):
        sheet.write_string(row, 0, figure.name)
        formula = figure_formula(sheets, figure)
        if figure.value is None:
            sheet.write_string(row, VALUE_COLUMN, "–")
        elif formula is None:
            sheet.write_number(row, VALUE_COLUMN, figure.value)
        else:
            sheet.write_formula(row, VALUE_COLUMN, formula, None, figure.value)
        for column, text in enumerate((figure.unit, figure.rule, figure.formula, figure.reason), start=2):
            sheet.write_string(row, column, text)


def figure_formula(sheets: Sheets, figure: Figure) -> str | None:
    """Return the formula that gives a figure from other cells, or None where there is none that gives it to 1e-9."""
    if figure.value is None:
        return None
    ways = (_part_sum, _column_sum, _product_sum, _year_sum, _ratio)
    return next((found for way in ways if (found := way(sheets, figure.name, figure.value)) is not None), None)


def _part_sum(sheets: Sheets, name: str, meant: float) -> str | None:
    """Return the formula of a figure that is the sum of its parts."""
    parts = [each for each in sheets.account.figures.values() if name in TOTALS and each.name.startswith(TOTALS[name])]
    known = [each for each in parts if each.value is not None]
    if known and _is_close(sum(each.value or 0.0 for each in known), meant):
        return f"={'+'.join(sheets.place[each.name] for each in known)}"
    return None


def _column_sum(sheets: Sheets, name: str, meant: float) -> str | None:
    """Return the formula of a figure that is the sum of a column."""
    table, column = SUMS.get(name, ("", ""))
    if column not in sheets.tables.get(table, ()) or not _is_close(float(sheets.tables[table][column].sum()), meant):
        return None
    return f"=SUM({table}!{_span(sheets.tables[table], column)})"


def _year_sum(sheets: Sheets, name: str, meant: float) -> str | None:
    """Return the formula of a run's figure: of its whole horizon, or of one planning year."""
    years, column = sheets.tables.get("by_year"), YEARLY.get(name, "")
    if years is None or column not in years:
        return None
    values = years[column].to_numpy(dtype=float)
    if _is_close(float(values @ years["calendar_years"].to_numpy(dtype=float)), meant):
        return "=SUMPRODUCT(by_year!{},by_year!{})".format(*(_span(years, each) for each in (column, "calendar_years")))
    rows = [row for row, value in enumerate(values.tolist(), start=2) if _is_close(value, meant)]
    return f"=by_year!${_letter(years, column)}${rows[0]}" if rows else None


def _ratio(sheets: Sheets, name: str, meant: float) -> str | None:
    """Return the formula of a figure that is the ratio of two others."""
    upper, lower = (sheets.account.value(each) for each in RATIOS.get(name, ("", "")))
    if upper is None or not lower or not _is_close(upper / lower, meant):
        return None
    return "={}/{}".format(*(sheets.place[each] for each in RATIOS[name]))


def _product_sum(sheets: Sheets, name: str, meant: float) -> str | None:
    """Return the formula of a figure that is a sum of products of two columns of hours."""
    hours = sheets.tables.get("by_hour")
    if hours is None:
        return None
    for pair in PRODUCT_SUMS.get(name, ()):
        if set(pair) <= set(hours) and _is_close(float((hours[pair[0]] * hours[pair[1]]).sum()) / 1e3, meant):
            return "=SUMPRODUCT(by_hour!{},by_hour!{})/1000".format(*(_span(hours, column) for column in pair))
    return None


def _write_summary(sheets: Sheets, sheet: Any) -> None:
    """Write every figure with a link to its view, below what the account is of."""
    account = sheets.account
    _head(sheets, sheet, ("figure", "value", "unit", "rule", "note"), (38, 18, 14, 18, 70))
    for row, figure in enumerate(account.figures.values(), start=FIRST_FIGURE_ROW):
        sheet.write_string(row, 0, figure.name)
        value = "–" if figure.value is None else figure.value
        sheet.write_formula(row, VALUE_COLUMN, f"={sheets.place[figure.name]}", None, value)
        for column, text in enumerate((figure.unit, figure.rule, figure.reason), start=2):
            sheet.write_string(row, column, text)
    facts = (
        ("source", account.source),
        ("period", f"{account.start_utc} to {account.end_utc} ({account.time_zone})"),
        ("hours left out", f"{account.dropped_hours} of {account.hours}"),
        ("rule sets", ", ".join(account.rule_sets)),
    )
    for row, (name, text) in enumerate(facts, start=FIRST_FIGURE_ROW + len(account.figures) + 1):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, text)


def _write_table(sheets: Sheets, name: str, table: pd.DataFrame) -> None:
    """Write a table; where hours are a product of two of their columns, as that formula."""
    sheet = sheets.book.add_worksheet(name)
    _head(sheets, sheet, [str(column) for column in table], [18] * len(table.columns))
    day = sheets.book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for place, column in enumerate(table):
        values = table[column]
        product = _product(table, str(column))
        if product is not None and len(table) <= MOST_FORMULA_ROWS:
            left, right = (_letter(table, each) for each in product)
            for row, value in enumerate(values.to_numpy(dtype=float), start=1):
                sheet.write_formula(row, place, f"={left}{row + 1}*{right}{row + 1}/1000", None, value)
        elif pd.api.types.is_datetime64_any_dtype(values):
            for row, moment in enumerate(values.dt.to_pydatetime(), start=1):
                sheet.write_datetime(row, place, moment, day)
        else:
            known = values.astype(object).where(values.notna(), None)
            sheet.write_column(1, place, [_plain(value) for value in known])


def _product(table: pd.DataFrame, column: str) -> tuple[str, str] | None:
    """Return the two columns whose product, over 1000, a column is in every row; None if there are none."""
    pair = PRODUCTS.get(column)
    if pair is None or any(each not in table for each in pair):
        return None
    meant = (table[pair[0]] * table[pair[1]] / 1e3).to_numpy(dtype=float)
    values = table[column].to_numpy(dtype=float)
    return pair if np.allclose(meant, values, rtol=TOLERANCE, atol=0.0) else None


def _write_trail(sheets: Sheets) -> None:
    """Write what the account was made from, what was found in it, and every step."""
    account = sheets.account
    lists: dict[str, tuple[tuple[str, ...], Iterable[tuple[object, ...]]]] = {
        "inputs": (
            ("role", "path", "sha256", "rows"),
            [(each.role, each.path, each.sha256, each.rows) for each in account.inputs],
        ),
        "findings": (
            ("kind", "where", "count", "message", "treatment"),
            [(each.kind, each.where, each.count, each.message, each.treatment) for each in account.findings],
        ),
        "steps": (("step", "what"), list(enumerate(account.steps, start=1))),
    }
    for name, (header, rows) in lists.items():
        sheet = sheets.book.add_worksheet(name)
        _head(sheets, sheet, header, [24] * len(header))
        for row, values in enumerate(rows, start=1):
            sheet.write_row(row, 0, [_plain(value) for value in values])


def _head(sheets: Sheets, sheet: Any, names: Iterable[str], widths: Iterable[float]) -> None:
    bold = sheets.book.add_format({"bold": True})
    for place, (name, width) in enumerate(zip(names, widths, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, name, bold)
    sheet.freeze_panes(1, 0)


def _plain(value: object) -> object:
    """Return a value as a cell takes it."""
    return value.item() if isinstance(value, np.generic) else value


def _letter(table: pd.DataFrame, column: str) -> str:
    return str(xl_col_to_name(list(table.columns).index(column)))


def _span(table: pd.DataFrame, column: str) -> str:
    letter = _letter(table, column)
    return f"${letter}$2:${letter}${len(table) + 1}"


def _is_close(found: float, meant: float) -> bool:
    return abs(found - meant) <= TOLERANCE * max(abs(meant), TOLERANCE)
