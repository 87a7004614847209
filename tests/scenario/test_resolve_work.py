from pathlib import Path

import pytest

from firmwatt.catalog import loader as catalog
from firmwatt.finance import annuity_factor
from tests.scenario.written import case_of


def test_that_a_class_gives_its_defaults(tmp_path: Path) -> None:
    work, chat = case_of(tmp_path).workloads
    assert (work.share, work.it_mw, work.deadline_hours) == (0.6, None, 24)
    assert (chat.share, chat.it_mw, chat.deadline_hours) == (None, (30.0, 30.0), 0)
    assert work.movable_sites == ("one", "two")
    assert chat.user_time_zones == {"Asia/Seoul": 1.0}
    for shape in (work.daily_shape, work.weekly_shape, chat.daily_shape, chat.weekly_shape):
        assert sum(shape) / len(shape) == pytest.approx(1.0)
    assert max(chat.daily_shape) > 1.2


def test_that_users_live_where_the_sites_are_unless_said(tmp_path: Path) -> None:
    work = case_of(tmp_path).workloads[0]
    assert work.user_time_zones == pytest.approx({"America/New_York": 2 / 3, "America/Chicago": 1 / 3})


def test_that_work_grows(tmp_path: Path) -> None:
    chat = case_of(tmp_path, ("it_mw: 30", "it_mw: {2028: 30}\n    growth_per_year: 0.1")).workloads[1]
    assert chat.it_mw == pytest.approx((30.0, 36.3))


def test_that_a_fleet_gives_megawatts(tmp_path: Path) -> None:
    fleet = """utilisation: 0.5
    fleet:
      - {chip: h100_sxm, count: {2028: 10000, 2030: 0}}
      - {chip: gb200_nvl72, count: {2030: 20000}, system_kw: 2}"""
    work = case_of(tmp_path, ("share: 0.6", fleet)).workloads[0]
    h100 = catalog.get("chips", "h100_sxm", "system_kw").number
    assert work.it_mw == pytest.approx((10_000 * h100 / 1000 * 0.5, 20.0))


def test_that_lost_compute_is_worth_what_chips_and_building_cost(tmp_path: Path) -> None:
    capital = """    asked_mw: 50
    it_capital_usd_per_kw: 25000
    it_lifetime_years: 5
    building_capital_usd_per_kw: 0
"""
    one = ("    asked_mw: {2028: 60, 2030: 100}\n", capital.replace("50", "100", 1))
    case = case_of(tmp_path, ("    asked_mw: 50\n", capital), one, ("share: 0.6", "share: 0.6\n    utilisation: 1"))
    margin = catalog.get("assumptions", "default", "compute_margin").number
    expected = 25e6 * annuity_factor(0.07, 5.0) / 8760 * (1.0 + margin)
    assert case.workloads[0].value_of_lost_compute_usd_per_mwh == pytest.approx(expected)


def test_that_25_bn_usd_a_gigawatt_over_five_years_is_the_known_floor() -> None:
    assert 25e9 / 1000 * annuity_factor(0.0, 5.0) / 8760 == pytest.approx(570.8, abs=0.1)


def test_that_the_users_value_of_lost_compute_is_kept(tmp_path: Path) -> None:
    text = "share: 0.6\n    value_of_lost_compute_usd_per_mwh: 99\n    must_serve: true"
    work = case_of(tmp_path, ("share: 0.6", text)).workloads[0]
    assert (work.value_of_lost_compute_usd_per_mwh, work.must_serve) == (99.0, True)
