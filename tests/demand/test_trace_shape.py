"""From counted arrivals to the shape of a year, and how bursty they are."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmwatt.catalog import loader
from firmwatt.demand.trace_file import Counted
from firmwatt.demand.trace_shape import burstiness, trace_report, trace_shape
from tests.data import data_path


def counted(start: str, values, step_minutes: int = 60) -> Counted:
    stamps = np.datetime64(start, "s") + np.arange(len(values)) * np.timedelta64(60 * step_minutes, "s")
    return Counted(stamps, np.asarray(values, dtype=np.float64), "requests")


def test_a_day_is_repeated():
    shape = trace_shape(counted("2026-05-05T00:00", np.arange(1.0, 25.0)), 2027)
    assert shape.shape == (8760,)
    assert shape.mean() == pytest.approx(1.0)
    assert shape[24:48] == pytest.approx(np.arange(1.0, 25.0) / 12.5)


def test_a_week_keeps_its_weekdays():
    values = np.ones(168)
    values[:24] = 3.0
    shape = trace_shape(counted("2026-11-16T00:00", values), 2027)  # a Monday; 2027 begins on a Friday
    assert shape[3 * 24] / shape[0] == pytest.approx(3.0)
    assert np.unique(shape.round(9)).size == 2


def test_hours_of_the_week_that_were_not_counted_take_their_hour_of_the_day():
    shape = trace_shape(counted("2026-11-16T00:00", np.tile(np.arange(1.0, 25.0), 8)[: 24 * 8]), 2027)
    assert shape[: 24 * 7] == pytest.approx(np.tile(np.arange(1.0, 25.0) / 12.5, 7))


def test_a_year_is_kept_hour_by_hour():
    values = 1.0 + np.arange(8760.0)
    shape = trace_shape(counted("2025-01-01T00:00", values), 2027)
    assert shape == pytest.approx(values / values.mean())


@given(st.integers(24, 400), st.integers(0, 2**32 - 1))
def test_any_record_gives_a_shape_of_mean_one(hours: int, seed: int) -> None:
    values = np.random.default_rng(seed).poisson(50.0, hours)
    shape = trace_shape(counted("2026-02-03T05:00", values), 2028)
    assert shape.mean() == pytest.approx(1.0)
    assert (shape >= 0.0).all()


def test_independent_arrivals_have_a_dispersion_of_one():
    values = np.random.default_rng(1).poisson(60.0, 14 * 144)
    found = burstiness(counted("2026-02-03T00:00", values, 10))
    assert found.hours == pytest.approx(14 * 24, abs=0.2)
    assert found.dispersion[10] == pytest.approx(1.0, abs=0.15)
    assert found.peak_to_mean[10] > found.peak_to_mean[60] > 1.0
    assert found.excess_share[10] == pytest.approx(60.0**-0.5, rel=0.1)


def test_the_week_of_servegen_as_a_users_own_trace():
    table = pd.read_csv(data_path("llm_traffic_servegen/aggregate_rate_tokens.csv"))
    rows = table[table["model"] == "m-small"].sort_values("t_start_s")
    found = counted("2026-11-16T00:00", rows["req_per_s"].to_numpy() * 600.0, 10)
    shape = trace_shape(found, 2027)
    assert 1.3 < shape.max() < 3.0
    assert 0.3 < shape.min() < 0.8
    assert burstiness(found).peak_to_mean[10] >= burstiness(found).peak_to_mean[60]


def test_a_report_finds_the_nearest_traffic_and_its_clock():
    local = np.array([loader.get("traffic", "chat", f"daily_shape_{hour:02d}").number for hour in range(24)])
    utc = np.roll(local, -9)  # users whose clock is nine hours ahead
    found = trace_report(counted("2026-11-16T00:00", np.tile(utc, 9)[: 24 * 8] * 1000.0))
    assert found.nearest_utc_offset_hours == 9
    assert found.nearest in {"chat", "code"}
    assert found.nearest_error_share < 1e-3
    assert found.weekly == pytest.approx((1.0,) * 7)
    assert trace_report(counted("2026-11-16T00:00", utc)).weekly is None


def test_a_record_by_the_hour_has_no_windows_of_ten_minutes():
    bursts = burstiness(counted("2026-11-16T00:00", np.arange(1.0, 49.0)))
    assert set(bursts.peak_to_mean) == set(bursts.excess_share) == set(bursts.dispersion) == {60}
    assert set(burstiness(counted("2026-11-16T00:00", np.ones(300), 10)).peak_to_mean) == {10, 60}


def test_a_clock_west_of_greenwich_is_told_as_such():
    local = np.array([loader.get("traffic", "chat", f"daily_shape_{hour:02d}").number for hour in range(24)])
    report = trace_report(counted("2026-11-16T00:00", np.tile(np.roll(local, 5), 7)))
    assert report.nearest_utc_offset_hours == -5
