"""The stacks of a site: what each may build."""

from __future__ import annotations

import pytest

from firmwatt import study
from firmwatt.planning.stacks import BACKUP_SHARE, firm_share, site_stacks
from firmwatt.scenario.assets import AvailabilityKind, Delivery
from tests.golden.kit import case, site, storage, supply

BATTERIES = (storage(),)
SUN = {"availability_kind": AvailabilityKind.SOLAR, "capacity_credit": 0.2}


def stacks(*assets, offered=None, batteries=BATTERIES, asked_mw=100.0):
    home = offered or site(firm_mw=(80.0,), curtailable_mw=(40.0,))
    found = site_stacks(case(home, site("b"), supply=assets, storage=batteries), "a", asked_mw)
    return {stack.name: stack for stack in found}


def names(stack):
    return {asset.name: asset.max_mw for asset in stack.supply}


def test_each_stack_leads_with_its_own_and_contracts_go_with_all():
    found = stacks(
        supply("turbines", technology="gas_turbine"),
        supply("cells", technology="fuel_cell"),
        supply("reactor", technology="smr", max_mw=60.0),
        supply("ppa", technology="solar", delivery=Delivery.VIRTUAL),
        supply("elsewhere", technology="gas_turbine", site="b"),
    )
    assert list(names(found["bridge_gas"])) == ["turbines", "ppa"]
    assert list(names(found["bridge_fuel_cells"])) == ["cells", "ppa"]
    led_by = {name: stack.led_by for name, stack in found.items() if stack.led_by}
    assert led_by == {"bridge_gas": ("turbines",), "bridge_fuel_cells": ("cells",), "smr": ("reactor",)}
    assert list(names(found["grid_firm"])) == ["ppa"]
    assert list(names(found["mixture"])) == ["turbines", "cells", "reactor", "ppa"]
    assert list(names(found["relocate_b"])) == ["elsewhere"]
    assert "nuclear" not in found
    assert found["smr"].firm_mw == pytest.approx(40.0)
    assert found["mixture"].curtailable_mw == found["grid_curtailable"].curtailable_mw == float("inf")
    assert found["bridge_gas"].curtailable_mw == 0.0


def test_sun_and_wind_wait_for_each_other_and_have_a_small_backup():
    found = stacks(supply("field", **SUN), supply("turbines", technology="gas_turbine"))["renewables_storage"]
    assert found.waits_for == ("field", "battery")
    assert names(found) == {"field": 1000.0, "turbines": BACKUP_SHARE * 100.0}
    assert found.firm_mw == 0.0


def test_what_the_scenario_does_not_offer_is_told():
    found = stacks(offered=site(), batteries=())
    assert {name: stack.lacks for name, stack in found.items()} == {
        "grid_firm": ("firm_grid",),
        "grid_curtailable": ("curtailable_grid",),
        "bridge_gas": ("gas_turbine", "combined_cycle"),
        "bridge_fuel_cells": ("fuel_cell",),
        "renewables_storage": ("storage",),
        "smr": ("smr",),
        "mixture": (),
        "relocate_b": (),
    }
    assert stacks()["renewables_storage"].lacks == ("solar", "wind_onshore")


def test_what_stands_at_the_site_stays_in_every_stack():
    found = stacks(supply("old", technology="gas_turbine", existing_mw=30.0))
    assert names(found["grid_firm"]) == {"old": 0.0}
    assert names(found["bridge_gas"]) == {"old": 1000.0}


def test_a_megawatt_of_sun_counts_by_its_credit():
    assert firm_share(supply(availability=0.9)) == 0.9
    assert firm_share(supply(**SUN)) == 0.2


@pytest.mark.parametrize("scenario", ["campus", "stargate"])
def test_the_built_in_scenarios_have_stacks_at_every_site(scenario):
    loaded = study.load(scenario)
    for place in loaded.sites:
        found = site_stacks(loaded, place.name, 100.0)
        assert len(found) >= 6 + len(loaded.sites)
        assert len({stack.name for stack in found}) == len(found)
