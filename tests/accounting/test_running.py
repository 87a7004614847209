"""Each running cost against a figure worked out by hand. A chain-hour weighs 2190 hours."""

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.accounting.flows import read_flows
from firmwatt.accounting.running import running_costs
from tests.accounting.two_sites import constant, two_site_dispatch
from tests.hand import hand_dispatch

HOUR = 2190.0


@pytest.fixture(scope="module")
def costs():
    return running_costs(read_flows(hand_dispatch()))


def test_fuel_and_variable_cost_follow_generation(costs):
    gas_mwh = np.array([[2 * HOUR * (10 + 20), 2 * HOUR * (10 + 10)]])
    np.testing.assert_allclose(costs["fuel"], gas_mwh * 9.14 * np.array([4.0, 4.2]), rtol=1e-12)
    np.testing.assert_allclose(costs["variable_om"], gas_mwh * 1.3, rtol=1e-12)


def test_purchase_pays_the_hour_and_delivery_pays_the_wires(costs):
    # 2027: 50 + 50, then 60 - 40 + 5 and 60 - 40 - 4; 2030: 60 - 30 + 5 and 60 - 30 - 4, twice.
    bought = np.array([[HOUR * (50 + 50 + 25 + 16), HOUR * 2 * (35 + 26)]])
    np.testing.assert_allclose(costs["energy_purchase"], bought * np.array([40.0, 45.0]), rtol=1e-12)
    np.testing.assert_allclose(costs["delivery"], bought * 6.0, rtol=1e-12)


def test_a_virtual_contract_costs_strike_less_price(costs):
    wind_mwh = np.array([[2 * HOUR * (20 + 50), 2 * HOUR * (50 + 50)]])
    np.testing.assert_allclose(costs["contract"], wind_mwh * np.array([34.0 - 40.0, 34.0 - 45.0]), rtol=1e-12)


def test_storage_wears_by_what_it_gives(costs):
    np.testing.assert_allclose(costs["storage_wear"], [[3.0 * HOUR * 4, 3.0 * HOUR * 8]], rtol=1e-12)


def test_carbon_is_priced_at_the_stack_and_at_the_average_of_the_grid(costs):
    tonnes = (485.0 * 2 * HOUR * 20 + 350.0 * HOUR * 122) / 1000.0
    np.testing.assert_allclose(costs["carbon_price"], [[0.0, 50.0 * tonnes]], rtol=1e-12)


def test_sale_earns_the_price_of_the_hour():
    costs = running_costs(read_flows(hand_dispatch(sale_mw=constant(2.0))))
    np.testing.assert_allclose(costs["energy_sale"], [[-40.0 * 8760 * 2, -45.0 * 8760 * 2]], rtol=1e-12)


def test_lost_work_costs_its_value_at_the_sites_that_asked_for_it():
    costs = running_costs(read_flows(replace(two_site_dispatch(), lost_mw=constant(3.0))))
    total = 500.0 * 8760 * 3
    np.testing.assert_allclose(costs["lost_compute"], [[total * 2 / 3, total / 2], [total / 3, total / 2]], rtol=1e-12)


def test_a_physical_contract_pays_its_strike_and_the_wires():
    costs = running_costs(read_flows(two_site_dispatch()))
    south = 1
    np.testing.assert_allclose(costs["contract"][south], 8760 * 5 * 32.0, rtol=1e-12)
    np.testing.assert_allclose(costs["delivery"][south], 8760 * (5 + 10.3) * 6.0, rtol=1e-12)
