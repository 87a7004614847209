"""The tables of supply, storage, connections, lines and deals: whole, consistent and equal to what was published."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

import pytest

from firmwatt.catalog import loader

OWN_TABLES = ("technologies", "fuels", "storage", "connections", "lines", "deals", "price_index", "assumptions")
TECHNOLOGIES = (
    "gas_turbine", "combined_cycle", "combined_cycle_ccs", "fuel_cell", "nuclear_large", "nuclear_restart", "smr",
    "geothermal", "enhanced_geothermal", "solar", "wind_onshore", "wind_offshore", "hydro", "fusion",
)  # fmt: skip
GENERATOR_STEPS = ("step_permit_years", "step_procure_years", "step_build_years", "step_connect_years")
TECHNOLOGY_PARAMETERS = (
    "overnight_cost_usd_per_kw", "lifetime_years", "construction_years", "fixed_om_usd_per_kw_year",
    "variable_om_usd_per_mwh", "heat_rate_mmbtu_per_mwh", "fuel", "emission_kg_per_mwh", "upstream_kg_per_mwh",
    "water_l_per_mwh", "land_acre_per_mw", "capacity_credit", "availability", "availability_kind", "is_carbon_free",
    "is_renewable", "unit_mw", "first_available_year", *GENERATOR_STEPS,
)  # fmt: skip
STORAGE_PARAMETERS = (
    "power_cost_usd_per_kw", "energy_cost_usd_per_kwh", "charge_efficiency", "discharge_efficiency",
    "self_discharge_per_hour", "wear_cost_usd_per_mwh", "lifetime_years", "construction_years",
    "fixed_om_usd_per_kw_year", "least_duration_hours", "most_duration_hours", "capacity_credit_4h",
    "capacity_credit_6h", "capacity_credit_8h", "capacity_credit_10h", "land_acre_per_mw", *GENERATOR_STEPS,
)  # fmt: skip
CONNECTION_PARAMETERS = (
    "step_study_years", "step_upgrade_years", "step_transformer_years", "step_ramp_years", "capital_cost_usd_per_kw",
    "lifetime_years", "delivery_charge_usd_per_mwh",
)  # fmt: skip
LINE_PARAMETERS = ("overnight_cost_usd_per_kw_km", "loss_share_per_1000_km", "lifetime_years", *GENERATOR_STEPS)
DEAL_PARAMETERS = ("title", "technology", "mw", "online", "probability", "delay_years", "region", "buyer")
ASSUMPTIONS = ("discount_rate", "reserve_margin", "grid_capacity_credit", "compute_margin")
FUEL_PARAMETERS = ("price_usd_per_mmbtu", "emission_kg_per_mmbtu", "upstream_kg_per_mmbtu")
UNITS_OUTSIDE_THE_NAME = {"text", "flag", "fraction", "index", "ratio", "year"}
GAS_KG_PER_MMBTU = 53.06
CAPTURE_SHARE = 0.95
IPCC_INFRASTRUCTURE_KG_PER_MWH = {"combined_cycle_ccs": 8.9}


def _value(table: str, key: str, parameter: str) -> float:
    return loader.get(table, key, parameter).number


def _span(table: str, key: str, parameter: str) -> tuple[float, float, float]:
    row = loader.get(table, key, parameter)
    assert row.low is not None
    assert row.high is not None
    return row.low, row.number, row.high


def _missing(table: str, keys: Iterable[str], parameters: Iterable[str]) -> list[str]:
    wanted = tuple(parameters)
    return [f"{key}.{name}" for key in keys for name in wanted if loader.find(table, key, name) is None]


def test_every_parameter_that_a_plan_needs_is_there() -> None:
    assert loader.keys("technologies") == TECHNOLOGIES
    assert not _missing("technologies", TECHNOLOGIES, TECHNOLOGY_PARAMETERS)
    assert not _missing("storage", ("battery_4h", "long_duration"), STORAGE_PARAMETERS)
    assert not _missing("connections", ("load_connection",), CONNECTION_PARAMETERS)
    assert not _missing("connections", loader.keys("regions"), ("capacity_price_usd_per_mw_year",))
    assert not _missing("lines", loader.keys("lines"), LINE_PARAMETERS)
    assert not _missing("deals", loader.keys("deals"), DEAL_PARAMETERS)
    assert not _missing("assumptions", ("default",), ASSUMPTIONS)
    fuels = {loader.get("technologies", key, "fuel").text for key in TECHNOLOGIES} - {"none"}
    assert not _missing("fuels", fuels, FUEL_PARAMETERS)


@pytest.mark.parametrize("table", OWN_TABLES)
def test_the_name_ends_in_the_unit(table: str) -> None:
    rows = loader.rows(table)
    wrong = [f"{row.key}.{row.parameter}: {row.unit}" for row in rows if not _fits(row.parameter, row.unit)]
    assert not wrong


def _fits(parameter: str, unit: str) -> bool:
    if unit in UNITS_OUTSIDE_THE_NAME:
        return not re.search(r"_(usd|kw|mw|mwh|kg|l|years|hours)(_|$)", parameter)
    return parameter == unit or parameter.endswith(f"_{unit}")


@pytest.mark.parametrize("table", ("technologies", "storage", "lines"))
def test_steps_have_a_span_and_construction_is_the_build_step(table: str) -> None:
    for key in loader.keys(table):
        for parameter in GENERATOR_STEPS:
            low, _, high = _span(table, key, parameter)
            assert 0 <= low < high
        assert _value(table, key, "construction_years") == _value(table, key, "step_build_years")


@pytest.mark.parametrize(
    ("table", "key", "low", "high"),
    [
        ("technologies", "gas_turbine", 2, 4),
        ("technologies", "combined_cycle", 4, 6.5),
        ("technologies", "combined_cycle_ccs", 5, 7),
        ("technologies", "fuel_cell", 0.5, 2),
        ("technologies", "nuclear_large", 10, 15.2),  # so that P90 lies above the 176 months observed
        ("technologies", "nuclear_restart", 2, 4),
        ("technologies", "geothermal", 3, 5),
        ("technologies", "solar", 2, 5.5),
        ("technologies", "wind_onshore", 4, 6.5),
        ("technologies", "wind_offshore", 5, 10),
        ("storage", "battery_4h", 1, 2),
        ("lines", "ac_overhead", 4, 8),
    ],
)
def test_the_critical_path_agrees_with_observed_lead_times(table: str, key: str, low: float, high: float) -> None:
    spans = [_span(table, key, parameter) for parameter in GENERATOR_STEPS]
    paths = [max(max(permit, procure) + build, connect) for permit, procure, build, connect in zip(*spans, strict=True)]
    assert paths == sorted(paths)
    assert paths[0] == pytest.approx(low, abs=0.05)
    assert paths[2] == pytest.approx(high, abs=0.05)


@pytest.mark.parametrize("key", ["gas_turbine", "combined_cycle", "combined_cycle_ccs", "fuel_cell"])
def test_emissions_of_gas_follow_from_the_heat_rate(key: str) -> None:
    heat_rate = _value("technologies", key, "heat_rate_mmbtu_per_mwh")
    escaping = 1 - CAPTURE_SHARE if key == "combined_cycle_ccs" else 1
    upstream = _value("fuels", "gas", "upstream_kg_per_mmbtu")
    infrastructure = IPCC_INFRASTRUCTURE_KG_PER_MWH.get(key, 1.6)
    assert _value("fuels", "gas", "emission_kg_per_mmbtu") == GAS_KG_PER_MMBTU
    emission = heat_rate * GAS_KG_PER_MMBTU * escaping
    assert _value("technologies", key, "emission_kg_per_mwh") == pytest.approx(emission, rel=1e-6)
    whole = heat_rate * upstream + infrastructure
    assert _value("technologies", key, "upstream_kg_per_mwh") == pytest.approx(whole, rel=1e-6)


def test_shares_lie_between_nought_and_one() -> None:
    ends = [
        (f"{row.table}.{row.key}.{row.parameter}", end)
        for table in OWN_TABLES
        for row in loader.rows(table)
        if row.unit in {"fraction", "flag"}
        for end in (row.low, row.number, row.high)
        if end is not None
    ]
    assert ends
    assert not [name for name, end in ends if not 0 <= end <= 1]


def test_longer_storage_counts_no_less() -> None:
    for key in loader.keys("storage"):
        credits = [_value("storage", key, f"capacity_credit_{hours}h") for hours in (4, 6, 8, 10)]
        assert credits == sorted(credits)
        assert _value("storage", key, "least_duration_hours") < _value("storage", key, "most_duration_hours")


def test_deals_name_technologies_regions_and_dates_that_exist() -> None:
    for key in loader.keys("deals"):
        assert loader.get("deals", key, "technology").text in TECHNOLOGIES
        assert loader.get("deals", key, "region").text in loader.keys("regions")
        assert date.fromisoformat(loader.get("deals", key, "online").text) > date(2026, 1, 1)
        assert _value("deals", key, "mw") > 0


def test_one_vintage_and_gas_at_later_quotes() -> None:
    """All but gas, reactors, hydropower and fusion come from one edition, or cheap old gas would win every plan."""
    reactors = {"nuclear_large", "smr", "nuclear_restart"}
    apart = {"gas_turbine", "combined_cycle", "combined_cycle_ccs", "fuel_cell", "hydro", "fusion", *reactors}
    for key in set(TECHNOLOGIES) - apart:
        source = loader.get("technologies", key, "overnight_cost_usd_per_kw").source
        assert source.startswith("NREL Annual Technology Baseline 2024 (electricity), Moderate scenario")
    for key in ("gas_turbine", "combined_cycle", "combined_cycle_ccs", "fuel_cell"):
        assert loader.get("technologies", key, "overnight_cost_usd_per_kw").currency_year == 2025


ATB_2024_OVERNIGHT_2030 = {
    "solar": (1043.702352, 1284.59),
    "wind_onshore": (1228.30776, 1515.44),
    "wind_offshore": (3675.03901, 4789.78),
}
"""Overnight cost (ReEDS-2.0's copy) and CAPEX with interest and grid connection (PyPSA technology-data's copy)."""


@pytest.mark.parametrize(("key", "published"), ATB_2024_OVERNIGHT_2030.items())
def test_published_overnight_costs_are_entered_once_and_without_interest(
    key: str, published: tuple[float, float]
) -> None:
    overnight, capex = published
    own = _value("technologies", key, "overnight_cost_usd_per_kw")
    assert own == pytest.approx(overnight, rel=1e-4)
    assert 1.1 < capex / own < 1.5


def test_reactors_cost_what_the_next_one_is_asked_to_cost() -> None:
    """The estimate lies between the ATB's series and what was paid at Vogtle or is asked at Darlington."""
    for key, series, central, built in (("nuclear_large", 5750, 7861, 10685), ("smr", 8000, 8936, 12240)):
        row = loader.get("technologies", key, "overnight_cost_usd_per_kw")
        assert (row.currency_year, row.number, row.high) == (2023, central, built)
        assert row.low is not None
        assert row.low < series * 304.702 / 292.655 < row.number


def test_published_battery_costs_add_up_at_every_duration() -> None:
    published = {2: 808.77, 4: 1300.15, 6: 1791.54, 8: 2282.92, 10: 2774.31}  # ATB 2024, Moderate, 2030, USD/kW of 2022
    power = _value("storage", "battery_4h", "power_cost_usd_per_kw")
    energy = _value("storage", "battery_4h", "energy_cost_usd_per_kwh")
    assert {hours: power + energy * hours for hours in published} == pytest.approx(published, rel=1e-4)
    round_trip = _value("storage", "battery_4h", "charge_efficiency") ** 2
    assert round_trip == pytest.approx(0.85, abs=1e-4)


def test_published_class_ratings_and_auction_prices() -> None:
    """PJM's ratings for 2027/2028 and its price for 2028/2029."""
    ratings = {"nuclear_large": 0.95, "combined_cycle": 0.74, "gas_turbine": 0.77}
    assert {key: _value("technologies", key, "capacity_credit") for key in ratings} == ratings
    assert loader.get("technologies", "gas_turbine", "capacity_credit").low == 0.61
    assert _value("connections", "pjm", "capacity_price_usd_per_mw_year") == 325.0 * 365


def test_lifecycle_medians_of_the_ipcc() -> None:
    medians = {"nuclear_large": 12, "solar": 48, "wind_onshore": 11, "wind_offshore": 12, "geothermal": 38, "hydro": 24}
    assert {key: _value("technologies", key, "upstream_kg_per_mwh") for key in medians} == medians
    heat_rate = 370 / GAS_KG_PER_MMBTU  # of the IPCC's combined cycle, whose whole is 490 with rounding
    whole = 370 + 1.6 + heat_rate * _value("fuels", "gas", "upstream_kg_per_mmbtu")
    assert whole == pytest.approx(490, rel=0.07)
