"""What work moved where, and what one request of a stream of requests took."""

from __future__ import annotations

import numpy as np

from firmwatt.accounting.workload_books import WorkloadBooks, workload_books
from firmwatt.demand.amounts import run_of_volume
from firmwatt.operation.dispatch import Dispatch
from firmwatt.report.numbers import NOTHING, energy, number, percent, power
from firmwatt.report.programme import name_label, work_label
from firmwatt.report.table import Table
from firmwatt.report.text import same, say
from firmwatt.scenario.case import Case
from firmwatt.units import HOURS_PER_DAY

BILLION = 1e9
BLOCK_HOURS = 4
BLOCK_STARTS = range(0, HOURS_PER_DAY, BLOCK_HOURS)
LEAST_MOVED_SHARE = 1e-4
"""Of a workload's energy: less is a solver's rounding."""


def moving_books(dispatch: Dispatch, year_index: int) -> list[WorkloadBooks]:
    """Return the books of the workloads of which something moved in one year."""

    def has_moved(books: WorkloadBooks) -> bool:
        least = LEAST_MOVED_SHARE * float(books.served_mwh[:, year_index].sum())
        return bool((abs(books.moved_in_mwh[:, year_index]) > least).any())

    return [books for books in workload_books(dispatch) if has_moved(books)]


def moved_table(dispatch: Dispatch, year_index: int) -> Table:
    """Return by workload and site what is at home there, what was served there, and what came or went, in one year."""
    case = dispatch.plan.inputs.case
    rows = []
    for books in moving_books(dispatch, year_index):
        moved = books.moved_in_mwh[:, year_index]
        least = LEAST_MOVED_SHARE * float(books.served_mwh[:, year_index].sum())
        for index, site in enumerate(case.sites):
            came = float(moved[index])
            rows.append(
                (
                    work_label(books.workload),
                    name_label(site.name),
                    same(energy(float(books.home_mwh[index, year_index]))),
                    same(energy(float(books.served_mwh[index, year_index]))),
                    same(energy(came) if came > least else NOTHING),
                    same(energy(-came) if came < -least else NOTHING),
                )
            )
    columns = ("column.workload", "column.site", "moved.home", "moved.served", "moved.in", "moved.out")
    year = str(case.programme.planning_years[year_index])
    return Table("moved", say("table.moved", year=year), tuple(map(say, columns)), tuple(rows), 2)


def clock_table(dispatch: Dispatch, year_index: int) -> Table:
    """Return where each workload that moves ran by the hours of the UTC day, in one year."""
    case, time = dispatch.plan.inputs.case, dispatch.plan.inputs.time
    weight = np.where(time.chain_year == year_index, time.chain_hour_weight, 0.0)[:, None]
    block = np.tile(time.hour_of_year % HOURS_PER_DAY // BLOCK_HOURS, (time.chains // time.periods, 1))
    pools = dispatch.plan.inputs.load.it.pools
    rows = []
    for books in moving_books(dispatch, year_index):
        members = [index for index, pool in enumerate(pools) if pool.workload == books.workload]
        served = dispatch.served_mw[members].sum(axis=0) * weight
        by_block = np.stack([(served * (block == each)).sum(axis=(1, 2)) for each in range(len(BLOCK_STARTS))], axis=1)
        total = by_block.sum(axis=0)
        share = np.divide(by_block, total, out=np.full_like(by_block, np.nan), where=total > 0.0)
        rows += [
            (
                work_label(books.workload),
                name_label(site.name),
                *(same(percent(float(part))) for part in share[index]),
            )
            for index, site in enumerate(case.sites)
        ]
    blocks = (same(f"{start:02d}–{start + BLOCK_HOURS:02d}") for start in BLOCK_STARTS)
    title = say("table.clock", year=str(case.programme.planning_years[year_index]))
    return Table("clock", title, (say("column.workload"), say("column.site"), *blocks), tuple(rows), 2)


def request_table(dispatch: Dispatch) -> Table:
    """Return by stream of requests and year how many were served and what each took at the meter."""
    rows = []
    for books in workload_books(dispatch):
        each = books.wh_per_request
        if books.requests is None or each is None:
            continue
        for index, year in enumerate(dispatch.plan.inputs.time.planning_years):
            figures = (number(float(books.requests[index]) / BILLION), f"{each[index]:.3g}", f"{books.pue[index]:.3f}")
            rows.append((work_label(books.workload), same(str(year)), *map(same, figures)))
    columns = ("column.workload", "requests.year", "requests.count", "requests.each", "requests.pue")
    return Table("requests", say("table.requests"), tuple(map(say, columns)), tuple(rows), 2)


def run_table(case: Case) -> Table:
    """Return by training run its machines, its length, and how its power swings at the connection."""
    rows = []
    for work in case.workloads:
        if work.run is None:
            continue
        run = run_of_volume(work.run)
        swing = run.swing
        figures = (
            f"{number(run.chips.value)} {run.chip}",
            number(run.weeks.value),
            power(run.mean_mw.value),
            f"{power(swing.low_mw)} – {power(swing.peak_mw)}",
            f"{number(swing.ramp_mw_per_second.value)} MW/s",
            number(run.restart.lost_minutes.value),
        )
        rows.append((work_label(work.name), *map(same, figures)))
    columns = ("column.workload", "runs.chips", "runs.weeks", "runs.mean", "runs.swing", "runs.ramp", "runs.restart")
    return Table("runs", say("table.runs"), tuple(map(say, columns)), tuple(rows), 2)
