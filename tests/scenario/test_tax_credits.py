"""Credits of a law reach owned plants and stores, and nothing else."""

from dataclasses import replace
from datetime import date

import pytest

from firmwatt.catalog.loader import price_level
from firmwatt.scenario.case import Case
from firmwatt.scenario.tax_credits import tax_credit, with_tax_credits
from tests.cases import battery, supply_asset, tiny_case


def american() -> Case:
    case = tiny_case()
    return replace(case, sites=tuple(replace(site, name="a", region="pjm") for site in case.sites))


def test_the_law_of_2025_as_read() -> None:
    wind, reactor = tax_credit("us_2025", "wind_onshore", 2025), tax_credit("us_2025", "nuclear_large", 2025)
    assert wind is not None
    assert reactor is not None
    assert (wind.share, wind.if_begun_by, wind.or_in_service_by) == (
        0.3, ((date(2026, 7, 4), 1.0),), date(2027, 12, 31),
    )  # fmt: skip
    assert reactor.if_begun_by == (
        (date(2033, 12, 31), 1.0), (date(2034, 12, 31), 0.75), (date(2035, 12, 31), 0.5),
    )  # fmt: skip
    assert reactor.or_in_service_by is None


def test_contracts_and_gas_get_none_and_the_rows_are_listed() -> None:
    solar = supply_asset("a/solar", "a", technology="solar")
    gas = supply_asset("a/gas_turbine", "a", technology="gas_turbine")
    case = replace(american(), supply=(solar, gas, replace(solar, strike_usd_per_mwh=30.0)), storage=(battery("a"),))
    made = with_tax_credits(case, "us_2025")
    given = [asset.tax_credit for asset in made.supply] + [store.tax_credit for store in made.storage]
    assert [credit is not None for credit in given] == [True, False, False, True]
    assert {used.table for used in made.defaults_used[len(case.defaults_used) :]} == {"tax_credits"}
    assert with_tax_credits(case, None) is case
    abroad = replace(case, sites=tuple(replace(site, region="germany") for site in case.sites))
    assert with_tax_credits(abroad, "us_2025").supply == abroad.supply
    assert with_tax_credits(abroad, "us_2025").storage == abroad.storage


def test_what_is_generated_is_paid_for_in_dollars_of_the_programme_and_only_where_nothing_is_emitted() -> None:
    older = tax_credit("us_2025", "smr", 2024)
    assert older is not None
    assert older.production_usd_per_mwh == pytest.approx(30.0 * price_level(2024) / price_level(2025))
    assert [
        credit and (credit.share, credit.production_usd_per_mwh)
        for credit in (tax_credit("us_2025", name, 2025) for name in ("smr", "fuel_cell", "battery_4h"))
    ] == [(0.3, 30.0), (0.3, 0.0), (0.3, 0.0)]


@pytest.mark.parametrize(
    ("captured_kg_per_mwh", "unit_mw", "earns"),
    [
        (352.0, 400.0, True),
        (352.0, 6.0, False),  # 6 MW · 0.9 · 8760 h · 0.352 t = 16,652 t a year, of 18,750 that the law asks for
        (352.0, 7.0, True),
        (45.0, 400.0, False),  # 45 of 65 kg: not three quarters
    ],
)
def test_captured_carbon_earns_45q_from_the_law_s_least_amounts_on(
    captured_kg_per_mwh: float, unit_mw: float, earns: bool
) -> None:
    plant = supply_asset(
        "a/ccs", "a", technology="combined_cycle_ccs", unit_mw=unit_mw, emission_kg_per_mwh=20.0,
        captured_kg_per_mwh=captured_kg_per_mwh,
    )  # fmt: skip
    credit = with_tax_credits(replace(american(), supply=(plant,)), "us_2025").supply[0].tax_credit
    assert (credit is not None) is earns
    if credit is not None:
        assert (credit.share, credit.production_years) == (0.0, 12.0)
        assert credit.if_begun_by == ((date(2032, 12, 31), 1.0),)
