"""Movements of certificates, posted whole: lots, entries that sum to zero, balances, claims and a row of the log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Table, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite

from firmwatt.errors import UserError
from firmwatt.registry.audit import append_audit, lines_sha256
from firmwatt.registry.tables import ACCOUNTS, BALANCES, CLAIMS, ENTRIES, LOTS, MOVEMENTS

ISSUE, HOLDER, STORE, RETIRED, LOSS, SPENT = "issue", "holder", "store", "retired", "loss", "spent"
"""Kinds of accounts: where energy comes from, who holds it, and where it ends."""


@dataclass(frozen=True, slots=True, eq=False)
class Movement:
    """What is to be posted together.

    Attributes
    ----------
    action
        `issue`, `import`, `transfer`, `retire`, `match` or `store`.
    reference
        What the user calls it.
    lots : columns of the table `lots` without movement_id
    entries : account_id, lot_id, energy_wh
        Signed; of each lot they sum to zero.
    claims : lot_id, beneficiary, used_from_s, used_to_s, energy_wh
    detail
        What the log says beside the hash of the rows.
    """

    action: str
    reference: str
    entries: pd.DataFrame
    lots: pd.DataFrame = field(default_factory=pd.DataFrame)
    claims: pd.DataFrame = field(default_factory=pd.DataFrame)
    detail: Mapping[str, object] = field(default_factory=dict)


def post(connection: Connection, movement: Movement) -> int:
    """Write a movement and its row of the log; return its number.

    Parameters
    ----------
    connection
        Of `writing`: all is kept together with whatever else it does, or not at all.
    movement

    Raises
    ------
    ValueError
        A defect of ours: the entries of a lot do not sum to zero.
    """
    if movement.entries.groupby("lot_id")["energy_wh"].sum().any():
        raise ValueError(f"{movement.action}: the entries of a lot do not sum to zero.")
    number = next_id(connection, MOVEMENTS)
    connection.execute(MOVEMENTS.insert().values(id=number, action=movement.action, reference=movement.reference))
    for table, rows in ((LOTS, movement.lots), (ENTRIES, movement.entries), (CLAIMS, movement.claims)):
        if len(rows):
            own = rows.assign(movement_id=number)
            insert_rows(connection, table, own if "id" in own else _numbered(connection, table, own))
    _update_balances(connection, movement.entries)
    digest = lines_sha256(movement_lines(connection, number))
    append_audit(connection, movement.action, {**movement.detail, "movement": number, "rows_sha256": digest})
    return number


def account(connection: Connection, kind: str, name: str, *, is_new: bool) -> int:
    """Return the number of an account.

    Parameters
    ----------
    connection, kind, name
    is_new
        Whether it is opened where there is none.

    Raises
    ------
    UserError
        There is no such account, or its name is none.
    """
    found = connection.execute(select(ACCOUNTS.c.id).where(ACCOUNTS.c.kind == kind, ACCOUNTS.c.name == name)).scalar()
    if found is not None:
        return int(found)
    if not name.strip() or name != name.strip():
        raise UserError(f"'{name}' is no name of an account. Write a word such as acme.")
    if not is_new:
        known = connection.execute(select(ACCOUNTS.c.name).where(ACCOUNTS.c.kind == kind)).scalars().all()
        near = get_close_matches(name, known, n=1, cutoff=0.5) or sorted(known)[:5]
        raise UserError(
            f"there is no {kind} account '{name}'. "
            + (f"Did you mean {near[0]}?" if len(near) == 1 else f"Known: {', '.join(near) or 'none'}.")
        )
    number = next_id(connection, ACCOUNTS)
    connection.execute(ACCOUNTS.insert().values(id=number, kind=kind, name=name))
    append_audit(connection, "open account", {"account": number, "kind": kind, "name": name})
    return number


def moved(table: pd.DataFrame, from_account: int, to_account: int) -> pd.DataFrame:
    """Return the entries that take `taken_wh` of each row's lot from one account to another."""
    lots, energy = table["lot_id"].to_numpy(), table["taken_wh"].to_numpy()
    parts = [
        pd.DataFrame({"account_id": number, "lot_id": lots, "energy_wh": sign * energy})
        for number, sign in ((from_account, -1), (to_account, 1))
    ]
    return pd.concat(parts, ignore_index=True)


def next_id(connection: Connection, table: Table) -> int:
    """Return the number of the next row: nobody else writes."""
    return int(connection.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one()) + 1


def movement_lines(connection: Connection, number: int) -> Iterator[str]:
    """Yield all rows of a movement as text, by rising number: what the log keeps the hash of."""
    names = {row.id: f"{row.kind}:{row.name}" for row in connection.execute(select(ACCOUNTS))}
    head = connection.execute(select(MOVEMENTS).where(MOVEMENTS.c.id == number)).one()
    yield f"movement|{head.id}|{head.action}|{head.reference}"
    for table in (LOTS, ENTRIES, CLAIMS):
        columns = [column for column in table.columns if column.name != "movement_id"]
        rows = connection.execute(select(*columns).where(table.c.movement_id == number).order_by(table.c.id))
        is_entry = table is ENTRIES
        for row in rows:
            values = (row.id, names[row.account_id], *row[2:]) if is_entry else tuple(row)
            yield f"{table.name}|{'|'.join(map(str, values))}"


def insert_rows(connection: Connection, table: Table, rows: pd.DataFrame) -> None:
    """Insert the rows of a table, some thousands at once."""
    for part in _parts(rows):
        connection.execute(table.insert(), part)


def _numbered(connection: Connection, table: Table, rows: pd.DataFrame) -> pd.DataFrame:
    first = next_id(connection, table)
    return rows.assign(id=range(first, first + len(rows)))


def _update_balances(connection: Connection, entries: pd.DataFrame) -> None:
    """Add entries to the balances; the database refuses one below zero."""
    is_issue = connection.execute(select(ACCOUNTS.c.id).where(ACCOUNTS.c.kind == ISSUE)).scalars().all()
    counted = entries[~entries["account_id"].isin(is_issue)]
    net = counted.groupby(["account_id", "lot_id"], as_index=False)["energy_wh"].sum()
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    upsert = insert(BALANCES)
    upsert = upsert.on_conflict_do_update(
        index_elements=["account_id", "lot_id"],
        set_={"energy_wh": BALANCES.c.energy_wh + upsert.excluded.energy_wh},
    )
    lower = (
        BALANCES.update()
        .where(BALANCES.c.account_id == bindparam("of_account"), BALANCES.c.lot_id == bindparam("of_lot"))
        .values(energy_wh=BALANCES.c.energy_wh + bindparam("change_wh"))
    )
    for part in _parts(net[net["energy_wh"] > 0]):
        connection.execute(upsert, part)
    less = net[net["energy_wh"] < 0].set_axis(["of_account", "of_lot", "change_wh"], axis=1)
    for part in _parts(less):
        connection.execute(lower, part)


def _parts(rows: pd.DataFrame, length: int = 10_000) -> Iterator[Sequence[dict[str, Any]]]:
    """Yield rows as dictionaries of plain Python values, some thousands at once; what is absent is None."""
    for start in range(0, len(rows), length):
        part = rows.iloc[start : start + length].astype(object)
        names = [str(name) for name in part]
        values = part.where(part.notna(), None).itertuples(index=False, name=None)
        yield [dict(zip(names, row, strict=True)) for row in values]
