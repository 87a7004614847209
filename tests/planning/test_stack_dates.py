"""Dates of stacks: by hand where nothing is uncertain, by quantiles where it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmwatt.planning.stack_dates import early_steps, fuelled_mw, offered_mw, stack_dates
from firmwatt.planning.stacks import site_stacks
from firmwatt.scenario.assets import AvailabilityKind, LeadStep
from tests.golden.kit import case, site, storage, supply

YEAR = 365.2425


def certain(name, years, *after):
    return LeadStep(name, years, years, years, after)


QUEUE = (
    certain("study", 0.5),
    certain("upgrade", 2.0, "study"),
    certain("transformer", 1.0, "study"),
    certain("ramp", 0.5, "upgrade", "transformer"),
)


def queued(**changes):
    home = site(asked_mw=(100.0, 100.0), curtailable_mw=(60.0, 60.0), firm_mw=(60.0, 100.0), **changes)
    return replace(home, connection=replace(home.connection, steps=QUEUE))


def dates(name, *assets, home=None, asked_mw=100.0, **changes):
    asked = case(home or queued(), years=(2027, 2030), supply=assets, **changes)
    (stack,) = [stack for stack in site_stacks(asked, "a", asked_mw) if stack.name == name]
    return stack_dates(asked, stack, asked_mw)


def test_the_firm_grid_waits_for_its_queue_and_for_what_is_offered_by_when():
    found = dates("grid_firm")
    assert found.p10 == found.p50 == found.p90 == found.planned == date(2030, 1, 1)  # the last 40 MW are offered then
    assert found.first_power == date(2029, 1, 1)  # study, upgrade and ramp: three years after 1 January 2026
    assert found.order_by == date(2027, 1, 1)  # a year of slack
    assert found.most_mw == 100.0


def test_curtailable_megawatts_do_not_wait_for_the_upgrade():
    assert [step.name for step in early_steps(queued().connection)] == ["study", "transformer", "ramp"]
    assert dates("grid_curtailable", asked_mw=60.0).p50 == date(2028, 1, 1)
    assert dates("grid_curtailable", asked_mw=110.0).p50 == date(2029, 1, 1)


def test_a_bridge_reaches_the_megawatts_before_the_grid():
    turbines = supply("turbines", technology="gas_turbine", max_mw=100.0, steps=(certain("procure", 1.0),))
    assert dates("bridge_gas", turbines).p50 == date(2027, 1, 1)
    half = replace(turbines, availability=0.5)
    assert dates("bridge_gas", half).p50 == date(2029, 1, 1)  # 50 of its own, 60 of the grid
    slow = replace(queued(), steps=(certain("build", 2.0),))
    assert dates("bridge_gas", turbines, home=slow).p50 == date(2028, 1, 1)  # the building comes later


def test_units_wait_for_the_slots_of_their_vendor():
    turbines = supply("turbines", technology="gas_turbine", max_mw=100.0, steps=(certain("procure", 1.0),))
    slots = {"gas_turbine": 60.0}
    assert dates("bridge_gas", turbines, asked_mw=60.0, vendor_slots_mw_per_year=slots).p50 == date(2027, 1, 1)
    assert dates("bridge_gas", turbines, asked_mw=100.0, vendor_slots_mw_per_year=slots).p50 == date(2028, 1, 1)


def test_connections_wait_for_the_slots_of_transformers():
    # 60 firm and 60 curtailable MW at once take 50 MW of transformers in each of three years, the firm ones first.
    at = partial(dates, "grid_curtailable", vendor_slots_mw_per_year={"transformer": 50.0})
    assert at(asked_mw=40.0).p50 == date(2028, 7, 2)  # curtailable, made in 2027, the second year; then the ramp
    assert at(asked_mw=100.0).p50 == date(2029, 1, 1)  # firm ones after the upgrade
    assert at(asked_mw=120.0).p50 == date(2029, 7, 2)  # the last 20 are made in 2028


def test_a_pipeline_limits_the_megawatts_of_gas_and_the_fastest_plant_has_it_first():
    home = queued(gas_pipeline_limit_mmbtu_per_hour=500.0)
    quick = supply("quick", is_gas=True, heat_rate_mmbtu_per_mwh=10.0, max_mw=30.0, steps=(certain("build", 1.0),))
    slow = supply("slow", is_gas=True, heat_rate_mmbtu_per_mwh=5.0, max_mw=90.0, steps=(certain("build", 2.0),))
    assert fuelled_mw(home, [slow, quick]) == {"quick": 30.0, "slow": 40.0}
    assert fuelled_mw(queued(), [slow, quick]) == {"quick": 30.0, "slow": 90.0}


def test_sun_and_storage_must_all_be_there():
    field = supply("field", availability_kind=AvailabilityKind.SOLAR, steps=(certain("build", 1.0),))
    battery = storage(steps=(certain("build", 2.0),))
    assert dates("renewables_storage", field, storage=(battery,)).p50 == date(2028, 1, 1)


def test_a_reactor_stack_waits_for_its_reactor_though_the_grid_would_do():
    reactor = supply("reactor", technology="smr", max_mw=50.0, steps=(certain("build", 5.0),))
    second = replace(reactor, name="second", steps=(certain("build", 9.0),))
    assert dates("smr", reactor, second, home=queued(energised_mw=80.0), asked_mw=70.0).p50 == date(2031, 1, 1)


def test_an_announced_plant_may_never_come_and_cannot_be_ordered_later():
    deal = supply("deal", technology="smr", fixed_online=date(2029, 1, 1), online_delay_years=(0.0, 1.0, 2.0))
    likely, unlikely = replace(deal, probability=0.8, max_mw=500.0), replace(deal, probability=0.4, max_mw=500.0)
    found = dates("smr", likely, home=site(asked_mw=(1.0, 1.0), firm_mw=(0.0, 0.0), curtailable_mw=(0.0, 0.0)))
    assert found.p10 is not None
    assert found.p50 is not None
    assert date(2029, 1, 1) <= found.p10 < found.p50
    assert found.p90 is None
    never = dates("smr", unlikely, home=site(asked_mw=(1.0, 1.0), firm_mw=(0.0, 0.0), curtailable_mw=(0.0, 0.0)))
    assert (never.p50, never.planned, never.order_by) == (None, None, None)


def test_megawatts_that_do_not_add_up_have_no_date():
    found = dates("grid_firm", asked_mw=101.0)
    assert (found.p10, found.p50, found.p90, found.most_mw) == (None, None, None, 100.0)


@given(st.sampled_from(["grid_firm", "grid_curtailable", "mixture"]), st.sampled_from(QUEUE), st.floats(0.0, 4.0))
def test_more_delay_never_energises_earlier(name, step, added):
    plant = supply("turbines", technology="gas_turbine", max_mw=30.0, steps=(LeadStep("build", 0.5, 1.0, 3.0),))
    longer = LeadStep(
        step.name, step.low_years + added / 2.0, step.central_years + added / 2.0, step.high_years + added, step.after
    )
    home = queued()
    late = replace(
        home,
        connection=replace(home.connection, steps=tuple(longer if other is step else other for other in QUEUE)),
    )
    before, after = dates(name, plant, asked_mw=90.0), dates(name, plant, home=late, asked_mw=90.0)
    for early, later in ((before.p10, after.p10), (before.p50, after.p50), (before.p90, after.p90)):
        assert early is not None
        assert later is not None
        assert later >= early


@given(st.integers(0, 2))
def test_removing_an_option_never_brings_power_earlier(gone):
    assets = [
        supply(name, technology="gas_turbine", max_mw=40.0, steps=(LeadStep("build", 0.5, 1.0, 3.0),)) for name in "xyz"
    ]
    everything = dates("mixture", *assets, asked_mw=90.0)
    fewer = dates("mixture", *(asset for index, asset in enumerate(assets) if index != gone), asked_mw=90.0)
    assert everything.p50 is not None
    assert fewer.p50 is not None
    assert fewer.p50 >= everything.p50


def test_each_increase_of_an_offer_counts_once():
    assert list(offered_mw((10.0, 5.0, 30.0), float("inf"), 0.0)) == [(0, 10.0), (2, 20.0)]
    assert list(offered_mw((10.0,), 5.0, 8.0)) == []


def test_order_by_is_the_last_day_that_keeps_the_date():
    plant = supply("reactor", technology="smr", max_mw=200.0, steps=(certain("build", 1.0),), earliest_year=2029)
    found = dates("smr", plant, home=site(asked_mw=(1.0, 1.0), firm_mw=(0.0, 0.0), curtailable_mw=(0.0, 0.0)))
    assert found.p50 == date(2029, 1, 1)
    assert found.order_by is not None
    assert abs((found.order_by - date(2028, 1, 1)).days) <= 1
    assert pytest.approx(YEAR, abs=2) == (found.p50 - found.order_by).days


def test_the_chance_that_a_stack_is_given_up_is_the_catalogues_until_the_scenario_says_better():
    reactor = supply("smr", technology="smr", max_mw=100.0, steps=(certain("build", 6.0),))
    assert dates("smr", reactor).cancelled_share == 0.4  # of the catalogue: NuScale and UAMPS
    assert dates("smr", reactor).p90 == date(2032, 1, 1)  # the dates are of those that come
    assert dates("smr", replace(reactor, probability=0.9)).cancelled_share == pytest.approx(0.1)
    assert dates("grid_firm", reactor).cancelled_share == 0.0
