"""Tariffs of the catalogue by month and hour."""

import pytest

from firmwatt.catalog import loader as catalog
from firmwatt.scenario.defaults import Defaults
from firmwatt.scenario.resolve_tariff import resolve_tariff

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


@pytest.mark.parametrize("key", catalog.keys("tariffs"))
def test_every_tariff_can_be_resolved(key: str) -> None:
    assert resolve_tariff(key, "x", 0.0, Defaults(2024)).name == key
