"""Amounts of work: every fault with its exact message."""

from __future__ import annotations

from pathlib import Path

import pytest

from firmwatt.errors import InputFaults
from firmwatt.scenario.checks import consistency_faults
from firmwatt.scenario.references import reference_faults
from tests.scenario import written
from tests.scenario.written import case_of

REQUESTS = "requests: {per_year: 1.0e9, model: llama-3.1-70b}"
RUN = "run: {parameters: 405.0e9, tokens: 15.6e12, chips: 16384}"
NO_CHIPS = "The number of chips is missing. Give exactly one of `count` and `bought`. [FW146]"


def messages(folder: Path, *changes: tuple[str, str]) -> list[str]:
    """Return the messages of the changed scenario, without the place."""
    with pytest.raises(InputFaults) as caught:
        case_of(folder, *changes)
    return [str(fault).partition(" ")[2] for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("amount", "message"),
    [
        (
            "requests: {model: llama-3.1-70b}",
            "workloads[0].requests: The volume is missing. Give exactly one of `per_year` and "
            "`output_tokens_per_year`. [FW146]",
        ),
        (
            "requests: {per_year: 1.0e9, output_tokens_per_year: 1.0e12, model: llama-3.1-70b}",
            "workloads[0].requests: The volume is given by per_year and output_tokens_per_year. Give exactly one of "
            "`per_year` and `output_tokens_per_year`. [FW146]",
        ),
        (
            "requests: {per_year: 1.0e9}",
            "workloads[0].requests: The model is missing. Give exactly one of `model` and `total_parameters`. [FW146]",
        ),
        (
            "requests: {per_year: 1.0e9, model: llama-3.1-70b, batch: 8, latency_ms: 30}",
            "workloads[0].requests.latency_ms: A batch and a latency exclude each other. Delete one of them. [FW146]",
        ),
        (
            "requests: {per_year: 1.0e9, model: llama-3.1-70b, active_parameters: 3.0e9}",
            "workloads[0].requests.active_parameters: The catalogue knows the parameters of 'llama-3.1-70b'. Delete "
            "it, or write `total_parameters`. [FW146]",
        ),
        (
            "requests: {per_year: 1.0e9, total_parameters: 3.0e9, active_parameters: 4.0e9}",
            "workloads[0].requests.active_parameters: 4e+09 are active of 3e+09. Write at most the total. [FW144]",
        ),
        (
            "requests: {per_year: 1.0e9, model: lama-3.1-70b}",
            "workloads[0].requests.model: There is no model 'lama-3.1-70b'. Did you mean 'llama-3.1-70b'? [FW156]",
        ),
        (
            "requests: {per_year: 1.0e9, model: llama-3.1-70b, chip: h100}",
            "workloads[0].requests.chip: There is no chip 'h100'. Did you mean 'h100_sxm'? [FW156]",
        ),
        (
            "requests: {per_year: -1, model: llama-3.1-70b}",
            "workloads[0].requests.per_year: -1 is below 0. Write a number of at least 0. [FW126]",
        ),
        (
            f"{RUN}",
            "workloads[0].class: A training run has class training, not batch. Write `class: training`. [FW146]",
        ),
        (
            "fleet: [{chip: h100_sxm}]",
            f"workloads[0].fleet[0]: {NO_CHIPS}",
        ),
        (
            "fleet: [{chip: h100_sxm, count: 5, lifetime_years: 4}]",
            "workloads[0].fleet[0].lifetime_years: It stands without `bought`. Delete it, or write `bought`. [FW146]",
        ),
        (
            "fleet: [{chip: h100_sxm, bought: {2026: 5}, retired: {2028: 5}, lifetime_years: 4}]",
            "workloads[0].fleet[0].lifetime_years: Chips are retired by year or at the end of their life, not both. "
            "Delete one of them. [FW146]",
        ),
        (
            "fleet: [{chip: h100_sxm, bought: {2028: 5}, retired: {2030: 8}}]",
            "workloads[0].fleet[0].retired: By 2030 3 chips more are retired than were bought. Retire at most what "
            "was bought. [FW144]",
        ),
        (
            "fleet_share: 0.5",
            "workloads[0].fleet_share: The file has no `fleet` to take a share of. Add `fleet:` at the top level. "
            "[FW121]",
        ),
        (
            "share: 0.5\n    saturation_multiple: 3",
            "workloads[0].saturation_multiple: Only what grows has a ceiling. Add `growth_per_year` above 0, or delete "
            "it. [FW121]",
        ),
        (
            "fleet: [{chip: h100_sxm, count: 5}]\n    busy_share: 0.5\n    utilisation: 0.5",
            "workloads[0].utilisation: The utilisation of a fleet follows from `busy_share`. Delete one of them. "
            "[FW146]",
        ),
        (
            "share: 0.5\n    busy_share: 0.5",
            "workloads[0].busy_share: Only a fleet has a share of busy chips. Write `utilisation` instead. [FW146]",
        ),
        (
            "share: 0.5\n    user_regions: {pjm: 0.5, germany: 0.5}\n    user_time_zones: {Asia/Seoul: 1}",
            "workloads[0].user_regions: Users live in regions or in time zones. Delete one of them. [FW146]",
        ),
        (
            "share: 0.5\n    user_regions: {pjm: 0.5, germany: 0.4}",
            "workloads[0].user_regions: The shares sum to 0.9. Mend them so that they sum to 1. [FW143]",
        ),
        (
            "share: 0.5\n    user_regions: {pjn: 1}",
            "workloads[0].user_regions.pjn: There is no grid region 'pjn'. Did you mean 'pjm'? [FW151]",
        ),
        (
            "share: 0.5\n    traffic: chatt",
            "workloads[0].traffic: There is no traffic 'chatt'. Did you mean 'chat'? [FW156]",
        ),
        (
            "share: 0.5\n    trace: {file: none.csv}",
            "workloads[0].trace.file: There is no file 'none.csv' beside the scenario. Mend the path, or delete the "
            "line. [FW158]",
        ),
        (
            "share: 0.5\n    traffic: chat\n    trace: {file: demo.yaml}",
            "workloads[0].trace: A trace says when work arrives; traffic would be ignored. Delete one of them. [FW146]",
        ),
    ],
)
def test_each_fault_of_an_amount_has_its_message(tmp_path: Path, amount: str, message: str) -> None:
    assert messages(tmp_path, ("share: 0.6", amount)) == [message]


@pytest.mark.parametrize(
    ("run", "found"),
    [
        (
            "{parameters: 405.0e9, chips: 100}",
            ["workloads[0].run: Parameters and tokens belong together. Give both, or neither. [FW121]"],
        ),
        (
            "{weeks: 10}",
            [
                "workloads[0].run: A run needs two of three: `parameters` with `tokens`, `chips` or `peak_mw`, and "
                "`weeks`. Give two; the third follows. [FW146]"
            ],
        ),
        (
            "{chips: 100, peak_mw: 3, weeks: 5}",
            ["workloads[0].run.peak_mw: Chips and megawatts exclude each other. Delete one of them. [FW146]"],
        ),
        (
            "{chips: 100, weeks: 5, start: 2029-01-01}",
            ["workloads[0].run.start: 2029 is no planning year. Start in a planning year, or add it. [FW141]"],
        ),
        (
            "{chips: 100, weeks: 5, chip: h10}",
            ["workloads[0].run.chip: There is no chip 'h10'. Did you mean 'h100_sxm'? [FW156]"],
        ),
    ],
)
def test_each_fault_of_a_run_has_its_message(tmp_path: Path, run: str, found: list[str]) -> None:
    changes = (("class: batch\n    share: 0.6", f"class: training\n    run: {run}"),)
    assert messages(tmp_path, *changes) == found


def test_what_a_run_says_by_year_does_not_grow(tmp_path: Path) -> None:
    changes = (("class: batch\n    share: 0.6", f"class: training\n    {RUN}\n    growth_per_year: 0.1"),)
    assert messages(tmp_path, *changes) == [
        "workloads[0].growth_per_year: `run` says for each year what runs in it. Delete it. [FW146]"
    ]


FLEET = "supply:\n"
OWN = "fleet:\n  - {chip: h100_sxm, count: 1000}\nsupply:\n"


def test_a_fleet_must_be_used_and_not_twice(tmp_path: Path) -> None:
    assert messages(tmp_path, (FLEET, OWN)) == [
        "fleet: No workload takes a share of the fleet. Write `fleet_share`, or delete it. [FW146]"
    ]
    twice = (("share: 0.6", "fleet_share: 0.7"), ("it_mw: 30", "fleet_share: 0.7"), (FLEET, OWN))
    assert messages(tmp_path, *twice) == [
        "fleet: The workloads take 1.4 of the fleet. Lower them to at most 1 in all. [FW143]"
    ]
    chip = (("share: 0.6", "fleet_share: 0.7"), (FLEET, OWN.replace("h100_sxm", "h10")))
    assert messages(tmp_path, *chip) == ["fleet[0].chip: There is no chip 'h10'. Did you mean 'h100_sxm'? [FW156]"]


def test_a_broken_value_does_not_bring_faults_of_others(tmp_path: Path) -> None:
    changes = (("share: 0.6", "requests: {per_year: x, model: llama-3.1-70b}"),)
    for check in (consistency_faults, reference_faults):
        assert written.faults_of(check, tmp_path, *changes) == []
