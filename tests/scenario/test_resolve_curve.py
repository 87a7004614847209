from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from firmwatt.catalog import loader as catalog
from firmwatt.errors import InputFaults
from firmwatt.interop.provenance import case_from_json, case_to_json
from firmwatt.scenario.defaults import Defaults
from firmwatt.scenario.resolve_curve import LOST, market_of, resolve_curve
from firmwatt.scenario.schema import CurveEntry
from firmwatt.scenario.supply_curve import SupplyCurve
from tests.scenario.written import case_of

YEARS = (2028, 2035)


def curve_of(market: str = "ercot", entry: CurveEntry | None = None, price_year: int = 2024) -> SupplyCurve:
    place = (Path(), Defaults(price_year))
    return resolve_curve(market, entry or CurveEntry(), YEARS, date(2026, 6, 1), place)


def fleet(parameter: str, market: str = "ercot") -> catalog.Row:
    return catalog.get("grid_fleets", market, parameter)


@pytest.mark.parametrize("market", catalog.keys("grid_fleets"))
def test_every_market_resolves_with_five_to_eight_steps_and_rising_cost(market: str) -> None:
    curve = curve_of(market)
    costs = [step.running_cost_usd_per_mwh for step in curve.steps]
    assert 5 <= len(costs) <= 8
    assert costs == sorted(costs)
    assert curve.steps[-1].name == LOST
    thermal = sum(step.capacity_mw[0] for step in curve.steps[:-1]) + curve.clean.firm_mw[0]
    assert thermal > 1.3 * curve.mean_demand_mw[0]


def test_regions_know_their_market() -> None:
    assert [market_of(region) for region in ("ercot", "korea_capital", "korea_other", "germany")] == [
        "ercot", "korea", "korea", None,
    ]  # fmt: skip
    known = {market_of(region) for region in catalog.keys("regions")} - {None}
    assert known == set(catalog.keys("grid_fleets"))


def test_the_forward_mix_moves_with_the_years_and_never_below_zero() -> None:
    curve, growth = curve_of(), fleet("demand_growth_per_year").number
    assert curve.mean_demand_mw[0] == pytest.approx(fleet("mean_demand_mw").number * (1.0 + growth) ** 4)
    coal = next(step for step in curve.steps if step.name == "coal")
    assert coal.capacity_mw == pytest.approx((13700.0 - 4 * 500.0, 13700.0 - 11 * 500.0))
    gone = curve_of("pjm", CurveEntry(retirements="high"))
    assert next(step for step in gone.steps if step.name == "coal").capacity_mw[1] == 0.0


@pytest.mark.parametrize("market", catalog.keys("grid_fleets"))
def test_growth_and_forward_mix_have_a_low_and_a_high_value_on_both_sides_of_the_central_one(market: str) -> None:
    rows = catalog.group("grid_fleets", market)
    forward = {
        name for name in rows if name.endswith(("_change_mw_per_year", "_growth_per_year", "_build_mw_per_year"))
    }
    assert len(forward) >= 9
    for row in (rows[name] for name in forward if rows[name].number != 0.0 or not name.endswith("_build_mw_per_year")):
        assert row.low is not None
        assert row.high is not None
        assert row.low <= row.number <= row.high


def test_outlooks_take_the_low_and_the_high_values_of_the_catalogue() -> None:
    low, high = (curve_of(entry=CurveEntry(demand_growth=way, build_out=way)) for way in ("low", "high"))
    assert low.mean_demand_mw[0] < curve_of().mean_demand_mw[0] < high.mean_demand_mw[0]
    assert low.clean.solar_mw[1] < high.clean.solar_mw[1]
    assert low.expansions[0].build_limit_mw_per_year < high.expansions[0].build_limit_mw_per_year


def test_capacity_costs_no_more_than_the_tariff_allows_and_the_collar_while_it_lasts() -> None:
    pjm, miso = curve_of("pjm"), curve_of("miso")
    assert pjm.shortage_price_usd_per_mw_year == pytest.approx((365 * 333.44, 365 * 550.0), rel=1e-4)
    assert miso.shortage_price_usd_per_mw_year == pytest.approx((365 * 359.0, 365 * 359.0), rel=1e-3)
    assert curve_of().shortage_price_usd_per_mw_year == (0.0, 0.0)


def test_what_is_built_out_counts_towards_the_margin() -> None:
    mean, low = (curve_of("pjm", CurveEntry(build_out=way)) for way in ("central", "low"))
    assert mean.clean.firm_mw == pytest.approx((40_800.0 + 3 * 750.0, 40_800.0 + 10 * 750.0))
    assert low.clean.firm_mw[1] == pytest.approx(40_800.0 + 10 * 200.0)


def test_the_margin_is_held_for_a_measured_peak_or_for_that_of_the_users_own_demand() -> None:
    assert curve_of("pjm").peak_over_mean == pytest.approx(1.65)
    assert curve_of("pjm", CurveEntry(demand_file=Path("own.csv"))).peak_over_mean is None
    assert curve_of().peak_over_mean is None


def test_a_market_pays_for_plants_that_stand_ready_where_the_catalogue_knows_of_it() -> None:
    demand = curve_of().reserve_demand
    assert demand is not None
    read = [fleet(f"reserve_{name}_mw").number for name in ("held", "mean", "spread")]
    assert [demand.held_mw, demand.mean_mw, demand.spread_mw] == read
    lost = next(step for step in curve_of().steps if step.name == LOST)
    assert demand.price_usd_per_mwh == lost.running_cost_usd_per_mwh
    battery, change = fleet("reserve_battery_mw"), fleet("reserve_battery_change_mw_per_year")
    assert demand.battery_mw == pytest.approx(
        [battery.number + change.number * (y - battery.source_year) for y in YEARS]
    )
    assert curve_of("pjm").reserve_demand is None


def test_a_step_costs_its_fuel_and_variable_cost_in_money_of_the_price_year() -> None:
    step = next(step for step in curve_of().steps if step.name == "gas_efficient")
    row = catalog.group("grid_steps", "gas_efficient")
    gas = fleet("gas_price_usd_per_mmbtu").number
    expected = row["heat_rate_mmbtu_per_mwh"].number * gas + row["variable_om_usd_per_mwh"].number
    assert step.running_cost_usd_per_mwh == pytest.approx(expected)
    later = next(step for step in curve_of(price_year=2023).steps if step.name == "gas_efficient")
    assert later.running_cost_usd_per_mwh < expected


def test_additions_wait_for_their_lead_time_and_none_is_offered_where_none_may_be_built() -> None:
    turbine = next(each for each in curve_of().expansions if each.technology == "gas_turbine")
    assert turbine.earliest_year == 2030  # procured in two years, built in one, from June 2026
    assert all(each.technology != "gas_turbine" for each in curve_of("korea").expansions)


def test_a_scenario_asks_for_curves_as_a_whole_or_by_region(tmp_path: Path) -> None:
    whole = case_of(tmp_path, ("policy:", "grid:\n  mode: supply_curve\npolicy:"))
    assert [region.curve is not None for region in whole.regions] == [True, True]
    one = case_of(tmp_path, ("policy:", "grid:\n  mode: supply_curve\n  pjm: {mode: price_taker}\npolicy:"))
    assert {region.name: region.curve is not None for region in one.regions} == {"pjm": False, "ercot": True}
    unknown = ("place: dallas", "place: frankfurt")
    mixed = case_of(tmp_path, unknown, ("policy:", "grid:\n  mode: supply_curve\npolicy:"))
    assert {region.name: region.curve is not None for region in mixed.regions} == {"pjm": True, "germany": False}
    assert case_from_json(case_to_json(whole)) == replace(whole)
    assert any(used.table == "grid_fleets" for used in whole.defaults_used)


def test_curves_that_no_region_could_follow_are_refused(tmp_path: Path) -> None:
    asked = ("policy:", "grid:\n  mode: supply_curve\npolicy:")
    with pytest.raises(InputFaults) as caught:
        case_of(tmp_path, ("place: ashburn", "place: phoenix"), ("place: dallas", "place: frankfurt"), asked)
    (fault,) = caught.value.faults
    assert str(fault).endswith(
        "grid.mode: The catalogue knows no power plants of desert_southwest, germany: no region would answer the load. "
        "Write `price_taker`, or a site in another region. [FW168]"
    )
