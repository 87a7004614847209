"""Movements are posted whole, and the database itself refuses what must not be."""

from __future__ import annotations

import pandas as pd
import pytest

from firmwatt.errors import UserError
from firmwatt.registry.database import reading, writing
from firmwatt.registry.posting import HOLDER, RETIRED, Movement, account, moved, movement_lines, post
from tests.registry.books import taken_in


def test_entries_that_do_not_sum_to_zero_are_a_defect(tmp_path):
    _, database = taken_in(tmp_path)
    entries = pd.DataFrame({"account_id": [2], "lot_id": [1], "energy_wh": [5]})
    with pytest.raises(ValueError, match="do not sum to zero"), writing(database) as connection:
        post(connection, Movement("transfer", "", entries))


def test_the_database_refuses_a_balance_below_zero(tmp_path):
    _, database = taken_in(tmp_path)
    with pytest.raises(UserError) as raised, writing(database) as connection:
        acme = account(connection, HOLDER, "acme", is_new=False)
        bob = account(connection, RETIRED, "bob", is_new=True)
        post(connection, Movement("retire", "", moved(pd.DataFrame({"lot_id": [1], "taken_wh": [100_001]}), acme, bob)))
    said = "the database says 'CHECK constraint failed: no_certificate_is_used_twice'. Nothing was changed."
    assert str(raised.value) == f"sqlite:///{database}: {said}"


def test_accounts_are_opened_once_and_unknown_ones_are_answered_with_the_nearest(tmp_path):
    _, database = taken_in(tmp_path)
    with writing(database) as connection:
        opened = account(connection, HOLDER, "bob", is_new=True)
        assert account(connection, HOLDER, "bob", is_new=True) == opened
        with pytest.raises(UserError, match=r"^there is no holder account 'acne'. Did you mean acme\?$"):
            account(connection, HOLDER, "acne", is_new=False)
        with pytest.raises(UserError, match=r"^there is no holder account 'zzz'. Known: acme, bob\.$"):
            account(connection, HOLDER, "zzz", is_new=False)
        with pytest.raises(UserError, match=r"^' ' is no name of an account. Write a word such as acme\.$"):
            account(connection, HOLDER, " ", is_new=True)


def test_the_lines_of_a_movement_name_everything_that_it_wrote(tmp_path):
    _, database = taken_in(tmp_path)
    with reading(database) as connection:
        lines = list(movement_lines(connection, 1))
    assert lines[0] == "movement|1|import|certificates.csv"
    assert [line.split("|")[0] for line in lines[1:]] == ["lots"] * 3 + ["entries"] * 6
    assert "entries|4|holder:acme|1|100000" in lines
