"""The sample is typical of the year, and of each stretch of it."""

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.planning.sampling import choose_time_grid
from firmwatt.scenario.case import Case
from tests.cases import tiny_case
from tests.worlds import breeze, simple_inputs


def _with_sample(periods: int | None, hours: int) -> Case:
    case = tiny_case()
    return replace(case, programme=replace(case.programme, sampled_periods=periods, period_hours=hours))


def test_all_hours_where_no_sample_is_asked_for() -> None:
    assert simple_inputs(_with_sample(None, 168)).time.is_full
    assert simple_inputs(_with_sample(53, 168)).time.is_full


def test_each_period_lies_in_its_stretch_and_stands_for_it() -> None:
    time = simple_inputs(_with_sample(4, 168)).time
    start, block = np.array(time.period_start_hour), np.array(time.period_block_start)
    assert (start >= block).all()
    assert (start + 168 <= block + np.array(time.period_block_hours)).all()
    assert sum(time.period_block_hours) == 8760
    assert (start % 24 == 0).all()


def test_more_periods_come_nearer_to_the_years_wind() -> None:
    case = tiny_case()
    inputs = simple_inputs(case)
    wind = breeze()

    def error(periods: int) -> float:
        programme = replace(case.programme, sampled_periods=periods, period_hours=48)
        time = choose_time_grid(replace(case, programme=programme), inputs.load, inputs.availability, inputs.grid)
        weight = time.chain_hour_weight[: time.periods, None]
        return float(abs((wind[time.hour_of_year] * weight).sum() / 8760 - wind.mean()))

    assert error(26) < 0.05
    assert error(26) <= error(2) + 1e-9


def test_the_choice_is_the_stretch_that_looks_like_the_whole() -> None:
    # Wind blows at 0.8 in the first half of each quarter and 0.2 in the second; a typical two days hold the change.
    case = tiny_case()
    inputs = simple_inputs(case)
    hour = np.arange(8760) % 2190
    share = inputs.availability.share.copy()
    share[:] = np.where(hour < 1095, 0.8, 0.2)
    availability = replace(inputs.availability, share=share)
    programme = replace(case.programme, sampled_periods=4, period_hours=96)
    time = choose_time_grid(replace(case, programme=programme), inputs.load, availability, inputs.grid)
    picked = share[0, 0, time.hour_of_year]
    assert picked.mean(axis=1) == pytest.approx([0.5] * 4, abs=0.2)
