"""Tables of a run's account add up to its ledger."""

import pytest

from firmwatt.accounting.books import build_ledger
from firmwatt.accounting.flows import read_flows
from firmwatt.accounting.rule_sets import Warming
from firmwatt.accounting.run_embodied import beyond_ledger
from firmwatt.accounting.run_tables import run_tables
from tests.accounting.two_sites import two_site_dispatch


def test_years_sites_and_workloads_add_up():
    dispatch = two_site_dispatch()
    ledger = build_ledger(dispatch)
    flows = read_flows(dispatch)
    tables = run_tables(flows, ledger, beyond_ledger(flows, Warming(methane=28.0, nitrous_oxide=265.0)))
    load, location = ledger.energy_mwh["metered"].sum(), ledger.scope2_location_t.sum()
    for name in ("by_year", "by_site", "by_workload"):
        assert tables[name]["load_mwh"].sum() == pytest.approx(load)
        assert tables[name]["scope2_location_t"].sum() == pytest.approx(location)
        assert tables[name]["cost_usd"].sum() == pytest.approx(tables["by_year"]["cost_usd"].sum())
        for column in ("scope1_t", "scope2_market_t", "scope3_t", "water_site_m3", "water_plants_m3"):
            assert tables[name][column].sum() == pytest.approx(tables["by_year"][column].sum()), column


def test_hours_add_up_to_their_years():
    dispatch = two_site_dispatch()
    ledger = build_ledger(dispatch)
    flows = read_flows(dispatch)
    hours = run_tables(flows, ledger, beyond_ledger(flows, Warming(methane=28.0, nitrous_oxide=265.0)))["by_hour"]
    load = (hours["load_mw"] * hours["weight_hours"]).groupby(hours["year"]).sum()
    assert load.to_numpy() == pytest.approx(ledger.energy_mwh["metered"], rel=1e-12)
    score = (hours["carbon_free_mw"] * hours["weight_hours"]).groupby(hours["year"]).sum() / load
    assert score.to_numpy() == pytest.approx(ledger.carbon_free_share_hourly, rel=1e-12)
    location = (hours["scope2_location_t_per_hour"] * hours["weight_hours"]).groupby(hours["year"]).sum()
    assert location.to_numpy() == pytest.approx(ledger.scope2_location_t.sum(axis=0), rel=1e-12)
    assert (hours["matched_mw"] <= hours["load_mw"] + 1e-9).all()
