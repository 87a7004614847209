"""Each standing cost against a figure worked out by hand; 2027 counts half a year of what is new."""

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.accounting.capital import capital_spent, standing_costs
from firmwatt.accounting.flows import read_flows
from firmwatt.finance import annual_capital_cost_usd_per_mw
from tests.accounting.two_sites import two_site_dispatch
from tests.hand import hand_case, hand_dispatch, hand_plan

RATE = 0.07


@pytest.fixture(scope="module")
def costs():
    return standing_costs(read_flows(hand_dispatch()))


def annuity(life: float) -> float:
    return RATE / (1 - 1.07**-life)


INTEREST = 0.07 / np.log(1.07)
"""One year of building at 7 %."""


def test_solar_and_gas_pay_capital_by_vintage_and_wind_with_a_strike_none(costs):
    solar, gas = 30 * 1_300_000 * INTEREST * annuity(30), 50 * 1_200_000 * INTEREST * annuity(30)
    expected = [[0.5 * (solar + gas), solar + 2 * gas]]
    np.testing.assert_allclose(costs["supply_capital"], expected, rtol=1e-12)


def test_storage_pays_power_and_energy(costs):
    year = (10 * 300_000 + 40 * 250_000) * INTEREST * annuity(15)
    np.testing.assert_allclose(costs["storage_capital"], [[0.5 * year, year]], rtol=1e-12)


def test_connection_pays_for_what_is_new_firm_or_curtailable(costs):
    per_mw = 200_000 * annuity(40)
    np.testing.assert_allclose(costs["connection_capital"], [[0.5 * 40 * per_mw, 90 * per_mw]], rtol=1e-12)


def test_fixed_cost_of_existing_megawatts_runs_all_year(costs):
    solar, gas, battery = 20_000, 7_000, 10_000
    half = 0.5 * 30 * solar + (10 + 0.5 * 50) * gas + 0.5 * 10 * battery
    whole = 30 * solar + 110 * gas + 10 * battery
    np.testing.assert_allclose(costs["fixed_om"], [[half, whole]], rtol=1e-12)


def test_grid_capacity_is_paid_for_firm_megawatts_only(costs):
    np.testing.assert_allclose(costs["grid_capacity"], [[60_000 * (10 + 0.5 * 40), 60_000 * 80]], rtol=1e-12)


def test_computing_pays_chips_and_building_without_interest(costs):
    chips, building = 52 * 30_000_000 * annuity(5), 52 * 12_000_000 * annuity(20)
    np.testing.assert_allclose(costs["it_capital"], [[0.5 * chips, chips]], rtol=1e-12)
    np.testing.assert_allclose(costs["building_capital"], [[0.5 * building, building]], rtol=1e-12)


def test_no_link_costs_nothing(costs):
    np.testing.assert_array_equal(costs["link_capital"], [[0.0, 0.0]])


def test_a_link_is_paid_half_and_half_by_its_sites():
    link_mw = np.array([[0.0, 80.0]])
    costs = standing_costs(read_flows(two_site_dispatch(link_mw=link_mw, link_build_mw=link_mw)))
    per_mw = annual_capital_cost_usd_per_mw(900.0, RATE, 40.0, 1.0)
    np.testing.assert_allclose(costs["link_capital"], [[0.0, 40 * per_mw], [0.0, 40 * per_mw]], rtol=1e-12)


def test_a_vintage_that_died_costs_nothing():
    case = hand_case()
    solar, gas, wind = case.supply
    short = hand_case(supply=(replace(solar, lifetime_years=3.0), gas, wind))
    cost = standing_costs(read_flows(hand_dispatch(hand_plan(short))))["supply_capital"]
    gas_alone = 100 * 1_200_000 * INTEREST * annuity(30)
    np.testing.assert_allclose(cost[0, 1], gas_alone, rtol=1e-12)


def test_capital_spent_is_overnight_cost_of_builds():
    first = 30 * 1_300_000 + 50 * 1_200_000 + 10 * 300_000 + 40 * 250_000 + 40 * 200_000 + 52 * 42_000_000
    second = 50 * 1_200_000 + (100 - 50) * 200_000
    spent = capital_spent(read_flows(hand_dispatch()))
    np.testing.assert_allclose(sum(each.usd for each in spent), [first, second], rtol=1e-12)
    by_kind = {each.kind: each.usd[0] for each in spent if each.usd[0]}
    computing = (52 * 30_000_000, 52 * 12_000_000)
    assert sum(by_kind[kind] for kind in ("chips", "building")) == sum(computing) == 52 * 42_000_000
