"""Buildings against published PUE and WUE: the paper's own results by climate zone, LBNL 2024, operators."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from firmwatt.catalog import loader
from firmwatt.facility.cooling import PLANTS
from firmwatt.facility.parts import OutdoorAir
from firmwatt.facility.plant_year import PlantAsk, PlantYear, plant_year
from tests.facility.real_air import DALLAS, LEESBURG, PHOENIX, epw_air, outdoor
from tools.pages import facility as page

# Lei and Masanet 2022, doi 10.1016/j.resconrec.2022.106323: 5th and 95th percentile of 50 draws in climate zones 4A, 3A
# and 2B, PUE then WUE in L/kWh, as the authors publish them beside their code (github.com/nuoaleon,
# Data-Center-Water-footprint, Simulation Results), rounded.
ZONES = {LEESBURG: 0, DALLAS: 1, PHOENIX: 2}
PUBLISHED = {
    "air_side_economiser": (
        (np.float64(1.11), np.float64(1.22), np.float64(0.27), np.float64(0.83)),
        (np.float64(1.13), np.float64(1.25), np.float64(0.41), np.float64(1.15)),
        (np.float64(1.13), np.float64(1.25), np.float64(0.47), np.float64(1.12)),
    ),
    "water_side_economiser": (
        (np.float64(1.08), np.float64(1.2), np.float64(1.74), np.float64(2.61)),
        (np.float64(1.09), np.float64(1.21), np.float64(1.75), np.float64(2.62)),
        (np.float64(1.08), np.float64(1.2), np.float64(1.75), np.float64(2.62)),
    ),
    "midsize_air_side_economiser": (
        (np.float64(1.38), np.float64(1.64), np.float64(0.97), np.float64(1.93)),
        (np.float64(1.4), np.float64(1.67), np.float64(1.08), np.float64(1.99)),
        (np.float64(1.39), np.float64(1.67), np.float64(1.01), np.float64(2.13)),
    ),
    "midsize_water_side_economiser": (
        (np.float64(1.27), np.float64(1.51), np.float64(2.01), np.float64(3.0)),
        (np.float64(1.27), np.float64(1.53), np.float64(2.01), np.float64(3.0)),
        (np.float64(1.27), np.float64(1.51), np.float64(2.01), np.float64(3.0)),
    ),
    "midsize_water_cooled_chiller": (
        (np.float64(1.47), np.float64(1.75), np.float64(2.42), np.float64(3.61)),
        (np.float64(1.48), np.float64(1.77), np.float64(2.44), np.float64(3.64)),
        (np.float64(1.48), np.float64(1.77), np.float64(2.44), np.float64(3.64)),
    ),
    "midsize_air_side_economiser_air_cooled": (
        (np.float64(1.43), np.float64(1.7), np.float64(0.01), np.float64(0.05)),
        (np.float64(1.47), np.float64(1.78), np.float64(0.01), np.float64(0.05)),
        (np.float64(1.59), np.float64(2.06), np.float64(0.01), np.float64(0.05)),
    ),
    "midsize_air_cooled_chiller": (
        (np.float64(1.54), np.float64(1.99), np.float64(0.02), np.float64(0.1)),
        (np.float64(1.59), np.float64(2.1), np.float64(0.02), np.float64(0.1)),
        (np.float64(1.75), np.float64(2.44), np.float64(0.02), np.float64(0.1)),
    ),
    "small_water_cooled_chiller": (
        (np.float64(1.67), np.float64(2.0), np.float64(2.73), np.float64(4.11)),
        (np.float64(1.68), np.float64(2.02), np.float64(2.76), np.float64(4.15)),
        (np.float64(1.68), np.float64(2.03), np.float64(2.76), np.float64(4.15)),
    ),
    "small_air_cooled_chiller": (
        (np.float64(1.72), np.float64(2.14), np.float64(0.03), np.float64(0.1)),
        (np.float64(1.78), np.float64(2.27), np.float64(0.03), np.float64(0.1)),
        (np.float64(1.96), np.float64(2.68), np.float64(0.03), np.float64(0.1)),
    ),
    "small_direct_expansion": (
        (np.float64(1.89), np.float64(2.35), np.float64(0.03), np.float64(0.1)),
        (np.float64(1.92), np.float64(2.39), np.float64(0.03), np.float64(0.1)),
        (np.float64(2.02), np.float64(2.57), np.float64(0.03), np.float64(0.1)),
    ),
}
"""Plant → by zone: low and high of PUE, low and high of WUE."""
ROUNDING = 0.01


@cache
def real_air(place: str) -> OutdoorAir:
    """Return every seventh measured hour: each hour of the day as often as any other."""
    air = outdoor(epw_air(place))
    return OutdoorAir(*(values.ravel()[::7] for values in (air.temperature_c, air.wet_bulb_c, air.pressure_pa)))


@cache
def year(plant: str, place: str) -> PlantYear:
    return plant_year(PlantAsk(plant, samples=50), real_air(place))


def middle(plant: str, place: str, quantity: str) -> float:
    """Return the middle of our interval: the paper has no central parameters, only ranges."""
    found = getattr(year(plant, place), quantity)
    return (found.low + found.high) / 2.0


@pytest.mark.parametrize(("quantity", "column", "least"), [("pue", 0, 28), ("wue_l_per_kwh", 2, 28)])
def test_most_lie_where_the_papers_draws_do(quantity: str, column: int, least: int) -> None:
    inside = [
        low - ROUNDING <= middle(plant, place, quantity) <= high + ROUNDING
        for plant, zones in PUBLISHED.items()
        for place, zone in ZONES.items()
        for low, high in [zones[zone][column : column + 2]]
    ]
    assert sum(inside) >= least


@pytest.mark.parametrize("plant", PUBLISHED)
def test_our_interval_meets_the_papers_in_each_zone(plant: str) -> None:
    for place, zone in ZONES.items():
        low, high = PUBLISHED[plant][zone][:2]
        found = year(plant, place).pue
        assert found.low < high
        assert found.high > low


def test_plants_rank_as_in_the_paper() -> None:
    for zone, place in enumerate(ZONES):
        theirs = [sum(zones[zone][:2]) for zones in PUBLISHED.values()]
        mine = [middle(plant, place, "pue") for plant in PUBLISHED]
        ranks = (np.argsort(np.argsort(values)) for values in (theirs, mine))
        assert np.corrcoef(*ranks)[0, 1] > 0.9


def test_each_miss_on_the_page_is_explained_and_each_explanation_is_needed() -> None:
    assert {(check.parameter, check.plant) for check in page.all_checks() if not check.is_met} == set(page.REASONS)


def test_every_figure_lies_within_the_reports_whiskers() -> None:
    for check in page.all_checks():
        assert check.published.low - ROUNDING <= check.ours.value <= check.published.high + ROUNDING, check.plant


def test_single_sites_of_operators_lie_in_our_interval_or_near_it() -> None:
    """Twenty sites of Google, Microsoft and Amazon, each beside one plant in the weather of the nearest place."""
    checks = page.site_checks()
    assert len(checks) == 20
    assert sum(check.is_inside for check in checks) >= 12
    pue = [check.ours.value - check.published.number for check in checks if check.published.parameter == "pue"]
    assert np.median(np.abs(pue)) < 0.05


def test_the_large_halls_are_those_of_operators() -> None:
    """Google 1.09, Meta 1.08, the American AI average 1.14; water: Amazon 0.15, Meta 0.18, Microsoft 0.27 L/kWh."""
    rows = loader.rows("published_plants")
    fleet, fleet_water = ({r.key: r.number for r in rows if r.parameter == name} for name in ("pue", "wue_l_per_kwh"))
    mine = page.ours("air_side_economiser", "pue")
    assert mine.low < fleet["meta"] < fleet["google"] < mine.value + 0.02
    assert page.ours("direct_liquid_dry_cooler", "pue").low < fleet["us_ai_average"] < mine.high
    water = page.ours("air_side_economiser", "wue_l_per_kwh")
    assert water.low < fleet_water["aws"] < fleet_water["microsoft"] < water.high
    assert set(page.OPERATORS) | set(PLANTS) >= set(loader.keys("published_plants"))
