"""A path beside a pledge: scope by scope, from one report, against figures that companies published."""

from __future__ import annotations

from dataclasses import replace

import pytest

from firmwatt import study
from firmwatt.accounting.account import AccountRequest
from firmwatt.accounting.run_account import account_of_run
from firmwatt.accounting.run_embodied import beyond_of
from firmwatt.accounting.trajectory import (
    account_path,
    compare_with_pledge,
    find_pledge,
    missing_hours,
    plan_path,
    reported_emissions,
    trajectory_record,
    way_of,
)
from firmwatt.catalog import loader
from firmwatt.errors import UserError
from firmwatt.planning.solve import solve_plan
from tests.cases import tiny_case
from tests.interop.papers import account_in
from tests.worlds import simple_inputs


def scopes(path, text):
    pledge, vintage = find_pledge(text)
    found = compare_with_pledge(path, pledge, vintage)
    return found, {each.scope: each for each in found.scopes}


def test_the_promise_is_a_straight_line_from_the_base_year():
    path = {"scope2_market": {2024: 0.62e6, 2030: 0.5e6, 2035: 0.39e6}}
    found, by_scope = scopes(path, "pledge:google-2030")
    market = by_scope["scope2_market"]
    assert found.vintage == 2025
    assert market.promised_t == pytest.approx(
        {2019: 0.79e6, 2024: 0.79e6 * (1 - 0.5 * 5 / 11), 2030: 0.395e6, 2035: 0.395e6}
    )
    assert market.above == (2024, 2030)
    assert by_scope["scope1"].lacking == "not_told"


def test_reports_are_never_mixed():
    found, by_scope = scopes({"total": {2030: 1e6}}, "pledge:google-2030@2023")
    assert found.vintage == 2023
    assert by_scope["total"].promised_t[2030] == pytest.approx(4.83e6)
    assert by_scope["scope2_market"].lacking == "no_base"
    assert {each.reported.vintage for each in found.scopes if each.reported} == {2023}
    _, by_scope = scopes({}, "pledge:meta-2031")
    assert by_scope["scope1"].reason == (
        "The report of vintage 2024 does not tell 2021; another report would mix definitions."
    )
    assert by_scope["scope3"].lacking == "no_base"
    assert by_scope["total"].reason == "meta-2031 does not cover this scope."


def test_the_report_that_tells_most_of_the_base_year_is_taken():
    found, by_scope = scopes({"scope3": {2030: 6e6}}, "pledge:microsoft-2030")
    assert found.vintage == 2021
    assert by_scope["scope3"].promised_t == {2020: 11.239e6, 2030: pytest.approx(5.6195e6)}
    assert by_scope["scope3"].above == (2030,)


def test_a_pledge_without_a_base_year_begins_with_the_report():
    found, by_scope = scopes({"total": {2040: 1.0}}, "pledge:amazon-2040@2023")
    assert by_scope["total"].promised_t == {2022: 70.74e6, 2040: 0.0}
    assert by_scope["total"].above == (2040,)
    assert trajectory_record(found)["scopes"][-1]["years_above"] == [2040]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("pledge:gogle-2030", "--against: 'pledge:gogle-2030' is no pledge. Did you mean pledge:google-2030?"),
        (
            "google-2030",
            "--against: 'google-2030' is no pledge. Did you mean pledge:google-2030?",
        ),
        (
            "pledge:google-2030@2019",
            "--against: there is no report of google of vintage '2019'. Write one of 2023, 2025.",
        ),
    ],
)
def test_a_pledge_or_report_that_is_unknown(text, message):
    with pytest.raises(UserError) as raised:
        find_pledge(text)
    assert str(raised.value) == message


def test_microsofts_table_adds_up_as_published():
    """Scope 1 + 2 (market) + 3 of each year is the published total, to its rounding of a thousand tonnes."""
    of = {each.scope: each.emissions_t for each in reported_emissions("microsoft") if each.vintage == 2021}
    for year, total in of["total"].items():
        parts = sum(of[scope][year] for scope in ("scope1", "scope2_market", "scope3"))
        assert parts == pytest.approx(total, abs=1_000.0)


def test_googles_total_grew_by_what_its_report_says():
    of = {each.scope: each.emissions_t for each in reported_emissions("google") if each.vintage == 2023}
    assert of["total"][2023] / of["total"][2019] - 1.0 == pytest.approx(0.48, abs=0.005)
    assert of["scope2_market"][2023] / of["scope2_market"][2022] - 1.0 == pytest.approx(0.37, abs=0.005)
    parts = sum(of[scope][2023] for scope in ("scope1", "scope2_market", "scope3"))
    assert parts == pytest.approx(of["total"][2023], abs=0.05e6)


def test_restated_years_differ_between_reports():
    amazon = {each.vintage: each.emissions_t for each in reported_emissions("amazon")}
    assert amazon[2023][2023] == pytest.approx(68.82e6)
    assert amazon[2024][2023] == pytest.approx(64.38e6)
    assert amazon[2024][2024] / amazon[2024][2023] - 1.0 == pytest.approx(0.06, abs=0.001)


def test_every_series_says_company_report_scope_basis_and_boundary():
    wanted = {"company", "report_vintage", "scope", "basis", "boundary"}
    for key in loader.keys("reported_emissions"):
        rows = loader.group("reported_emissions", key)
        assert wanted <= rows.keys()
        years = [int(name.split("_")[1]) for name in rows if name.startswith("emissions_")]
        assert years
        assert max(years) <= rows["report_vintage"].number


def test_a_plan_and_an_account_have_paths(tmp_path):
    run = study.keep_books(solve_plan(simple_inputs(tiny_case())))
    ledger, beyond = run.ledger, beyond_of(run.dispatch, "ghgp-2015")
    path = plan_path(ledger, beyond)
    year = ledger.planning_years[0]
    parts = (ledger.scope1_t + beyond.scope1_t, ledger.scope2_market_t, ledger.scope3_t + beyond.scope3_t)
    assert path["total"][year] == pytest.approx(sum(float(part[:, 0].sum()) for part in parts))
    account = account_of_run(run.dispatch, ledger, AccountRequest(tmp_path, year=year))
    assert path["scope1"][year] == pytest.approx(account.value("scope1_with_views_t"))
    assert path["scope3"][year] == pytest.approx(account.value("scope3_with_views_t"))
    way = way_of("tiny", ledger, beyond)
    assert (way.name, way.path, way.total_usd) == ("tiny", path, ledger.total_usd)
    assert way.last_year == ledger.planning_years[-1]
    assert way.hourly_share == ledger.carbon_free_share_hourly[-1] != ledger.carbon_free_share_hourly[0]
    assert way.lost_share == ledger.compute_mwh["lost"].sum() / ledger.compute_mwh["arrived"].sum()
    _, account = account_in(tmp_path)
    own = account_path(account)
    assert own["scope2_location"] == {2025: account.value("scope2_t.location")}
    assert "total" not in own
    assert missing_hours(account) == 8760 - 48


def test_an_account_of_two_calendar_years_is_no_year_of_a_pledge(tmp_path):
    _, account = account_in(tmp_path)
    longer = replace(account, start_utc="2024-12-31T23:00Z")
    with pytest.raises(UserError) as raised:
        account_path(longer)
    assert str(raised.value) == (
        f"--against: {account.source} reaches from 2024 to 2025, a pledge counts calendar years. "
        f"Give the meters of one year."
    )
    assert account_path(replace(account, end_utc="2026-01-01T00:00Z"))
    seoul = replace(account, start_utc="2024-12-31T15:00Z", end_utc="2025-12-31T15:00Z", time_zone="Asia/Seoul")
    assert account_path(seoul)["scope2_location"].keys() == {2025}
