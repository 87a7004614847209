"""The chain of the log: whoever changes, drops or adds a row is found."""

from __future__ import annotations

import pytest

from firmwatt.registry.audit import START, append_audit, broken_links, head
from firmwatt.registry.database import reading, writing
from firmwatt.registry.tables import AUDIT


@pytest.fixture
def log(tmp_path):
    database = str(tmp_path / "ledger.db")
    with writing(database) as connection:
        heads = [append_audit(connection, "note", {"text": text}) for text in ("가", "b", "c")]
    return database, heads


def broken(database, noted=None):
    with reading(database) as connection:
        return list(broken_links(connection, noted))


def test_a_log_that_holds(log):
    database, heads = log
    assert broken(database) == broken(database, heads[0]) == broken(database, START) == []
    with reading(database) as connection:
        assert head(connection) == heads[-1]


def test_a_changed_row_is_named(log):
    database, _ = log
    with writing(database) as connection:
        connection.execute(AUDIT.update().where(AUDIT.c.sequence == 2).values(detail='{"text": "x"}'))
    assert broken(database) == ["audit row 2 (note) was changed after it was written."]


def test_a_dropped_row_is_named(log):
    database, heads = log
    with writing(database) as connection:
        connection.execute(AUDIT.delete().where(AUDIT.c.sequence == 2))
    assert broken(database) == [
        "audit row 2 is missing: 3 follows 1.",
        "audit row 3 does not continue the row before it.",
    ]
    with writing(database) as connection:
        connection.execute(AUDIT.delete().where(AUDIT.c.sequence == 3))
    assert broken(database) == []
    assert broken(database, heads[-1]) == [
        f"the log does not hold {heads[-1]}, which was noted earlier: rows were dropped or written anew."
    ]
