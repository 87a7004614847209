"""Readings become hours: intervals, duplicates, negative values, peaks."""

import numpy as np
import pytest

from firmwatt.accounting.account import Finding, Treatments
from firmwatt.accounting.metered.readings import read_readings
from firmwatt.accounting.metered.series import refuse_or_tell, sum_by_hour
from firmwatt.errors import UserError
from tests.accounting.meter_files import write_csv, write_meters


def _hours(path, **treatments):
    return sum_by_hour(read_readings(path, None), Treatments(**treatments))


def test_quarter_hours_are_summed_and_their_peak_is_kept(tmp_path):
    found = _hours(write_meters(tmp_path / "m.csv", {"a": [1, 2, 3, 4, 5, 5, 5, 5]}, minutes=15))
    assert found.amount.tolist() == [[10.0, 20.0]]
    assert found.present.tolist() == [[1.0, 1.0]]
    assert found.interval_s.tolist() == [900]
    assert found.load_peak_kw.tolist() == [[16.0, 20.0]]


def test_meters_of_half_hours_and_hours_meet_on_one_clock(tmp_path):
    half = write_csv(
        tmp_path / "m.csv",
        {
            "timestamp": ["2025-01-01T00:00Z", "2025-01-01T00:30Z", "2025-01-01T00:00Z", "2025-01-01T01:00Z"],
            "meter": ["a", "a", "b", "b"],
            "energy_kwh": [1, 2, 10, 20],
        },
    )
    found = _hours(half)
    assert found.amount.tolist() == [[3.0, 0.0], [10.0, 20.0]]
    assert found.peak_interval_s == 3600
    assert found.load_peak_kw.tolist() == [[13.0, 20.0]]


def test_an_incomplete_hour_is_seen(tmp_path):
    path = write_csv(
        tmp_path / "m.csv",
        {"timestamp": [f"2025-01-01T{t}Z" for t in ("00:00", "00:15", "00:30", "01:00")], "meter": ["a"] * 4,
         "energy_kwh": [1, 1, 1, 1]},
    )  # fmt: skip
    assert _hours(path).present.tolist() == [[0.75, 0.25]]


def _twice(tmp_path):
    return write_csv(
        tmp_path / "m.csv",
        {"timestamp": ["2025-01-01T00:00Z", "2025-01-01T00:00Z", "2025-01-01T01:00Z", "2025-01-01T01:00Z"],
         "meter": ["a"] * 4, "energy_kwh": [5, 5, 7, 9]},
    )  # fmt: skip


@pytest.mark.parametrize(("rule", "kwh"), [("last", [5, 9]), ("first", [5, 7]), ("sum", [5, 16])])
def test_duplicates(tmp_path, rule, kwh):
    found = _hours(_twice(tmp_path), duplicates=rule)
    assert found.amount.tolist() == [kwh]
    assert [(f.kind, f.count, f.message) for f in found.findings] == [
        ("duplicate", 2, "2 intervals are read again, 1 of them with another value.")
    ]


def test_refused_duplicates(tmp_path):
    with pytest.raises(UserError) as raised:
        _hours(_twice(tmp_path), duplicates="refuse")
    assert str(raised.value) == (
        f"{tmp_path}/m.csv: a: 2 intervals are read again, 1 of them with another value. "
        "Correct the file, or choose another treatment of it."
    )


def test_unsorted_rows_give_the_same(tmp_path):
    sorted_path = write_meters(tmp_path / "m.csv", {"a": [1, 2, 3], "b": [4, 5, 6]})
    lines = sorted_path.read_text().splitlines()
    mixed = tmp_path / "n.csv"
    mixed.write_text("\n".join([lines[0], *(lines[at] for at in (5, 1, 6, 3, 2, 4))]) + "\n")
    found = _hours(mixed)
    order = [meter.name for meter in found.meters]
    assert dict(zip(order, found.amount.tolist(), strict=True)) == {"a": [1, 2, 3], "b": [4, 5, 6]}


@pytest.mark.parametrize(("rule", "kwh", "present"), [("gap", 4, 0), ("zero", 4, 1), ("keep", 1, 1)])
def test_negative_readings(tmp_path, rule, kwh, present):
    found = _hours(write_meters(tmp_path / "m.csv", {"a": [4, -3]}), negatives=rule)
    assert found.amount.sum() == kwh
    assert found.present[0, 1] == present
    assert found.findings[0].message == "1 readings are negative, -3 kWh in all."


def test_messages(tmp_path):
    days = write_csv(
        tmp_path / "m.csv",
        {"timestamp": ["2025-01-01", "2025-01-02", "2025-01-03"], "meter": ["a"] * 3, "energy_kwh": [1, 1, 1]},
    )
    with pytest.raises(UserError) as raised:
        _hours(days)
    assert str(raised.value) == (
        "meter a: its readings follow one another by 1440 minutes. Accounts need hours or parts of them: give readings "
        "every 5, 10, 15, 30 or 60 minutes."
    )
    wrong = write_csv(
        tmp_path / "m.csv",
        {"timestamp": ["1925-01-01T00", "1925-01-01T01", "2025-01-01T00"], "meter": ["a"] * 3, "energy_kwh": [1, 1, 1]},
    )
    with pytest.raises(UserError) as raised:
        _hours(wrong)
    assert str(raised.value) == (
        "the readings run from 1925-01-01T00 to 2025-01-01T00, over forty years. Correct the wrong dates."
    )
    with pytest.raises(UserError) as raised:
        _hours(write_meters(tmp_path / "m.csv", {"water_m3": [1, 2]}))
    assert str(raised.value) == (
        "no meter measures load: all are of other kinds. Give at least one of kind load or it."
    )


def test_told_or_refused():
    finding, findings = Finding("gap", "m.csv", 1, "One.", "Left out."), []
    refuse_or_tell(finding, "drop", findings)
    assert findings == [finding]
    with pytest.raises(UserError):
        refuse_or_tell(finding, "refuse", findings)


def test_monthly_water_is_kept_whole(tmp_path):
    path = write_csv(
        tmp_path / "m.csv",
        {"timestamp": ["2025-01-01T00:00Z", *(f"2025-01-01T{h:02d}:00Z" for h in range(3))],
         "meter": ["water_m3", "dc", "dc", "dc"], "energy_kwh": [90, 1, 1, 1]},
    )  # fmt: skip
    assert np.array_equal(_hours(path).amount.sum(axis=1), [90.0, 3.0])


def test_hours_of_a_zone_half_an_hour_apart_are_told(tmp_path):
    path = write_csv(
        tmp_path / "m.csv",
        {"timestamp": [f"2025-01-01T{h:02d}:00+05:30" for h in range(3)], "meter": ["a"] * 3, "energy_kwh": [1, 2, 3]},
    )
    found = _hours(path)
    assert found.amount.tolist() == [[1, 2, 3]]
    assert [(f.kind, f.count, f.treatment) for f in found.findings] == [
        ("off_hour", 3, "Counted in the hour of their start.")
    ]
