"""The audit log: one row an action, each holding the hash of the one before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select

from firmwatt.registry.tables import AUDIT

START = "0" * 64
"""Stands where the first row would hold the hash of the row before."""


def append_audit(connection: Connection, action: str, detail: Mapping[str, object]) -> str:
    """Add one row to the log and return its hash.

    Parameters
    ----------
    connection
        Of `writing`: nobody else appends.
    action
    detail
        What JSON knows; keys are sorted, so that the same detail gives the same text.
    """
    last = connection.execute(
        select(AUDIT.c.sequence, AUDIT.c.sha256).order_by(AUDIT.c.sequence.desc()).limit(1)
    ).one_or_none()
    row = {
        "sequence": 1 if last is None else last.sequence + 1,
        "recorded_at": datetime.now(tz=UTC).isoformat(timespec="milliseconds"),
        "action": action,
        "detail": json.dumps(detail, sort_keys=True, ensure_ascii=False),
        "previous_sha256": START if last is None else last.sha256,
    }
    row["sha256"] = row_sha256(row)
    connection.execute(AUDIT.insert().values(row))
    return str(row["sha256"])


def row_sha256(row: Mapping[str, object]) -> str:
    """Return the hash of a row of the log, all its columns but the hash itself."""
    names = ("sequence", "recorded_at", "action", "detail", "previous_sha256")
    return hashlib.sha256(json.dumps([row[name] for name in names], ensure_ascii=False).encode()).hexdigest()


def lines_sha256(lines: Iterable[str]) -> str:
    r"""Return the hash of lines of text, each ended by a line feed.

    Examples
    --------
    >>> lines_sha256(["a", "b"]) == hashlib.sha256(b"a\nb\n").hexdigest()
    True
    """
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line.encode())
        digest.update(b"\n")
    return digest.hexdigest()


def head(connection: Connection) -> str:
    """Return the hash of the last row: whoever keeps it can prove later that no row was changed or dropped."""
    found = connection.execute(select(AUDIT.c.sha256).order_by(AUDIT.c.sequence.desc()).limit(1)).scalar_one_or_none()
    return START if found is None else str(found)


def log_rows(connection: Connection) -> list[dict[str, Any]]:
    """Return every row of the log, the first action first."""
    return [dict(row) for row in connection.execute(select(AUDIT).order_by(AUDIT.c.sequence)).mappings()]


def broken_links(connection: Connection, noted_head: str | None = None) -> Iterator[str]:
    """Yield a sentence for each place at which the chain of the log does not hold.

    Parameters
    ----------
    connection
    noted_head
        Hash that was noted earlier; it must be one of the log's.
    """
    before, expected, seen = START, 1, {START}
    for row in log_rows(connection):
        sequence = row["sequence"]
        if sequence != expected:
            yield f"audit row {expected} is missing: {sequence} follows {expected - 1}."
        if row["previous_sha256"] != before:
            yield f"audit row {sequence} does not continue the row before it."
        if row["sha256"] != row_sha256(row):
            yield f"audit row {sequence} ({row['action']}) was changed after it was written."
        before, expected = row["sha256"], sequence + 1
        seen.add(before)
    if noted_head is not None and noted_head not in seen:
        yield f"the log does not hold {noted_head}, which was noted earlier: rows were dropped or written anew."
