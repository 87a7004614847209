"""What sources and fuels count as."""

import pytest

from firmwatt.accounting.energy_source import FUELS, SOURCES, energy_source, fuel, nearest_source, source_key
from firmwatt.catalog import loader


@pytest.mark.parametrize("key", loader.keys(SOURCES))
def test_every_source_of_the_catalogue_can_be_read(key):
    source = energy_source(key)
    assert source.emission_kg_per_mwh >= 0.0
    assert source.is_carbon_free or not source.is_renewable


@pytest.mark.parametrize("key", loader.keys(FUELS))
def test_every_fuel_of_the_catalogue_can_be_read(key):
    assert fuel(key).methane_kg_per_mwh > 0.0


def test_what_counts():
    assert {key for key in loader.keys(SOURCES) if energy_source(key).is_renewable} == {
        "solar", "wind", "wind_onshore", "wind_offshore", "hydro", "geothermal", "enhanced_geothermal", "biomass",
        "biogas",
    }  # fmt: skip
    assert energy_source("nuclear").is_carbon_free
    assert not energy_source("combined_cycle_ccs").is_carbon_free
    assert (
        energy_source("wind").upstream_kg_per_mwh
        == loader.get("technologies", "wind_onshore", "upstream_kg_per_mwh").number
    )


def test_part_98_factors_per_mwh():
    gas, diesel = fuel("gas"), fuel("diesel")
    assert gas.carbon_dioxide_kg_per_mwh == pytest.approx(53.06 / 0.29307107)
    assert diesel.methane_kg_per_mwh == pytest.approx(0.003 / 0.29307107)


def test_spellings_and_the_nearest():
    assert [source_key(text) for text in ("PV", "natural gas", "Offshore-Wind", "coal")] == [
        "solar", "gas", "wind_offshore", "coal",
    ]  # fmt: skip
    assert source_key("diesel") is None
    assert source_key("diesel", FUELS) == "diesel"
    assert nearest_source("solr") == "Nearest: solar, smr, oil."
    assert nearest_source("zzz", FUELS) == "Known: gas, gas_turbine, gas_engine, diesel, biogas."
