"""An account as files, whole or not at all."""

import json

import pandas as pd
import pytest

from firmwatt.accounting.metered_account import account_of_meters
from firmwatt.errors import UserError
from firmwatt.interop.account_files import write_account
from tests.accounting.meter_files import request


def test_one_object(tmp_path):
    write_account(account_of_meters(request(tmp_path, [1000.0])), tmp_path / "out.json")
    found = json.loads((tmp_path / "out.json").read_text())
    assert (found["schema_version"], found["status"], found["load_mwh"]) == (1, "ok", 1.0)
    assert found["by_meter"][0]["accounted_mwh"] == 1.0


@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_a_folder_with_tables(tmp_path, kind):
    kept = account_of_meters(request(tmp_path, [1000.0, 2000.0]))
    for _ in range(2):  # the second time it replaces the first
        write_account(kept, tmp_path / "out", kind)
    read = pd.read_parquet if kind == "parquet" else pd.read_csv
    assert read(tmp_path / "out" / f"by_hour.{kind}")["load_mwh"].tolist() == [1.0, 2.0]
    names = {path.stem for path in (tmp_path / "out").iterdir()}
    assert names == {"account", *kept.tables}


def test_messages(tmp_path):
    kept = account_of_meters(request(tmp_path, [1.0]))
    with pytest.raises(UserError) as raised:
        write_account(kept, tmp_path / "out.docx")
    assert str(raised.value) == (
        f"{tmp_path}/out.docx: an account is written as .json or into a folder. Give one of the two."
    )
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("x")
    with pytest.raises(UserError, match="holds files that are not ours"):
        write_account(kept, tmp_path / "full")
