"""Balances by account, instrument, region, source and year."""

from __future__ import annotations

from firmwatt.registry.balances import balance_table
from firmwatt.registry.database import reading
from firmwatt.registry.lots import Selection
from tests.registry.books import taken_in


def test_lots_are_added_up_by_source_and_year(tmp_path):
    _, database = taken_in(tmp_path)
    with reading(database) as connection:
        table = balance_table(connection, "acme", Selection())
        none = balance_table(connection, "nobody", Selection())
    assert table.to_dict("records") == [
        {
            "kind": "holder", "account": "acme", "instrument": "gc", "region": "ercot", "source": source, "year": 2025,
            "certificates": count, "mwh": mwh,
        }
        for source, count, mwh in (("solar", 2, 0.3005), ("wind", 1, 0.05))
    ]  # fmt: skip
    assert not len(none)
