"""Whether the hours keep a contract: calls counted, draw looked at, and what answers within the notice."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.operation.contract_check import check_contracts
from firmwatt.operation.read import dispatch_from_plan
from tests.golden.kit import World, case, golden_plan, site, storage, supply
from tests.planning.contracts import contract

CALLED = {"hours_per_year": 2190.0, "events_per_year": 8760.0, "longest_event_hours": 4.0}
WORK = World([[10.0] * 4], price=[30.0, 30.0, 90.0, 30.0], intensity=[0.0] * 4, carbon_free=[0.0] * 4)


def dispatch_of(supply_assets=(), stores=(), notice_minutes=30.0, curtailable_mw=10.0):
    home = site(curtailable_mw=(curtailable_mw,), contract=contract(**CALLED, notice_minutes=notice_minutes))
    return dispatch_from_plan(golden_plan(case(home, supply=supply_assets, storage=stores), WORK))


def test_a_plan_keeps_its_contract_and_the_work_gives_way():
    (found,) = check_contracts(dispatch_of())
    assert (found.site, found.year, found.contract) == ("a", 2027, "plain")
    assert found.calls.hours_per_year == pytest.approx(2190.0)
    assert found.withheld_mwh_per_year == pytest.approx(10.0 * 2190.0)
    assert found.steepest_fall_mw == pytest.approx(10.0)
    assert (found.drawn_when_called_mwh_per_year, found.late_mw, found.breaches) == (0.0, 0.0, ())


def test_a_plant_that_starts_too_slowly_breaks_the_notice():
    turbine = replace(supply("gas_turbine", max_mw=10.0, variable_om_usd_per_mwh=50.0), technology="gas_turbine")
    (kept,) = check_contracts(dispatch_of((turbine,), notice_minutes=10.0))
    (late,) = check_contracts(dispatch_of((turbine,), notice_minutes=5.0))
    assert kept.breaches == ()
    assert late.breaches == ("notice",)
    assert late.late_mw == pytest.approx(10.0)


def test_a_battery_answers_at_once():
    (late,) = check_contracts(dispatch_of(notice_minutes=0.0))
    (found,) = check_contracts(dispatch_of(stores=(storage(),), notice_minutes=0.0, curtailable_mw=20.0))
    assert (late.breaches, found.breaches) == (("notice",), ())


def test_draw_in_a_called_hour_is_a_breach():
    dispatch = dispatch_of()
    drawn = dispatch.import_curtailable_mw + 3.0
    (found,) = check_contracts(replace(dispatch, import_curtailable_mw=drawn))
    assert "draw" in found.breaches
    assert found.drawn_when_called_mwh_per_year == pytest.approx(3.0 * 8760.0)


def test_more_calls_than_the_contract_allows_are_breaches():
    dispatch = dispatch_of()
    home = dispatch.plan.inputs.case.sites[0]
    called = replace(home.connection, contract=replace(home.connection.contract, hours_per_year=8760.0))
    loose = replace(dispatch.plan.inputs.case, sites=(replace(home, connection=called),))
    moved = replace(dispatch, plan=replace(dispatch.plan, inputs=replace(dispatch.plan.inputs, case=loose)))
    (found,) = check_contracts(moved)  # four hours in a row are called, and the plan drew in three of them
    assert found.calls.longest_event_hours == 4
    assert "draw" in found.breaches


def test_sites_without_a_contract_are_not_looked_at():
    plan = golden_plan(case(site(firm_mw=(20.0,))), World([[5.0, 5.0]], price=[30.0, 30.0]))
    assert list(check_contracts(dispatch_from_plan(plan))) == []
    assert np.isfinite(plan.solution.primal_objective)
