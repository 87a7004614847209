"""A small ledger to test with: files as users write them, and a database in a folder of the test."""

from __future__ import annotations

from pathlib import Path

from firmwatt.registry.certificate_file import read_certificates
from firmwatt.registry.database import writing
from firmwatt.registry.issuing import take_in

GIVEN = {"account": "acme", "region": "ercot", "instrument": None}
HOURS = """timestamp,contract,source,energy_kwh
2025-06-01T10:00Z,sunny,solar,100
2025-06-01T11:00Z,sunny,solar,200.5
2025-06-01T11:00Z,windy,wind,50
"""


def written(folder: Path, text: str, name: str = "certificates.csv") -> Path:
    """Return the path of a file that holds a text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def taken_in(folder: Path, text: str = HOURS, name: str = "certificates.csv", **given: str):
    """Take a file into the ledger of a folder; return what became of it and the database."""
    database = str(folder / "ledger.db")
    file = read_certificates(written(folder, text, name), GIVEN | given)
    with writing(database) as connection:
        return take_in(connection, file), database


def seconds(text: str) -> int:
    """Return a UTC time as seconds since 1970."""
    import numpy as np

    return int(np.datetime64(text, "s").astype(np.int64))
