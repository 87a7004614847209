"""Shapes of work on the users' clocks."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmwatt.catalog import loader
from firmwatt.demand.shapes import utc_offset_hours, yearly_shape
from firmwatt.timegrid import utc_stamps
from tests.cases import FLAT_DAY, FLAT_WEEK, WEEKLY_WAVE
from tests.data import data_path

EVENING = tuple(2.0 if hour == 21 else 22.0 / 23.0 for hour in range(24))
ZONES = [
    "UTC",
    "Asia/Seoul",
    "America/New_York",
    "America/Chicago",
    "Europe/Berlin",
    "Asia/Kolkata",
    "Australia/Sydney",
]


def catalogue_day(work_class: str) -> tuple[float, ...]:
    return tuple(loader.get("workloads", work_class, f"daily_shape_{hour:02d}").number for hour in range(24))


@pytest.mark.parametrize(("zone", "utc_hour"), [("Asia/Seoul", 12), ("UTC", 21), ("America/Phoenix", 4)])
def test_nine_in_the_evening_comes_at_its_utc_hour(zone: str, utc_hour: int) -> None:
    shape = yearly_shape(2027, {zone: 1.0}, EVENING, FLAT_WEEK).reshape(365, 24)
    assert np.all(shape.argmax(axis=1) == utc_hour)


def test_summer_time_moves_the_peak_by_an_hour() -> None:
    peak = yearly_shape(2027, {"America/New_York": 1.0}, EVENING, FLAT_WEEK).reshape(365, 24).argmax(axis=1)
    assert set(peak[:72].tolist()) == {2}
    assert set(peak[75:309].tolist()) == {1}
    assert set(peak[312:].tolist()) == {2}


def test_half_an_hour_off_shares_two_local_hours() -> None:
    day = yearly_shape(2027, {"Asia/Kolkata": 1.0}, EVENING, FLAT_WEEK)[:24]
    assert day[15] == pytest.approx(day[16])
    assert day[15] > day[14]


def test_the_weekend_falls_on_its_days() -> None:
    by_day = yearly_shape(2027, {"UTC": 1.0}, FLAT_DAY, WEEKLY_WAVE).reshape(365, 24).mean(axis=1)
    weekdays = np.array([(datetime(2027, 1, 1) + timedelta(days=day)).weekday() for day in range(365)])
    assert by_day[weekdays >= 5].max() < by_day[weekdays < 5].min()


def test_two_zones_mix_by_their_shares() -> None:
    mixed = yearly_shape(2027, {"Asia/Seoul": 0.25, "UTC": 0.75}, EVENING, FLAT_WEEK)
    parts = [yearly_shape(2027, {zone: 1.0}, EVENING, FLAT_WEEK) for zone in ("Asia/Seoul", "UTC")]
    assert mixed == pytest.approx(0.25 * parts[0] + 0.75 * parts[1], rel=1e-9)


def test_no_zone_means_utc() -> None:
    assert np.array_equal(
        yearly_shape(2027, {}, EVENING, FLAT_WEEK), yearly_shape(2027, {"UTC": 1.0}, EVENING, FLAT_WEEK)
    )


def test_a_shape_is_kept_and_cannot_be_changed() -> None:
    shape = yearly_shape(2027, {"UTC": 1.0}, EVENING, FLAT_WEEK)
    assert yearly_shape(2027, {"UTC": 1.0}, EVENING, FLAT_WEEK) is shape
    with pytest.raises(ValueError, match="read-only"):
        shape[0] = 5.0


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("year", [2027, 2028])
def test_offsets_agree_with_the_clock_in_each_hour(zone: str, year: int) -> None:
    moments = [datetime.fromisoformat(f"{stamp}:00:00").replace(tzinfo=UTC) for stamp in utc_stamps(year).astype(str)]
    expected = [moment.astimezone(ZoneInfo(zone)).utcoffset() for moment in moments]
    assert utc_offset_hours(year, zone).tolist() == [e.total_seconds() / 3600.0 for e in expected if e is not None]


@given(
    daily=st.lists(st.floats(0.1, 3.0), min_size=24, max_size=24),
    weekly=st.lists(st.floats(0.1, 3.0), min_size=7, max_size=7),
    zone=st.sampled_from(ZONES),
    year=st.integers(2026, 2045),
)
def test_the_mean_over_the_year_is_one(daily: list[float], weekly: list[float], zone: str, year: int) -> None:
    shape = yearly_shape(year, {zone: 1.0}, tuple(daily), tuple(weekly))
    assert shape.shape == (8760,)
    assert shape.sum() == pytest.approx(8760.0, rel=1e-12)
    assert np.all(shape > 0.0)


@pytest.mark.parametrize("work_class", ["interactive", "batch", "training"])
def test_the_catalogue_shapes_have_mean_one(work_class: str) -> None:
    week = [loader.get("workloads", work_class, f"weekly_shape_{day}").number for day in range(7)]
    assert np.mean(catalogue_day(work_class)) == pytest.approx(1.0, abs=1e-12)
    assert np.mean(week) == pytest.approx(1.0, abs=1e-12)
    assert (len(set(catalogue_day(work_class))) == 1) == (work_class != "interactive")


def test_the_interactive_day_follows_measured_traffic() -> None:
    """ServeGen's interactive model over a week: the error and correlation stated in the catalogue."""
    hours: dict[int, list[float]] = defaultdict(list)
    path = data_path("llm_traffic_servegen/aggregate_rate_tokens.csv")
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if (row["category"], row["model"]) == ("language", "m-small"):
                hours[int(row["t_start_s"]) // 3600].append(float(row["req_per_s"]))
    rate = np.array([np.mean(hours[hour]) for hour in range(168)]).reshape(7, 24)
    relative = rate / rate.mean(axis=1, keepdims=True)
    error = relative - np.array(catalogue_day("interactive"))
    assert np.sqrt(np.mean(error**2)) == pytest.approx(0.13, abs=0.005)
    correlation = np.corrcoef(np.tile(catalogue_day("interactive"), 7), relative.ravel())[0, 1]
    assert correlation == pytest.approx(0.88, abs=0.005)
