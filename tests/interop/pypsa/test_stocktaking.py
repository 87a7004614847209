"""Limits on capacity bind in PyPSA as they bind in the plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from firmwatt.scenario.case import Reliability
from tests.interop.pypsa.solved import assert_same_optimum, busy_case
from tests.worlds import simple_inputs


def test_reserve_with_the_credit_of_storage_by_its_duration(tmp_path):
    case = busy_case()
    storage = replace(case.storage[0], power_cost_usd_per_kw=1.0, energy_cost_usd_per_kwh=5.0)
    case = replace(case, storage=(storage,), reliability=Reliability(reserve_margin=0.5, grid_capacity_credit=0.3))
    assert_same_optimum(simple_inputs(case), tmp_path, "reserve", "storage_credit/south/battery_4h")


def test_vendor_slots_land_and_a_gas_pipeline(tmp_path):
    slots = {"gas_turbine": 10.0, "battery_4h": 3.0, "solar": 40.0, "transformer": 30.0}
    case = replace(busy_case(), vendor_slots_mw_per_year=slots)
    sites = (replace(site, gas_pipeline_limit_mmbtu_per_hour=200.0, land_limit_acre=400.0) for site in case.sites)
    network = assert_same_optimum(
        simple_inputs(replace(case, sites=tuple(sites))), tmp_path, "vendor_slots", "gas_pipeline", "land"
    )
    assert network.generators.p_nom_opt["south/solar/solar 2027"] <= 40.0 + 1e-6


@pytest.mark.parametrize("last", [2027, None])
def test_a_budget_on_capital(tmp_path, last):
    case = busy_case()
    programme = replace(case.programme, budget_usd=4e8 if last else 5e8, budget_until_year=last)
    network = assert_same_optimum(simple_inputs(replace(case, programme=programme)), tmp_path, "budget")
    left = network.stores_t.e["budget"].loc[20274 if last else 20304]
    assert left.iloc[-1] == pytest.approx(0.0, abs=1e-6)
