from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from firmwatt.errors import InputFaults
from firmwatt.resource.readers.record import RawHours, hour_of_year, numbers, read_text, settle
from firmwatt.timegrid import FloatArray

WAVE = np.sin(np.arange(8760) / 8760 * 2 * np.pi) * 10.0


def raw(values: FloatArray, offset: float = 0.0, hours: FloatArray | None = None) -> RawHours:
    local = np.arange(len(values)) if hours is None else hours.astype(np.int64)
    return RawHours("w.csv", np.arange(len(values)) + 2, local, offset, {"temperature_c": values})


def test_a_clock_behind_utc_is_moved_on() -> None:
    values = np.zeros(8760)
    values[12] = 1.0
    assert np.flatnonzero(settle(raw(values, -6.0)).series["temperature_c"]).tolist() == [18]
    assert np.flatnonzero(settle(raw(values, 9.0)).series["temperature_c"]).tolist() == [3]


def test_the_years_end_is_turned_to_its_beginning_and_half_hours_are_shared() -> None:
    values = np.zeros(8760)
    values[8759] = 1.0
    assert np.flatnonzero(settle(raw(values, -6.0)).series["temperature_c"]).tolist() == [5]
    half = settle(raw(values, 5.5)).series["temperature_c"]
    assert half[[8753, 8754]].tolist() == [0.5, 0.5]


def test_short_gaps_are_filled_by_a_line() -> None:
    values = WAVE.copy()
    values[100:106] = np.nan
    assert settle(raw(values)).series["temperature_c"] == pytest.approx(WAVE, abs=0.01)


def test_the_leap_day_is_left_out() -> None:
    hours = np.concatenate([np.arange(1416), np.full(24, -1), np.arange(1416, 8760)])
    values = np.concatenate([WAVE[:1416], np.full(24, 55.0), WAVE[1416:]])
    assert settle(raw(values, hours=hours)).series["temperature_c"] == pytest.approx(WAVE)


def spoil(change: Callable[[FloatArray], None]) -> FloatArray:
    values = WAVE.copy()
    change(values)
    return values


@pytest.mark.parametrize(
    ("values", "hours", "message"),
    [
        (
            WAVE[:8000],
            None,
            "w.csv:8001:1 time: it has 8000 of the 8760 hours; the first missing is 11-30 08:00. "
            "Give a whole year by the hour. [FW304]",
        ),
        (
            WAVE,
            np.concatenate([[0, 0], np.arange(2, 8760)]),
            "w.csv:3:1 time: the hour 01-01 00:00 is given 2 times. "
            "Give one year, in a clock without daylight saving. [FW303]",
        ),
        (
            spoil(lambda v: v.__setitem__(7, 99.0)),
            None,
            "w.csv:9:1 temperature_c: 99 is outside -90 to 60. "
            "Check the unit and the marks for missing values. [FW305]",
        ),
        (
            spoil(lambda v: v.__setitem__(slice(24, 31), np.nan)),
            None,
            "w.csv:26:1 temperature_c: 7 hours in a row have no value, from 01-02 00:00. "
            "Fill gaps longer than 6 hours. [FW306]",
        ),
    ],
)
def test_what_cannot_be_used_is_said_with_its_line(values: FloatArray, hours: FloatArray | None, message: str) -> None:
    with pytest.raises(InputFaults) as caught:
        settle(raw(values, hours=hours))
    assert str(caught.value) == message


def test_hours_of_the_year_know_the_calendar() -> None:
    month, day, hour = np.array([12, 2, 13, 4, 1]), np.array([31, 29, 1, 31, 1]), np.array([23, 0, 0, 0, 24])
    assert hour_of_year(month, day, hour).tolist() == [8759, -1, -1, -1, -1]


def test_text_that_is_no_number_is_named() -> None:
    with pytest.raises(InputFaults, match=r"w\.csv:4:1 GHI: 'dark' is not a number"):
        numbers(Path("w.csv"), [3, 4], ["1.5", "dark"], "GHI")
    assert np.isnan(numbers(Path("w.csv"), [3], [" "], "GHI")[0])


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.csv", b" \n", "it is empty"),
        ("latin.csv", b"temp\xe9rature", "it is not UTF-8 text"),
        ("broken.gz", b"not packed", "it cannot be read"),
    ],
)
def test_files_that_hold_no_text_are_refused(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputFaults, match=message):
        read_text(tmp_path / name)
