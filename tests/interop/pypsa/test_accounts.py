"""Limits on a year's energy bind in PyPSA as they bind in the plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from firmwatt.interop.pypsa_network import build_network
from firmwatt.planning.model import build_model
from firmwatt.scenario.case import Case
from tests.cases import tiny_case
from tests.interop.pypsa.solved import assert_same_optimum, busy_case, with_policy
from tests.worlds import simple_inputs


def dear_sun(case: Case) -> Case:
    """Return the case with sun and wind so dear that only a duty makes a plan build them."""
    solar, gas, contract, wind = case.supply
    dear = replace(solar, overnight_cost_usd_per_kw=5000.0, min_mw=0.0)
    supply = (dear, gas, replace(contract, strike_usd_per_mwh=90.0), replace(wind, strike_usd_per_mwh=120.0))
    return replace(case, supply=supply)


def test_a_carbon_cap_is_a_store_that_ends_the_year_empty(tmp_path):
    case = with_policy(busy_case(), carbon_cap_tonne=(20_000.0, 150_000.0))
    network = assert_same_optimum(simple_inputs(case), tmp_path, "carbon_cap")
    assert network.stores.e_initial[["carbon cap/2027", "carbon cap/2030"]].tolist() == [20_000.0, 150_000.0]
    assert network.stores_t.e["carbon cap/2027"].loc[20273].iloc[-1] == pytest.approx(0.0, abs=1e-3)
    assert network.stores_t.e["carbon cap/2030"].loc[20303].iloc[-1] == pytest.approx(0.0, abs=1e-3)


def test_shares_contracts_and_water(tmp_path):
    case = dear_sun(busy_case())
    case = replace(case, sites=tuple(replace(site, water_limit_m3_per_year=3.5e5) for site in case.sites))
    case = with_policy(case, annual_carbon_free_share=(0.5, 0.6), re100_share=(0.2, 0.5), matching_scope="region")
    assert_same_optimum(simple_inputs(case), tmp_path, "annual_carbon_free", "re100", "water")


def test_a_cap_on_intensity(tmp_path):
    case = with_policy(busy_case(), carbon_intensity_cap_kg_per_mwh=(250.0, 150.0))
    assert_same_optimum(simple_inputs(case), tmp_path, "carbon_intensity_cap")


def test_contracts_cover_own_use_only(tmp_path):
    case = busy_case()
    cheap = replace(case.supply[3], strike_usd_per_mwh=5.0, max_mw=500.0)
    case = replace(case, supply=(*case.supply[:3], cheap))
    assert_same_optimum(simple_inputs(case), tmp_path, "contract_limit")


def test_without_limits_there_is_no_account_but_the_contracts():
    network = build_network(build_model(simple_inputs(tiny_case())))
    accounts = network.stores.index[network.stores.carrier == "account"]
    assert {name.rpartition("/")[0] for name in accounts} == {"contracts company", "home/curtailable energy"}
