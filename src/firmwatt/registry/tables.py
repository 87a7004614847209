"""The tables of the ledger of certificates; energy is in whole watt-hours, time in seconds since 1970 (UTC)."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, MetaData, Table, Text
from sqlalchemy import UniqueConstraint as Unique

SCHEMA_VERSION: Final = 1
METADATA: Final = MetaData()

LEDGER: Final = Table(
    "ledger",
    METADATA,
    Column("schema_version", Integer, primary_key=True, autoincrement=False),
)

ACCOUNTS: Final = Table(
    "accounts",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Unique("kind", "name"),
)
"""`kind` is `issue` (where energy comes from), `holder`, `store`, or an end: `retired`, `loss`, `spent`."""

MOVEMENTS: Final = Table(
    "movements",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("action", Text, nullable=False),
    Column("reference", Text, nullable=False),
)

FILES: Final = Table(
    "files",
    METADATA,
    Column("content_sha256", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("movement_id", ForeignKey("movements.id")),
)
"""Files that were taken in, by the hash of their content; no movement where every row was known."""

LOTS: Final = Table(
    "lots",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("identity", Text, nullable=False, unique=True),
    Column("instrument", Text, nullable=False),
    Column("contract", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("region", Text, nullable=False),
    Column("starts_s", BigInteger, nullable=False),
    Column("ends_s", BigInteger, nullable=False),
    Column("energy_wh", BigInteger, nullable=False),
    Column("parent_id", ForeignKey("lots.id")),
    Column("movement_id", ForeignKey("movements.id"), nullable=False),
    CheckConstraint("energy_wh > 0", name="a_lot_has_energy"),
    CheckConstraint("ends_s > starts_s", name="a_lot_has_a_period"),
    Index("lots_by_vintage", "region", "starts_s"),
)
"""Certificates that nothing tells apart. `contract` is the plant, `parent_id` what a store was charged with."""

ENTRIES: Final = Table(
    "entries",
    METADATA,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("movement_id", ForeignKey("movements.id"), nullable=False, index=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False),
    Column("lot_id", ForeignKey("lots.id"), nullable=False),
    Column("energy_wh", BigInteger, nullable=False),
)
"""Double entry: what a movement takes from an account is negative; the entries of a movement and lot sum to zero."""

BALANCES: Final = Table(
    "balances",
    METADATA,
    Column("account_id", ForeignKey("accounts.id"), primary_key=True),
    Column("lot_id", ForeignKey("lots.id"), primary_key=True),
    Column("energy_wh", BigInteger, nullable=False),
    CheckConstraint("energy_wh >= 0", name="no_certificate_is_used_twice"),
)
"""The sum of entries by account and lot, `issue` left out: the database itself refuses one below zero."""

CLAIMS: Final = Table(
    "claims",
    METADATA,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("movement_id", ForeignKey("movements.id"), nullable=False, index=True),
    Column("lot_id", ForeignKey("lots.id"), nullable=False),
    Column("beneficiary", Text, nullable=False),
    Column("used_from_s", BigInteger, nullable=False),
    Column("used_to_s", BigInteger, nullable=False),
    Column("energy_wh", BigInteger, nullable=False),
    Index("claims_by_use", "beneficiary", "used_from_s"),
)
"""What a retired or stored certificate was used for: whose load, or which store, and when."""

AUDIT: Final = Table(
    "audit",
    METADATA,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("recorded_at", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("previous_sha256", Text, nullable=False),
    Column("sha256", Text, nullable=False),
)
"""One row an action; each holds the hash of the row before, so that no row can be changed or taken out unseen."""
