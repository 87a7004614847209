"""A plant through a year: values, intervals, messages."""

from __future__ import annotations

import numpy as np
import pytest

from firmwatt.errors import UserError
from firmwatt.facility.cooling import PLANTS
from firmwatt.facility.heat_reuse import HeatReuse
from firmwatt.facility.parts import OutdoorAir
from firmwatt.facility.plant_year import PlantAsk, catalogued_plant, for_every_plant, plant_year

HOURS = np.arange(8760)
CELSIUS = 12.0 + 12.0 * np.sin(HOURS / 8760 * 2 * np.pi) + 5.0 * np.sin(HOURS / 24 * 2 * np.pi)
AIR = OutdoorAir.of_humidity(CELSIUS, np.full(8760, 0.6), np.full(8760, 1e5))


def test_the_value_is_that_of_the_central_parameters() -> None:
    year = plant_year(PlantAsk("water_side_economiser", samples=20), AIR)
    draw = catalogued_plant("water_side_economiser", {}).draw(AIR)
    assert year.pue_by_hour.value == pytest.approx(1.0 + draw.power_kw_per_kw)
    assert year.pue.value == pytest.approx(1.0 + draw.power_kw_per_kw.mean())
    assert year.peak_pue.value == pytest.approx(1.0 + draw.power_kw_per_kw.max())
    assert year.wue_l_per_kwh.value == pytest.approx(draw.water_l_per_kwh.mean())
    assert year.free_hours.value == pytest.approx(draw.free_share.sum())
    assert (year.energy_reuse_factor.value, year.reuse_temperature_c) == (0.0, 27.5)


@pytest.mark.parametrize("plant", PLANTS)
def test_intervals_hold_the_value_and_most_hours(plant: str) -> None:
    year = plant_year(PlantAsk(plant, samples=40), AIR)
    for found in (year.pue, year.wue_l_per_kwh, year.peak_pue):
        assert found.low <= found.value <= found.high
    by_hour = year.pue_by_hour
    assert np.mean((by_hour.low <= by_hour.value) & (by_hour.value <= by_hour.high)) > 0.9
    assert year.pue.low > 1.0


def test_a_known_parameter_has_no_range_and_narrows_the_interval() -> None:
    alone = plant_year(PlantAsk("direct_liquid_dry_cooler", samples=60), AIR).pue
    known = plant_year(PlantAsk("direct_liquid_dry_cooler", overrides={"ups_efficiency": 0.95}, samples=60), AIR).pue
    assert known.value == alone.value
    assert known.high - known.low < 0.8 * (alone.high - alone.low)


def test_the_seed_decides_the_interval_and_never_the_value() -> None:
    one, same, other = (plant_year(PlantAsk("air_cooled_chiller", samples=20, seed=s), AIR).pue for s in (1, 1, 2))
    assert one == same
    assert one.value == other.value
    assert one.high != other.high


def test_more_load_asks_less_per_kw_than_an_empty_hall() -> None:
    empty, full = (plant_year(PlantAsk("water_cooled_chiller", load, samples=10), AIR).pue for load in (0.1, 0.9))
    assert empty.low > full.high


def test_heat_for_others_counts_in_the_factor_and_its_pump_in_the_pue() -> None:
    reuse = HeatReuse(0.5, 70.0)
    alone = plant_year(PlantAsk("direct_liquid_dry_cooler", samples=10), AIR)
    year = plant_year(PlantAsk("direct_liquid_dry_cooler", reuse=reuse, samples=10), AIR)
    assert year.pue.value > alone.pue.value + 0.05
    assert year.energy_reuse_factor.value == pytest.approx(year.delivered_kwh_per_kwh.value / year.pue.value)
    assert 0.4 < year.energy_reuse_factor.value < 0.5


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (
            PlantAsk("water_side_economizer"),
            "catalog cooling: there is no key 'water_side_economizer'. Nearest: water_side_economiser, "
            "air_side_economiser, midsize_water_side_economiser.",
        ),
        (
            PlantAsk("air_cooled_chiller", overrides={"ups_eficiency": 0.9}),
            "catalog cooling air_cooled_chiller: there is no parameter 'ups_eficiency'. Nearest: ups_efficiency, "
            "water_pump_efficiency, air_fan_efficiency.",
        ),
        (
            PlantAsk("air_cooled_chiller", overrides={"ups_efficiency": 1.2}),
            "cooling.parameters of air_cooled_chiller: ups_efficiency 1.2 lies outside 0.05 to 1.",
        ),
        (
            PlantAsk("small_direct_expansion", 1.3, samples=1, seed=-1, reuse=HeatReuse(2.0, 300.0)),
            "load 1.3 is no share of the design that a plant runs at. Write 0.05 to 1. samples 1 must be 2 to 2000. "
            "seed -1 must be 0 or more. heat reuse: share 2 is no fraction. Write 0 to 1. heat reuse: 300 °C is no "
            "temperature of a heat network. Write 10 to 120. heat reuse: small_direct_expansion has no water that "
            "carries heat. Choose another plant.",
        ),
    ],
)
def test_what_cannot_be_asked_is_told_all_at_once(ask: PlantAsk, message: str) -> None:
    with pytest.raises(UserError) as fault:
        plant_year(ask, AIR)
    assert str(fault.value) == message


def test_every_plant_takes_of_an_ask_what_applies() -> None:
    asks = {
        ask.plant: ask for ask in for_every_plant(PlantAsk("", 0.7, {"tower_approach_c": 3.0}, HeatReuse(0.5, 60.0)))
    }
    assert list(asks) == list(PLANTS)
    assert asks["water_cooled_chiller"].overrides == {"tower_approach_c": 3.0}
    assert asks["air_cooled_chiller"].overrides == {}
    assert asks["small_direct_expansion"].reuse is None
    assert {ask.load_share for ask in asks.values()} == {0.7}
