"""The workbook of an account: its formulas, worked out again from the cells, give its figures."""

from __future__ import annotations

import re

import openpyxl
import pytest

from firmwatt import study
from firmwatt.accounting.account import AccountRequest
from firmwatt.accounting.run_account import account_of_run
from firmwatt.errors import UserError
from firmwatt.interop.account_workbook import figure_formula, write_account_workbook
from firmwatt.planning.solve import solve_plan
from tests.cases import tiny_case
from tests.interop.papers import account_in
from tests.worlds import simple_inputs

CELL = re.compile(r"(?:(\w+)!)?\$?([A-Z]+)\$?(\d+)")
SPAN = re.compile(r"(\w+)!\$([A-Z]+)\$(\d+):\$[A-Z]+\$(\d+)")


class Calculator:
    """Works out the few formulas that an account is made of: cells, SUM, SUMPRODUCT, plus, times and over."""

    def __init__(self, book):
        self.book = book

    def cell(self, sheet, place):
        value = self.book[sheet][place].value
        return self.work_out(sheet, value[1:]) if isinstance(value, str) and value.startswith("=") else value

    def column(self, text):
        sheet, letter, first, last = SPAN.fullmatch(text).groups()
        return [self.cell(sheet, f"{letter}{row}") or 0.0 for row in range(int(first), int(last) + 1)]

    def work_out(self, sheet, text):
        if found := re.fullmatch(r"SUM\((.+)\)", text):
            return sum(self.column(found[1]))
        if found := re.fullmatch(r"SUMPRODUCT\((.+),(.+)\)(/1000)?", text):
            product = sum(a * b for a, b in zip(self.column(found[1]), self.column(found[2]), strict=True))
            return product / 1000 if found[3] else product
        values = {match[0]: self.cell(match[1] or sheet, f"{match[2]}{match[3]}") for match in CELL.finditer(text)}
        if len(values) == 1 and text in values:
            return values[text]
        for place, value in values.items():
            text = text.replace(place, repr(float(value)))
        return eval(text, {"__builtins__": {}})


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("workbook")
    _, account = account_in(folder)
    write_account_workbook(account, folder / "account.xlsx")
    return account, openpyxl.load_workbook(folder / "account.xlsx"), folder / "account.xlsx"


def test_every_figure_of_the_summary_is_worked_out_from_cells(written):
    account, book, _ = written
    calculator = Calculator(book)
    rows = {row[0].value: row[1].coordinate for row in book["summary"].iter_rows(min_row=2) if row[0].value}
    for name, figure in account.figures.items():
        found = calculator.cell("summary", rows[name])
        assert found == ("–" if figure.value is None else pytest.approx(figure.value, rel=1e-9, abs=1e-12)), name


def test_sums_lead_to_the_hours_and_hours_to_the_factors(written):
    _, book, _ = written
    values = {
        row[0].value: row[1].value for sheet in ("scope2", "matching") for row in book[sheet].iter_rows(min_row=2)
    }
    assert values["scope2_t.location"] == "=SUM(by_hour!$M$2:$M$49)"
    assert values["scope2_parts_t.unclaimed"].startswith("=SUMPRODUCT(by_hour!$L$2:$L$49,by_hour!$")
    assert values["scope2_t.market"] == "=scope2!$B$4+scope2!$B$5"
    assert values["matched_share"] == "=matching!$B$2/energy!$B$2"
    header = [cell.value for cell in book["by_hour"][1]]
    location = book["by_hour"].cell(2, header.index("scope2_location_t") + 1).value
    assert re.fullmatch(r"=[A-Z]+2\*[A-Z]+2/1000", location)


@pytest.mark.parametrize("year", [None, 2030])
def test_figures_of_a_run_lead_to_its_years(tmp_path, year):
    run = study.keep_books(solve_plan(simple_inputs(tiny_case())))
    study.save_run(run, tmp_path / "tiny")
    account = account_of_run(run.dispatch, run.ledger, AccountRequest(meters=tmp_path / "tiny", year=year))
    write_account_workbook(account, tmp_path / "run.xlsx")
    book = openpyxl.load_workbook(tmp_path / "run.xlsx")
    calculator = Calculator(book)
    rows = {row[0].value: row[1].coordinate for row in book["summary"].iter_rows(min_row=2) if row[0].value}
    for name, figure in account.figures.items():
        meant = "–" if figure.value is None else pytest.approx(figure.value, rel=1e-9, abs=1e-9)
        assert calculator.cell("summary", rows[name]) == meant, name
    location = book["scope2"]["B2"].value
    assert location == ("=SUMPRODUCT(by_year!$F$2:$F$3,by_year!$B$2:$B$3)" if year is None else "=by_year!$F$3")
    assert book["money"]["B2"].value.startswith("=money!$B$3+money!$B$4+")


def test_programs_that_do_not_calculate_see_the_values(written):
    account, _, path = written
    values = openpyxl.load_workbook(path, data_only=True)
    assert values["summary"]["B2"].value == pytest.approx(account.value("load_mwh"))


def test_there_is_a_sheet_for_each_view_and_for_the_trail(written):
    account, book, _ = written
    wanted = {"summary", "energy", "scope2", "scope3", "matching", "renewable", "money", "inputs", "findings", "steps"}
    assert wanted | set(account.tables) <= set(book.sheetnames)
    assert [row[2].value for row in book["inputs"].iter_rows(min_row=2)] == [each.sha256 for each in account.inputs]


def test_a_formula_that_would_not_give_the_figure_is_not_written(tmp_path):
    from dataclasses import replace

    from firmwatt.interop.account_workbook import Sheets

    _, account = account_in(tmp_path)
    figure = replace(account.figures["matched_mwh"], value=account.value("matched_mwh") * (1 + 1e-6))
    assert figure_formula(Sheets(None, account, account.tables), figure) is None
    assert figure_formula(Sheets(None, account, account.tables), account.figures["matched_mwh"]).startswith(
        "=SUM(by_hour"
    )


def test_a_name_that_is_none_of_a_workbook(tmp_path):
    _, account = account_in(tmp_path)
    with pytest.raises(UserError) as raised:
        write_account_workbook(account, tmp_path / "account.csv")
    assert str(raised.value) == f"{tmp_path}/account.csv: is no name of a workbook. Write such as account.xlsx."
