"""Granular certificates through a store: nothing is gained, losses are booked."""

from __future__ import annotations

from fractions import Fraction

import pytest

from firmwatt.errors import InputFaults, UserError
from firmwatt.registry.balances import balance_table
from firmwatt.registry.database import reading, writing
from firmwatt.registry.lots import Selection
from firmwatt.registry.store import exact_fraction, pass_through, read_store_hours
from firmwatt.registry.verify import verify_ledger
from tests.registry.books import taken_in, written

HEADER = "timestamp,charge_kwh,discharge_kwh\n"
DAY = HEADER + "2025-06-01T10:00Z,40,0\n2025-06-01T11:00Z,60,0\n2025-06-01T20:00Z,0,43\n"


def passed(tmp_path, text, efficiency="0.86", name="store.csv"):
    hours = read_store_hours(written(tmp_path, text, name), "battery", "ercot")
    with writing(str(tmp_path / "ledger.db")) as connection:
        return pass_through(connection, "acme", hours, exact_fraction(efficiency))


def balances(tmp_path):
    with reading(str(tmp_path / "ledger.db")) as connection:
        assert verify_ledger(connection).faults == ()
        table = balance_table(connection, None, Selection())
    return table.groupby(["kind", "account"])["mwh"].sum().round(9).to_dict()


def test_what_comes_out_is_issued_anew_and_losses_are_booked(tmp_path):
    taken_in(tmp_path)
    found = passed(tmp_path, DAY)
    assert (found.charged_wh, found.discharged_wh, found.lost_wh, found.left_wh) == (100_000, 43_000, 7_000, 50_000)
    assert balances(tmp_path) == {
        ("holder", "acme"): 0.2935, ("loss", "battery"): 0.007, ("spent", "battery"): 0.043, ("store", "battery"): 0.05,
    }  # fmt: skip


def test_the_same_file_changes_nothing_and_an_hour_is_booked_once(tmp_path):
    taken_in(tmp_path)
    passed(tmp_path, DAY)
    before = balances(tmp_path)
    assert passed(tmp_path, DAY).is_known_file
    with pytest.raises(UserError) as raised:
        passed(tmp_path, HEADER + "2025-06-01T20:00Z,0,1\n", name="later.csv")
    assert str(raised.value).endswith(
        "later.csv: begins with 2025-06-01T20:00Z, but the ledger holds hours of battery until 2025-06-01T20:00Z. "
        "Give later hours only: an hour of a store is booked once."
    )
    assert balances(tmp_path) == before


def test_a_charge_without_certificates_is_refused_whole(tmp_path):
    taken_in(tmp_path)
    before = balances(tmp_path)
    with pytest.raises(UserError) as raised:
        passed(tmp_path, HEADER + "2025-06-01T10:00Z,40,0\n2025-06-01T11:00Z,260,0\n")
    assert str(raised.value).endswith(
        "store.csv: 1 hours of charging are not covered by certificates of acme in ercot, the first 2025-06-01T11:00Z: "
        "250.5 kWh of 260 kWh. Charge what certificates cover, or import those of these hours."
    )
    assert balances(tmp_path) == before


@pytest.mark.parametrize("text", [DAY.replace("0,43", "0,87"), HEADER + "2025-06-01T10:00Z,40,30\n"])
def test_a_store_gives_no_more_than_went_in_before(tmp_path, text):
    taken_in(tmp_path)
    with pytest.raises(UserError, match="must have gone in"):
        passed(tmp_path, text)


@pytest.mark.parametrize("text", ["0", "1.1", "-0.5"])
def test_an_efficiency_that_is_none(text):
    with pytest.raises(UserError) as raised:
        exact_fraction(text)
    assert str(raised.value) == f"--efficiency: {text} is not above 0 and up to 1. Write a fraction such as 0.86."
    with pytest.raises(UserError, match=r"^--efficiency: 'much' is no number. Write a fraction such as 0.86\.$"):
        exact_fraction("much")
    assert exact_fraction("0.86") == Fraction(43, 50)


def test_hours_out_of_order_and_columns_that_are_missing(tmp_path):
    with pytest.raises(InputFaults) as raised:
        read_store_hours(written(tmp_path, HEADER + "2025-06-01T11:00Z,1,0\n2025-06-01T11:00Z,1,0\n"), "b", "r")
    assert str(raised.value).endswith(
        "certificates.csv:3:1 timestamp: '2025-06-01T11:00Z' does not follow the hour before it. "
        "Give every hour once, in order. [FW602]"
    )
    with pytest.raises(InputFaults, match=r"discharge_kwh: the column is missing\. Add the column discharge_kwh"):
        read_store_hours(written(tmp_path, "timestamp,charge_kwh\n2025-06-01T11:00Z,1\n"), "b", "r")
