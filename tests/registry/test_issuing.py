"""Certificates come in once: by file, by row, and never beside others of the same generation."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from firmwatt.errors import InputFaults
from firmwatt.registry.balances import balance_table
from firmwatt.registry.database import reading
from firmwatt.registry.lots import Selection
from firmwatt.registry.verify import verify_ledger
from tests.registry.books import HOURS, taken_in, written


def state(database):
    with reading(database) as connection:
        assert verify_ledger(connection).faults == ()
        return balance_table(connection, None, Selection())["mwh"].sum()


def test_a_file_comes_in_once(tmp_path):
    first, database = taken_in(tmp_path)
    again, _ = taken_in(tmp_path, name="the_same_by_another_name.csv")
    assert (first.new_rows, first.known_rows, first.new_wh, first.is_known_file) == (3, 0, 350_500, False)
    assert (again.new_rows, again.known_rows, again.new_wh, again.is_known_file) == (0, 3, 0, True)
    assert state(database) == pytest.approx(0.3505)


def test_known_rows_of_a_longer_file_are_left_as_they_are(tmp_path):
    taken_in(tmp_path)
    more, database = taken_in(tmp_path, HOURS + "2025-06-01T12:00Z,sunny,solar,10\n")
    assert (more.new_rows, more.known_rows, more.new_wh) == (1, 3, 10_000)
    none, _ = taken_in(tmp_path, HOURS + "\n")
    assert (none.new_rows, none.known_rows) == (0, 3)
    assert state(database) == pytest.approx(0.3605)


def test_a_certificate_never_changes(tmp_path):
    _, database = taken_in(tmp_path)
    with pytest.raises(InputFaults) as raised:
        taken_in(tmp_path, HOURS.replace("200.5", "300") + "2025-06-01T12:00Z,sunny,solar,10\n")
    assert str(raised.value).endswith(
        "certificates.csv:3:1 energy_kwh: the ledger holds this certificate with 200.5 kWh, the file says 300 kWh. "
        "A certificate never changes: mend the file, or give a serial of its own in a column certificate. [FW606]"
    )
    assert state(database) == pytest.approx(0.3505)


def test_serials_tell_certificates_apart(tmp_path):
    text = "period,contract,source,energy_kwh,certificate\n2025,a,wind,1000,DE-1\n2025,a,wind,1000,DE-2\n"
    taken, _ = taken_in(tmp_path, text, instrument="go")
    assert taken.new_rows == 2


def test_a_plants_year_and_its_hours_are_the_same_generation(tmp_path):
    _, database = taken_in(tmp_path)
    with pytest.raises(InputFaults) as raised:
        taken_in(tmp_path, "period,contract,source,energy_kwh\n2025,sunny,solar,1000\n", "year.csv", instrument="rec")
    assert str(raised.value).endswith(
        "year.csv:2:1 contract: 'sunny' has certificates from 2025-01-01T00:00Z to 2026-01-01T00:00Z and from "
        "2025-06-01T10:00Z to 2025-06-01T11:00Z: the same generation would be counted twice. Keep one of the two; a "
        "plant's certificates have periods that are the same or apart. [FW607]"
    )
    assert state(database) == pytest.approx(0.3505)


KILLED = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import event
from sqlalchemy.engine import Engine
from firmwatt.registry.certificate_file import read_certificates
from firmwatt.registry.database import writing
from firmwatt.registry.issuing import take_in

database, path, after = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
count = 0

@event.listens_for(Engine, "after_cursor_execute")
def kill(*_):
    global count
    count += 1
    if count == after:
        os.kill(os.getpid(), signal.SIGKILL)

with writing(database) as connection:
    take_in(connection, read_certificates(path, {"account": "acme", "region": "ercot"}))
print(count)
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is of POSIX")
def test_an_import_that_is_killed_leaves_all_or_nothing(tmp_path):
    """Killed after one statement, after three, six and so on until it is not killed any more."""
    taken_in(tmp_path)
    database = str(tmp_path / "ledger.db")
    many = "".join(f"2025-07-{day:02d}T{hour:02d}:00Z,sunny,solar,1\n" for day in range(1, 31) for hour in range(24))
    path = written(tmp_path, "timestamp,contract,source,energy_kwh\n" + many, "many.csv")
    before = state(database)
    ended, after, step = None, 1, 2
    while ended != 0:
        process = subprocess.run(
            [sys.executable, "-c", KILLED, database, str(path), str(after)], capture_output=True, text=True, check=False
        )
        ended = process.returncode
        assert ended in {0, -signal.SIGKILL}, process.stderr
        assert state(database) == pytest.approx(before if ended else before + 0.72)
        after, step = after + step, step + 1
    assert after > 12
