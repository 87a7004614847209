from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmwatt.finance import (
    annual_capital_cost_usd_per_mw,
    annuity_factor,
    construction_interest_factor,
    present_value_factors,
    years_alive,
)

RATES = st.floats(1e-6, 0.3)
LIVES = st.integers(1, 80)


@given(rate=RATES, years=LIVES)
def test_an_annuity_paid_at_year_ends_repays_one_dollar(rate: float, years: int) -> None:
    payments = annuity_factor(rate, years) * math.fsum((1.0 + rate) ** -k for k in range(1, years + 1))
    assert payments == pytest.approx(1.0, rel=1e-12)


@given(years=LIVES)
def test_without_interest_an_annuity_is_an_even_share(years: int) -> None:
    assert annuity_factor(0.0, years) == 1.0 / years
    assert annuity_factor(1e-9, years) == pytest.approx(1.0 / years, rel=1e-6)


@pytest.mark.parametrize(
    ("rate", "years", "factor"),
    [
        # Any table of capital recovery factors (A/P, i, n), six decimals.
        (0.05, 10, 0.129505),
        (0.07, 20, 0.094393),
        (0.08, 30, 0.088827),
        (0.10, 5, 0.263797),
    ],
)
def test_annuities_agree_with_the_printed_tables(rate: float, years: int, factor: float) -> None:
    assert annuity_factor(rate, years) == pytest.approx(factor, abs=5e-7)


@given(rate=RATES, years=st.floats(0.1, 15))
def test_construction_interest_is_the_mean_growth_of_money_spent_evenly(rate: float, years: float) -> None:
    nodes, weights = np.polynomial.legendre.leggauss(20)
    mean = float(np.sum(weights * (1.0 + rate) ** (years * (nodes + 1.0) / 2.0)) / 2.0)
    assert construction_interest_factor(rate, years) == pytest.approx(mean, rel=1e-12)


def test_construction_costs_no_interest_without_rate_or_time() -> None:
    assert construction_interest_factor(0.0, 6.0) == 1.0
    assert construction_interest_factor(0.07, 0.0) == 1.0


@given(rate=RATES, years=LIVES, build=st.floats(0, 12), cost=st.floats(1, 20_000))
def test_annual_capital_cost_is_linear_in_cost_and_repays_it(
    rate: float, years: int, build: float, cost: float
) -> None:
    yearly = annual_capital_cost_usd_per_mw(cost, rate, years, build)
    repaid = yearly * math.fsum((1.0 + rate) ** -k for k in range(1, years + 1))
    assert repaid == pytest.approx(1000.0 * cost * construction_interest_factor(rate, build), rel=1e-11)
    assert annual_capital_cost_usd_per_mw(2.0 * cost, rate, years, build) == pytest.approx(2.0 * yearly, rel=1e-15)


@given(rate=st.floats(0, 0.3), represented=st.lists(st.integers(1, 6), min_size=1, max_size=8))
def test_present_value_of_gap_free_planning_years_is_that_of_every_calendar_year(
    rate: float, represented: list[int]
) -> None:
    first = 2026
    starts = [first + sum(represented[:k]) for k in range(len(represented))]
    factors = present_value_factors(tuple(starts), tuple(represented), first, rate)
    every_year = math.fsum((1.0 + rate) ** -k for k in range(sum(represented)))
    assert factors.sum() == pytest.approx(every_year, rel=1e-12)


@given(rate=st.floats(0.001, 0.3), shift=st.integers(0, 10))
def test_a_later_base_year_lets_the_same_payment_grow(rate: float, shift: int) -> None:
    early = present_value_factors((2030,), (3,), 2026, rate)
    late = present_value_factors((2030,), (3,), 2026 + shift, rate)
    assert late[0] == pytest.approx(early[0] * (1.0 + rate) ** shift, rel=1e-12)


def test_years_alive_counts_the_vintage_year_and_ends_with_the_life() -> None:
    planning_years = (2026, 2030, 2035, 2040)
    assert years_alive(2030, 10, planning_years).tolist() == [0.0, 1.0, 1.0, 0.0]
    assert years_alive(2026, 4.5, planning_years).tolist() == [1.0, 1.0, 0.0, 0.0]
