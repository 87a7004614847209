"""Projects that are late: dates moved draw by draw, the plan itself as it stands."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.operation.read import dispatch_from_plan
from firmwatt.planning.solve import solve_plan
from firmwatt.reliability import delays
from firmwatt.reliability.assess import assess_plan
from firmwatt.reliability.delays import assess_delays
from firmwatt.reliability.monte_carlo import SimulationOptions
from firmwatt.scenario.assets import LeadStep
from tests.cases import tiny_case
from tests.worlds import simple_inputs

SHORT = SimulationOptions(least_years=20, most_years=20)


def dispatch_of(spread):
    """Return the plan of a case all of whose steps are certain, or late by up to so many times their length."""
    asked = tiny_case()

    def widened(steps):
        return tuple(
            replace(step, low_years=step.central_years, high_years=step.central_years * spread) for step in steps
        )

    sites = tuple(
        replace(each, connection=replace(each.connection, steps=widened(each.connection.steps))) for each in asked.sites
    )
    supply = tuple(replace(each, steps=widened(each.steps)) for each in asked.supply)
    storage = tuple(replace(each, steps=widened(each.steps)) for each in asked.storage)
    case = replace(asked, sites=sites, supply=supply, storage=storage)
    return dispatch_from_plan(solve_plan(simple_inputs(case)))


@pytest.fixture(scope="module")
def late():
    return dispatch_of(4.0)


def test_without_spread_nothing_is_late():
    dispatch = dispatch_of(1.0)
    moved = delays._late(dispatch, 4, 2)
    for name in ("supply_online_share", "storage_online_share", "connection_online_share", "curtailable_online_share"):
        had, has = getattr(dispatch.plan, name), getattr(moved.plan, name)
        assert np.abs(has - had)[has > 0].max(initial=0.0) < 1e-6, name
    assert moved.available_mw == pytest.approx(dispatch.available_mw, abs=1e-6)
    on_time = {(each.site, each.year): each for each in assess_plan(dispatch, options=SHORT)}
    for found in assess_delays(dispatch, 3, SHORT):
        assert found.late_share == 0.0
        exact = on_time[found.site, found.year].adequacy.eue_mwh_per_year
        assert found.eue_mwh_per_year == pytest.approx(exact, rel=0.2, abs=50.0)


def test_what_is_late_is_there_for_less_of_the_year(late):
    moved = delays._late(late, 4, 3)
    assert moved.plan.connection_online_share.sum() <= late.plan.connection_online_share.sum()
    assert (moved.available_mw <= late.available_mw + 1e-9).all()


def test_late_projects_never_help_on_the_mean(late):
    on_time = {(each.site, each.year): each.adequacy for each in assess_plan(late, options=SHORT)}
    found = list(assess_delays(late, 6, SHORT))
    assert [each.draws for each in found] == [6] * len(found)
    first = found[0]
    exact = on_time[first.site, first.year]
    assert first.eue_mwh_per_year >= exact.eue_mwh_per_year - 50.0
    assert first.worst_eue_mwh_per_year >= first.eue_mwh_per_year
    assert 0.0 <= first.late_share <= 1.0


def test_an_announced_date_is_late_by_its_own_delay():
    plant = replace(
        tiny_case().supply[1], fixed_online=tiny_case().programme.decision_date, online_delay_years=(0.0, 1.0, 3.0)
    )
    drawn = delays._delay(plant, 200)
    assert drawn.min() == 0.0
    assert np.quantile(drawn, 0.9) == pytest.approx(2.0, abs=0.1)
    assert LeadStep("delay", 0.0, 1.0, 3.0).central_years == 1.0
