"""Present values by kind."""

import numpy as np
import pytest

from firmwatt.accounting.costs import horizon_factors, present_value_by_kind, yearly_costs
from firmwatt.accounting.flows import read_flows
from firmwatt.accounting.ledger import COST_KINDS
from tests.hand import hand_dispatch


def test_every_kind_is_there_in_the_order_of_the_contract():
    assert tuple(yearly_costs(read_flows(hand_dispatch()))) == COST_KINDS


def test_present_value_counts_each_calendar_year_that_a_planning_year_stands_for():
    factors = horizon_factors(read_flows(hand_dispatch()))
    assert factors[0] == pytest.approx(1 / 1.07 + 1 / 1.07**2 + 1 / 1.07**3, rel=1e-12)
    value = present_value_by_kind({"fuel": np.array([[10.0, 0.0], [5.0, 0.0]])}, factors)
    assert value == {"fuel": pytest.approx(15.0 * factors[0], rel=1e-12)}
