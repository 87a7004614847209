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
    july, april, january = (tariff.energy_usd_per_mwh[0][month - 1] for month in (7, 4, 1))
    assert july[14] == pytest.approx(155.0e3 / 1364 + LEVIES, abs=0.02)
    assert july[3] == april[3] == pytest.approx(95.7e3 / 1364 + LEVIES, abs=0.02)
    assert january[10] == pytest.approx(149.4e3 / 1364 + LEVIES, abs=0.02)
    assert tariff.demand_charge_usd_per_mw_year == pytest.approx(6490e3 / 1364 * 12, rel=1e-4)
    assert "sites.seoul.connection.tariff.summer_peak_usd_per_mwh" in defaults.used


def test_large_loads_in_korea_pay_most_in_the_evening_since_april_2026() -> None:
    tariff = resolve_tariff("kepco_industrial_154kv", "x", 5000.0, Defaults(2024))
    assert tariff.energy_usd_per_mwh is not None
    july, april, january = (tariff.energy_usd_per_mwh[0][month - 1] for month in (7, 4, 1))
    assert july[18] == pytest.approx(237.5e3 / 1364 + LEVIES, abs=0.02)
    assert july[14] == pytest.approx(173.1e3 / 1364 + LEVIES, abs=0.02)
    assert july[3] == april[3] == pytest.approx(125.9e3 / 1364 + LEVIES, abs=0.02)
    assert april[19] == pytest.approx(160.3e3 / 1364 + LEVIES, abs=0.02)
    assert january[10] == pytest.approx(212.4e3 / 1364 + LEVIES, abs=0.02)
    assert tariff.demand_charge_usd_per_mw_year == pytest.approx(8190e3 / 1364 * 12, rel=1e-4)


def test_kepco_bills_the_peaks_of_winter_and_summer_and_counts_no_light_hour() -> None:
    tariff = resolve_tariff("kepco_industrial_154kv", "x", 5000.0, Defaults(2024))
    assert (tariff.ratchet_share, tariff.ratchet_months) == (1.0, (1, 2, 7, 8, 9, 12))
    counted = tariff.counted_hours
    assert counted is not None
    assert [hour for hour in range(24) if counted[0][6][hour]] == list(range(8, 22))
    assert counted[1] == counted[0]  # of a Saturday only the price of energy is another
    assert not any(map(any, counted[2]))


def test_kepco_asks_less_on_weekends_and_half_at_noon_of_spring_until_2030() -> None:
    tariff = resolve_tariff("kepco_industrial_154kv", "x", 5000.0, Defaults(2024))
    energy, relief = tariff.energy_usd_per_mwh, tariff.relief_usd_per_mwh
    assert energy is not None
    assert relief is not None
    saturday, sunday = energy[1][3], energy[2][3]
    assert saturday[19] == saturday[12] == pytest.approx(143.2e3 / 1364 + LEVIES, abs=0.02)
    assert sunday == pytest.approx([125.9e3 / 1364 + LEVIES] * 24, abs=0.02)
    assert relief[1][3][12] == pytest.approx(143.2e3 / 1364 / 2, abs=0.02)
    assert relief[2][3][11] == pytest.approx(125.9e3 / 1364 / 2, abs=0.02)
    assert (relief[0][3][12], relief[1][3][14], relief[1][6][12]) == (0.0, 0.0, 0.0)
    assert tariff.relief_last_year == 2030


def test_a_tariff_without_prices_takes_the_region_s() -> None:
    tariff = resolve_tariff("aep_ohio_data_centre", "x", 5000.0, Defaults(2024))
    assert (tariff.energy_usd_per_mwh, tariff.demand_charge_usd_per_mw_year) == (None, 5000.0)
    assert (tariff.least_billed_share, tariff.ratchet_share) == (0.85, 0.85)
    assert (tariff.counted_hours, tariff.relief_usd_per_mwh) == (None, None)


def test_two_years_of_the_least_bill_are_held(tmp_path: Path) -> None:
    tariff = resolve_tariff("evergy_llps", "x", 5000.0, Defaults(2024))
    assert (tariff.least_billed_share, tariff.demand_charge_usd_per_mw_year) == (0.8, 5000.0)
    assert tariff.collateral_usd_per_kw == pytest.approx(2 * 0.8 * 5.0)
    place = "    place: dallas\n"
    terms = "tariff: evergy_llps, capacity_price_usd_per_mw_year: 5000"
    for own, held in (("", 8.0), (", collateral_usd_per_kw: 3", 3.0)):
        case = case_of(tmp_path, (place, f"{place}    connection: {{{terms}{own}}}\n"))
        assert case.sites[1].connection.collateral_usd_per_kw == pytest.approx(held)


def test_terms_of_one_s_own_replace_the_tariff_s(tmp_path: Path) -> None:
    place = "    place: dallas\n"
    terms = (
        "{demand_charge_usd_per_mw_year: 150000, ratchet_share: 0.8, ratchet_months: [6, 7], least_billed_share: 0.6}"
    )
    own = f"    connection: {{tariff: monthly_demand, tariff_terms: {terms}}}\n"
    tariff = case_of(tmp_path, (place, place + own)).sites[1].connection.tariff
    assert tariff is not None
    assert (tariff.demand_charge_usd_per_mw_year, tariff.least_billed_share) == (150_000.0, 0.6)
    assert (tariff.ratchet_share, tariff.ratchet_months, tariff.energy_usd_per_mwh) == (0.8, (6, 7), None)
    plain = resolve_tariff("monthly_demand", "x", 5000.0, Defaults(2024))
    assert (plain.demand_charge_usd_per_mw_year, plain.ratchet_share, plain.least_billed_share) == (5000.0, 0.0, 0.0)


@pytest.mark.parametrize("key", catalog.keys("tariffs"))
def test_every_tariff_can_be_resolved(key: str) -> None:
    assert resolve_tariff(key, "x", 0.0, Defaults(2024)).name == key


@pytest.mark.parametrize(("key", "delivery"), [("kepco_industrial_154kv", 0.0), ("aep_ohio_data_centre", None)])
def test_a_retail_price_of_energy_holds_its_delivery(key: str, delivery: float | None, tmp_path: Path) -> None:
    place = "    place: dallas\n"
    case = case_of(tmp_path, (place, f"{place}    connection: {{tariff: {key}}}\n"))
    catalogue = catalog.get("connections", "load_connection", "delivery_charge_usd_per_mwh").in_price_year(2024).number
    assert case.sites[1].connection.delivery_charge_usd_per_mwh == (catalogue if delivery is None else delivery)
