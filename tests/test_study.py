"""The stages together, on programs small enough to solve in a moment."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from firmwatt import study
from firmwatt.accounting.checks import BooksError
from firmwatt.accounting.ledger import COST_KINDS
from firmwatt.errors import InputFaults, UserError
from firmwatt.planning.solve import solve_plan
from firmwatt.scenario.assets import Delivery
from firmwatt.scenario.programme import Risk
from firmwatt.timegrid import TimeGrid
from tests.cases import battery, link, supply_asset, tiny_case, two_site_case
from tests.hand import SAMPLING_ERROR
from tests.worlds import simple_inputs


def quick_campus():
    """Return the built-in campus at two sampled days a year."""
    return study.load("campus", resolution="2x24")


@pytest.fixture(scope="module")
def campus():
    stages = []
    run = study.plan(quick_campus(), lambda now: stages.append(now.stage))
    return run, stages


def solved(case):
    return study.keep_books(solve_plan(simple_inputs(case)))


def test_a_plan_passes_through_all_stages_and_its_books_agree_with_the_objective(campus):
    run, stages = campus
    assert tuple(dict.fromkeys(stages)) == study.STAGES
    assert run.ledger.total_usd == pytest.approx(run.plan.solution.primal_objective, rel=1e-9)
    assert run.summary["status"] == "optimal"
    assert not run.roadmap.empty
    assert set(run.hours.sizes) == {"year", "weather_year", "hour", "site", "asset", "workload"}
    assert run.sampling_error is not None
    assert (run.sampling_error.hours, run.sampling_error.finer_hours) == (48, 192)


@pytest.mark.parametrize(
    "policy",
    [
        {},
        {"carbon_cap_tonne": (4e5, 3e5)},
        {"annual_carbon_free_share": (0.5, 0.8)},
        {"re100_share": (0.2, 0.5)},
        {"hourly_carbon_free_share": (0.5, 0.7)},
        {"hourly_carbon_free_share": (0.5, 0.6), "matching_scope": "site"},
    ],
    ids=lambda policy: ", ".join(policy) or "none",
)
@pytest.mark.parametrize("make", [tiny_case, two_site_case])
def test_ledger_keeps_the_promises_that_the_plan_was_asked_for(make, policy):
    case = make()
    run = solved(replace(case, policy=replace(case.policy, **policy)))
    ledger = run.ledger
    priced = ledger.scope1_t.sum(axis=0) + ledger.scope2_location_t.sum(axis=0)
    shares = {
        "annual_carbon_free_share": ledger.carbon_free_share_annual,
        "re100_share": ledger.re100_share,
        "hourly_carbon_free_share": ledger.carbon_free_share_hourly,
    }
    for name, asked in policy.items():
        if name in shares:
            assert np.all(shares[name] >= np.array(asked) - 1e-6), name
    if "carbon_cap_tonne" in policy:
        # Physical contracts count at their own stack in the cap, at the grid's average by location.
        physical = sum(mwh for name, mwh in ledger.energy_mwh.items() if name == "generation/solar")
        assert np.all(priced <= np.array(policy["carbon_cap_tonne"]) + 0.4 * physical + 1.0)


def every_kind_of_asset():
    """Return a case with each delivery, with a strike or none, existing, short-lived and announced, and with sales."""
    case = two_site_case()
    variants = []
    for delivery in Delivery:
        for strike in (None, 41.0):
            name = f"north/{delivery.value}_{strike}"
            common = {"delivery": delivery, "strike_usd_per_mwh": strike, "max_mw": 15.0, "min_mw": 5.0}
            variants += [
                supply_asset(f"{name}_old", "north", existing_mw=4.0, emission_kg_per_mwh=50.0, **common),
                supply_asset(f"{name}_short", "north", lifetime_years=2.0, variable_om_usd_per_mwh=2.5, **common),
                supply_asset(f"{name}_announced", "north", fixed_online=date(2027, 7, 1), probability=0.5, **common),
            ]
    return replace(
        case,
        programme=replace(case.programme, weather_years=(1, 2), weather_probability=(0.3, 0.7)),
        # Chips so cheap that computing is built: at their usual price losing the work would be cheaper.
        sites=tuple(replace(site, sale_limit_mw=20.0, it_capital_usd_per_kw=9000.0) for site in case.sites),
        supply=(*case.supply, *variants),
        storage=(battery("south", existing_mw=6.0, existing_mwh=20.0),),
        links=(link("north", "south", existing_mw=10.0),),
        policy=replace(case.policy, carbon_price_usd_per_tonne=(30.0, 90.0)),
    )


@pytest.mark.parametrize("grid", ["sampled", "one long period"])
def test_ledger_is_the_objective_for_every_kind_of_asset(grid):
    case = every_kind_of_asset()
    time = None if grid == "sampled" else TimeGrid((2027, 2030), (3, 5), (1, 2), (0.3, 0.7), (24,), 96, (8760,), (0,))
    run = study.keep_books(solve_plan(simple_inputs(case, time)))
    assert run.ledger.total_usd == pytest.approx(run.plan.solution.primal_objective, rel=1e-9)
    paid = {kind for kind, cost in run.ledger.cost_usd_per_year.items() if abs(cost).sum() > 1.0}
    unused = {
        "fuel",
        "tax_credit",
        "demand_response",
        "storage_capital",
        "storage_wear",
        "link_capital",
        "lost_compute",
    }
    assert paid >= set(COST_KINDS) - unused


def test_books_that_differ_from_the_objective_are_a_defect():
    plan = solve_plan(simple_inputs(tiny_case()))
    wrong = replace(plan, solution=replace(plan.solution, primal_objective=plan.solution.primal_objective * 1.001))
    with pytest.raises(BooksError, match="away from the optimiser's objective"):
        study.keep_books(wrong)


def test_save_then_load_is_the_identity(campus, tmp_path):
    run, _ = campus
    study.save_run(run, tmp_path / "run")
    again = study.load_run(tmp_path / "run")
    assert again.plan.inputs.case == run.plan.inputs.case
    assert again.ledger.total_usd == run.ledger.total_usd
    assert again.plan.roadmap == run.plan.roadmap
    assert again.plan.binding == run.plan.binding
    np.testing.assert_array_equal(again.dispatch.served_mw, run.dispatch.served_mw)
    np.testing.assert_array_equal(again.plan.lp.cost, run.plan.lp.cost)
    assert json.loads((tmp_path / "run" / "summary.json").read_text()) == run.summary
    assert again.summary == run.summary
    assert (tmp_path / "run" / "report.html").read_text().startswith("<!doctype html>")


def test_a_second_save_replaces_the_first(campus, tmp_path):
    run, _ = campus
    study.save_run(run, tmp_path / "run")
    study.save_run(replace(run, sampling_error=SAMPLING_ERROR), tmp_path / "run")
    assert study.load_run(tmp_path / "run").sampling_error == SAMPLING_ERROR
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


SAVER = """
import sys
from firmwatt import study
run = study.load_run(sys.argv[1])
print("ready", flush=True)
while True:
    study.save_run(run, sys.argv[2])
"""


def test_a_save_killed_at_any_moment_leaves_a_whole_run_or_none(campus, tmp_path):
    study.save_run(campus[0], tmp_path / "source")
    chance = random.Random(3)
    for attempt in range(2):
        folder = tmp_path / f"run{attempt}"
        command = [sys.executable, "-c", SAVER, str(tmp_path / "source"), str(folder)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as saver:
            assert saver.stdout is not None
            saver.stdout.readline()
            time.sleep(chance.uniform(0.1, 1.0))
            saver.send_signal(signal.SIGKILL)
        if folder.exists():
            assert study.load_run(folder).ledger.total_usd == campus[0].ledger.total_usd


def test_tables_are_exported(campus, tmp_path):
    study.export_tables(campus[0], "csv", tmp_path / "tables")
    assert (tmp_path / "tables" / "roadmap.csv").is_file()


def test_faults_of_a_scenario_come_through(tmp_path):
    with pytest.raises(InputFaults):
        study.plan(tmp_path / "absent.yaml")
    with pytest.raises(UserError):
        study.load_run(tmp_path)


def test_solver_options_replace_those_of_the_scenario():
    case = tiny_case()
    assert study.with_solver(case) == case
    changed = study.with_solver(case, relative_gap=1e-3, time_limit_seconds=5.0)
    assert (changed.solve.solver, changed.solve.relative_gap, changed.solve.time_limit_seconds) == ("highs", 1e-3, 5.0)


def test_solver_options_that_cannot_be_are_refused_before_any_work():
    case = tiny_case()
    with pytest.raises(UserError, match=r"^solver: there is no 'abacus'"):
        study.with_solver(case, "abacus")
    with pytest.raises(UserError, match=r"^relative_gap: 2\.0 is not between 0 and 1"):
        study.with_solver(case, relative_gap=2.0)


def test_a_plan_keeps_the_target_that_its_scenario_asks_for():
    case = quick_campus()
    asked = replace(case, reliability=replace(case.reliability, target_nines=0.1))
    told = []
    run = study.plan(asked, lambda now: told.append(now.stage))
    assert run.ledger.total_usd == pytest.approx(run.plan.solution.primal_objective, rel=1e-9)
    assert any("nines at ashburn" in stage for stage in told)


def test_dear_weather_counts_from_the_scenario_to_the_saved_run(tmp_path):
    case = quick_campus()
    draws = {"weather_years": (1, 2), "weather_probability": (0.5, 0.5), "risk": Risk(0.5, 0.5)}
    case = replace(case, programme=replace(case.programme, **draws))
    run = study.plan(study.with_solver(case, "chain"))
    weather = run.summary["weather"]
    assert run.ledger.objective_usd == pytest.approx(run.plan.solution.primal_objective, rel=1e-9)
    assert weather["adjustment_usd"] > 0.0
    assert weather["change"]["expected_more_usd"] >= -1e-4 * run.ledger.total_usd
    for year in weather["by_year"]:
        assert len({round(usd) for usd in year["operating_usd"]}) == 2  # no two draws have the same weather
        assert year["tail_mean_usd"] > year["expected_usd"]
    study.save_run(run, tmp_path / "run")
    again = study.load_run(tmp_path / "run")
    assert again.summary == run.summary
    assert again.plan.risk_change == run.plan.risk_change
