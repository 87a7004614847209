"""Generation on site, by physical and by virtual contract."""

from __future__ import annotations

import pytest

from firmwatt.interop.pypsa_network import build_network
from firmwatt.planning.model import build_model
from tests.cases import two_site_case
from tests.interop.pypsa.solved import busy_case
from tests.worlds import simple_inputs


def test_each_delivery_has_its_way_to_the_site():
    links = build_network(build_model(simple_inputs(two_site_case()))).links
    ends = ["bus0", "bus1", "bus2"]
    assert links.loc["south/solar/energy", ends].tolist() == ["south/solar", "south", ""]
    assert links.loc["south/solar_contract/energy", ends].tolist() == [
        "south/solar_contract", "south", "south/firm import",
    ]  # fmt: skip
    assert links.loc["north/wind_contract/energy", ends].tolist() == [
        "north/wind_contract", "market", "contracts company",
    ]  # fmt: skip


def test_running_costs_stand_at_the_energy():
    inputs = simple_inputs(busy_case())
    cost = build_network(build_model(inputs)).links_t.marginal_cost
    gas = inputs.case.supply[1]
    without_carbon = gas.variable_om_usd_per_mwh + gas.heat_rate_mmbtu_per_mwh * gas.fuel_cost_usd_per_mmbtu[0]
    assert cost["north/gas_turbine/energy"].loc[20270].iloc[0] == pytest.approx(without_carbon)
    price = inputs.grid.price_usd_per_mwh[0, 0, 0, inputs.time.period_start_hour[0]]
    assert cost["north/wind_contract/energy"].loc[20270].iloc[0] == pytest.approx(34.0 - price)


def test_a_virtual_contract_must_generate_all_that_is_there():
    network = build_network(build_model(simple_inputs(busy_case())))
    name = "north/wind_contract/wind_onshore 2027"
    assert network.generators_t.p_min_pu[name].equals(network.generators_t.p_max_pu[name])
