from pathlib import Path

import pytest

from firmwatt.catalog import loader as catalog
from tests.scenario.written import case_of

COORDINATES = """    latitude_deg: 32.8
    longitude_deg: -96.9
    altitude_m: 140
    time_zone: America/Chicago
    region: ercot
"""


def test_that_a_place_gives_coordinates_zone_and_region(tmp_path: Path) -> None:
    site = case_of(tmp_path).sites[0]
    place = catalog.group("places", "ashburn")
    assert (site.latitude_deg, site.altitude_m) == (place["latitude_deg"].value, place["altitude_m"].value)
    assert (site.region, site.time_zone) == ("pjm", place["time_zone"].value)
    assert (site.asked_mw, site.asked_basis, site.party) == ((60.0, 100.0), "utility", "")


def test_that_coordinates_alone_borrow_the_climate_of_the_nearest_place_and_say_so(tmp_path: Path) -> None:
    case = case_of(tmp_path, ("    place: dallas\n", COORDINATES))
    assert (case.sites[1].place, case.sites[1].latitude_deg) == ("dallas", 32.8)
    used = {used.field: used for used in case.defaults_used}["sites.two.place"]
    assert used.source == "The nearest place of the catalogue, 10 km away, lends its climate"


def test_that_a_connection_takes_what_is_asked_and_the_regions_capacity_price(tmp_path: Path) -> None:
    one, two = (site.connection for site in case_of(tmp_path).sites)
    assert (one.firm_mw, two.firm_mw) == ((80.0, 80.0), (50.0, 50.0))
    price = catalog.get("connections", "ercot", "capacity_price_usd_per_mw_year").in_price_year(2024).value
    assert two.capacity_price_usd_per_mw_year == price
    assert [step.name for step in one.steps] == ["study", "upgrade", "transformer", "ramp"]
    assert one.steps[0].central_years == 0.5
    assert one.steps[3].after == ("upgrade", "transformer")


def test_that_plant_parameters_may_be_overridden(tmp_path: Path) -> None:
    text = "    asked_mw: 50\n    cooling: {plant: water_cooled_chiller, overrides: {tower_approach_c: 4}}\n"
    cooling = case_of(tmp_path, ("    asked_mw: 50\n", text)).sites[1].cooling
    assert cooling.plant == "water_cooled_chiller"
    assert cooling.parameters["tower_approach_c"] == 4.0
    assert set(cooling.parameters) == set(catalog.group("cooling", "water_cooled_chiller"))


def test_that_heat_for_others_and_backup_hours_reach_the_site(tmp_path: Path) -> None:
    text = "    asked_mw: 50\n    backup_test_hours_per_year: 12\n    cooling: {heat_reuse_share: 0.3}\n"
    one, two = case_of(tmp_path, ("    asked_mw: 50\n", text)).sites
    assert (one.cooling.heat_reuse_share, one.backup_test_hours_per_year) == (0.0, 0.0)
    assert (two.cooling.heat_reuse_share, two.cooling.heat_reuse_temperature_c) == (0.3, 60.0)
    assert (two.backup_test_hours_per_year, two.backup_outage_hours_per_year) == (12.0, 0.0)
    assert (one.backup_fuel_usd_per_l, two.backup_fuel_usd_per_l) == (0.0, 0.85)


def test_that_the_stress_of_its_water_comes_from_the_place_or_the_user(tmp_path: Path) -> None:
    place = "    place: dallas\n"
    stress = [case_of(tmp_path, (place, place + own)).sites[1].water_stress_share for own in
              ("", "    water_stress_share: 0.7\n")]  # fmt: skip
    assert stress == [0.3, 0.7]
    assert case_of(tmp_path, (place, "    place: seoul\n")).sites[1].water_stress_share is None


def test_that_files_are_found_beside_the_scenario(tmp_path: Path) -> None:
    (tmp_path / "air.csv").touch()
    text = "    asked_mw: 50\n    weather_file: air.csv\n"
    assert case_of(tmp_path, ("    asked_mw: 50\n", text)).sites[1].weather_file == tmp_path / "air.csv"


def test_that_a_regions_series_change_from_their_source_year(tmp_path: Path) -> None:
    region = case_of(tmp_path).regions[0]
    price = catalog.get("regions", "pjm", "mean_price_usd_per_mwh").in_price_year(2024)
    change = catalog.get("regions", "pjm", "price_change_per_year").number
    expected = [price.number * (1.0 + change) ** (year - price.source_year) for year in (2028, 2030)]
    assert region.mean_price_usd_per_mwh == pytest.approx(expected)
    assert sum(region.mix.values()) == pytest.approx(1.0)
    assert region.parameters["price_spike_hours_per_year"] > 0.0
    assert "mean_price_usd_per_mwh" not in region.parameters


def test_that_a_regions_own_values_count_from_the_first_planning_year_and_shares_stay_below_one(tmp_path: Path) -> None:
    text = """grid:
  pjm:
    mean_price_usd_per_mwh: 50
    price_change_per_year: 0.1
    carbon_free_share: 0.9
    carbon_free_share_change_per_year: 0.1
    mix: {gas: 1}
policy:"""
    region = case_of(tmp_path, ("policy:", text)).regions[0]
    assert region.mean_price_usd_per_mwh == pytest.approx((50.0, 60.5))
    assert region.carbon_free_share == (0.9, 1.0)
    assert region.mix == {"gas": 1.0}


def test_that_regions_are_those_of_the_sites_once(tmp_path: Path) -> None:
    case = case_of(tmp_path, ("place: dallas", "place: columbus"))
    assert [region.name for region in case.regions] == ["pjm"]


@pytest.mark.parametrize("place", catalog.keys("places"))
def test_that_each_place_of_the_catalogue_resolves(place: str, tmp_path: Path) -> None:
    case = case_of(tmp_path, ("place: dallas", f"place: {place}"))
    assert case.sites[1].region == catalog.get("places", place, "region").text
    assert case.sites[1].connection.capacity_price_usd_per_mw_year > 0.0
