"""Capacity by vintage: when it stands, what it costs."""

from __future__ import annotations

import numpy as np
import pytest

from firmwatt.interop.pypsa_network import build_network
from firmwatt.planning.model import build_model
from tests.interop.pypsa.solved import busy_case
from tests.worlds import simple_inputs


@pytest.fixture(scope="module")
def model():
    return build_model(simple_inputs(busy_case()))


@pytest.fixture(scope="module")
def network(model):
    return build_network(model)


def test_a_vintage_stands_for_its_life(network):
    machines = network.generators.loc[["north/gas_turbine/gas_turbine 2027", "south/solar/solar 2027"]]
    assert machines.build_year.tolist() == [20270, 20270]
    assert machines.lifetime.tolist() == [20300 - 20270, np.inf]


def test_a_vintage_costs_what_it_costs_in_the_plan(model, network):
    name, columns = "north/gas_turbine/gas_turbine 2027", model.columns.supply.capacity
    planned = model.lp.cost[columns.build[1, 0]] + model.lp.cost[columns.installed[1, 0]]
    periods = network.investment_period_weightings.objective
    stands = (periods.index >= 20270) & (periods.index < 20300)
    assert network.generators.capital_cost[name] * periods[stands].sum() == pytest.approx(planned)


def test_what_stands_is_counted_fully_and_what_is_new_when_it_is_online(network):
    share = network.generators_t.p_max_pu
    first = share["north/gas_turbine/gas_turbine 2027"].loc[20270]
    assert first.tolist() == [0.0] * 24
    assert share["north/gas_turbine/gas_turbine existing"].loc[20270].tolist() == [0.93] * 24
    assert share["north/gas_turbine/gas_turbine 2027"].loc[20274].tolist() == [0.0, 1.0, 0.0, 1.0]
    assert share["north/gas_turbine/gas_turbine existing"].loc[20274].tolist() == [0.0, 0.0, 0.0, 1.0]


def test_bounds_of_what_may_stand_are_kept_in_the_stock_taking(network):
    link = "south/solar/standing solar"
    assert network.links.p_nom[link] == 305.0
    assert network.links_t.p_min_pu[link].loc[20274].tolist() == pytest.approx([0.0, 0.0, 0.0, 20.0 / 305.0])
