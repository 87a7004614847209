"""The case of a stack: its years, its prices, its assets, and nothing of the rest of the programme."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta

import pytest

from firmwatt import study
from firmwatt.planning.roadmap import connection_dates, supply_dates
from firmwatt.planning.stacks import site_stacks
from firmwatt.planning.sub_case import first_full_year, last_year, sub_case
from firmwatt.scenario.assets import LeadStep
from tests.cases import tiny_case, two_site_case


def made(case, name, delivered, site=None, asked_mw=100.0):
    site = site or case.sites[0].name
    (stack,) = [stack for stack in site_stacks(case, site, asked_mw) if stack.name == name]
    return sub_case(case, stack, asked_mw, delivered)


@pytest.mark.parametrize(
    ("day", "year"), [(date(2029, 1, 1), 2029), (date(2029, 1, 2), 2030), (date(2028, 12, 31), 2029)]
)
def test_the_first_full_year(day, year):
    assert first_full_year(day) == year


def test_years_begin_after_delivery_and_take_the_values_that_stand_for_them():
    case = study.load("campus")  # 2028, 2029, 2030, 2035; the last stands for five years
    assert last_year(case.programme) == 2039
    sub = made(case, "mixture", date(2031, 3, 1))
    assert sub.programme.planning_years == (2032, 2033, 2035)
    assert sub.programme.years_represented == (
        1,
        2,
        5,
    )  # what is missing in early 2032 is missing once, not three times
    price = case.regions[0].mean_price_usd_per_mwh
    assert sub.regions[0].mean_price_usd_per_mwh == (price[2], price[2], price[3])
    assert sub.policy.annual_carbon_free_share == (0.5, 0.5, 0.8)
    assert sub.sites[0].asked_mw == (100.0, 100.0, 100.0)
    assert made(case, "mixture", date(2038, 7, 1)).programme.planning_years == (2039,)


def test_nothing_keeps_the_years_of_the_scenario():
    case = study.load("stargate", "supply_curve")
    years = len(case.programme.planning_years)
    sub = made(case, "mixture", date(2034, 5, 1), asked_mw=500.0)
    assert len(sub.programme.planning_years) < years
    kept = [place for place, values in numbers_of(sub) if len(values) == years]
    assert kept == []


def numbers_of(thing, place="case"):
    """Yield where in a record there are several numbers in a row, and the numbers."""
    if is_dataclass(thing):
        for field in fields(thing):
            yield from numbers_of(getattr(thing, field.name), f"{place}.{field.name}")
    elif isinstance(thing, tuple) and thing and all(isinstance(each, int | float) for each in thing):
        yield place, thing
    elif isinstance(thing, tuple):
        for each in thing:
            yield from numbers_of(each, place)


def test_no_more_is_energised_than_is_asked_for():
    case = tiny_case()
    large = replace(case.sites[0], connection=replace(case.sites[0].connection, energised_mw=2000.0))
    whole = replace(case, sites=(large,))
    assert made(whole, "grid_firm", date(2029, 1, 1), asked_mw=100.0).sites[0].connection.energised_mw == 100.0
    assert made(whole, "mixture", date(2029, 1, 1), asked_mw=2500.0).sites[0].connection.energised_mw == 2000.0


def test_what_is_online_at_delivery_is_online_in_the_first_hour():
    case = tiny_case()
    turbines = case.supply[1]
    delivered = supply_dates(turbines, case.programme.decision_date).p50
    sub = made(case, "bridge_gas", delivered)
    first = date(sub.programme.planning_years[0], 1, 1)
    assert sub.programme.decision_date - case.programme.decision_date == first - delivered
    assert abs(supply_dates(sub.supply[0], sub.programme.decision_date).p50 - first) <= timedelta(days=1)


def test_only_the_stack_may_be_built_and_only_as_much_as_it_says():
    case = study.load("campus")
    firm = made(case, "grid_firm", date(2029, 1, 1))
    assert {asset.name for asset in firm.supply} == {"pjm_solar", "pjm_solar_ppa", "pjm_wind_ppa"}
    assert firm.storage == ()
    assert firm.sites[0].connection.curtailable_mw == (0.0,) * len(firm.programme.planning_years)
    smr = made(case, "smr", date(2034, 1, 1))
    reactor = smr.supply[0]
    rest = 100.0 - reactor.max_mw * reactor.availability
    assert smr.sites[0].connection.firm_mw == pytest.approx((rest,) * len(smr.programme.planning_years))


def test_firm_megawatts_wait_for_the_upgrade_where_curtailable_ones_come_first():
    case = study.load("campus")
    home = case.sites[0]
    slow = tuple(
        LeadStep(step.name, 5.0, 5.0, 5.0, step.after) if step.name == "upgrade" else step
        for step in home.connection.steps
    )
    late = replace(case, sites=(replace(home, connection=replace(home.connection, steps=slow)),))
    sub = made(late, "grid_curtailable", date(2029, 1, 1), asked_mw=40.0)
    upgraded = connection_dates(late.sites[0].connection, sub.programme.decision_date).p50.year + 1
    assert upgraded == 2033  # no year of the scenario, which looks at 2030 and 2035
    assert upgraded in sub.programme.planning_years
    for year, firm, curtailable in zip(
        sub.programme.planning_years,
        sub.sites[0].connection.firm_mw,
        sub.sites[0].connection.curtailable_mw,
        strict=True,
    ):
        assert (firm > 0.0) == (year >= upgraded)
        assert curtailable == 40.0


def test_limits_of_the_whole_programme_are_left_out():
    case = study.load("stargate")
    sub = made(case, "mixture", date(2028, 1, 1), "abilene")
    assert (sub.programme.budget_usd, sub.vendor_slots_mw_per_year, sub.links) == (None, {}, ())
    assert sub.policy.annual_carbon_free_share is None  # matched over the company
    assert [region.name for region in sub.regions] == [sub.sites[0].region]
    assert all(work.movable_sites == () for work in sub.workloads)
    assert all(asset.build_limit_mw_per_year is None and asset.min_mw == 0.0 for asset in sub.supply)


def test_work_in_megawatts_is_taken_in_proportion():
    case = two_site_case()
    work = replace(case.workloads[0], it_mw=(80.0, 160.0), share=None)
    asked = replace(case, workloads=(work,))
    total = [sum(site.asked_mw[year] for site in asked.sites) for year in range(2)]
    first = case.programme.planning_years[0]
    sub = made(asked, "mixture", date(first, 1, 1), "north", asked_mw=50.0)
    share = (80.0 * 50.0 / total[0], 160.0 * 50.0 / total[1])
    assert dict(zip(sub.programme.planning_years, sub.workloads[0].it_mw, strict=True)) == {
        year: pytest.approx(share[year >= case.programme.planning_years[1]]) for year in sub.programme.planning_years
    }


def test_luck_with_the_grid_is_on_the_axis_of_dates_and_not_in_the_plan():
    case = tiny_case()
    programme = replace(
        case.programme,
        weather_years=(4, 4, 4, 7, 7, 7),
        weather_probability=(0.15, 0.2, 0.15, 0.15, 0.2, 0.15),
        connection_luck=("p10", "p50", "p90") * 2,
    )
    sub = made(replace(case, programme=programme), "mixture", date(2029, 1, 1)).programme
    assert (sub.weather_years, sub.connection_luck) == ((4, 7), ())
    assert sub.weather_probability == pytest.approx((0.5, 0.5))


def test_a_market_that_answers_the_load_answers_that_of_a_stack_in_its_years():
    case = study.load("campus", "supply_curve")
    sub = made(case, "mixture", date(2031, 3, 1))
    whole, own = case.regions[0].curve, sub.regions[0].curve
    assert sub.programme.planning_years == (2032, 2033, 2035)

    def moved(values):
        return (values[2], values[2], values[3])

    assert own.mean_demand_mw == moved(whole.mean_demand_mw)
    assert [step.capacity_mw for step in own.steps] == [moved(step.capacity_mw) for step in whole.steps]
    assert own.clean.solar_mw == moved(whole.clean.solar_mw)
    assert own.expansions == whole.expansions
    assert made(study.load("campus"), "mixture", date(2031, 3, 1)).regions[0].curve is None
