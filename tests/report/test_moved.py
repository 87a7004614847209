"""What moved where, and what a request took, in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from firmwatt.accounting.workload_books import workload_books
from firmwatt.report.moved import clock_table, moved_table, request_table, run_table
from firmwatt.report.numbers import percent
from firmwatt.scenario.work import RequestVolume, TrainingVolume
from tests.accounting.two_sites import two_site_dispatch

VOLUME = RequestVolume((2e9, 3e9), "llama-3.1-8b", None, None, None, "h100_sxm", None, None, None, None, 500.0, 300.0)


def dispatch_of(**changes):
    dispatch = two_site_dispatch()
    case = dispatch.plan.inputs.case
    works = tuple(replace(work, **changes) if work.name == "embed" else work for work in case.workloads)
    inputs = replace(dispatch.plan.inputs, case=replace(case, workloads=works))
    return replace(dispatch, plan=replace(dispatch.plan, inputs=inputs))


def test_work_that_left_its_home_is_told():
    table = moved_table(dispatch_of(site_share={"north": 1.0, "south": 0.0}), 1)
    (north, south) = table.rows
    assert [cell.en for cell in north[:2]] == ["Embed", "North"]
    assert north[4].en == "–"
    assert north[5].en == south[4].en != "–"
    assert table.title.en == "What moved where in 2030, IT energy"
    assert table.title.ko == "2030년에 이동한 작업, IT 전력량"


def test_requests_have_their_watt_hours():
    dispatch = dispatch_of(share=None, requests=VOLUME)
    table = request_table(dispatch)
    books = next(each for each in workload_books(dispatch) if each.workload == "embed")
    assert [[cell.en for cell in row[:2]] for row in table.rows] == [["Embed", "2027"], ["Embed", "2030"]]
    for index, row in enumerate(table.rows):
        billions, wh = float(row[2].en.replace(",", "")), float(row[3].en)
        assert billions * 1e9 * wh / 1e6 == pytest.approx(books.metered_mwh[:, index].sum(), rel=0.01)
    assert request_table(two_site_dispatch()).rows == ()


def test_a_training_run_shows_its_swing():
    volume = TrainingVolume("h100_sxm", None, None, 16384.0, None, 10.0, None, None)
    table = run_table(dispatch_of(share=None, run=volume).plan.inputs.case)
    assert [cell.en for cell in table.rows[0]] == [
        "Embed",
        "16,380 h100_sxm",
        "10",
        "14.8\u00a0MW",
        "8.39\u00a0MW – 17.2\u00a0MW",
        "26 MW/s",
        "10",
    ]
    assert run_table(two_site_dispatch().plan.inputs.case).rows == ()


def test_the_day_shows_where_work_ran():
    dispatch = dispatch_of(site_share={"north": 1.0, "south": 0.0})
    table = clock_table(dispatch, 1)
    assert [column.en for column in table.columns][:4] == ["Work", "Site", "00–04", "04–08"]
    served = dispatch.served_mw.sum(axis=(0, 2, 3))
    expected = [percent(float(part)) for part in served / served.sum()]
    assert [[cell.en for cell in row[:3]] for row in table.rows] == [
        ["Embed", "North", expected[0]],
        ["Embed", "South", expected[1]],
    ]
    assert table.rows[0][3].en == "–"
