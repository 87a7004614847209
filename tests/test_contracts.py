"""Contracts compared on the built-in campus: dates, money, and who carries the calls."""

from __future__ import annotations

from dataclasses import replace

import pytest

from firmwatt import contracts, study
from firmwatt.errors import UserError
from firmwatt.scenario.assets import LeadStep


@pytest.fixture(scope="module")
def case():
    loaded = study.load("campus", resolution="2x48")
    # An upgrade that takes years is what a curtailable megawatt does not wait for.
    queue = (LeadStep("study", 0.4, 0.5, 0.6), LeadStep("upgrade", 3.0, 4.0, 6.0, after=("study",)))
    home = loaded.sites[0]
    return replace(loaded, sites=(replace(home, connection=replace(home.connection, steps=queue)),))


@pytest.fixture(scope="module")
def found(case):
    asked = ("curtailable", "pjm_annual", "pjm_curtail_first")
    return contracts.compare_contracts(case, "ashburn", 80.0, asked)


def point(found, name):
    return next(each for each in found.points if each.terms.name == name)


def test_firm_is_what_all_others_are_held_against(found):
    firm = point(found, "firm")
    assert (firm.months_saved, firm.saved_usd_per_mwh, firm.paid_usd_per_year) == (0.0, 0.0, 0.0)
    assert not any(work.moved_mwh or work.lost_mwh for work in firm.carried.values())


def test_what_need_not_wait_for_the_upgrade_comes_years_earlier(found):
    assert point(found, "curtailable").months_saved > 12.0
    assert point(found, "curtailable").value_gained_usd > 0.0
    assert point(found, "pjm_annual").months_saved == 0.0
    assert [each.dates.p50 for each in found.points] == sorted(each.dates.p50 for each in found.points)


def test_the_calls_are_carried_by_work_that_waits_and_work_that_is_lost(found):
    carried = point(found, "curtailable").carried
    assert carried["batch_inference"].moved_mwh > 0.0
    assert carried["assistants"].lost_mwh > 0.0
    assert carried["assistants"].moved_mwh == pytest.approx(0.0, abs=1.0)


def test_the_grid_pays_where_the_contract_says_so(found):
    paid = point(found, "pjm_annual").paid_usd_per_year
    assert 0.2 * 80.0 * 118_625.0 < paid < 80.0 * 118_625.0 * 1.1
    assert point(found, "curtailable").paid_usd_per_year == 0.0


def test_every_contract_is_kept_in_operation(found):
    for each in found.points:
        assert all(check.breaches == () for check in each.checks), each.terms.name


def test_own_supply_bears_calls_that_computing_bore(case):
    asked = ("curtailable",)
    bare = point(contracts.compare_contracts(case, "ashburn", 80.0, asked), "curtailable")
    covered = point(contracts.compare_contracts(case, "ashburn", 80.0, asked, has_own_supply=True), "curtailable")
    assert covered.figures.lost_compute_share < bare.figures.lost_compute_share
    assert covered.dates == bare.dates


def test_a_contract_of_the_scenario_is_compared_too(case):
    own = replace(
        contracts.resolve_contract(contracts.ContractEntry(type="curtailable"), "x", contracts.Defaults(2024)),
        hours_per_year=20.0,
        largest_trip_mw=30.0,
        ride_through_seconds=0.5,
    )
    home = case.sites[0]
    mine = replace(case, sites=(replace(home, connection=replace(home.connection, contract=own)),))
    found = contracts.compare_contracts(mine, "ashburn", 80.0, ("curtailable",))
    named = point(found, "curtailable")
    assert named.terms is own
    assert (named.feeds, named.rides_through) == (3, True)
    assert named.checks[-1].calls.hours_per_year == pytest.approx(20.0)


def test_an_unknown_type_is_answered_with_the_nearest(case):
    with pytest.raises(UserError) as fault:
        contracts.compare_contracts(case, "ashburn", 80.0, ("pjm_anual",))
    assert str(fault.value) == "--type pjm_anual: the catalogue has no such contract. Did you mean 'pjm_annual'?"


def test_what_a_site_asks_for_is_at_the_meter(case):
    assert contracts.asked_mw(case, "ashburn") == 100.0
    it = replace(case, sites=(replace(case.sites[0], asked_basis="it"),))
    assert 100.0 < contracts.asked_mw(it, "ashburn") < 200.0
