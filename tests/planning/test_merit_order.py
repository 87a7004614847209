"""Which steps run, held against the program that finds the same."""

import numpy as np
import pytest

from firmwatt.planning.merit_order import merit_order, standing_hours
from firmwatt.scenario.supply_curve import ReserveDemand
from tests.golden.kit import World, case
from tests.markets import Market, addition, curve, market_inputs

STEPS = [
    (90.0, 600.0, True, np.full(3, 10.0)),
    (20.0, 1000.0, True, np.full(3, 50.0)),
    (900.0, 0.0, False, np.full(3, 99.0)),
]


def test_steps_run_by_cost_whatever_their_order() -> None:
    price, average, marginal, free = merit_order(np.array([30.0, 60.0, 80.0]), np.zeros(3), STEPS)
    assert price.tolist() == [20.0, 90.0, 900.0]
    assert marginal.tolist() == [1000.0, 600.0, 600.0]
    assert average == pytest.approx([1000.0, 56_000 / 60, 56_000 / 60])
    assert free == pytest.approx([0.0, 0.0, 0.0])


@pytest.mark.parametrize("reserve", [None, ReserveDemand(380.0, 20.0, 60.0, 5000.0, (15.0,))])
def test_the_merit_order_is_what_the_program_finds(reserve: ReserveDemand | None) -> None:
    rng = np.random.default_rng(4)
    load = tuple(rng.uniform(30.0, 140.0, 24))
    market = Market(load, tuple(rng.uniform(0.0, 60.0, 24)), tuple(rng.uniform(0.0, 1.0, 24)))
    zero = [0.0] * 24
    answers = curve(expansions=(addition(build_limit_mw_per_year=15.0),), reserve_demand=reserve)
    inputs = market_inputs(case(), World([[1.0] * 24], zero, intensity=zero, carbon_free=zero), market, answers)
    assert inputs.curves is not None
    assert inputs.without is not None
    price, *_ = standing_hours(inputs.curves, inputs.without)
    np.testing.assert_allclose(inputs.without.price_usd_per_mwh[0, 0], price[0, 0, 0, :24], atol=1e-6)
