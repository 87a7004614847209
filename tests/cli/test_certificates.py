"""`firmwatt certificates` as a user calls it."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from tests.cli.command import run
from tests.registry.books import HOURS, written

METERS = "timestamp,meter,energy_kwh\n2025-06-01T10:00Z,main,80\n2025-06-01T11:00Z,main,80\n"


@pytest.fixture
def call(tmp_path, capsys):
    def called(*words):
        code = run("certificates", *words, "--database", tmp_path / "books.db")
        return code, *capsys.readouterr()

    written(tmp_path, HOURS)
    written(tmp_path, METERS, "meters.csv")
    assert called("import", tmp_path / "certificates.csv", "--account", "acme", "--region", "ercot")[0] == 0
    return called


def test_a_file_comes_in_once(call, tmp_path):
    words = ("import", tmp_path / "certificates.csv", "--account", "acme", "--region", "ercot")
    assert call(*words) == (0, "The ledger held all 3 certificates already. Nothing was changed.\n", "")
    answer = json.loads(call(*words, "--json")[1])
    assert answer == {
        "schema_version": 1, "status": "ok", "is_known_file": True, "new_rows": 0, "known_rows": 3, "new_wh": 0,
        "empty_rows": 0,
    }  # fmt: skip


def test_a_load_is_matched_and_its_contracts_written(call, tmp_path):
    words = ("match", tmp_path / "meters.csv", "--account", "acme", "--region", "ercot", "--out", tmp_path / "c.csv")
    code, out, _ = call(*words)
    assert (code, out) == (
        0,
        "meters: 160 kWh were retired now and 0 kWh before, 100.0 % of 160 kWh in 2 hours, 2 of them in full.\n",
    )
    rows = pd.read_csv(tmp_path / "c.csv")
    assert rows.columns.tolist() == ["timestamp", "contract", "source", "energy_kwh", "kind", "region"]
    assert rows["energy_kwh"].tolist() == [80.0, 80.0]
    again = json.loads(call(*words, "--json")[1])
    assert (again["retired_now_kwh"], again["retired_before_kwh"], again["matched_share"]) == (0.0, 160.0, 1.0)


def test_an_account_reads_what_was_matched(call, tmp_path, capsys):
    words = ("match", tmp_path / "meters.csv", "--account", "acme", "--region", "ercot", "--out", tmp_path / "c.csv")
    matched = json.loads(call(*words, "--json")[1])
    assert run("account", tmp_path / "meters.csv", "--contracts", tmp_path / "c.csv", "--json") == 0
    account = json.loads(capsys.readouterr().out)
    assert account["matched_mwh"] == pytest.approx(matched["retired_now_kwh"] / 1000)
    assert account["matched_share"] == pytest.approx(matched["matched_share"])


def test_a_load_without_a_region(call, tmp_path):
    path = tmp_path / "meters.csv"
    assert call("match", path, "--account", "acme") == (
        2, "", f"{path}: --region is missing. Name the grid region of the load, such as pjm.\n",
    )  # fmt: skip


def test_transfer_retire_balance_and_verify(call, tmp_path):
    assert call("transfer", "--from", "acme", "--to", "bob", "--mwh", "0.1", "--new-account")[:2] == (
        0, "acme gave bob 100 kWh of 1 certificates.\n",
    )  # fmt: skip
    assert call("retire", "--account", "bob", "--mwh", "0.04", "--vintage", "2025")[0] == 0
    code, _, err = call("retire", "--account", "bob", "--mwh", "0.061")
    assert (code, err) == (
        2,
        "bob: holds 60 kWh in certificates, 61 kWh are asked for. No certificate is used twice: ask for less, or "
        "import or receive more.\n",
    )
    balances = json.loads(call("balance", "--account", "bob", "--json")[1])["balances"]
    assert [(row["kind"], row["mwh"]) for row in balances] == [("holder", 0.06), ("retired", 0.04)]
    assert call("balance", "--out", tmp_path / "b.csv")[0] == 0
    assert pd.read_csv(tmp_path / "b.csv")["mwh"].sum() == pytest.approx(0.3505)
    verdict = json.loads(call("verify", "--json")[1])
    assert (verdict["status"], verdict["faults"], verdict["movements"]) == ("ok", [], 3)
    code, out, err = call("verify", "--head", "0" * 63 + "1")
    assert (code, out.split(": ")[1][:8]) == (2, "1 faults")
    assert err.startswith("the log does not hold 000")


def test_the_log_tells_every_action(call, tmp_path):
    call("retire", "--account", "acme", "--mwh", "0.01", "--for", "campus")
    rows = json.loads(call("log", "--json")[1])["rows"]
    assert [row["action"] for row in rows] == ["open account", "open account", "import", "open account", "retire"]
    assert [row["previous_sha256"] for row in rows[1:]] == [row["sha256"] for row in rows[:-1]]
    code, out, _ = call("log", "--out", tmp_path / "log.csv")
    assert (code, len(out.splitlines()), len(pd.read_csv(tmp_path / "log.csv"))) == (0, 5, 5)
    assert json.loads(call("verify", "--json")[1])["head_sha256"] == rows[-1]["sha256"]


def test_a_store_and_a_single_certificate(call, tmp_path):
    text = "timestamp,charge_kwh,discharge_kwh\n2025-06-01T10:00Z,50,0\n2025-06-01T12:00Z,0,43\n"
    path = written(tmp_path, text, "store.csv")
    words = ("store", path, "--account", "acme", "--store", "battery", "--region", "ercot", "--efficiency", "0.86")
    said = "battery: 50 kWh went in, 43 kWh were issued anew, 7 kWh were lost, 0 kWh are inside.\n"
    assert call(*words)[:2] == (0, said)
    assert call(*words)[:2] == (0, f"{path}: was taken in before. Nothing was changed.\n")
    assert json.loads(call(*words, "--json")[1])["is_known_file"]
    one = (
        "issue", "--account", "acme", "--contract", "farm", "--source", "wind", "--region", "pjm", "--mwh", "10",
        "--period", "2025", "--instrument", "rec",
    )  # fmt: skip
    assert call(*one)[:2] == (0, "1 certificates of 10,000 kWh came in; 0 were known.\n")
    assert call(*one)[:2] == (0, "The ledger held all 1 certificates already. Nothing was changed.\n")


def test_only_issue_and_import_start_a_ledger(tmp_path, capsys):
    none = tmp_path / "none.db"
    assert run("certificates", "retire", "--account", "acme", "--mwh", "1", "--database", none) == 2
    assert capsys.readouterr().err == (
        f"{none}: there is no ledger of certificates. "
        "`firmwatt certificates issue` or `import` with this --database starts one.\n"
    )
    assert not none.exists()
