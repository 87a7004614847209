"""Credits of a law reach owned plants and stores, and nothing else."""

from dataclasses import replace
from datetime import date

from firmwatt.scenario.tax_credits import tax_credit, with_tax_credits
from tests.cases import battery, supply_asset, tiny_case


def test_the_law_of_2025_as_read() -> None:
    wind, reactor = tax_credit("us_2025", "wind_onshore"), tax_credit("us_2025", "nuclear_large")
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
    case = replace(tiny_case(), supply=(solar, gas, replace(solar, strike_usd_per_mwh=30.0)), storage=(battery("a"),))
    made = with_tax_credits(case, "us_2025")
    assert [asset.tax_credit is not None for asset in (*made.supply, *made.storage)] == [True, False, False, True]
    assert {used.table for used in made.defaults_used[len(case.defaults_used) :]} == {"tax_credits"}
    assert with_tax_credits(case, None) is case
