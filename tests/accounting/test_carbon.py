"""Scopes by hand, on one site and on two."""

from dataclasses import replace

import numpy as np

from firmwatt.accounting.carbon import count_emissions
from firmwatt.accounting.flows import read_flows
from tests.accounting.two_sites import two_site_dispatch
from tests.cases import two_site_case
from tests.hand import hand_dispatch

HOUR = 2190.0


def test_scope_1_is_the_stack_on_the_site_and_scope_3_its_fuel():
    emissions = count_emissions(read_flows(hand_dispatch()))
    gas_mwh = np.array([[2 * HOUR * 30, 2 * HOUR * 20]])
    np.testing.assert_allclose(emissions.scope1_t, gas_mwh * 0.485, rtol=1e-12)
    np.testing.assert_allclose(emissions.scope3_t, gas_mwh * 0.080, rtol=1e-12)


def test_location_takes_the_average_intensity():
    emissions = count_emissions(read_flows(hand_dispatch()))
    bought = np.array([[HOUR * 141, HOUR * 122]])
    np.testing.assert_allclose(emissions.scope2_location_t, bought * np.array([0.4, 0.35]), rtol=1e-12)


def test_virtual_contracts_claim_purchases_of_the_year_and_no_more():
    emissions = count_emissions(read_flows(hand_dispatch()))
    # 2027: bought 141, contracted 140; 2030: bought 122, contracted 200, in units of one hour's weight.
    np.testing.assert_allclose(emissions.scope2_market_t, [[HOUR * (141 - 140) * 0.45, 0.0]], rtol=1e-9)


def test_a_physical_contract_counts_at_the_grid_average_by_location_and_at_its_own_stack_by_market():
    case = two_site_case()
    solar, gas, contract, wind = case.supply
    case = replace(case, supply=(solar, gas, replace(contract, emission_kg_per_mwh=100.0), wind))
    emissions = count_emissions(read_flows(two_site_dispatch(case)))
    np.testing.assert_allclose(emissions.scope2_location_t[1], 8760 * 0.3 * (5 + 10.3), rtol=1e-12)
    # The virtual contract stands in the north's region: it claims nothing of the south's purchase.
    residual = 8760 * 10.3 * np.array([0.45, 0.42])
    np.testing.assert_allclose(emissions.scope2_market_t[1], 8760 * 5 * 0.1 + residual, rtol=1e-12)
    np.testing.assert_allclose(emissions.scope2_market_t[0], 8760 * 15 * np.array([0.45, 0.42]), rtol=1e-12)
