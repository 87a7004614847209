"""When the grid calls: the hours of most stress, within hours, events and length."""

from __future__ import annotations

import numpy as np
import pytest

from firmwatt.grid.calls import called_share, count_calls
from tests.planning.contracts import contract

ONE = np.ones(1)


def free(**changes):
    limits = {"hours_per_year": 8760.0, "events_per_year": 8760.0, "longest_event_hours": 8760.0}
    return contract(**(limits | changes))


@pytest.fixture(scope="module")
def stress():
    random = np.random.default_rng(3)
    daily = np.sin(np.arange(8760) * np.pi / 12)
    return (50 + 20 * daily + random.normal(0, 8, 8760))[None]


def test_all_hours_where_nothing_is_limited(stress):
    assert called_share(stress, ONE, free()).all()


@pytest.mark.parametrize("hours", [1.0, 60.0, 177.5])
def test_the_hours_of_most_stress_are_called(stress, hours):
    share = called_share(stress, ONE, free(hours_per_year=hours))
    assert share.sum() == pytest.approx(hours)
    assert stress[share > 0].min() >= stress[share == 0].max()


def test_every_limit_is_kept(stress):
    terms = free(hours_per_year=180.0, events_per_year=40.0, longest_event_hours=4.0)
    found = count_calls(called_share(stress, ONE, terms), ONE)
    assert found.hours_per_year <= 180.0
    assert found.events_per_year <= 40.0
    assert found.longest_event_hours <= 4
    assert found.hours_per_year > 100.0


def test_an_hour_that_stands_for_many_is_called_in_part():
    prices = np.array([[10.0, 50.0, 40.0, 10.0]])
    share = called_share(prices, np.array([20.0]), free(hours_per_year=30.0))
    assert share.tolist() == [[0.0, 1.0, 0.5, 0.0]]
    found = count_calls(share, np.array([20.0]))
    assert (found.hours_per_year, found.events_per_year, found.longest_event_hours) == (30.0, 20.0, 2)


def test_few_events_call_an_hour_that_stands_for_more_days_in_part():
    share = called_share(np.array([[10.0, 50.0]]), np.array([20.0]), free(events_per_year=5.0, hours_per_year=8.0))
    assert share.tolist() == [[0.0, 0.25]] or share[0, 1] == 0.25
    assert count_calls(share, np.array([20.0])).events_per_year <= 5.0


def test_a_longer_event_stands_for_no_more_days_than_its_first_hour():
    terms = free(events_per_year=5.0, hours_per_year=15.0)
    share = called_share(np.array([[10.0, 50.0, 40.0]]), np.array([20.0]), terms)
    assert share.tolist() == [[0.25, 0.25, 0.25]]
    assert count_calls(share, np.array([20.0])).events_per_year == 5.0


def test_the_grid_may_call_less_than_the_contract_lets_it(stress):
    assert called_share(stress, ONE, free(called_hours_per_year=20.0)).sum() == 20.0
    assert called_share(stress, ONE, free(called_hours_per_year=20.0, hours_per_year=5.0)).sum() == 5.0


def test_periods_are_apart():
    """The last hour of a period and the first of the next do not follow one another."""
    prices = np.array([[10.0, 90.0], [90.0, 10.0]])
    share = called_share(prices, np.ones(2), free(longest_event_hours=1.0, hours_per_year=2.0))
    assert share.tolist() == [[0.0, 1.0], [1.0, 0.0]]
    assert count_calls(share, np.ones(2)).events_per_year == 2.0


def test_no_calls_under_a_firm_contract(stress):
    assert not called_share(stress, ONE, contract()).any()
