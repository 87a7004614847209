"""The keys that outside programs rely on, and their figures by hand."""

import json
from dataclasses import replace

import pytest

from firmwatt.accounting.books import build_ledger
from firmwatt.interop.summary import build_summary
from firmwatt.lp.solution import Solution, Status
from tests.cases import tiny_case
from tests.hand import SAMPLING_ERROR, hand_case, hand_dispatch, hand_plan

KEYS = (
    "schema_version, scenario, scenario_sha256, firmwatt_version, status, solver, objective_usd, ledger_total_usd, "
    "cost_usd, capacity_mw, roadmap, power_gap, energy_mwh, compute_mwh, emissions_t, carbon_free_share_hourly, "
    "carbon_free_share_annual, re100_share, water_m3, peak_mw, budget_usd, sampling_error"
)
INSIDE = {
    "solver": "name,status,primal_objective_usd,dual_bound_usd,relative_gap,build_seconds,solve_seconds,"
    "peak_memory_mb,fallback_reason",
    "compute_mwh": "arrived,served,lost",
    "emissions_t": "scope1,scope2_location,scope2_market,scope3",
    "water_m3": "site,site_high_stress,power",
    "budget_usd": "asked,used",
}
IN_ROWS = {
    "capacity_mw": "site,asset,year,mw",
    "roadmap": "asset,site,mw,order_by,online,p10,p50,p90",
    "power_gap": "site,year,asked_mw,energised_mw",
    "peak_mw": "region,hour_utc,mw",
}


@pytest.fixture(scope="module")
def summary():
    dispatch = hand_dispatch()
    return build_summary(dispatch, build_ledger(dispatch))


def test_every_key_is_there_and_json_can_hold_it(summary):
    assert set(KEYS.split(", ")) <= set(summary)
    for key, names in INSIDE.items():
        assert set(names.split(",")) <= set(summary[key]), key
    for key, names in IN_ROWS.items():
        assert set(names.split(",")) <= set(summary[key][0]), key
    assert json.loads(json.dumps(summary, allow_nan=False)) == summary


def test_costs_add_up_to_the_ledger(summary):
    assert sum(summary["cost_usd"].values()) == pytest.approx(summary["ledger_total_usd"], rel=1e-12)


def test_sums_run_over_the_calendar_years_that_a_planning_year_stands_for(summary):
    assert summary["energy_mwh"]["metered"] == pytest.approx(60 * 8760 * 8, rel=1e-12)
    assert summary["compute_mwh"] == pytest.approx({"arrived": 48 * 8760 * 8, "served": 48 * 8760 * 8, "lost": 0.0})
    assert summary["emissions_t"]["scope1"] == pytest.approx(0.485 * 4380 * (30 * 3 + 20 * 5), rel=1e-12)
    assert summary["by_year"][0]["energy_mwh"]["metered"] == pytest.approx(60 * 8760, rel=1e-12)


def test_shares_are_weighted_by_load_and_years(summary):
    assert summary["carbon_free_share_hourly"] == pytest.approx((5 / 6 * 3 + 5) / 8, rel=1e-12)


def test_power_gap_is_told_at_the_meter(summary):
    assert summary["power_gap"] == [
        {"site": "home", "year": 2027, "asked_mw": 125.0, "energised_mw": 75.0},
        {"site": "home", "year": 2030, "asked_mw": 250.0, "energised_mw": 75.0},
    ]


def test_peak_names_the_hour(summary):
    assert summary["peak_mw"][0] == {"region": "grid", "year": 2027, "hour_utc": "2027-01-01T00:00Z", "mw": 50.0}


def test_capacity_lists_supply_storage_connection_and_computing(summary):
    rows = {(row["asset"], row["year"]): row for row in summary["capacity_mw"]}
    assert rows["home/gas_turbine", 2030]["mw"] == 110.0
    assert rows["home/battery_4h", 2027] == {
        "site": "home", "asset": "home/battery_4h", "kind": "storage", "year": 2027, "mw": 10.0, "mwh": 40.0,
    }  # fmt: skip
    assert rows["home/grid_firm", 2030]["mw"] == 80.0
    assert rows["home/grid_curtailable", 2030]["mw"] == 20.0
    assert rows["home/computing", 2027]["mw"] == 60.0


def test_budget_counts_capital_up_to_its_last_year():
    case = hand_case(programme=replace(tiny_case().programme, budget_usd=5e9, budget_until_year=2029))
    dispatch = hand_dispatch(hand_plan(case))
    ledger = build_ledger(dispatch)
    budget = build_summary(dispatch, ledger)["budget_usd"]
    assert budget == {"asked": 5e9, "used": pytest.approx(ledger.capital_spent_usd[0])}


def test_parties_share_capital_costs_and_stacks_between_them():
    dispatch = hand_dispatch()
    ledger = build_ledger(dispatch)
    summary = build_summary(dispatch, ledger)
    spent = ledger.capital_spent_usd.sum()
    assert sum(summary["capital_usd"].values()) == pytest.approx(spent, rel=1e-12)
    assert sum(party["capital_usd"] for party in summary["parties"]) == pytest.approx(spent, rel=1e-12)
    scope1 = sum(party["emissions_t"]["scope1"] for party in summary["parties"])
    assert scope1 == pytest.approx(summary["emissions_t"]["scope1"], rel=1e-12)
    assert {"name", "roles", "runs", "owns", "capital_usd", "cost_usd", "emissions_t"} == set(summary["parties"][0])


def test_a_figure_that_does_not_exist_is_null():
    nan = float("nan")
    stopped = Solution(Status.STOPPED_FEASIBLE, "highs-ipm", None, None, None, 1.0, nan, nan, 3, 0.1, 0.2)
    dispatch = hand_dispatch(hand_plan(solution=stopped))
    summary = build_summary(dispatch, build_ledger(dispatch), sampling_error=SAMPLING_ERROR)
    assert summary["status"] == "stopped_feasible"
    assert summary["solver"]["dual_bound_usd"] is None
    assert summary["sampling_error"] == pytest.approx(0.05)
