"""The database of a ledger: opened by URL, read at one point in time, written by one process at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, select, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError

from firmwatt.errors import UserError
from firmwatt.registry.tables import AUDIT, LEDGER, METADATA, SCHEMA_VERSION

BUSY_SECONDS = 60
_DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
_URLS = "Write sqlite:///certificates.db, postgresql://user@host/name, or the path of a file"


@contextmanager
def reading(database: str) -> Iterator[Connection]:
    """Give a connection that sees the ledger as it stands now.

    Parameters
    ----------
    database
        URL of SQLite or PostgreSQL, or the path of an SQLite file.

    Raises
    ------
    UserError
        There is no such database, it cannot be reached, or it holds no ledger of this version.
    """
    url = database_url(database)
    _check_file(url)
    with _connected(url, is_writing=False) as connection:
        _check_version(connection, url)
        yield connection


@contextmanager
def writing(database: str, *, may_start: bool = True) -> Iterator[Connection]:
    """Give a connection whose changes are kept together on leaving without an error, or not at all.

    The ledger is started where there is none and it may be. One process writes at a time; others wait.

    Parameters
    ----------
    database
        URL of SQLite or PostgreSQL, or the path of an SQLite file.
    may_start
        Whether a ledger is started where there is none.

    Raises
    ------
    UserError
        The database cannot be reached or written, holds a ledger of another version, or none that may be started.
    """
    url = database_url(database)
    if not may_start:
        _check_file(url)
    with _connected(url, is_writing=True) as connection:
        if may_start and not inspect(connection).has_table(LEDGER.name):
            METADATA.create_all(connection)
            connection.execute(LEDGER.insert().values(schema_version=SCHEMA_VERSION))
        _check_version(connection, url)
        if url.get_backend_name() == "postgresql":
            connection.execute(text(f"LOCK TABLE {AUDIT.name} IN EXCLUSIVE MODE"))
        yield connection


def database_url(database: str) -> URL:
    """Return the URL that a text names; a text without `://` is the path of an SQLite file.

    Raises
    ------
    UserError
        If it names no SQLite or PostgreSQL database.

    Examples
    --------
    >>> str(database_url("books/certificates.db"))
    'sqlite:///books/certificates.db'
    >>> database_url("postgresql://auditor@db/books").drivername
    'postgresql+psycopg'
    """
    try:
        url = make_url(database if "://" in database else f"sqlite:///{database}")
    except ArgumentError as error:
        raise UserError(f"--database: '{database}' is no URL of a database. {_URLS}.") from error
    driver = _DRIVERS.get(url.drivername.split("+")[0])
    if driver is None:
        raise UserError(f"--database: '{url.drivername}' is neither sqlite nor postgresql. {_URLS}.")
    if driver == "sqlite" and url.database in (None, "", ":memory:"):
        raise UserError(f"--database: '{database}' names no file, so the ledger would be lost. {_URLS}.")
    return url.set(drivername=driver)


def _check_file(url: URL) -> None:
    """Raise if there is no such SQLite file: to connect would make an empty one."""
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise UserError(
            f"{url.database}: there is no ledger of certificates. "
            f"`firmwatt certificates issue` or `import` with this --database starts one."
        )


@contextmanager
def _connected(url: URL, *, is_writing: bool) -> Iterator[Connection]:
    """Give a connection in one transaction; the faults of the database become messages."""
    engine = _engine(url, is_writing=is_writing)
    try:
        with engine.begin() as connection:
            yield connection
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise UserError(f"--database: PostgreSQL needs psycopg. Install `firmwatt[postgresql]`. ({error})") from error
    except DBAPIError as error:
        place = url.render_as_string(hide_password=True)
        what = str(error.orig).strip().splitlines()[0] if error.orig is not None else type(error).__name__
        remedy = f" {_URLS}." if isinstance(error, OperationalError) else ""
        raise UserError(f"{place}: the database says '{what}'. Nothing was changed.{remedy}") from error
    finally:
        engine.dispose()


def _engine(url: URL, *, is_writing: bool) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url, isolation_level="REPEATABLE READ" if not is_writing else "READ COMMITTED")
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def leave_transactions_to_us(connection: Any, _: object) -> None:
        connection.isolation_level = None  # else the driver begins late, after it has read
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")

    return engine


def _check_version(connection: Connection, url: URL) -> None:
    place = url.render_as_string(hide_password=True)
    if not inspect(connection).has_table(LEDGER.name):
        raise UserError(
            f"{place}: holds no ledger of certificates. "
            f"`firmwatt certificates issue` or `import` with this --database starts one."
        )
    version = connection.execute(select(LEDGER.c.schema_version)).scalar_one()
    if version != SCHEMA_VERSION:
        raise UserError(
            f"{place}: the ledger is of version {version}, this program reads {SCHEMA_VERSION}. "
            f"Use the firmwatt that wrote it."
        )
