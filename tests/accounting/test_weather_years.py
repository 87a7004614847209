"""Books of the weather draws: what each costs to run, and which of them are the dearest."""

import numpy as np
import pytest

from firmwatt.accounting.books import build_ledger
from firmwatt.accounting.weather_years import USUAL_TAIL_SHARE, WeatherBooks
from firmwatt.operation.read import dispatch_from_plan
from firmwatt.scenario.programme import Risk
from firmwatt.units import HOURS_PER_YEAR
from tests.golden.kit import LOST_USD_PER_MWH, World, case, golden_draws, site, solved_plan
from tests.hand import hand_dispatch


def books_of(prices: tuple[float, ...], chances: tuple[float, ...], risk: Risk | None) -> WeatherBooks:
    worlds = [World([[10.0, 10.0]], price=(price, price)) for price in prices]
    inputs = golden_draws(case(site(firm_mw=(20.0,))), worlds, chances, risk)
    books = build_ledger(dispatch_from_plan(solved_plan(inputs))).weather
    assert books is not None
    return books


def test_each_draw_costs_what_its_hours_cost() -> None:
    books = books_of((20.0, 60.0), (0.75, 0.25), None)
    mwh = 10.0 * HOURS_PER_YEAR
    assert books.operating_usd[0] == pytest.approx([20.0 * mwh, 60.0 * mwh])
    assert books.import_mwh[0] == pytest.approx([mwh, mwh])
    assert books.lost_mwh[0] == pytest.approx([0.0, 0.0], abs=1e-6)
    assert books.expected_usd == pytest.approx([30.0 * mwh])
    assert (books.tail_share, books.weight, books.adjustment_usd) == (USUAL_TAIL_SHARE, 0.0, 0.0)
    assert books.tail_mean_usd == pytest.approx([60.0 * mwh])


def test_lost_computing_is_counted_in_its_draw() -> None:
    # At 2000 USD nobody buys: the work is lost for 1000.
    books = books_of((20.0, 2000.0), (0.5, 0.5), Risk(0.5, 0.4))
    mwh = 10.0 * HOURS_PER_YEAR
    assert books.lost_mwh[0] == pytest.approx([0.0, mwh], abs=1e-3)
    assert books.operating_usd[0] == pytest.approx([20.0 * mwh, LOST_USD_PER_MWH * mwh])
    beyond = (LOST_USD_PER_MWH - 20.0) / 2.0 * mwh
    assert books.adjustment_usd == pytest.approx(0.4 * beyond)


def test_the_tail_takes_the_dearest_first_and_part_of_the_last() -> None:
    books = books_of((10.0, 40.0, 20.0), (0.5, 0.2, 0.3), Risk(0.4, 1.0))
    assert books.in_tail[0] == pytest.approx([0.0, 1.0, 2.0 / 3.0])
    mean = (books.in_tail * books.probability * books.operating_usd).sum(axis=1) / 0.4
    np.testing.assert_allclose(mean, books.tail_mean_usd, rtol=1e-12)
    assert books.value_at_risk_usd[0] == pytest.approx(20.0 * 10.0 * HOURS_PER_YEAR)


def test_a_single_draw_has_no_books_of_its_own() -> None:
    assert build_ledger(hand_dispatch()).weather is None
