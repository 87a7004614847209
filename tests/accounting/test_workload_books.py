"""Books of workloads: all of the meter, nothing twice, and the label times the requests is the plan's energy."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from firmwatt import study
from firmwatt.accounting.label import Ask, make_label
from firmwatt.accounting.label_place import Place
from firmwatt.accounting.workload_books import workload_books
from firmwatt.demand.amounts import run_of_volume
from firmwatt.demand.request_energy import way_of_volume
from tests.accounting.two_sites import two_site_dispatch

SCENARIO = """\
programme:
  title: Label times volume
  planning_years: [2028, 2030]
  decision_date: 2026-06-01
  resolution: {sampled_periods: 3, period_hours: 48}
sites:
  - {name: virginia, place: ashburn, asked_mw: 300, energised_it_mw: 250, connection: {firm_mw: 400, energised_mw: 400}}
  - name: frankfurt
    place: frankfurt
    asked_mw: 200
    energised_it_mw: 150
    connection: {firm_mw: 300, energised_mw: 300}
workloads:
  - name: chat
    class: interactive
    requests: {per_year: {2028: 4.0e12, 2030: 6.0e12}, model: llama-3.1-70b, chip: h100_sxm, chips: 4, batch: 64}
    site_share: {virginia: 0.5, frankfurt: 0.5}
    must_serve: true
  - name: documents
    class: batch
    requests: {output_tokens_per_year: 9.0e14, output_tokens: 900, total_parameters: 8.0e9, chip: b200}
    must_serve: true
  - name: frontier
    class: training
    run: {parameters: 405.0e9, tokens: 15.6e12, chips: 16384, start: 2028-03-01}
    site_share: {virginia: 1}
    must_serve: true
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    file: Path = tmp_path_factory.mktemp("identity") / "identity.yaml"
    file.write_text(SCENARIO, encoding="utf-8")
    return study.plan(file)


@pytest.mark.parametrize("name", ["chat", "documents"])
def test_label_times_requests_is_the_energy_of_the_plan(run, name):
    """To 1e-9: the label's Wh of one request at the PUE that the plan's meters saw × the requests asked for."""
    work = next(work for work in run.plan.inputs.case.workloads if work.name == name)
    books = next(books for books in workload_books(run.dispatch) if books.workload == name)
    volume = work.requests
    for index, year in enumerate(run.plan.inputs.time.planning_years):
        where = Place("pjm", "ashburn", "direct_liquid_dry_cooler", float(books.pue[index]), 0.0, 0.0, 0.0)
        ask = Ask(
            way=way_of_volume(volume),
            input_tokens=volume.input_tokens,
            output_tokens=volume.output_tokens,
            region="pjm",
            year=year,
            hour=None,
            batch=volume.batch,
            latency_ms=volume.latency_ms,
            plant="direct_liquid_dry_cooler",
            where=where,
        )
        label_mwh = make_label(ask).energy_wh.value * volume.per_year[index] / 1e6
        assert books.requests[index] == pytest.approx(volume.per_year[index], rel=1e-9)
        assert label_mwh == pytest.approx(books.metered_mwh[:, index].sum(), rel=1e-9)
        assert books.wh_per_request[index] == pytest.approx(make_label(ask).energy_wh.value, rel=1e-9)


def test_a_run_takes_its_energy(run):
    books = next(books for books in workload_books(run.dispatch) if books.workload == "frontier")
    asked = run_of_volume(run.plan.inputs.case.workloads[2].run).it_mwh.value
    assert books.served_mwh[:, 0].sum() == pytest.approx(asked, rel=1e-9)
    assert books.served_mwh[:, 1].sum() == 0.0
    assert books.requests is None
    assert books.wh_per_request is None


def test_all_workloads_together_are_what_was_metered(run):
    metered = sum(books.metered_mwh for books in workload_books(run.dispatch))
    hours = run.plan.inputs.time.chain_hour_weight[:, None]
    by_chain = (run.dispatch.metered_mw * hours).sum(axis=-1)
    years = [by_chain[:, run.plan.inputs.time.chain_year == index].sum(axis=-1) for index in range(2)]
    assert metered == pytest.approx(np.stack(years, axis=1), rel=1e-12)


def test_what_moves_out_moves_in(run):
    for books in workload_books(run.dispatch):
        assert books.moved_in_mwh.sum(axis=0) == pytest.approx(0.0, abs=1e-3)


def test_a_hand_made_dispatch():
    dispatch = two_site_dispatch()
    case = dispatch.plan.inputs.case
    moved = {books.workload: books for books in workload_books(dispatch)}
    assert set(moved) == {work.name for work in case.workloads}
    embed = moved["embed"]
    assert embed.home_mwh.sum(axis=0) == pytest.approx(embed.served_mwh.sum(axis=0) + embed.lost_mwh)
    only_north = replace(
        case, workloads=tuple(replace(work, site_share={"north": 1.0, "south": 0.0}) for work in case.workloads)
    )
    plan = replace(dispatch.plan, inputs=replace(dispatch.plan.inputs, case=only_north))
    books = {books.workload: books for books in workload_books(replace(dispatch, plan=plan))}["embed"]
    assert books.moved_in_mwh[1] == pytest.approx(books.served_mwh[1])
