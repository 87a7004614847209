"""Tables read back as they were written."""

import pandas as pd
import pytest

from firmwatt.accounting.books import build_ledger
from firmwatt.errors import UserError
from firmwatt.interop import export
from firmwatt.interop.export import write_tables
from firmwatt.interop.tables import all_tables
from tests.hand import hand_dispatch


@pytest.fixture(scope="module")
def tables():
    dispatch = hand_dispatch()
    return all_tables(dispatch, build_ledger(dispatch))


def test_csv(tables, tmp_path):
    write_tables(tables, "csv", tmp_path / "out")
    assert {path.stem for path in (tmp_path / "out").iterdir()} == set(tables)
    back = pd.read_csv(tmp_path / "out" / "hourly_asset.csv")
    pd.testing.assert_frame_equal(back, tables["hourly_asset"], check_dtype=False)
    write_tables(tables, "csv", tmp_path / "out")


def test_parquet(tables, tmp_path):
    write_tables(tables, "parquet", tmp_path / "out")
    back = pd.read_parquet(tmp_path / "out" / "cost.parquet")
    pd.testing.assert_frame_equal(back, tables["cost"], check_dtype=False)


def test_xlsx(tables, tmp_path):
    write_tables(tables, "xlsx", tmp_path / "run.xlsx")
    back = pd.read_excel(tmp_path / "run.xlsx", sheet_name=None)
    assert list(back) == list(tables)
    assert back["capacities"]["mw"].sum() == tables["capacities"]["mw"].sum()


def test_a_table_too_long_for_a_sheet_is_refused(tables, tmp_path, monkeypatch):
    monkeypatch.setattr(export, "_MOST_SHEET_ROWS", 20)
    with pytest.raises(
        UserError, match=r"hourly_asset has more rows than the 20 of an Excel sheet\. Export to parquet"
    ):
        write_tables({"hourly_asset": tables["hourly_asset"]}, "xlsx", tmp_path / "run.xlsx")


def test_a_folder_is_no_workbook(tables, tmp_path):
    with pytest.raises(UserError, match=r"is a folder\. Give the name of a workbook, such as"):
        write_tables(tables, "xlsx", tmp_path)
