"""A pack holds all that its account was made from, the same bytes for the same account."""

from __future__ import annotations

import json
import zipfile

import pytest

from firmwatt.errors import UserError
from firmwatt.interop.assurance_pack import sha256_of, table_bytes, table_file, write_pack
from tests.interop.papers import account_in


def test_a_pack_holds_inputs_rules_steps_and_tables(tmp_path):
    request, account = account_in(tmp_path)
    digest = write_pack(request, account, tmp_path / "pack.zip")
    assert digest == sha256_of((tmp_path / "pack.zip").read_bytes())
    with zipfile.ZipFile(tmp_path / "pack.zip") as archive:
        names = archive.namelist()
        manifest, told = (json.loads(archive.read(name)) for name in ("manifest.json", "account.json"))
        assert archive.read("inputs/meters/meters.csv") == request.meters.read_bytes()
    assert names == sorted(names)
    assert {"request.json", "rules/ghgp-2015.toml", "rules/cfe-hourly.toml", "tables/by_hour.parquet"} <= set(names)
    assert set(manifest["files"]) == set(names) - {"manifest.json"}
    assert manifest["rule_sets"] == list(account.rule_sets)
    assert told["steps"] == list(account.steps)


def test_the_same_account_gives_the_same_bytes(tmp_path):
    request, account = account_in(tmp_path)
    assert write_pack(request, account, tmp_path / "a.zip") == write_pack(request, account, tmp_path / "b.zip")


def test_a_file_that_changed_since_is_not_packed(tmp_path):
    request, account = account_in(tmp_path)
    request.grid.write_text(request.grid.read_text() + "\n")
    with pytest.raises(UserError) as raised:
        write_pack(request, account, tmp_path / "pack.zip")
    assert str(raised.value) == f"{request.grid}: has changed since the account was made. Make the account again."
    assert not (tmp_path / "pack.zip").exists()


def test_a_name_that_is_none_of_a_pack(tmp_path):
    request, account = account_in(tmp_path)
    with pytest.raises(UserError) as raised:
        write_pack(request, account, tmp_path / "pack")
    assert str(raised.value) == f"{tmp_path}/pack: is no name of a pack. Write such as pack.zip."


def test_hours_are_parquet_and_the_rest_csv(tmp_path):
    _, account = account_in(tmp_path)
    assert (table_file("by_hour"), table_file("costs")) == ("tables/by_hour.parquet", "tables/costs.csv")
    assert table_bytes("by_hour", account.tables["by_hour"])[:4] == b"PAR1"
    assert table_bytes("by_month", account.tables["by_month"]).startswith(b"month,")
