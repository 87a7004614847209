"""Tariffs of the catalogue by month and hour."""

from pathlib import Path

import pytest

from firmwatt.catalog import loader as catalog
from firmwatt.scenario.defaults import Defaults
from firmwatt.scenario.resolve_tariff import resolve_tariff
from tests.scenario.written import case_of

LEVIES = 10.26


def test_kepco_asks_most_on_summer_afternoons_and_least_at_night() -> None:
    defaults = Defaults(2024)
    tariff = resolve_tariff("kepco_industrial", "sites.seoul.connection", 5000.0, defaults)
    assert tariff.energy_usd_per_mwh is not None
    july, april, january = (tariff.energy_usd_per_mwh[month - 1] for month in (7, 4, 1))
    assert july[14] == pytest.approx(155.0e3 / 1364 + LEVIES, abs=0.02)
    assert july[3] == april[3] == pytest.approx(95.7e3 / 1364 + LEVIES, abs=0.02)
    assert january[10] == pytest.approx(149.4e3 / 1364 + LEVIES, abs=0.02)
    assert tariff.demand_charge_usd_per_mw_year == pytest.approx(6490e3 / 1364 * 12, rel=1e-4)
    assert "sites.seoul.connection.tariff.summer_peak_usd_per_mwh" in defaults.used


def test_large_loads_in_korea_pay_most_in_the_evening_since_april_2026() -> None:
    tariff = resolve_tariff("kepco_industrial_154kv", "x", 5000.0, Defaults(2024))
    assert tariff.energy_usd_per_mwh is not None
    july, april, january = (tariff.energy_usd_per_mwh[month - 1] for month in (7, 4, 1))
    assert july[18] == pytest.approx(237.5e3 / 1364 + LEVIES, abs=0.02)
    assert july[14] == pytest.approx(173.1e3 / 1364 + LEVIES, abs=0.02)
    assert july[3] == april[3] == pytest.approx(125.9e3 / 1364 + LEVIES, abs=0.02)
    assert april[19] == pytest.approx(160.3e3 / 1364 + LEVIES, abs=0.02)
    assert january[10] == pytest.approx(212.4e3 / 1364 + LEVIES, abs=0.02)
    assert tariff.demand_charge_usd_per_mw_year == pytest.approx(8190e3 / 1364 * 12, rel=1e-4)


def test_a_tariff_without_prices_takes_the_region_s() -> None:
    tariff = resolve_tariff("aep_ohio_data_centre", "x", 5000.0, Defaults(2024))
    assert (tariff.energy_usd_per_mwh, tariff.demand_charge_usd_per_mw_year) == (None, 5000.0)
    assert tariff.least_billed_share == 0.85


def test_two_years_of_the_least_bill_are_held(tmp_path: Path) -> None:
    tariff = resolve_tariff("evergy_llps", "x", 5000.0, Defaults(2024))
    assert (tariff.least_billed_share, tariff.demand_charge_usd_per_mw_year) == (0.8, 5000.0)
    assert tariff.collateral_usd_per_kw == pytest.approx(2 * 0.8 * 5.0)
    place = "    place: dallas\n"
    terms = "tariff: evergy_llps, capacity_price_usd_per_mw_year: 5000"
    for own, held in (("", 8.0), (", collateral_usd_per_kw: 3", 3.0)):
        case = case_of(tmp_path, (place, f"{place}    connection: {{{terms}{own}}}\n"))
        assert case.sites[1].connection.collateral_usd_per_kw == pytest.approx(held)


@pytest.mark.parametrize("key", catalog.keys("tariffs"))
def test_every_tariff_can_be_resolved(key: str) -> None:
    assert resolve_tariff(key, "x", 0.0, Defaults(2024)).name == key


@pytest.mark.parametrize(("key", "delivery"), [("kepco_industrial_154kv", 0.0), ("aep_ohio_data_centre", None)])
def test_a_retail_price_of_energy_holds_its_delivery(key: str, delivery: float | None, tmp_path: Path) -> None:
    place = "    place: dallas\n"
    case = case_of(tmp_path, (place, f"{place}    connection: {{tariff: {key}}}\n"))
    catalogue = catalog.get("connections", "load_connection", "delivery_charge_usd_per_mwh").in_price_year(2024).number
    assert case.sites[1].connection.delivery_charge_usd_per_mwh == (catalogue if delivery is None else delivery)
