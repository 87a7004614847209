"""Peaks and calls as tables of the report."""

from __future__ import annotations

from dataclasses import replace

import pytest

from firmwatt.operation.read import dispatch_from_plan
from firmwatt.planning.solve import solve_plan
from firmwatt.report.load_tables import calls_table, peaks_table
from tests.cases import tiny_case, two_site_case
from tests.planning.contracts import contract
from tests.worlds import simple_inputs


def dispatch_of(case):
    return dispatch_from_plan(solve_plan(simple_inputs(case)))


@pytest.fixture(scope="module")
def called():
    asked = tiny_case()
    terms = contract(hours_per_year=60.0, events_per_year=60.0, longest_event_hours=4.0)
    link = replace(asked.sites[0].connection, contract=terms)
    return dispatch_of(replace(asked, sites=(replace(asked.sites[0], connection=link),)))


def test_one_region_needs_no_sum(called):
    assert [row[0].en for row in peaks_table(called).rows] == ["Grid"]


def test_several_regions_have_one():
    rows = peaks_table(dispatch_of(two_site_case())).rows
    assert [row[0].en for row in rows][-1] == "All together" or len(rows) == 1


def test_calls_stand_by_year(called):
    rows = calls_table(called).rows
    assert [row[1].en for row in rows] == ["2027", "2030"]
    assert {row[-1].en for row in rows} == {"yes"}
    assert all(float(row[3].en) == 60.0 for row in rows)


def test_no_contract_no_calls():
    assert calls_table(dispatch_of(tiny_case())).rows == ()
