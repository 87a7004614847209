import hashlib
from datetime import date
from pathlib import Path

import pytest

from firmwatt.scenario.programme import Risk
from firmwatt.scenario.resolve import DEFAULT_PRICE_YEAR
from tests.scenario.broken import BASE
from tests.scenario.written import case_of


def test_that_the_programme_is_filled_in(tmp_path: Path) -> None:
    programme = case_of(tmp_path).programme
    assert (programme.name, programme.title) == ("demo", "Test")
    assert (programme.planning_years, programme.years_represented) == ((2028, 2030), (2, 2))
    assert (programme.sampled_periods, programme.period_hours) == (4, 168)
    assert (programme.weather_years, programme.weather_probability) == ((1,), (1.0,))
    assert (programme.budget_usd, programme.budget_until_year) == (5e9, 2030)
    assert programme.price_year == DEFAULT_PRICE_YEAR


def test_that_the_decision_date_is_today_where_none_is_given(tmp_path: Path) -> None:
    programme = case_of(tmp_path, ("  decision_date: 2026-06-01\n", "")).programme
    assert programme.decision_date in {date.today(), date.fromordinal(date.today().toordinal() - 1)}


def test_that_every_hour_may_be_asked_for(tmp_path: Path) -> None:
    programme = case_of(tmp_path, ("  discount_rate: 0.07\n", "  resolution: full\n")).programme
    assert (programme.sampled_periods, programme.period_hours) == (None, 8760)
    assert programme.discount_rate == 0.06


def test_that_several_weather_draws_are_equally_likely(tmp_path: Path) -> None:
    programme = case_of(tmp_path, ("  discount_rate: 0.07\n", "  weather_years: [1, 2, 3, 4]\n")).programme
    assert programme.weather_probability == (0.25, 0.25, 0.25, 0.25)


def test_that_policy_is_by_year(tmp_path: Path) -> None:
    changes = ("{2030: 20}", "{2030: 20}\n  hourly_carbon_free_share: 0.5\n  carbon_cap_tonne: {2028: 9, 2030: 5}")
    policy = case_of(tmp_path, changes).policy
    assert policy.carbon_price_usd_per_tonne == (0.0, 20.0)
    assert policy.hourly_carbon_free_share == (0.5, 0.5)
    assert policy.carbon_cap_tonne == (9.0, 5.0)
    assert (policy.re100_share, policy.matching_scope) == (None, "region")


@pytest.mark.parametrize(("text", "margin"), [("", None), ("none", None), ("0.15", 0.15)])
def test_that_a_reserve_margin_is_kept_only_where_it_is_given(text: str, margin: float | None, tmp_path: Path) -> None:
    section = f"reliability:\n  reserve_margin: {text}\npolicy:" if text else "policy:"
    assert case_of(tmp_path, ("policy:", section)).reliability.reserve_margin == margin


def test_that_the_text_and_its_hash_are_kept(tmp_path: Path) -> None:
    case = case_of(tmp_path)
    assert case.scenario_text == BASE
    assert case.scenario_sha256 == hashlib.sha256(BASE.encode()).hexdigest()


def test_that_defaults_are_listed_once(tmp_path: Path) -> None:
    fields = [used.field for used in case_of(tmp_path).defaults_used]
    assert len(fields) == len(set(fields))
    assert "sites.one.it_capital_usd_per_kw" in fields
    assert "programme.discount_rate" not in fields


def test_that_slots_and_solver_are_kept(tmp_path: Path) -> None:
    case = case_of(tmp_path, ("policy:", "vendor_slots_mw_per_year: {solar: 100}\nsolve: {threads: 1}\npolicy:"))
    assert case.vendor_slots_mw_per_year == {"solar": 100.0}
    assert (case.solve.solver, case.solve.threads, case.solve.time_limit_seconds) == ("highs", 1, None)


def test_that_a_count_of_weather_years_takes_the_first_seeds(tmp_path: Path) -> None:
    programme = case_of(tmp_path, ("  budget_usd", "  weather_years: 3\n  budget_usd")).programme
    assert programme.weather_years == (1, 2, 3)
    assert programme.draw_names == ("1", "2", "3")


def test_that_risk_needs_a_weight_and_several_draws(tmp_path: Path) -> None:
    risk = "  risk: {tail_share: 0.2, weight: 0.3}\n  budget_usd"
    alone = case_of(tmp_path, ("  budget_usd", risk)).programme
    assert alone.risk == Risk(0.2, 0.3)
    assert alone.risk_in_force is None
    several = case_of(tmp_path, ("  budget_usd", f"  weather_years: 2\n{risk}")).programme
    assert several.risk_in_force == Risk(0.2, 0.3)
    usual = case_of(tmp_path, ("  budget_usd", "  weather_years: 2\n  risk: {}\n  budget_usd")).programme
    assert usual.risk_in_force == Risk(0.1, 0.5)
    none = case_of(tmp_path, ("  budget_usd", "  weather_years: 2\n  risk: {weight: 0}\n  budget_usd")).programme
    assert none.risk_in_force is None


def test_that_a_hedge_gives_each_draw_three_dates_of_the_grid(tmp_path: Path) -> None:
    change = ("  budget_usd", "  hedge_connection_delay: true\n  weather_years: [4, 7]\n  budget_usd")
    programme = case_of(tmp_path, change).programme
    assert programme.weather_years == (4, 4, 4, 7, 7, 7)
    assert programme.connection_luck == ("p10", "p50", "p90") * 2
    assert programme.draw_names == ("4/p10", "4/p50", "4/p90", "7/p10", "7/p50", "7/p90")
    assert programme.weather_probability == pytest.approx((0.15, 0.2, 0.15) * 2)
    assert case_of(tmp_path).programme.connection_luck == ()
