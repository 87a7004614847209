from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmwatt.timegrid import TimeGrid, date_after, full_year_grid, hour_of_date, utc_stamps
from firmwatt.units import HOURS_PER_YEAR

DAYS = st.dates(date(2025, 1, 1), date(2036, 12, 31))


@st.composite
def sampled_grids(draw: st.DrawFn) -> TimeGrid:
    """Draw grids whose periods stand for blocks of whole days that cover the year."""
    years = sorted(draw(st.sets(st.integers(2026, 2034), min_size=1, max_size=3)))
    cuts = sorted(draw(st.sets(st.integers(1, 51), max_size=5)))
    block_start = tuple(168 * cut for cut in [0, *cuts])
    ends = [*block_start[1:], HOURS_PER_YEAR]
    blocks = tuple(end - start for start, end in zip(block_start, ends, strict=True))
    weather = draw(st.integers(1, 3))
    return TimeGrid(
        planning_years=tuple(years),
        years_represented=(1,) * len(years),
        weather_years=tuple(range(weather)),
        weather_probability=(1.0 / weather,) * weather,
        period_start_hour=block_start,
        period_hours=draw(st.sampled_from([24, 72, 168])),
        period_block_hours=blocks,
        period_block_start=block_start,
    )


def _share_of_year(online: date, year: int) -> float:
    return 1.0 - hour_of_date(online, year) / HOURS_PER_YEAR


@given(grid=sampled_grids(), online=DAYS)
def test_online_share_of_a_sample_is_the_share_of_each_year_to_half_a_block(grid: TimeGrid, online: date) -> None:
    hours = (grid.chain_hour_weight[:, None] * grid.online_share(online)).sum(axis=1)
    for index, year in enumerate(grid.planning_years):
        share = hours[grid.chain_year == index].sum() / HOURS_PER_YEAR
        half_a_block = max(grid.period_block_hours) / 2 / HOURS_PER_YEAR
        assert share == pytest.approx(_share_of_year(online, year), abs=half_a_block + 1e-12)


@given(online=DAYS, weather=st.integers(1, 2))
def test_online_share_of_the_full_year_means_the_share_of_each_year(online: date, weather: int) -> None:
    grid = full_year_grid((2027, 2030), (3, 1), tuple(range(weather)))
    share = grid.online_share(online)
    assert set(np.unique(share)) <= {0.0, 1.0}
    expected = np.repeat([_share_of_year(online, year) for year in grid.planning_years], weather)
    np.testing.assert_allclose(share.mean(axis=1), expected, atol=1e-12)


@given(grid=sampled_grids(), online=DAYS)
def test_later_dates_are_never_online_for_longer(grid: TimeGrid, online: date) -> None:
    assert np.all(grid.online_share(online + timedelta(days=40)) <= grid.online_share(online))


@given(grid=sampled_grids())
def test_the_hours_of_each_year_stand_for_8760(grid: TimeGrid) -> None:
    weight = grid.chain_hour_weight * grid.period_hours
    np.testing.assert_allclose(np.bincount(grid.chain_year, weights=weight), HOURS_PER_YEAR, rtol=1e-12)


@given(grid=sampled_grids())
def test_samples_follow_the_order_of_the_chains(grid: TimeGrid) -> None:
    years, weather, periods, hours = grid.shape
    series = 1e5 * np.arange(weather)[:, None] + np.arange(float(HOURS_PER_YEAR))
    by_year = 1e6 * np.arange(float(years))[:, None, None] + series
    sampled, sampled_by_year = grid.sample(series), grid.sample_by_year(by_year)
    assert sampled.shape == sampled_by_year.shape == (years * weather * periods, hours)
    expected = 1e5 * grid.chain_weather[:, None] + np.tile(grid.hour_of_year, (years * weather, 1))
    np.testing.assert_array_equal(sampled, expected)
    np.testing.assert_array_equal(sampled_by_year, 1e6 * grid.chain_year[:, None] + expected)


@pytest.mark.parametrize("lead", [(), (3,), (2, 3)])
def test_samples_keep_leading_axes(lead: tuple[int, ...]) -> None:
    grid = full_year_grid((2027, 2030), (3, 1), (1, 2))
    assert grid.sample(np.zeros((*lead, 2, HOURS_PER_YEAR))).shape == (*lead, 4, HOURS_PER_YEAR)
    assert grid.sample_by_year(np.zeros((*lead, 2, 2, HOURS_PER_YEAR))).shape == (*lead, 4, HOURS_PER_YEAR)


def test_only_the_full_grid_is_full() -> None:
    assert full_year_grid((2027,), (1,)).is_full
    assert not TimeGrid((2027,), (1,), (1,), (1.0,), (0,), 168, (HOURS_PER_YEAR,), (0,)).is_full


@pytest.mark.parametrize(
    ("day", "hour"),
    [
        (date(2028, 1, 1), 0),
        (date(2028, 1, 31), 30 * 24),
        (date(2028, 2, 1), 31 * 24),
        (date(2028, 2, 28), 58 * 24),
        (date(2028, 2, 29), 59 * 24),  # the leap day is left out: nothing serves before its date
        (date(2028, 3, 1), 59 * 24),
        (date(2027, 3, 1), 59 * 24),
        (date(2028, 12, 31), 364 * 24),
    ],
)
def test_hour_of_date_at_the_ends_of_months(day: date, hour: int) -> None:
    assert hour_of_date(day, day.year) == hour


@given(day=DAYS)
def test_hour_of_date_agrees_with_the_stamps(day: date) -> None:
    if (day.month, day.day) == (2, 29):
        return
    assert utc_stamps(day.year)[hour_of_date(day, day.year)] == np.datetime64(day.isoformat(), "h")


@pytest.mark.parametrize("year", [2027, 2028, 2100])
def test_stamps_leave_29_february_out(year: int) -> None:
    stamps = utc_stamps(year)
    assert (len(stamps), stamps[0], stamps[-1]) == (
        HOURS_PER_YEAR,
        np.datetime64(f"{year}-01-01T00"),
        np.datetime64(f"{year}-12-31T23"),
    )
    assert not np.any(np.char.find(np.datetime_as_string(stamps), "-02-29") >= 0)


@given(day=DAYS, years=st.floats(0, 20))
def test_date_after_counts_mean_years(day: date, years: float) -> None:
    assert abs((date_after(day, years) - day).days - 365.2425 * years) <= 0.5
