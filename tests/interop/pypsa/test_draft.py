"""Components gathered and handed over in bulk."""

from __future__ import annotations

import numpy as np
import pytest

from firmwatt.interop.pypsa.clock import Clock
from firmwatt.interop.pypsa.draft import Draft
from tests.hand import TIME


@pytest.fixture
def network():
    draft = Draft(Clock(TIME), np.array([2.0, 3.0]))
    draft.constant_usd = 500.0
    one, two, three = (draft.bus(name, "AC") for name in ("one", "two", "three"))
    every = draft.clock.series(1.0)
    draft.link("plain", (one, two), 0.9, 10.0, carrier="line")
    draft.link("forked", (one, two), 1.0, 10.0, ports=[(three, 0.5 * every)], carrier="line", marginal_cost=7.0)
    draft.sink(three, 4.0, every)
    draft.sink(three, 6.0, every)
    return draft.network("drafted")


def test_series_and_plain_values_stand_side_by_side(network):
    assert network.name == "drafted"
    assert network.links.bus2.tolist() == ["", "three"]
    assert network.links.marginal_cost.tolist() == [0.0, 7.0]
    assert list(network.links_t.efficiency2) == ["forked"]
    assert network.links_t.p_max_pu["plain"].loc[20272].tolist() == [0.0] * 4


def test_sinks_of_one_bus_are_one(network):
    unused = network.generators.loc["three/unused 0"]
    assert (unused.p_nom, unused.p_max_pu) == (10.0, 0.0)
    assert network.generators_t.p_min_pu["three/unused 0"].loc[20270].tolist() == [-1.0, -1.0]


def test_weights_add_up_to_the_years(network):
    periods = network.investment_period_weightings
    assert periods.objective.tolist() == [1.0, 1.0, 0.0, 1.5, 1.5, 0.0]
    assert periods.years.tolist() == [1.5, 1.5, 0.0, 2.5, 2.5, 0.0]
    hours = network.snapshot_weightings.objective
    assert hours.loc[20270].tolist() == [4380.0, 4380.0]
    assert hours.loc[20272].tolist() == [0.0] * 4


def test_costs_that_no_choice_changes_are_bought_once(network):
    constant = network.generators.loc["costs of what stands"]
    assert (constant.p_nom_min, constant.p_nom_max, constant.capital_cost) == (1.0, 1.0, 100.0)
