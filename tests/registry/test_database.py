"""Databases by URL: SQLite and PostgreSQL, one writer at a time, messages for what cannot be opened."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import threading
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import create_engine

from firmwatt.errors import UserError
from firmwatt.registry.balances import balance_table
from firmwatt.registry.certificate_file import read_certificates
from firmwatt.registry.database import database_url, reading, writing
from firmwatt.registry.issuing import take_in
from firmwatt.registry.lots import Selection
from firmwatt.registry.matching import HOURLY, HourlyLoad, match
from firmwatt.registry.movements import retire, transfer
from firmwatt.registry.store import exact_fraction, pass_through, read_store_hours
from firmwatt.registry.tables import LEDGER
from firmwatt.registry.verify import verify_ledger
from tests.registry.books import GIVEN, HOURS, seconds, written


@pytest.mark.parametrize(
    ("database", "message"),
    [
        ("mysql://a/b", "--database: 'mysql' is neither sqlite nor postgresql. "),
        ("sqlite://", "--database: 'sqlite://' names no file, so the ledger would be lost. "),
        ("://", "--database: '://' is no URL of a database. "),
    ],
)
def test_a_url_that_names_no_database(database, message):
    with pytest.raises(UserError) as raised:
        database_url(database)
    remedy = "Write sqlite:///certificates.db, postgresql://user@host/name, or the path of a file."
    assert str(raised.value) == message + remedy


def test_reading_what_is_not_there(tmp_path):
    with pytest.raises(UserError) as raised, reading(str(tmp_path / "no.db")):
        pass
    assert str(raised.value) == (
        f"{tmp_path}/no.db: there is no ledger of certificates. "
        f"`firmwatt certificates issue` or `import` with this --database starts one."
    )
    assert not (tmp_path / "no.db").exists()


def test_a_file_that_is_no_database(tmp_path):
    with (
        pytest.raises(UserError, match=r"the database says 'file is not a database'\. Nothing was changed\."),
        reading(str(written(tmp_path, "x" * 5000))),
    ):
        pass


def test_a_database_without_a_ledger_and_one_of_another_version(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path}/other.db")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE a (b)")
    engine.dispose()
    with (
        pytest.raises(UserError, match=r"other.db: holds no ledger of certificates\. "),
        reading(f"{tmp_path}/other.db"),
    ):
        pass
    with writing(f"{tmp_path}/new.db") as connection:
        connection.execute(LEDGER.update().values(schema_version=99))
    with (
        pytest.raises(
            UserError, match=r"the ledger is of version 99, this program reads 1\. Use the firmwatt that wrote it\."
        ),
        reading(f"{tmp_path}/new.db"),
    ):
        pass


def test_what_fails_leaves_nothing(tmp_path):
    database = str(tmp_path / "ledger.db")
    with pytest.raises(RuntimeError), writing(database) as connection:
        take_in(connection, read_certificates(written(tmp_path, HOURS), GIVEN))
        raise RuntimeError
    with pytest.raises(UserError, match="holds no ledger"), reading(database):
        pass


def used_by_many(database, tmp_path):
    """Import once and retire all by five threads at once; return how much was retired in all."""
    file = read_certificates(written(tmp_path, HOURS), GIVEN)
    with writing(database) as connection:
        take_in(connection, file)
    outcomes = []

    def grab():
        try:
            with writing(database) as connection:
                retire(connection, "acme", "campus", 100_000, Selection(), reference="")
            outcomes.append(100_000)
        except UserError as error:
            outcomes.append(str(error))

    threads = [threading.Thread(target=grab) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with reading(database) as connection:
        assert verify_ledger(connection).faults == ()
    return outcomes


def test_five_at_once_retire_no_more_than_there_is(tmp_path):
    outcomes = used_by_many(str(tmp_path / "ledger.db"), tmp_path)
    assert sum(each for each in outcomes if isinstance(each, int)) == 300_000
    assert len(outcomes) == 5


@pytest.fixture(scope="module")
def server():
    """Start a PostgreSQL server of one's own, as a user that it accepts."""
    programs = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)
    initdb = shutil.which("initdb") or (str(programs / "initdb") if programs else None)
    if initdb is None:
        pytest.skip("PostgreSQL is not installed")
    user = None
    if os.geteuid() == 0:
        user = next(
            (name for name in ("postgres", "nobody") if name in {entry.pw_name for entry in pwd.getpwall()}), None
        )
        if user is None:
            pytest.skip("PostgreSQL does not run as root, and there is no other user")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tempfile.mkdtemp(prefix="pg", dir="/tmp")
    if user is not None:
        shutil.chown(folder, user)
    control = [str(Path(initdb).with_name("pg_ctl")), "-D", f"{folder}/data", "-w"]
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"

    def call(*words):
        known = {**os.environ, "LC_ALL": "C"}  # a locale that is named and not installed stops the server
        subprocess.run(words, check=True, capture_output=True, user=user, cwd=folder, env=known)

    call(initdb, "-D", f"{folder}/data", "-U", "books", "-A", "trust", "-E", "UTF8")
    call(*control, "-l", f"{folder}/log", "-o", options, "start")
    yield f"postgresql://books@127.0.0.1:{port}/postgres"
    call(*control, "-m", "immediate", "stop")
    shutil.rmtree(folder, ignore_errors=True)


def test_postgresql_keeps_the_same_ledger(server, tmp_path):
    outcomes = used_by_many(server, tmp_path)
    assert sum(each for each in outcomes if isinstance(each, int)) == 300_000
    with writing(server) as connection:
        again = take_in(connection, read_certificates(written(tmp_path, HOURS), GIVEN))
    assert again.is_known_file


def test_postgresql_matches_stores_and_counts_as_sqlite_does(server, tmp_path):
    """The same calls on both databases give the same balances, contracts and verdict."""
    found = {}
    for name, database in (("postgresql", server.replace("/postgres", "/other")), ("sqlite", str(tmp_path / "own.db"))):
        if name == "postgresql":
            engine = create_engine(server.replace("postgresql", "postgresql+psycopg", 1), isolation_level="AUTOCOMMIT")
            with engine.connect() as connection:
                connection.exec_driver_sql("CREATE DATABASE other")
            engine.dispose()
        found[name] = used(database, tmp_path)
    assert found["postgresql"] == found["sqlite"]


def used(database, tmp_path):
    day = "timestamp,charge_kwh,discharge_kwh\n2025-06-01T10:00Z,40,0\n2025-06-01T12:00Z,0,30\n"
    hour_s = np.array([seconds("2025-06-01T11:00"), seconds("2025-06-01T12:00")])
    load = HourlyLoad("campus", "ercot", hour_s, np.array([220_000, 20_000]))
    with writing(database) as connection:
        take_in(connection, read_certificates(written(tmp_path, HOURS), GIVEN))
        store = read_store_hours(written(tmp_path, day, "store.csv"), "battery", "ercot")
        stored = pass_through(connection, "acme", store, exact_fraction("0.9"))
        matched = match(connection, "acme", load, HOURLY, Selection())
        transfer(connection, ("acme", "bob"), 1_000, Selection(), opens=True, reference="")
    with reading(database) as connection:
        verdict = verify_ledger(connection)
        table = balance_table(connection, None, Selection())
    return stored, matched.record(), table.to_dict("records"), verdict.faults, verdict.movements, verdict.audit_rows


def test_a_server_that_does_not_answer_and_its_password():
    with pytest.raises(UserError) as raised, reading("postgresql://books:secret@127.0.0.1:1/none"):
        pass
    assert "secret" not in str(raised.value)
    assert str(raised.value).startswith("postgresql+psycopg://books:***@127.0.0.1:1/none: the database says '")
