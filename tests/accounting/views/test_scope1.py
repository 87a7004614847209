"""Scope 1 by hand."""

import pytest

from firmwatt.accounting.energy_source import energy_source
from firmwatt.accounting.rule_sets import Warming
from firmwatt.accounting.views.scope1 import burn_by_output, burn_fuel

AR5 = Warming(methane=28.0, nitrous_oxide=265.0)
MMBTU_PER_MWH = 1.0 / 0.29307107


def test_diesel_by_the_factors_of_part_98():
    burnt = burn_fuel({"diesel": 100.0}, AR5)
    mmbtu = 100.0 * MMBTU_PER_MWH
    assert burnt.carbon_dioxide_kg == pytest.approx(73.96 * mmbtu)
    assert burnt.methane_kg == pytest.approx(0.003 * 28 * mmbtu)
    assert burnt.nitrous_oxide_kg == pytest.approx(0.0006 * 265 * mmbtu)
    assert burnt.scope1_kg == pytest.approx((73.96 + 0.084 + 0.159) * mmbtu)


def test_the_slip_of_an_engine_is_nearly_a_third_of_its_carbon_dioxide():
    burnt = burn_fuel({"gas_engine": 1.0}, AR5)
    assert burnt.methane_kg / burnt.carbon_dioxide_kg == pytest.approx(0.567 * 28 / 53.06)


def test_biogas_burns_outside_the_scopes_but_for_methane_and_nitrous_oxide():
    burnt = burn_fuel({"biogas": 1.0}, AR5)
    assert burnt.carbon_dioxide_kg == 0.0
    assert burnt.scope1_kg > 0.0


def test_without_a_fuel_meter_the_electricity_stands_in():
    turbine = energy_source("gas_turbine")
    burnt = burn_by_output({turbine: 10.0})
    assert burnt.scope1_kg == pytest.approx(10.0 * turbine.emission_kg_per_mwh)
    assert burnt.upstream_kg == pytest.approx(10.0 * turbine.upstream_kg_per_mwh)
