"""Amounts of work: requests, runs and traces become megawatts that keep their energy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from firmwatt.demand.amounts import (
    asked_total_mw,
    counted_volume,
    in_megawatts,
    is_volume,
    run_occupancy,
    run_of_volume,
    run_swing,
    volume_faults,
    work_shape,
    worth_of_pauses,
)
from firmwatt.demand.pools import build_it_load, hold_volume, lost_value_usd_per_mwh
from firmwatt.demand.request_energy import it_wh_per_request
from firmwatt.errors import InputFaults
from firmwatt.scenario.case import WorkClass
from firmwatt.scenario.work import RequestVolume, Trace, TrainingVolume
from firmwatt.timegrid import TimeGrid
from tests.cases import DAILY_WAVE, tiny_case, two_site_case, workload

YEARS = (2027, 2030)
CHAT = RequestVolume((1e12, 2e12), "llama-3.1-70b", None, None, None, "h100_sxm", 4, None, 64.0, None, 500.0, 300.0)
RUN = TrainingVolume("h100_sxm", 405e9, 15.6e12, 16384.0, None, None, None, date(2027, 12, 1))
ASKED = np.array([[100.0, 200.0], [50.0, 100.0]])
SAMPLE = TimeGrid(YEARS, (3, 1), (1,), (1.0,), (1000, 5000), 96, (4380, 4380), (0, 4380))


def amount(**changes):
    return workload("work", WorkClass.TRAINING, share=None, **changes)


def test_requests_become_megawatts_by_their_label():
    mw = asked_total_mw(amount(requests=CHAT), np.zeros(2), YEARS)
    assert mw == pytest.approx(np.array([1e12, 2e12]) * it_wh_per_request(CHAT) / 1e6 / 8760.0, rel=1e-12)


def test_a_run_has_its_energy_in_the_years_in_which_it_goes_on():
    mw = asked_total_mw(amount(run=RUN), np.zeros(3), (2027, 2028, 2029))
    run = run_of_volume(RUN)
    assert mw.sum() * 8760.0 == pytest.approx(run.it_mwh.value, rel=1e-12)
    assert mw[0] * 8760.0 == pytest.approx(run.mean_mw.value * 31 * 24.0, rel=1e-12)
    assert mw[2] == 0.0


def test_a_run_has_no_shape_but_its_dates():
    shape = work_shape(amount(run=RUN), (2027, 2029))
    assert shape[0, : (365 - 31) * 24].max() == 0.0
    assert shape[0].mean() == pytest.approx(1.0)
    assert shape[1].max() == 0.0


def test_runs_that_follow_one_another_never_stop():
    mw = asked_total_mw(amount(run=replace(RUN, start=None)), np.zeros(2), YEARS)
    assert mw == pytest.approx([run_of_volume(RUN).mean_mw.value] * 2)


def test_a_run_holds_its_machines_at_nameplate():
    case = tiny_case(workloads=(amount(run=replace(RUN, start=None)),))
    pool = build_it_load(case, ASKED[:1]).pools[0]
    assert pool.occupancy == run_occupancy()
    held_mw = pool.arrivals_mw.max() * pool.occupancy
    assert held_mw == pytest.approx(run_of_volume(RUN).nameplate_mw.value)
    assert pool.swing == run_swing()
    assert pool.arrivals_mw.max() * (1.0 + pool.swing) == pytest.approx(run_of_volume(RUN).swing.peak_mw)


def test_a_pause_of_a_run_costs_its_restart_too():
    run = amount(run=RUN)
    assert worth_of_pauses(run) == pytest.approx(1.0 + 10.0 / 60.0 / 4.0)
    assert lost_value_usd_per_mwh(run) == pytest.approx(900.0 * worth_of_pauses(run))
    assert worth_of_pauses(amount(it_mw=(1.0, 1.0))) == 1.0


def test_a_volume_can_be_written_as_megawatts():
    for work in (amount(requests=CHAT), amount(run=RUN)):
        assert is_volume(work)
        flat = in_megawatts(work, YEARS)
        assert not is_volume(flat)
        assert asked_total_mw(flat, np.zeros(2), YEARS) == pytest.approx(asked_total_mw(work, np.zeros(2), YEARS))
    megawatts = amount(it_mw=(1.0, 2.0))
    assert in_megawatts(megawatts, YEARS) is megawatts


def test_a_trace_replaces_the_shape(tmp_path: Path):
    rows = "".join(f"2027-03-01T{hour:02d}:30Z,{1 + hour}\n" for hour in range(24))
    (tmp_path / "t.csv").write_text(f"timestamp,requests\n{rows}")
    shape = work_shape(amount(it_mw=(1.0, 1.0), trace=Trace(tmp_path / "t.csv", None, None)), YEARS)
    assert shape[:, :24] == pytest.approx(np.tile((1 + np.arange(24)) / 12.5, (2, 1)))


@pytest.mark.parametrize("volume", [{"requests": CHAT}, {"run": RUN}, {"run": replace(RUN, start=None)}])
def test_sampled_hours_carry_the_whole_volume(volume):
    work = replace(amount(daily_shape=DAILY_WAVE, site_share={"north": 0.3, "south": 0.7}), **volume)
    case = two_site_case(workloads=(work,))
    load = build_it_load(case, ASKED)
    held = hold_volume(case, load, SAMPLE)
    for before, after in zip(load.pools, held.pools, strict=True):
        sampled = SAMPLE.sample_by_year(after.arrivals_mw[:, None, :]) * SAMPLE.chain_hour_weight[:, None]
        yearly = [sampled[SAMPLE.chain_year == index].sum() for index in range(2)]
        assert yearly == pytest.approx(before.arrivals_mw.sum(axis=1), rel=1e-12)


def test_work_in_megawatts_is_left_as_it_is():
    case = two_site_case(workloads=(amount(it_mw=(30.0, 60.0), daily_shape=DAILY_WAVE),))
    load = build_it_load(case, ASKED)
    assert hold_volume(case, load, SAMPLE).pools[0] is load.pools[0]


def test_volumes_that_cannot_be_are_told_together():
    slow = replace(CHAT, latency_ms=1.0)
    works = (replace(amount(requests=slow), name="chat"), replace(amount(run=replace(RUN, chips=1.0)), name="fine"))
    many = replace(amount(requests=replace(CHAT, model=None, total_parameters=1e16)), name="giant")
    case = tiny_case(workloads=(*works, many))
    found = volume_faults(case)
    assert [fault.field for fault in found] == ["workloads.chat", "workloads.giant"]
    assert found[0].problem.startswith("latency 1 ms: one sequence of llama-3.1-70b on 4 h100_sxm takes")
    with pytest.raises(InputFaults) as caught:
        build_it_load(case, ASKED[:1])
    assert str(caught.value).splitlines()[1] == (
        "tiny workloads.giant: total parameters 1e+16 are out of reach. Write a number such as 70e9. [FW327]"
    )


@pytest.mark.parametrize(("what", "each"), [("requests", 1.0), ("tokens", 300.0)])
def test_a_trace_may_say_how_many_there_are(tmp_path: Path, what: str, each: float):
    rows = "".join(f"2027-03-{day:02d}T{hour:02d}:30Z,{600000}\n" for day in (1, 2) for hour in range(24))
    (tmp_path / "t.csv").write_text(f"timestamp,{what}\n{rows}")
    volume = replace(CHAT, per_year=(1.0, 2.0), is_traced=True)
    work = amount(requests=volume, trace=Trace(tmp_path / "t.csv", None, None))
    yearly = 600000 * 8760.0 / each
    assert counted_volume(work, volume).per_year == pytest.approx((yearly, 2.0 * yearly))
    expected = np.array([yearly, 2.0 * yearly]) * it_wh_per_request(CHAT) / 1e6 / 8760.0
    assert asked_total_mw(work, np.zeros(2), YEARS) == pytest.approx(expected)
    (tmp_path / "t.csv").write_text(f"timestamp,{what}\nnoon,1\n")
    assert [fault.code for fault in volume_faults(tiny_case(workloads=(work,)))] == ["FW326"]
