"""Times of people become seconds of UTC: offsets, naive times, the two odd days of a year, leap years."""

import numpy as np
import pytest

from firmwatt.accounting.metered.clock import (
    NO_TIME,
    check_time_zone,
    make_calendar,
    period_hours,
    utc_seconds,
)
from firmwatt.accounting.metered.table_file import Layout, read_table_file
from firmwatt.errors import InputFaults, UserError

LAYOUT = Layout(("timestamp", "meter"), ("energy_kwh",), ("timestamp",))


def _seconds(tmp_path, times, zone=None, meters=None):
    path = tmp_path / "t.csv"
    names = meters or ["a"] * len(times)
    path.write_text("timestamp,meter\n" + "".join(f"{t},{m}\n" for t, m in zip(times, names, strict=True)))
    table = read_table_file(path, LAYOUT)
    seconds, findings = utc_seconds(table, table.words["meter"].codes, zone)
    return seconds.astype("datetime64[s]").astype(str).tolist(), findings


def test_offsets_are_moved_to_utc_whatever_the_time_zone(tmp_path):
    times = ["2025-06-01T00:00Z", "2025-06-01T00:00+09:00", "2025-06-01 00:00:00-0500", "2025-06-01T00:00:00.000Z"]
    found, findings = _seconds(tmp_path, times, "Europe/Berlin")
    assert found == ["2025-06-01T00:00:00", "2025-05-31T15:00:00", "2025-06-01T05:00:00", "2025-06-01T00:00:00"]
    assert findings == []


def test_naive_times_without_a_zone_are_utc_and_that_is_told(tmp_path):
    found, findings = _seconds(tmp_path, ["2025-06-01T00:00", "2025-06-01"])
    assert found == ["2025-06-01T00:00:00"] * 2
    assert [(f.kind, f.count, f.treatment) for f in findings] == [("naive_time", 2, "Taken as UTC.")]


def test_the_hour_that_an_autumn_clock_shows_twice(tmp_path):
    times = [f"2025-11-02T{hour:02d}:00" for hour in (0, 1, 1, 2)]
    found, findings = _seconds(tmp_path, times, "America/New_York")
    assert found == ["2025-11-02T04:00:00", "2025-11-02T05:00:00", "2025-11-02T06:00:00", "2025-11-02T07:00:00"]
    assert [(f.kind, f.count) for f in findings] == [("repeated_hour", 2)]


def test_it_is_told_apart_meter_by_meter(tmp_path):
    times = ["2025-11-02T01:00", "2025-11-02T01:00", "2025-11-02T01:30", "2025-11-02T01:30"]
    found, _ = _seconds(tmp_path, times, "America/New_York", ["a", "b", "a", "b"])
    assert found == ["2025-11-02T05:00:00", "2025-11-02T05:00:00", "2025-11-02T05:30:00", "2025-11-02T05:30:00"]


def test_the_hour_that_a_spring_clock_leaves_out(tmp_path):
    found, findings = _seconds(
        tmp_path, ["2025-03-09T01:00", "2025-03-09T02:00", "2025-03-09T03:00"], "America/New_York"
    )
    assert found[0], found[2] == ("2025-03-09T06:00:00", "2025-03-09T07:00:00")
    assert found[1] == "NaT"
    assert np.int64(NO_TIME).astype("datetime64[s]").astype(str) == "NaT"
    assert [(f.kind, f.count, f.treatment) for f in findings] == [("nonexistent_time", 1, "Left out.")]


def test_a_local_year_of_naive_hours_is_complete(tmp_path):
    """Every hour of a year in Berlin, written as its clock shows it, gives 8760 different UTC hours."""
    import pandas as pd

    clock = pd.date_range("2025-01-01", "2026-01-01", freq="h", inclusive="left", tz="Europe/Berlin").tz_localize(None)
    found, _ = _seconds(tmp_path, [f"{t:%Y-%m-%dT%H:%M}" for t in clock], "Europe/Berlin")
    assert len(set(found)) == 8760
    assert (min(found), max(found)) == ("2024-12-31T23:00:00", "2025-12-31T22:00:00")


def test_messages(tmp_path):
    with pytest.raises(InputFaults) as raised:
        _seconds(tmp_path, ["2025-01-01T00:00Z", "31/12/2025"])
    assert str(raised.value) == (
        f"{tmp_path}/t.csv:3:1 timestamp: '31/12/2025' is not a time. Write ISO 8601 such as 2025-01-31T23:00Z. [FW652]"
    )
    with pytest.raises(UserError) as raised:
        check_time_zone("America/New_Yrok")
    assert str(raised.value) == (
        "--time-zone 'America/New_Yrok' is unknown. Nearest: America/New_York, America/Nuuk, America/Nome."
    )
    assert check_time_zone(None) == "UTC"


def test_periods():
    assert period_hours("2025", "UTC") == (482136, 482136 + 8760)
    first, after = period_hours("2024-02", "UTC")
    assert after - first == 29 * 24
    first, after = period_hours("2025-03-30", "Europe/Berlin")
    assert after - first == 23
    assert period_hours("2025-13", "UTC") is None
    assert period_hours("spring", "UTC") is None


def test_calendar_of_a_leap_year():
    first, after = period_hours("2024", "UTC")
    calendar = make_calendar(first, after - first, "UTC")
    months, hours = np.unique(calendar.month, return_counts=True)
    assert hours.tolist()[1] == 29 * 24
    assert len(months) == 12
    assert set(calendar.year.tolist()) == {2024}
    assert str(calendar.stamps[0]) == "2024-01-01T00"
