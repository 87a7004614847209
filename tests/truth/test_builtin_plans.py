"""The built-in scenarios are planned, and answer the question that they were written for."""

from __future__ import annotations

import numpy as np
import pytest

from firmwatt import study
from firmwatt.accounting.run_embodied import beyond_of
from firmwatt.accounting.trajectory import compare_with_pledge, find_pledge, plan_path
from firmwatt.planning.solve import solve_plan
from firmwatt.scenario.loader import BUILTIN_FOLDER

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def korea():
    return study.keep_books(solve_plan(study.prepare(study.load("korea", resolution="3x48"))))


@pytest.fixture(scope="module")
def fusion():
    return study.keep_books(solve_plan(study.prepare(study.load("fusion-2040", resolution="3x48"))))


@pytest.fixture(scope="module")
def america():
    return study.keep_books(solve_plan(study.prepare(study.load("america-50gw", resolution="4x24"))))


def share_energised(run, site=None):
    """Return year → IT megawatts energised over asked ones, of a site or of all."""
    case, plan = run.plan.inputs.case, run.plan
    sites = [case.site_index(site)] if site else list(range(len(case.sites)))
    energised, asked = plan.it_mw[sites].sum(axis=0), plan.inputs.load.asked_it_mw[sites].sum(axis=0)
    share = np.divide(energised, asked, out=np.zeros_like(asked), where=asked > 0.0)
    return dict(zip(case.programme.planning_years, share.tolist(), strict=True))


def largest_mw(run, asset):
    """Return the most megawatts of an asset that ever stand."""
    names = [each.name for each in run.plan.inputs.case.supply]
    return float(run.plan.supply_mw[names.index(asset)].max())


def test_korea_has_power_elsewhere_before_the_capital_region(korea):
    capital, haenam = share_energised(korea, "capital"), share_energised(korea, "haenam")
    assert capital[2028] < 0.1
    assert haenam[2028] > 0.9
    assert capital[2030] < haenam[2030]


def test_korea_keeps_the_exporters_promise(korea):
    share = dict(zip(korea.ledger.planning_years, korea.ledger.re100_share, strict=True))
    promised = {2030: 0.30, 2035: 0.375, 2040: 0.45}
    assert all(share[year] >= least - 1e-3 for year, least in promised.items())


def test_fusion_is_built_where_it_comes_before_the_others(fusion):
    assert largest_mw(fusion, "early/fusion") > largest_mw(fusion, "middle/fusion") > 10.0
    assert largest_mw(fusion, "late/fusion") < 1.0


def test_fusion_may_cost_less_the_later_it_comes(fusion):
    at = {each.asset: each for each in fusion.plan.break_even}
    late = at["late/fusion"]
    assert 5_000.0 < late.break_even_usd_per_kw < late.overnight_cost_usd_per_kw
    for world in ("early", "middle"):
        assert at[f"{world}/fusion"].break_even_usd_per_kw == pytest.approx(6_600.0, rel=5e-3)


def test_america_has_less_than_half_of_its_fifty_gigawatts_in_2028(america):
    asked = america.plan.inputs.load.asked_it_mw * america.plan.inputs.load.peak_pue[:, None]
    by_year = dict(zip(america.plan.inputs.time.planning_years, asked.sum(axis=0), strict=True))
    assert by_year[2028] == pytest.approx(50_000.0)
    share = share_energised(america)
    assert 0.1 < share[2028] < 0.5
    assert share[2035] > 0.9


def test_america_runs_its_first_training_site_a_year_late(america):
    share = share_energised(america, "run_2027")
    assert share[2027] < 0.5
    assert share[2028] > 0.95


HOURLY_LINE = "  hourly_carbon_free_share: {2030: 0.65, 2032: 0.8, 2035: 0.9}"


def hyperscaler(folder, line):
    """Return the plan of `hyperscaler-netzero` with another line of policy."""
    text = (BUILTIN_FOLDER / "hyperscaler-netzero.yaml").read_text(encoding="utf-8")
    assert text.count(HOURLY_LINE) == 1
    (folder / "variant.yaml").write_text(text.replace(HOURLY_LINE, line), encoding="utf-8")
    return study.keep_books(solve_plan(study.prepare(study.load(folder / "variant.yaml", resolution="4x24"))))


@pytest.fixture(scope="module")
def ways(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ways")
    annual = "  annual_carbon_free_share: {2030: 1.0}"
    return {
        name: hyperscaler(folder, line) for name, line in (("none", ""), ("annual", annual), ("hourly", HOURLY_LINE))
    }


def test_a_growing_load_breaks_the_promise_by_location_whatever_is_bought(ways):
    pledge, vintage = find_pledge("pledge:google-2030")
    for run in ways.values():
        beyond = beyond_of(run.dispatch, "ghgp-2015")
        found = compare_with_pledge(plan_path(run.ledger, beyond), pledge, vintage)
        (location,) = (each for each in found.scopes if each.scope == "scope2_location")
        assert location.above == run.ledger.planning_years
        assert location.plan_t[2035] > 2.0 * location.plan_t[2026]


def test_matching_by_the_year_looks_clean_and_by_the_hour_is(ways):
    last = {name: run.ledger.carbon_free_share_hourly[-1] for name, run in ways.items()}
    assert ways["annual"].ledger.carbon_free_share_annual[-1] >= 1.0 - 1e-3
    assert last["none"] < last["annual"] < 0.85
    assert last["hourly"] >= 0.9 - 1e-3
    market = {name: float(run.ledger.scope2_market_t[:, -1].sum()) for name, run in ways.items()}
    assert market["hourly"] < 0.3 * market["annual"] < 0.3 * market["none"]


def test_the_way_back_costs_a_few_percent(ways):
    cost = {name: run.ledger.total_usd for name, run in ways.items()}
    assert cost["none"] < cost["annual"] < cost["hourly"] < 1.05 * cost["none"]
