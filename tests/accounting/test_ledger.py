"""The ledger tells what the optimiser minimised."""

from dataclasses import replace

import pytest

from firmwatt.accounting.books import build_ledger
from tests.accounting.test_weather_years import books_of
from tests.hand import hand_dispatch


def test_the_objective_is_the_expected_cost_and_what_dear_weather_adds() -> None:
    ledger = build_ledger(hand_dispatch())
    assert ledger.objective_usd == ledger.total_usd
    books = books_of((20.0, 60.0), (0.5, 0.5), None)
    risky = replace(ledger, weather=replace(books, adjustment_usd=1e6))
    assert risky.objective_usd == pytest.approx(ledger.total_usd + 1e6)
