"""Whatever is changed behind the ledger's back is found and named."""

from __future__ import annotations

import pytest

from firmwatt.registry.database import reading, writing
from firmwatt.registry.lots import Selection
from firmwatt.registry.movements import retire
from firmwatt.registry.tables import ACCOUNTS, BALANCES, CLAIMS, ENTRIES, FILES, LOTS, MOVEMENTS
from firmwatt.registry.verify import verify_ledger
from tests.registry.books import taken_in


@pytest.fixture
def database(tmp_path):
    _, database = taken_in(tmp_path)
    with writing(database) as connection:
        retire(connection, "acme", "campus", 150_000, Selection(), reference="")
    return database


def faults(database):
    with reading(database) as connection:
        return verify_ledger(connection).faults


def test_a_sound_ledger(database):
    with reading(database) as connection:
        verdict = verify_ledger(connection)
    assert (verdict.faults, verdict.movements, verdict.lots, verdict.audit_rows) == ((), 2, 3, 5)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            LOTS.update().where(LOTS.c.id == 1).values(energy_wh=1),
            ("movement 1: its rows are not those that were logged.", "lot 1: holds 0.001 kWh but 100 kWh were issued."),
        ),
        (
            LOTS.update().where(LOTS.c.id == 1).values(starts_s=0),
            ("movement 1: its rows are not those that were logged.",),
        ),
        (
            ENTRIES.update().where(ENTRIES.c.id == 8).values(energy_wh=-1),
            (
                "movement 2: its rows are not those that were logged.",
                "movement 2: the entries of lot 2 sum to 49.999 kWh, not to zero.",
                "holder acme: the balance of lot 2 is 150.5 kWh, its entries sum to 200.499 kWh.",
            ),
        ),
        (
            BALANCES.update().where(BALANCES.c.lot_id == 3).values(energy_wh=90_000),
            ("holder acme: the balance of lot 3 is 90 kWh, its entries sum to 50 kWh.",),
        ),
        (
            CLAIMS.update().where(CLAIMS.c.id == 1).values(energy_wh=1),
            (
                "movement 2: its rows are not those that were logged.",
                "movement 2: 50.001 kWh are claimed, 150 kWh were retired or stored.",
            ),
        ),
        (
            ACCOUNTS.update().where(ACCOUNTS.c.name == "acme").values(name="me"),
            (
                "movement 1: its rows are not those that were logged.",
                "movement 2: its rows are not those that were logged.",
                "account 2 (holder me) is not as it was opened.",
            ),
        ),
        (
            FILES.update().values(content_sha256="0"),
            ("file certificates.csv: the log knows no file of this content.",),
        ),
        (MOVEMENTS.insert().values(id=3, action="x", reference=""), ("movement 3 stands in the ledger only.",)),
    ],
)
def test_a_change_behind_its_back_is_named(database, change, said):
    with writing(database) as connection:
        connection.execute(change)
    assert faults(database) == said
