"""The two plants: energy and water by hand, properties, published bands, published spans of the parameters."""

from __future__ import annotations

import csv
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmwatt.catalog import loader
from firmwatt.errors import UserError
from firmwatt.facility.cooling import (
    PLANTS,
    CoolingPlant,
    DirectLiquidDryCooler,
    WaterCooledChiller,
    blow_down_l,
    cooling_plant,
)
from firmwatt.facility.psychrometrics import latent_heat_kj_per_kg
from tests.cases import DIRECT_LIQUID_PARAMETERS, WATER_COOLED_PARAMETERS
from tests.data import data_path
from tests.facility.real_air import DALLAS, LEESBURG, PHOENIX, air_at, epw_air, outdoor

WATER_COOLED = cooling_plant("water_cooled_chiller", WATER_COOLED_PARAMETERS)
DIRECT_LIQUID = cooling_plant("direct_liquid_dry_cooler", DIRECT_LIQUID_PARAMETERS)
BOTH = pytest.mark.parametrize("plant", [WATER_COOLED, DIRECT_LIQUID], ids=["water_cooled", "direct_liquid"])

# Catalogue name → variable of the published table, factor from its unit to ours.
PUBLISHED = {
    "ups_efficiency": ("UPS efficiency", 0.01),
    "distribution_loss_share": ("Power loss in distribution", 0.01),
    "lighting_share": ("Lighting power to IT power ratio", 0.01),
    "air_temperature_difference_c": ("Temperature difference (CRAH air)", 1.0),
    "air_fan_pressure_pa": ("Fan pressure (CRAH)", 1.0),
    "air_fan_efficiency": ("Fan efficiency (CRAH)", 0.01),
    "water_temperature_difference_c": ("Temperature difference (facility water)", 1.0),
    "water_pump_pressure_pa": ("Pump pressure (chiller pump)", 1e3),
    "water_pump_efficiency": ("Pump efficiency (chiller pump)", 0.01),
    "economiser_approach_c": ("Approach temp (economizer HX)", 1.0),
    "economiser_pump_pressure_pa": ("Pump pressure (economizer pump)", 1e3),
    "economiser_pump_efficiency": ("Pump efficiency (economizer pump)", 0.01),
    "tower_approach_c": ("Approach temp (cooling tower)", 1.0),
    "tower_temperature_difference_c": ("Temperature difference (cooling tower water)", 1.0),
    "tower_fan_pressure_pa": ("Fan pressure (cooling tower)", 1.0),
    "tower_fan_efficiency": ("Fan efficiency (cooling tower)", 0.01),
    "tower_pump_pressure_pa": ("Pump pressure (cooling tower)", 1e3),
    "tower_pump_efficiency": ("Pump efficiency (cooling tower)", 0.01),
    "tower_liquid_gas_ratio": ("Liquid-gas ratio (cooling tower)", 1.0),
    "drift_share": ("Windage loss of water as a percentage of cooling tower mass flow rate", 0.01),
    "cycles_of_concentration": ("Cycles of concentration", 1.0),
    "chiller_part_load_ratio": ("Chiller partial load factor", 1.0),
}


def test_the_catalogue_has_each_parameter_of_each_plant_and_the_tests_use_its_values() -> None:
    for plant, by_hand in (
        ("water_cooled_chiller", WATER_COOLED_PARAMETERS),
        ("direct_liquid_dry_cooler", DIRECT_LIQUID_PARAMETERS),
    ):
        entered = {name: row.number for name, row in loader.group("cooling", plant).items()}
        assert entered.keys() == {field.name for field in fields(PLANTS[plant])}
        assert entered == by_hand


def test_the_catalogue_keeps_to_the_published_ranges() -> None:
    path = data_path("cooling_parameter_ranges/datacenter_input_ranges.csv")
    with path.open(encoding="utf-8", newline="") as stream:
        published = {row["Input Variable"]: row["Case 2"] for row in csv.DictReader(stream)}
    for name, row in loader.group("cooling", "water_cooled_chiller").items():
        if name not in PUBLISHED:
            continue
        variable, factor = PUBLISHED[name]
        low, high = (float(value) * factor for value in published[variable].split(","))
        assert (row.low, row.high) == pytest.approx((low, high)), name
        assert low <= row.number <= high, name


def test_a_cold_hour_by_hand() -> None:
    """At -10 °C the economiser takes all heat: losses, hall fan, four pump duties and a slow tower fan, no chiller."""
    air = air_at(-10.0, 0.7)
    draw = WATER_COOLED.draw(air)
    loss = (1 / 0.95 - 1) + (1 / 0.99 - 1) + 0.001
    hall_fan = (1 + loss) / (1.006 * 16.65) / (101325 / (287.042 * 300.15)) * 0.5 / 0.775
    heat = 1 + loss + hall_fan * 0.64
    chilled_pump = economiser_pump = heat / (4.186 * 7.5) / 997 * 143.65 / 0.7
    tower_pump = heat / (4.186 * 5) / 997 * 208.65 / 0.7
    tower_fan = heat / (4.186 * 5) / 1.3 / (101325 / (287.042 * 263.15)) * 0.25 / 0.775 * 0.5**3
    movers = hall_fan + chilled_pump + economiser_pump + tower_pump + tower_fan
    assert draw.power_kw_per_kw == pytest.approx(loss + movers * 0.64, rel=1e-9)


def test_tower_water_by_hand() -> None:
    """All heat evaporates water; make-up = evaporation x cycles / (cycles - 1), drift counted within."""
    air = air_at(-10.0, 0.7)
    draw = WATER_COOLED.draw(air)
    loss = (1 / 0.95 - 1) + (1 / 0.99 - 1) + 0.001
    heat = (1 + loss) * (1 + 1 / (1.006 * 16.65) / (101325 / (287.042 * 300.15)) * 0.5 / 0.775 * 0.64)
    evaporated = heat * 3600 / latent_heat_kj_per_kg(air.wet_bulb_c + 4.75)
    assert draw.water_l_per_kwh == pytest.approx(evaporated * 6 / 5, rel=1e-9)


def test_blow_down_is_never_negative() -> None:
    assert blow_down_l(np.array([1.0, 1.0]), 0.5, 11.0).tolist() == [0.0, 0.0]


def test_dry_coolers_drink_nothing_in_the_cold() -> None:
    assert DIRECT_LIQUID.draw(air_at(np.array([-20.0, 5.0, 17.9]), 0.4)).water_l_per_kwh.tolist() == [0.0, 0.0, 0.0]


def test_pads_are_wetted_only_as_far_as_needed_and_evaporate_what_they_cool() -> None:
    """At 19 °C only the loop of the hall's air is 1 K short; each kW there evaporates 1 K of the air's 12 K."""
    dry = DIRECT_LIQUID.draw(air_at(18.0, 0.4))
    damp = DIRECT_LIQUID.draw(air_at(19.0, 0.4))
    assert dry.water_l_per_kwh[0] == pytest.approx(0.0, abs=1e-12)
    loss = (1 / 0.95 - 1) + (1 / 0.99 - 1) + 0.001
    heat = (0.15 + loss) * (1 + 1 / (1.006 * 16.65) / (101325 / (287.042 * 300.15)) * 0.5 / 0.775 * 0.64)
    evaporated = heat / 12 * 3600 / float(latent_heat_kj_per_kg(air_at(19.0, 0.4).wet_bulb_c[0]))
    assert damp.water_l_per_kwh[0] == pytest.approx(evaporated * 1.5, rel=1e-9)


@BOTH
@given(temperature=st.floats(-40, 55), humidity=st.floats(0.02, 1.0))
def test_power_and_water_are_never_negative(plant: CoolingPlant, temperature: float, humidity: float) -> None:
    draw = plant.draw(air_at(temperature, humidity))
    assert draw.power_kw_per_kw[0] > 0.0
    assert draw.water_l_per_kwh[0] >= 0.0


@BOTH
@pytest.mark.parametrize("humidity", [0.1, 0.5, 0.9])
def test_hotter_air_of_the_same_humidity_draws_more_power(plant: CoolingPlant, humidity: float) -> None:
    power = plant.draw(air_at(np.linspace(-30.0, 50.0, 321), humidity)).power_kw_per_kw
    assert np.all(np.diff(power) > 0.0)
    assert power[-1] > power[0] + 0.01


@pytest.mark.parametrize("place", [PHOENIX, DALLAS, LEESBURG])
def test_yearly_pue_and_water_lie_in_published_bands(place: str) -> None:
    """Fleets: Google 1.09, Meta 1.08, AWS 1.14, Microsoft 1.17; site water 1.8 L/kWh with towers (LBNL 2016)."""
    air = outdoor(epw_air(place))
    water_cooled, direct_liquid = WATER_COOLED.draw(air), DIRECT_LIQUID.draw(air)
    assert 1.09 <= 1.0 + water_cooled.power_kw_per_kw.mean() <= 1.20
    assert 1.05 <= 1.0 + direct_liquid.power_kw_per_kw.mean() <= 1.14
    assert 1.5 <= water_cooled.water_l_per_kwh.mean() <= 2.4
    assert direct_liquid.water_l_per_kwh.mean() <= 0.5


def test_phoenix_matches_what_microsoft_reports_for_arizona() -> None:
    """Microsoft, fact sheet of its Arizona datacentres, 2022 (recalled): designed for 1.13 and 2.24 L/kWh."""
    draw = WATER_COOLED.draw(outdoor(epw_air(PHOENIX)))
    assert 1.0 + draw.power_kw_per_kw.mean() == pytest.approx(1.13, abs=0.03)
    assert draw.water_l_per_kwh.mean() == pytest.approx(2.24, rel=0.2)


def test_a_place_with_damp_heat_needs_more_chiller_and_a_dry_desert_more_pad_water() -> None:
    phoenix, dallas, leesburg = (outdoor(epw_air(place)) for place in (PHOENIX, DALLAS, LEESBURG))
    assert WATER_COOLED.draw(dallas).power_kw_per_kw.mean() > WATER_COOLED.draw(leesburg).power_kw_per_kw.mean()
    assert DIRECT_LIQUID.draw(phoenix).power_kw_per_kw.mean() > DIRECT_LIQUID.draw(leesburg).power_kw_per_kw.mean()
    water = [DIRECT_LIQUID.draw(air).water_l_per_kwh.mean() for air in (phoenix, dallas, leesburg)]
    assert water == sorted(water, reverse=True)


def test_an_unknown_plant_is_answered_with_the_known_ones() -> None:
    with pytest.raises(UserError, match=r"'ice_pond' is not a cooling plant\. Choose one of water_cooled_chiller"):
        cooling_plant("ice_pond", {})


def test_a_missing_and_an_unknown_parameter_are_named() -> None:
    without = {name: value for name, value in DIRECT_LIQUID_PARAMETERS.items() if name != "liquid_share"}
    with pytest.raises(UserError, match="direct_liquid_dry_cooler: liquid_share missing"):
        cooling_plant("direct_liquid_dry_cooler", without)
    with pytest.raises(UserError, match="direct_liquid_dry_cooler: tower_count unknown"):
        cooling_plant("direct_liquid_dry_cooler", {**DIRECT_LIQUID_PARAMETERS, "tower_count": 3.0})


def test_the_plants_are_what_their_names_say() -> None:
    assert isinstance(WATER_COOLED, WaterCooledChiller)
    assert isinstance(DIRECT_LIQUID, DirectLiquidDryCooler)
