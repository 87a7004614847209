from datetime import date
from pathlib import Path

import pytest

from firmwatt.catalog import loader as catalog
from firmwatt.scenario.assets import AvailabilityKind, Delivery
from tests.scenario.written import case_of

SOLAR = "    max_mw: 50\n"


def test_that_one_entry_makes_an_asset_for_each_site(tmp_path: Path) -> None:
    supply = case_of(tmp_path).supply
    assert [(asset.name, asset.site) for asset in supply] == [
        ("one/solar", "one"),
        ("one/turbines", "one"),
        ("two/turbines", "two"),
    ]


def test_that_a_technology_gives_its_defaults(tmp_path: Path) -> None:
    solar, turbine, _ = case_of(tmp_path).supply
    assert (solar.availability_kind, turbine.availability_kind) == (AvailabilityKind.SOLAR, AvailabilityKind.FLAT)
    assert (solar.is_renewable, solar.is_gas, turbine.is_gas, turbine.is_carbon_free) == (True, False, True, False)
    assert solar.fuel_cost_usd_per_mmbtu == (0.0, 0.0)
    row = catalog.get("technologies", "gas_turbine", "overnight_cost_usd_per_kw").in_price_year(2024)
    assert turbine.overnight_cost_usd_per_kw == row.value
    assert (turbine.probability, turbine.fixed_online, turbine.strike_usd_per_mwh) == (1.0, None, None)
    assert (turbine.earliest_year, turbine.latest_year) == (2026, 2031)


def test_that_gas_pays_its_firm_transport_and_waits_for_its_pipeline(tmp_path: Path) -> None:
    turbine = case_of(tmp_path).supply[1]
    price = catalog.get("fuels", "gas", "price_usd_per_mmbtu").in_price_year(2024).number
    transport = catalog.get("connections", "gas_pipeline", "firm_transport_usd_per_mmbtu").in_price_year(2024).number
    assert turbine.fuel_cost_usd_per_mmbtu == pytest.approx((price + transport,) * 2)
    assert [step.name for step in turbine.steps] == ["permit", "procure", "build", "pipeline"]
    pipeline = sum(
        catalog.get("connections", "gas_pipeline", f"step_{part}_years").number for part in ("permit", "build")
    )
    assert turbine.steps[-1].central_years == pytest.approx(pipeline)


def test_that_captured_carbon_is_what_the_fuel_holds_less_the_stack_and_pays_for_its_storage(tmp_path: Path) -> None:
    changes = ("technology: gas_turbine\n", "technology: combined_cycle_ccs\n")
    plant = case_of(tmp_path, changes).supply[1]
    assert plant.captured_kg_per_mwh == pytest.approx(0.95 * 6.99 * 53.06)  # 95 % of 371 kg
    names = ("variable_om_usd_per_mwh", "carbon_storage_cost_usd_per_tonne")
    own, storage = (
        catalog.get("technologies", "combined_cycle_ccs", name).in_price_year(2024).number for name in names
    )
    assert plant.variable_om_usd_per_mwh == pytest.approx(own + 0.352345 * storage, rel=1e-5)
    told = case_of(tmp_path, changes, (changes[1], changes[1] + "    variable_om_usd_per_mwh: 9\n")).supply[1]
    assert told.variable_om_usd_per_mwh == 9.0


def test_that_a_reactor_saves_for_its_end(tmp_path: Path) -> None:
    changes = ("technology: gas_turbine\n", "technology: smr\n")
    case = case_of(tmp_path, changes)
    get = {
        name: catalog.get("technologies", "smr", name).in_price_year(2024).number
        for name in ("fixed_om_usd_per_kw_year", "decommissioning_cost_usd_per_kw", "lifetime_years")
    }
    rate = case.programme.discount_rate
    grown = sum((1.0 + rate) ** year for year in range(round(get["lifetime_years"])))
    saved = get["decommissioning_cost_usd_per_kw"] / grown
    assert case.supply[1].fixed_om_usd_per_kw_year == pytest.approx(get["fixed_om_usd_per_kw_year"] + saved)
    told = case_of(tmp_path, changes, (changes[1], changes[1] + "    fixed_om_usd_per_kw_year: 9\n")).supply[1]
    assert told.fixed_om_usd_per_kw_year == 9.0


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ["permit", "procure", "build"]),
        ("    steps: {connect_years: 2}\n", ["permit", "procure", "build", "connect"]),
        ("    delivery: physical\n", ["permit", "procure", "build", "connect"]),
        ("    fixed_online: 2029-01-01\n", []),
    ],
)
def test_which_steps_an_asset_waits_for(text: str, names: list[str], tmp_path: Path) -> None:
    solar = case_of(tmp_path, (SOLAR, SOLAR + text)).supply[0]
    assert [step.name for step in solar.steps] == names


@pytest.mark.parametrize(
    ("given", "span"), [("1", (1.0, 1.0, 1.0)), ("{low: 0, central: 1, high: 4}", (0.0, 1.0, 4.0))]
)
def test_that_a_pipelines_length_may_be_given(given: str, span: tuple[float, ...], tmp_path: Path) -> None:
    text = f"    sites: [one, two]\n    steps: {{pipeline_years: {given}}}\n"
    step = case_of(tmp_path, ("    sites: [one, two]\n", text)).supply[1].steps[-1]
    assert (step.name, step.low_years, step.central_years, step.high_years) == ("pipeline", *span)


def test_that_a_deal_brings_megawatts_date_delay_and_probability(tmp_path: Path) -> None:
    deal = case_of(
        tmp_path, (f"  - technology: solar\n    site: one\n{SOLAR}", "  - deal: crane_restart\n    site: one\n")
    )
    crane, row = deal.supply[0], catalog.group("deals", "crane_restart")
    assert (crane.name, crane.technology, crane.delivery) == ("crane_restart", "nuclear_restart", Delivery.VIRTUAL)
    assert (crane.max_mw, crane.probability) == (row["mw"].value, row["probability"].value)
    assert crane.fixed_online == date.fromisoformat(str(row["online"].value))
    assert crane.earliest_year == crane.fixed_online.year
    assert crane.online_delay_years == (row["delay_years"].low, row["delay_years"].value, row["delay_years"].high)


def test_that_a_deal_may_be_overridden(tmp_path: Path) -> None:
    text = """  - deal: crane_restart
    name: crane
    sites: [one, two]
    delivery: physical
    max_mw: 100
    fixed_online: 2029-03-01
    online_delay_years: {low: 0, central: 1, high: 2}
    probability: 0
"""
    case = case_of(tmp_path, (f"  - technology: solar\n    site: one\n{SOLAR}", text))
    first, second = case.supply[:2]
    assert (first.name, second.name, first.delivery) == ("one/crane", "two/crane", Delivery.PHYSICAL)
    assert (first.max_mw, first.probability, first.fixed_online) == (100.0, 0.0, date(2029, 3, 1))
    assert first.online_delay_years == (0.0, 1.0, 2.0)


def test_that_fuel_prices_by_year_and_other_values_are_the_users(tmp_path: Path) -> None:
    values = "fuel_cost_usd_per_mmbtu: {2028: 5, 2030: 6}\n    unit_mw: 7\n    heat_rate_mmbtu_per_mwh: 9\n"
    text = f"    sites: [one, two]\n    {values}"
    turbine = case_of(tmp_path, ("    sites: [one, two]\n", text)).supply[1]
    assert (turbine.fuel_cost_usd_per_mmbtu, turbine.unit_mw) == ((5.0, 6.0), 7.0)
    assert turbine.heat_rate_mmbtu_per_mwh == 9.0


def test_that_a_technology_that_comes_later_waits_for_its_first_year(tmp_path: Path) -> None:
    first = catalog.get("technologies", "smr", "first_available_year").number
    assert case_of(tmp_path, ("technology: solar", "technology: smr")).supply[0].earliest_year == first


def test_that_storage_has_durations_and_credits(tmp_path: Path) -> None:
    battery = case_of(tmp_path).storage[0]
    assert (battery.name, battery.max_mw) == ("one/battery_4h", 10.0)
    assert battery.duration_hours[0] < 4.0 < battery.duration_hours[1]
    hours = [hours for hours, _ in battery.capacity_credit_by_duration]
    assert hours == sorted(hours)
    assert [step.name for step in battery.steps] == ["permit", "procure", "build"]


def test_that_storage_credits_may_be_given(tmp_path: Path) -> None:
    text = "    max_mw: 10\n    capacity_credit_by_hours: {8: 0.9, 4: 0.5}\n"
    battery = case_of(tmp_path, ("    max_mw: 10\n", text)).storage[0]
    assert battery.capacity_credit_by_duration == ((4.0, 0.5), (8.0, 0.9))


def test_that_a_line_costs_by_its_length(tmp_path: Path) -> None:
    links = """transmission:
  - {from_site: one, to_site: two, max_mw: 10, length_km: 100}
  - {from_site: two, to_site: one, max_mw: 10, loss_share: 0.01, overnight_cost_usd_per_kw: 5}
policy:"""
    given, great_circle = case_of(tmp_path, ("policy:", links), ("place: dallas", "place: columbus")).links
    row = catalog.get("lines", "ac_overhead", "overnight_cost_usd_per_kw_km").in_price_year(2024)
    assert given.name == "one-two"
    assert given.overnight_cost_usd_per_kw == pytest.approx(row.number * 100)
    assert 0.0 < given.loss_share < 0.02
    assert (great_circle.loss_share, great_circle.overnight_cost_usd_per_kw) == (0.01, 5.0)


@pytest.mark.parametrize("technology", catalog.keys("technologies"))
def test_that_each_technology_of_the_catalogue_resolves(technology: str, tmp_path: Path) -> None:
    asset = case_of(tmp_path, ("technology: solar", f"technology: {technology}")).supply[0]
    assert (asset.technology, asset.name) == (technology, f"one/{technology}")
    assert asset.lifetime_years > 0.0
    assert asset.steps


@pytest.mark.parametrize("technology", catalog.keys("storage"))
def test_that_each_storage_of_the_catalogue_resolves(technology: str, tmp_path: Path) -> None:
    assert case_of(tmp_path, ("battery_4h", technology)).storage[0].technology == technology


@pytest.mark.parametrize("deal", catalog.keys("deals"))
def test_that_each_deal_of_the_catalogue_resolves(deal: str, tmp_path: Path) -> None:
    entry = (f"  - technology: solar\n    site: one\n{SOLAR}", f"  - deal: {deal}\n    site: one\n")
    asset = case_of(tmp_path, ("planning_years: [2028, 2030]", "planning_years: [2028, 2030, 2045]"), entry).supply[0]
    assert asset.fixed_online is not None
    assert 0.0 < asset.probability <= 1.0
