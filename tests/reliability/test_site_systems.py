"""The systems of a planned site: plants by units, connection, batteries, classes of load."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.accounting.clock import yearly_sum
from firmwatt.catalog import loader as catalog
from firmwatt.operation.read import dispatch_from_plan
from firmwatt.planning.solve import solve_plan
from firmwatt.reliability.convolution import convolve
from firmwatt.reliability.site_systems import largest_plant_unit, site_systems, site_temperatures
from tests.cases import tiny_case
from tests.planning.contracts import contract
from tests.worlds import simple_inputs


@pytest.fixture(scope="module")
def dispatch():
    return dispatch_from_plan(solve_plan(simple_inputs(tiny_case())))


@pytest.mark.parametrize("year", [0, 1])
def test_the_load_is_that_of_the_plan(dispatch, year):
    parts = site_systems(dispatch, 0, year)
    time = dispatch.plan.inputs.time
    assert sum(part.hours for part in parts) == 8760
    assert sum(part.energy_mwh for part in parts) == pytest.approx(yearly_sum(time, dispatch.metered_mw)[0, year])
    assert parts[0].classes == ("interactive", "batch", "training")
    by_class = sum(part.load_mw.sum(axis=(1, 2)) for part in parts)
    pools = dispatch.plan.inputs.load.it.pools
    served = yearly_sum(time, dispatch.served_mw[:, 0])[:, year] * 1.25
    expected = [
        sum(mwh for pool, mwh in zip(pools, served, strict=True) if pool.work_class == c) for c in parts[0].classes
    ]
    assert by_class == pytest.approx(np.array(expected), abs=1e-3)


def test_plants_stand_as_units_and_the_connection_as_one(dispatch):
    last = site_systems(dispatch, 0, 1)[-1]
    turbine = [unit for unit in last.units if unit.name == "home/gas_turbine"]
    plan = dispatch.plan
    assert sum(unit.mw for unit in turbine) == pytest.approx(plan.supply_mw[1, 1], abs=0.01)
    assert all(unit.mw <= 50.0 + 1e-9 for unit in turbine)
    rate = catalog.get("outages", "gas_turbine", "forced_outage_rate").number
    assert {unit.forced_outage_rate for unit in turbine} <= {rate}
    grid = [unit for unit in last.units if unit.name == "home/grid_connection"]
    assert sum(unit.mw for unit in grid) == pytest.approx(plan.connection_firm_mw[0, 1], abs=0.01)
    batteries = [store for store in last.stores if store.mw > 0]
    assert sum(store.mw for store in batteries) == pytest.approx(plan.storage_mw[0, 1], abs=0.01)
    assert sum(store.mwh for store in batteries) == pytest.approx(plan.storage_mwh[0, 1], abs=0.1)


def test_the_connection_fails_as_a_whole_and_withholds_what_the_scenario_says(dispatch):
    for part in site_systems(dispatch, 0, 1, grid_availability=0.999):
        rates = {cause.name: cause.forced_outage_rate for cause in part.causes}
        assert rates["grid_connection"] == pytest.approx(0.001)
        assert rates["gas_supply"] == catalog.get("outages", "gas_supply", "forced_outage_rate").number
        for unit in part.units:
            if unit.name == "home/curtailable_connection":
                assert (unit.forced_outage_rate, unit.cause) == (0.05, "grid_connection")
            if unit.name == "home/grid_connection":
                assert (unit.forced_outage_rate, unit.cause) == (0.0, "grid_connection")
            if unit.name == "home/gas_turbine":
                assert unit.cause == "gas_supply"


def test_sun_and_wind_give_what_the_weather_gave(dispatch):
    parts = site_systems(dispatch, 0, 1)
    variable = sum(part.variable_mw.sum() for part in parts)
    expected = yearly_sum(dispatch.plan.inputs.time, dispatch.available_mw)[0, 1]
    assert variable == pytest.approx(expected + 8.76, rel=1e-9)


def test_the_largest_plant_is_the_one_to_double(dispatch):
    parts = site_systems(dispatch, 0, 1)
    unit = largest_plant_unit(parts, dispatch, 0)
    assert unit is None or unit.name == "home/gas_turbine"
    assert largest_plant_unit(parts, dispatch, 0) == unit


def test_every_technology_that_can_fail_has_its_rates():
    for key in catalog.keys("technologies"):
        if catalog.get("technologies", key, "availability_kind").text == "flat":
            assert 0 < catalog.get("outages", key, "forced_outage_rate").number < 1
            assert catalog.get("outages", key, "mean_time_to_repair_hours").number > 0
    assert np.isclose(catalog.get("outages", "grid_connection", "forced_outage_rate").number * 8760, 2.0, rtol=1e-3)


def test_a_cold_snap_takes_the_turbines_of_the_site():
    asked = tiny_case()
    standing = tuple(
        replace(asset, existing_mw=30.0) if asset.technology == "gas_turbine" else asset for asset in asked.supply
    )
    dispatch = dispatch_from_plan(solve_plan(simple_inputs(replace(asked, supply=standing))))
    temperature = np.full((1, 8760), 15.0)
    temperature[0, :200] = -15.0
    cold, plain = site_systems(dispatch, 0, 1, temperature_c=temperature), site_systems(dispatch, 0, 1)
    assert [part.hours for part in cold] == [part.hours for part in plain]
    turbines = [unit for unit in cold[-1].units if unit.name == "home/gas_turbine"]
    assert turbines
    for unit in turbines:
        assert unit.rate_by_bin[0] / unit.rate_by_bin[30] == pytest.approx(0.199 / 0.024)
    firm = [unit for unit in cold[-1].units if unit.name == "home/grid_connection"]
    assert all(unit.rate_by_bin == () for unit in firm)
    assert convolve(cold).lolh_hours_per_year != convolve(plain).lolh_hours_per_year


def test_what_the_grid_calls_is_gone():
    asked = tiny_case()
    terms = contract(hours_per_year=100.0, events_per_year=100.0, longest_event_hours=8.0)
    link = replace(asked.sites[0].connection, contract=terms, curtailable_energy_share=0.0)
    called = dispatch_from_plan(
        solve_plan(simple_inputs(replace(asked, sites=(replace(asked.sites[0], connection=link),))))
    )
    free = site_systems(replace_contract(called, None), 0, 1)
    gone = sum(part.variable_mw.sum() for part in free) - sum(
        part.variable_mw.sum() for part in site_systems(called, 0, 1)
    )
    assert gone == pytest.approx(100.0 * called.plan.connection_curtailable_mw[0, 1], rel=1e-6)


def replace_contract(dispatch, terms):
    case = dispatch.plan.inputs.case
    link = replace(case.sites[0].connection, contract=terms)
    inputs = replace(dispatch.plan.inputs, case=replace(case, sites=(replace(case.sites[0], connection=link),)))
    return replace(dispatch, plan=replace(dispatch.plan, inputs=inputs))


def test_temperatures_are_those_of_the_plans_weather(dispatch):
    found = site_temperatures(dispatch.plan.inputs.case)
    assert found.shape == (1, len(dispatch.plan.inputs.case.programme.weather_years), 8760)
    assert -30 < found.min() < found.max() < 50
