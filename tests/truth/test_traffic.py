"""The traffic that ships against the traces that it was fitted on."""

from __future__ import annotations

import numpy as np
import pytest

from firmwatt.catalog import loader
from tests.data import data_path
from tools.fit_traffic import fit, left_out_error, single_requests, weeks


@pytest.fixture(scope="module")
def data():
    data_path("llm_traffic_azure_2023")
    return data_path("llm_traffic_servegen").parent


def test_the_table_is_what_the_script_fits(data):
    for each in fit(data):
        shipped = loader.get("traffic", each.key, each.parameter).number
        assert shipped == pytest.approx(each.value, rel=0.03, abs=1e-3), (each.key, each.parameter)


def test_a_left_out_day_is_met_within_the_error_that_ships(data):
    week = weeks(data)["small_model"]
    shipped = loader.get("traffic", "small_model", "daily_error_share").number
    assert left_out_error(week) == pytest.approx(shipped, rel=0.03)
    assert shipped < 0.15


def test_the_shape_of_one_model_meets_another_models_days(data):
    """Carried over: the small model's curve on the hours of the other two, root mean square over the mean."""
    curve = np.array([loader.get("traffic", "small_model", f"daily_shape_{hour:02d}").number for hour in range(24)])
    for key, most in (("medium_model", 0.45), ("large_model", 0.35)):
        day = weeks(data)[key].mean(axis=0).reshape(24, -1).mean(axis=1)
        assert np.sqrt(np.mean((curve - day / day.mean()) ** 2)) < most


def test_requests_arrive_in_bursts_not_independently(data):
    for task in ("conv", "code"):
        seconds = single_requests(data, task)["seconds"].to_numpy()
        counts = np.bincount((seconds // 60).astype(int))[:-1]
        assert counts.var() / counts.mean() > 10.0


def test_the_published_means_of_the_azure_trace(data):
    """1,155 tokens in and 211 out for conversation, 2,048 and 28 for code."""
    for task, given, answered in (("conv", 1155, 211), ("code", 2048, 28)):
        rows = single_requests(data, task)
        assert rows["input"].mean() == pytest.approx(given, rel=0.002)
        assert rows["output"].mean() == pytest.approx(answered, rel=0.01)


def test_the_week_does_not_tell_which_days_are_a_weekend(data):
    """The quietest two days of two models are the busiest of the third, so that no weekly shape is fitted."""
    days = {key: week.mean(axis=1) / week.mean() for key, week in weeks(data).items()}
    pairs = {key: (each + np.roll(each, -1)) / 2.0 for key, each in days.items()}
    assert [int(np.argmin(pairs[key])) for key in ("small_model", "medium_model")] == [0, 0]
    assert pairs["large_model"][0] > 1.1
    assert np.corrcoef(days["small_model"], days["large_model"])[0, 1] < -0.4
