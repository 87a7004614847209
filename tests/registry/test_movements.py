"""Certificates change hands and end."""

from __future__ import annotations

import pytest

from firmwatt.errors import UserError
from firmwatt.registry.balances import balance_table
from firmwatt.registry.database import reading, writing
from firmwatt.registry.lots import Selection
from firmwatt.registry.movements import retire, transfer
from firmwatt.registry.verify import verify_ledger
from tests.registry.books import taken_in


def balances(database):
    with reading(database) as connection:
        assert verify_ledger(connection).faults == ()
        table = balance_table(connection, None, Selection())
    return table.groupby(["kind", "account"])["mwh"].sum().round(9).to_dict()


def test_what_is_transferred_can_be_retired_once(tmp_path):
    _, database = taken_in(tmp_path)
    with writing(database) as connection:
        moved = transfer(connection, ("acme", "bob"), 250_000, Selection(source="solar"), opens=True, reference="deal")
        retire(connection, "bob", "bob's load", 240_000, Selection(), reference="2025")
    assert moved["taken_wh"].tolist() == [100_000, 150_000]
    assert balances(database) == {
        ("holder", "acme"): 0.1005, ("holder", "bob"): 0.01, ("retired", "bob's load"): 0.24,
    }  # fmt: skip
    with (
        pytest.raises(UserError, match="bob: holds 10 kWh in certificates, 11 kWh are asked for"),
        writing(database) as connection,
    ):
        retire(connection, "bob", "bob's load", 11_000, Selection(), reference="again")
    assert balances(database)[("holder", "bob")] == 0.01


def test_whom_nobody_knows_receives_nothing(tmp_path):
    _, database = taken_in(tmp_path)
    with pytest.raises(UserError, match="there is no holder account 'bob'"), writing(database) as connection:
        transfer(connection, ("acme", "bob"), 1, Selection(), opens=False, reference="")
    with (
        pytest.raises(UserError, match=r"^acme: gives to itself. Name two accounts\.$"),
        writing(database) as connection,
    ):
        transfer(connection, ("acme", "acme"), 1, Selection(), opens=False, reference="")
