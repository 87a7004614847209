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
    burnt = burn_by_output({turbine: 10.0}, AR5)
    assert burnt.carbon_dioxide_kg == pytest.approx(10.0 * turbine.emission_kg_per_mwh)
    assert burnt.upstream_kg == pytest.approx(10.0 * turbine.upstream_kg_per_mwh)


def test_methane_and_nitrous_oxide_follow_the_heat_rate():
    """Turbines: 9.717 mmBTU/MWh, 0.0039 kg of methane and 0.0001 kg of nitrous oxide a mmBTU."""
    burnt = burn_by_output({energy_source("gas_turbine"): 10.0}, AR5)
    assert burnt.methane_kg == pytest.approx(97.17 * 0.0039 * 28)
    assert burnt.nitrous_oxide_kg == pytest.approx(97.17 * 0.0001 * 265)


def test_an_engine_emits_the_same_by_output_as_by_its_fuel():
    engine = energy_source("gas_engine")
    metered = burn_fuel({"gas_engine": 10.0 * engine.fuel_mwh_per_mwh}, AR5)
    burnt = burn_by_output({engine: 10.0}, AR5)
    assert burnt.scope1_kg == pytest.approx(metered.scope1_kg, rel=1e-4)
    assert burnt.upstream_kg == pytest.approx(metered.upstream_kg, rel=1e-3)


def test_what_burns_nothing_lets_nothing_slip():
    burnt = burn_by_output({energy_source("fuel_cell"): 10.0, energy_source("biogas"): 10.0}, AR5)
    assert burnt.methane_kg == burnt.nitrous_oxide_kg == 0.0
