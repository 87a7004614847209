"""Requests, runs and chips by year, as a scenario asks for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from firmwatt.catalog import loader as catalog
from firmwatt.scenario.defaults import Defaults
from firmwatt.scenario.resolve_amounts import cohort_counts, utilisation_of_busy
from firmwatt.scenario.schema_work import CohortEntry
from tests.scenario.written import case_of

YEARS = (2026, 2028, 2030, 2032)


def test_requests_grow_and_saturate(tmp_path: Path) -> None:
    text = "requests: {per_year: {2028: 1.0e9}, model: llama-3.1-70b}\n    growth_per_year: 1\n"
    growing, bent = (
        case_of(tmp_path, ("share: 0.6", text + more)).workloads[0].requests
        for more in ("", "    saturation_multiple: 3\n")
    )
    assert growing.per_year == pytest.approx((1e9, 4e9))
    assert bent.per_year == pytest.approx((1e9, 1e9 * 3.0 / (1.0 + 2.0 / 4.0)))


def test_tokens_become_requests_by_the_length_of_an_answer(tmp_path: Path) -> None:
    text = "requests: {output_tokens_per_year: 6.0e12, output_tokens: 600, model: llama-3.1-70b}"
    assert case_of(tmp_path, ("share: 0.6", text)).workloads[0].requests.per_year == pytest.approx((1e10, 1e10))


def test_a_run_is_handed_on(tmp_path: Path) -> None:
    text = "class: training\n    run: {peak_mw: 20, weeks: 10, start: 2028-03-01}"
    run = case_of(tmp_path, ("class: batch\n    share: 0.6", text)).workloads[0].run
    assert (run.peak_mw, run.weeks, run.start.isoformat(), run.chip) == (20.0, 10.0, "2028-03-01", "h100_sxm")


def test_chips_are_bought_and_retired() -> None:
    def counts(**changes):
        return cohort_counts(CohortEntry.model_validate({"chip": "h100_sxm", **changes}), YEARS, Defaults(2024))

    assert counts(count={2028: 7.0}) == (0.0, 7.0, 7.0, 7.0)
    assert counts(bought={2026: 10.0, 2027: 5.0}) == (10.0, 15.0, 15.0, 0.0)
    assert counts(bought={2026: 10.0}, lifetime_years=6.0) == (10.0, 10.0, 10.0, 0.0)
    assert counts(bought={2026: 10.0, 2028: 5.0}, retired={2029: 4.0, 2032: 6.0}) == (10.0, 15.0, 11.0, 5.0)


def test_a_share_of_the_fleet_is_its_chips(tmp_path: Path) -> None:
    fleet = "fleet:\n  - {chip: h100_sxm, bought: {2027: 10000}}\n  - {chip: b200, count: {2030: 5000}}\nsupply:\n"
    changes = (("share: 0.6", "fleet_share: 0.4\n    utilisation: 0.5"), ("supply:\n", fleet))
    work = case_of(tmp_path, *changes).workloads[0]
    h100, b200 = (catalog.get("chips", chip, "system_kw").number for chip in ("h100_sxm", "b200"))
    assert work.it_mw == pytest.approx((0.4 * 0.5 * 10.0 * h100, 0.4 * 0.5 * (10.0 * h100 + 5.0 * b200)))


def test_idle_chips_draw_power_too() -> None:
    used = Defaults(2024)
    assert utilisation_of_busy(0.6, "w", used, is_training=False) == pytest.approx(0.6 * 0.74 + 0.4 * 0.2)
    assert utilisation_of_busy(1.0, "w", used, is_training=True) == pytest.approx(0.76)
    assert {default.table for default in used.used.values()} == {"training"}  # the same field, filled again


def test_users_of_regions_live_in_their_time_zones(tmp_path: Path) -> None:
    work = case_of(tmp_path, ("share: 0.6", "share: 0.6\n    user_regions: {pjm: 0.5, soco: 0.2, germany: 0.3}"))
    zones = work.workloads[0].user_time_zones
    assert zones == pytest.approx({"America/New_York": 0.7, "Europe/Berlin": 0.3})


def test_traffic_gives_the_shapes(tmp_path: Path) -> None:
    work = case_of(tmp_path, ("share: 0.6", "share: 0.6\n    traffic: chat")).workloads[0]
    assert len(set(work.daily_shape)) > 10
    assert sum(work.daily_shape) / 24 == pytest.approx(1.0)


def test_what_traffic_does_not_know_the_class_gives(tmp_path: Path) -> None:
    text = "it_mw: 30\n    traffic: chat"
    plain, named = (case_of(tmp_path, *change).workloads[1] for change in ((), (("it_mw: 30", text),)))
    assert named.weekly_shape == plain.weekly_shape != (1.0,) * 7
    assert named.daily_shape != plain.daily_shape


def test_a_trace_is_looked_for_beside_the_scenario(tmp_path: Path) -> None:
    work = case_of(tmp_path, ("share: 0.6", "share: 0.6\n    trace: {file: demo.yaml, model: x}")).workloads[0]
    assert work.trace.file == tmp_path / "demo.yaml"
    assert work.trace.model == "x"


def test_a_trace_may_say_how_many_requests_there_are(tmp_path: Path) -> None:
    text = "requests: {model: llama-3.1-8b}\n    growth_per_year: 1\n    trace: {file: demo.yaml}"
    volume = case_of(tmp_path, ("share: 0.6", text)).workloads[0].requests
    assert volume.is_traced
    assert volume.per_year == pytest.approx((1.0, 4.0))
