"""The account of a run is the run's ledger, figure by figure; its hourly rules are made on the same hours."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from firmwatt.accounting.account import AccountRequest
from firmwatt.accounting.account_record import headlines
from firmwatt.accounting.books import build_ledger
from firmwatt.accounting.clock import yearly_sum
from firmwatt.accounting.flows import read_flows
from firmwatt.accounting.run_account import account_of_run
from firmwatt.errors import UserError
from firmwatt.interop.summary import build_summary
from tests.accounting.two_sites import two_site_dispatch
from tests.hand import hand_dispatch

RUN = Path("runs/hand")


@pytest.fixture(params=[hand_dispatch, two_site_dispatch], ids=["one site", "two sites"])
def dispatch(request):
    return request.param()


def test_sums_over_the_horizon_are_those_of_the_summary(dispatch):
    ledger = build_ledger(dispatch)
    kept, summary = account_of_run(dispatch, ledger, AccountRequest(RUN)), build_summary(dispatch, ledger)
    expected = {
        "scope1_t": summary["emissions_t"]["scope1"], "scope2_t.location": summary["emissions_t"]["scope2_location"],
        "scope2_t.market": summary["emissions_t"]["scope2_market"], "scope3_t": summary["emissions_t"]["scope3"],
        "load_mwh": summary["energy_mwh"]["metered"], "it_mwh": summary["energy_mwh"]["it"],
        "cfe_score": summary["carbon_free_share_hourly"], "re100_share": summary["re100_share"],
        "annual_matched_share": summary["carbon_free_share_annual"], "water_m3.site": summary["water_m3"]["site"],
        "water_m3.plants": summary["water_m3"]["power"], "cost_usd": summary["ledger_total_usd"],
    }  # fmt: skip
    for name, value in expected.items():
        assert kept.value(name) == pytest.approx(value, rel=1e-9), name
    for kind, usd in summary["cost_usd"].items():
        assert kept.value(f"cost_parts_usd.{kind}") == pytest.approx(usd, rel=1e-9)
    assert kept.value("pue") == pytest.approx(1.25)


def test_the_files_of_the_run_and_the_rules_are_named_with_their_hashes(tmp_path):
    (tmp_path / "summary.json").write_text("{}")
    dispatch = hand_dispatch()
    kept = account_of_run(dispatch, build_ledger(dispatch), AccountRequest(tmp_path))
    run, rules = kept.inputs
    assert (run.role, run.path, run.sha256) == ("run", str(tmp_path / "summary.json"), sha256(b"{}").hexdigest())
    assert (rules.role, rules.path) == ("rules", "ghgp-2015")


def test_one_year_is_the_ledger_of_that_year(dispatch):
    ledger = build_ledger(dispatch)
    kept = account_of_run(dispatch, ledger, AccountRequest(RUN, year=2030))
    assert kept.value("scope2_t.location") == pytest.approx(ledger.scope2_location_t[:, 1].sum())
    assert kept.value("cost_usd") == pytest.approx(sum(cost[:, 1].sum() for cost in ledger.cost_usd_per_year.values()))
    assert kept.value("cfe_score") == pytest.approx(ledger.carbon_free_share_hourly[1])
    assert (kept.start_utc, kept.end_utc, kept.hours) == ("2030-01-01T00:00Z", "2031-01-01T00:00Z", 8760)


def test_excess_of_an_hour_counts_under_the_yearly_rule_only():
    dispatch = hand_dispatch()
    swing = dispatch.generation_mw.copy()
    swing[2, :, 0] *= 2.0
    swing[2, :, 1] = 0.0
    dispatch = replace(dispatch, generation_mw=swing)
    ledger = build_ledger(dispatch)
    kept = {key: account_of_run(dispatch, ledger, AccountRequest(RUN, rules=key))
            for key in ("ghgp-2015", "ghgp-draft-2025")}  # fmt: skip
    assert kept["ghgp-draft-2025"].value("scope2_t.market") > kept["ghgp-2015"].value("scope2_t.market") + 1.0
    assert kept["ghgp-draft-2025"].figures["scope2_t.market"].rule == "ghgp-draft-2025@2"
    location = {each.value("scope2_t.location") for each in kept.values()}
    assert len(location) == 1


PARTS = ("embodied_equipment", "embodied_buildings", "grid_losses", "upstream_purchased")


def test_scope_1_is_the_ledgers_and_other_gases_stand_beside(dispatch):
    ledger = build_ledger(dispatch)
    kept = account_of_run(dispatch, ledger, AccountRequest(RUN, year=2030))
    assert kept.value("scope1_t") == pytest.approx(ledger.scope1_t[:, 1].sum(), rel=1e-12)
    gases = [kept.value(f"scope1_beyond_ledger_t.{name}") for name in ("methane_slip", "nitrous_oxide")]
    assert min(gases) > 0.0
    assert kept.value("scope1_with_views_t") == pytest.approx(kept.value("scope1_t") + sum(gases))
    year = kept.tables["by_year"].set_index("year").loc[2030]
    assert [year["methane_slip_t"], year["nitrous_oxide_t"]] == pytest.approx(gases)


def test_scope_3_is_the_ledgers_and_what_it_lacks_stands_beside(dispatch):
    ledger = build_ledger(dispatch)
    kept = account_of_run(dispatch, ledger, AccountRequest(RUN, year=2030))
    assert kept.value("scope3_t") == pytest.approx(ledger.scope3_t[:, 1].sum(), rel=1e-12)
    beside = [each.value for name, each in kept.figures.items() if name.startswith("scope3_beyond_ledger_t.")]
    assert len(beside) == 4
    assert min(beside) > 0.0
    assert kept.value("scope3_with_views_t") == pytest.approx(kept.value("scope3_t") + sum(beside))
    year = kept.tables["by_year"].set_index("year").loc[2030]
    assert [year[f"{part}_t"] for part in PARTS] == (pytest.approx(beside))


def test_what_is_not_matched_carries_the_grids_average(dispatch):
    """The two sites' grids emit 400 and 300 kg/MWh; the one site is matched in full."""
    kept = account_of_run(dispatch, build_ledger(dispatch), AccountRequest(RUN, year=2030))
    energy, carbon = kept.value("residual.energy_mwh"), kept.value("residual.carbon_t")
    assert 0.3 * energy <= carbon <= 0.4 * energy
    assert (carbon > 0.0) == (len(read_flows(dispatch).case.sites) == 2)
    assert 0.0 <= kept.value("residual.carbon_share") < 1.0


def test_marginal_factors_stand_apart(dispatch):
    """The grids' marginal rates are 500 and 450 on one site (by year), 500 and 400 on two (by site)."""
    flows = read_flows(dispatch)
    kept = account_of_run(dispatch, build_ledger(dispatch), AccountRequest(RUN, year=2030))
    marginal = [450.0] if len(flows.case.sites) == 1 else [500.0, 400.0]
    bought = yearly_sum(flows.time, flows.import_mw + flows.physical_mw)[:, 1]
    assert kept.value("consequential.caused_by_purchases_t") == pytest.approx(float((bought * marginal).sum()) / 1000.0)
    assert kept.value("consequential.avoided_by_instruments_t") > 0.0


def test_units_and_an_unknown_year(dispatch):
    ledger = build_ledger(dispatch)
    kept = account_of_run(dispatch, ledger, AccountRequest(RUN, functional_units=1e9, unit_name="token"))
    assert kept.figures["sci_g_per_unit"].unit == "g CO2e per token"
    tonnes = kept.value("scope2_t.location") + kept.value("scope3_beyond_ledger_t.embodied_equipment")
    assert kept.value("sci_g_per_unit") == pytest.approx(tonnes * 1e6 / 1e9)
    with pytest.raises(UserError) as raised:
        account_of_run(dispatch, ledger, AccountRequest(RUN, year=2028))
    assert str(raised.value) == "--year 2028 is not in the run. It has 2027, 2030."


def test_heat_handed_over_is_a_share_of_what_is_metered(dispatch):
    """EU 2024/1364: ERF = heat reused over all energy of the centre; at PUE 1.25 and 0.5 kWh a kWh of IT it is 0.4."""
    plain = account_of_run(dispatch, build_ledger(dispatch), AccountRequest(RUN))
    assert (plain.value("erf"), plain.figures["erf"].reason) == (None, "no site hands heat over")
    load = dispatch.plan.inputs.load
    load = replace(load, reused_kwh_per_kwh=np.full(load.pue.shape, 0.5))
    plan = replace(dispatch.plan, inputs=replace(dispatch.plan.inputs, load=load))
    shared = replace(dispatch, plan=plan)
    assert account_of_run(shared, build_ledger(shared), AccountRequest(RUN)).value("erf") == pytest.approx(0.4)


def test_files_of_metered_data_are_not_left_unread(dispatch):
    asked = AccountRequest(RUN, contracts=Path("c.csv"), time_zone="Asia/Seoul")
    with pytest.raises(UserError) as raised:
        account_of_run(dispatch, build_ledger(dispatch), asked)
    assert str(raised.value) == (
        "runs/hand is a run, and --contracts, --time-zone go with metered data: a run has its own contracts and grid. "
        "Leave it out."
    )


def test_what_a_run_says_in_a_line_each():
    dispatch = hand_dispatch()
    first, second = headlines(account_of_run(dispatch, build_ledger(dispatch), AccountRequest(RUN)))
    assert first.startswith("Carbon-free energy covers ")
    assert first.endswith(" hour by hour, the grid's own share counted in both.")
    assert second.endswith("by market under ghgp-2015@1.")
