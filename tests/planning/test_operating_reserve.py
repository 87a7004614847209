"""Demand for plants that stand ready, cut into steps."""

from statistics import NormalDist

import numpy as np
import pytest

from firmwatt.planning.operating_reserve import EDGES, paying_markets, ready_mw, reserve_steps, with_reserves
from firmwatt.scenario.supply_curve import ReserveDemand
from tests.golden.kit import World, case, site
from tests.markets import Market, addition, curve, exact_plan, market_inputs

DEMAND = ReserveDemand(6500.0, 900.0, 5200.0, 5000.0, (0.0,))


def test_steps_are_worth_what_the_curve_is_worth_over_them() -> None:
    width, price = reserve_steps(DEMAND)
    assert len(width) == len(EDGES) + 1
    assert (np.diff(price) < 0.0).all()
    assert (width[0], price[0]) == (6500.0, 5000.0)
    error = NormalDist(900.0, 5200.0)
    ready = np.linspace(0.0, width[1:].sum(), 20_001)
    area = float(np.trapezoid([5000.0 * (1.0 - error.cdf(mw)) for mw in ready], ready))
    assert float(width[1:] @ price[1:]) == pytest.approx(area, rel=1e-6)
    assert 1.0 - error.cdf(float(width[1:].sum())) == pytest.approx(EDGES[-1] * (1.0 - error.cdf(0.0)))


def test_cut_steps_hold_the_same_megawatts() -> None:
    steps = [(20.0, 1.0, True, np.array([9000.0, 500.0])), (40.0, 2.0, True, np.array([8000.0, 0.0]))]
    lost = (5000.0, 0.0, False, np.full(2, 1e6))
    assert with_reserves([*steps, lost], None, 0) == [*steps, lost]
    pieces = with_reserves([*steps, lost], DEMAND, 0)
    assert pieces[0] is lost
    for rate, most in ((1.0, [9000.0, 500.0]), (2.0, [8000.0, 0.0])):
        assert np.sum([mw for _, of, _, mw in pieces if of == rate], axis=0) == pytest.approx(most)
    running = [piece for piece in pieces if piece[2]]
    assert max(cost for cost, _, _, mw in running if mw[0] > 0.0) == pytest.approx(5040.0)
    assert sum(mw[0] for cost, _, _, mw in running if cost >= 5000.0) == pytest.approx(6500.0)


def test_what_stands_ready_is_what_is_asked_less_what_is_short_where_it_is_scarce() -> None:
    demand = ReserveDemand(500.0, 10.0, 20.0, 5000.0, (0.0,))
    answers = curve(expansions=(addition(build_limit_mw_per_year=10.0),), reserve_demand=demand)
    home = site(firm_mw=(100.0,))
    inputs = market_inputs(case(home), World([[20.0, 30.0]]), Market((70.0, 60.0)), answers)
    plan = exact_plan(inputs)
    series, planned = inputs.curves, plan.markets
    assert series is not None
    assert planned is not None
    assert paying_markets(series) == (0,)
    ran = (planned.step_mw, planned.flat_mw, planned.expansion_mw)
    ready = ready_mw(series, inputs.time, np.ones((1, 2)), ran)
    scarce = planned.ready_price_usd_per_mwh > 0.1
    assert scarce.any()
    asked = reserve_steps(demand)[0].sum() - planned.short_mw.sum(axis=1)
    assert ready[scarce] == pytest.approx(asked[scarce])
