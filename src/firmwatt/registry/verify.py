"""The whole ledger checked: the chain of the log, the hash of every movement, and double entry from the first row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, func, literal, select, union_all

from firmwatt.registry.audit import broken_links, head, lines_sha256
from firmwatt.registry.lots import kwh
from firmwatt.registry.posting import ISSUE, RETIRED, STORE, movement_lines
from firmwatt.registry.tables import ACCOUNTS, AUDIT, BALANCES, CLAIMS, ENTRIES, FILES, LOTS, MOVEMENTS


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of the ledger found.

    Attributes
    ----------
    faults
        One sentence each; empty where everything holds.
    movements, lots, audit_rows
        How many were checked.
    head_sha256
        Hash of the last row of the log: note it, and a later check can prove that nothing before it was changed.
    """

    faults: tuple[str, ...]
    movements: int
    lots: int
    audit_rows: int
    head_sha256: str


def verify_ledger(connection: Connection, noted_head: str | None = None) -> Verdict:
    """Check everything that the ledger promises.

    Parameters
    ----------
    connection
        Of `reading`: one point in time.
    noted_head
        Hash that an earlier call gave; the log must still hold it.

    Notes
    -----
    The chain of the log; the hash of all rows of each movement against the log; accounts and files against the log;
    of each movement and lot, entries that sum to zero; balances that equal the sum of entries, none below zero; lots
    whose energy was issued once; claims that equal what was retired or stored.
    """
    faults = [*broken_links(connection, noted_head), *_changed(connection), *_unbalanced(connection)]
    movements, lots, rows = (_count(connection, table) for table in (MOVEMENTS, LOTS, AUDIT))
    return Verdict(tuple(faults), movements, lots, rows, head(connection))


def _count(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def _changed(connection: Connection) -> Iterator[str]:
    """Yield a sentence for each movement, account and file that is not as the log says."""
    details = [
        json.loads(text) for text in connection.execute(select(AUDIT.c.detail).order_by(AUDIT.c.sequence)).scalars()
    ]
    logged = {detail["movement"]: detail["rows_sha256"] for detail in details if "movement" in detail}
    present = connection.execute(select(MOVEMENTS.c.id).order_by(MOVEMENTS.c.id)).scalars().all()
    for number in sorted(set(present) ^ set(logged)):
        yield f"movement {number} stands in {'the log' if number in logged else 'the ledger'} only."
    for number in set(present) & set(logged):
        if lines_sha256(movement_lines(connection, number)) != logged[number]:
            yield f"movement {number}: its rows are not those that were logged."
    opened = {(detail["account"], detail["kind"], detail["name"]) for detail in details if "account" in detail}
    for row in connection.execute(select(ACCOUNTS)):
        if tuple(row) not in opened:
            yield f"account {row.id} ({row.kind} {row.name}) is not as it was opened."
    files = {detail["content_sha256"] for detail in details if "content_sha256" in detail}
    for name, digest in connection.execute(select(FILES.c.name, FILES.c.content_sha256)):
        if digest not in files:
            yield f"file {name}: the log knows no file of this content."


def _unbalanced(connection: Connection) -> Iterator[str]:
    """Yield a sentence for each place at which double entry does not hold."""
    total = func.sum(ENTRIES.c.energy_wh)
    uneven = select(ENTRIES.c.movement_id, ENTRIES.c.lot_id, total).group_by(ENTRIES.c.movement_id, ENTRIES.c.lot_id)
    for movement, lot, energy in connection.execute(uneven.having(total != 0)):
        yield f"movement {movement}: the entries of lot {lot} sum to {kwh(int(energy))}, not to zero."
    yield from _wrong_balances(connection)
    issued = (
        select(LOTS.c.id, LOTS.c.energy_wh, func.coalesce(-total, 0))
        .select_from(LOTS.outerjoin(ENTRIES, (ENTRIES.c.lot_id == LOTS.c.id) & _of_issuer()))
        .group_by(LOTS.c.id, LOTS.c.energy_wh)
        .having(func.coalesce(-total, 0) != LOTS.c.energy_wh)
    )
    for lot, energy, sent in connection.execute(issued):
        yield f"lot {lot}: holds {kwh(int(energy))} but {kwh(int(sent))} were issued."
    yield from _wrong_claims(connection)


def _of_issuer() -> Any:
    return ENTRIES.c.account_id.in_(select(ACCOUNTS.c.id).where(ACCOUNTS.c.kind == ISSUE))


def _wrong_balances(connection: Connection) -> Iterator[str]:
    """Yield a sentence for each balance that is not the sum of its entries, or lies below zero."""
    kept = select(BALANCES.c.account_id, BALANCES.c.lot_id, BALANCES.c.energy_wh, literal(0).label("entered_wh"))
    zero = literal(0).label("kept_wh")
    entered = select(ENTRIES.c.account_id, ENTRIES.c.lot_id, zero, ENTRIES.c.energy_wh).where(~_of_issuer())
    both = union_all(kept, entered).subquery()
    number, lot, kept_wh, entered_wh = both.columns
    query = select(number, lot, func.sum(kept_wh), func.sum(entered_wh)).group_by(number, lot)
    wrong = query.having((func.sum(kept_wh) != func.sum(entered_wh)) | (func.sum(entered_wh) < 0))
    names = {row.id: f"{row.kind} {row.name}" for row in connection.execute(select(ACCOUNTS))}
    for owner, which, energy, expected in connection.execute(wrong):
        yield (
            f"{names.get(owner, owner)}: the balance of lot {which} is {kwh(int(energy))}, "
            f"its entries sum to {kwh(int(expected))}."
        )


def _wrong_claims(connection: Connection) -> Iterator[str]:
    """Yield a sentence for each movement whose claims are not what went to places of use."""
    used_kinds = select(ACCOUNTS.c.id).where(ACCOUNTS.c.kind.in_((RETIRED, STORE)))
    claimed = select(CLAIMS.c.movement_id, CLAIMS.c.energy_wh, literal(0).label("used_wh"))
    used = select(ENTRIES.c.movement_id, literal(0).label("claimed_wh"), ENTRIES.c.energy_wh).where(
        ENTRIES.c.account_id.in_(used_kinds), ENTRIES.c.energy_wh > 0
    )
    both = union_all(claimed, used).subquery()
    number, claimed_wh, used_wh = both.columns
    query = select(number, func.sum(claimed_wh), func.sum(used_wh)).group_by(number)
    for movement, claim, use in connection.execute(query.having(func.sum(claimed_wh) != func.sum(used_wh))):
        yield f"movement {movement}: {kwh(int(claim))} are claimed, {kwh(int(use))} were retired or stored."
