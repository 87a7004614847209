"""Resolved inputs as flat fields."""

from __future__ import annotations

from dataclasses import replace

from firmwatt.interop.inputs import IS_THERE, input_values
from firmwatt.scenario.case import DefaultUsed
from firmwatt.scenario.loader import load_case
from tests.cases import tiny_case


def test_things_are_listed_by_their_names_and_parts_below_them():
    values = input_values(tiny_case())
    assert values["supply.home/gas_turbine"].text == IS_THERE
    assert values["supply.home/gas_turbine.delivery"].text == '"on_site"'
    assert values["programme.planning_years"].text == "[2027, 2030]"
    assert "scenario_text" not in values


def test_another_order_is_no_difference():
    case = tiny_case()
    turned = replace(case, supply=case.supply[::-1])
    assert input_values(turned) == input_values(case)


def test_a_value_names_the_row_of_the_catalogue_that_gave_it():
    row = ("technologies", "gas_turbine", "a source", 2024, "low")
    default = DefaultUsed("supply.home/gas_turbine.overnight_cost_usd_per_kw", 1.0, "usd_per_kw", *row)
    values = input_values(tiny_case(defaults_used=(default,)))
    assert values["supply.home/gas_turbine.overnight_cost_usd_per_kw"].from_catalogue == "technologies/gas_turbine"
    assert values["supply.home/gas_turbine.lifetime_years"].from_catalogue == ""


def test_fields_are_traced_under_the_names_of_the_scenario_file():
    values = input_values(load_case("campus"))
    for field, row in (
        ("sites.ashburn.steps.permit.high_years", "compute/default"),
        ("sites.ashburn.cooling.parameters.ups_efficiency", "cooling/water_side_economiser"),
        ("regions.pjm.water_l_per_mwh", "regions/pjm"),
        ("supply.ashburn/smr.unit_mw", "technologies/smr"),
    ):
        assert values[field].from_catalogue == row
