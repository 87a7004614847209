"""What waits for time: the site, its slower step with its dates, and the megawatts of the last year before."""

from dataclasses import replace

import numpy as np

from firmwatt.report.programme import programme_gap
from firmwatt.report.waits import wait_lines
from firmwatt.scenario.assets import LeadStep
from tests.report.fabricated import fabricate


def plan_with(site_years: float, grid_years: float):
    plan = fabricate().plan
    first, *others = plan.inputs.case.sites
    slow = replace(
        first,
        steps=(LeadStep("build", site_years, site_years, site_years),),
        connection=replace(first.connection, steps=(LeadStep("study", grid_years, grid_years, grid_years),)),
    )
    case = replace(plan.inputs.case, sites=(slow, *(replace(site, steps=()) for site in others)))
    case = replace(
        case,
        sites=(case.sites[0], *(replace(s, connection=replace(s.connection, steps=())) for s in case.sites[1:])),
    )
    it_mw = plan.it_mw.copy()
    it_mw[0, :2] = 0.5 * it_mw[0, :2]
    return replace(plan, inputs=replace(plan.inputs, case=case), it_mw=it_mw)


def test_the_slower_step_is_told_with_what_is_missing_before_it() -> None:
    plan = plan_with(site_years=1.0, grid_years=3.0)
    gap = programme_gap(plan)
    (line,) = wait_lines(plan, gap)
    assert line.words.en.startswith("Time: the grid connection of North Field is energised in 2029-0")
    assert line.words.ko.startswith("시간: North Field의 계통 접속은 2029-0")
    missing = gap.asked_mw[0, 1] - gap.energised_mw[0, 1]
    assert line.value.en.startswith(f"{missing:.0f}\xa0MW asked for in 2028 are missing")
    (line,) = wait_lines(plan_with(site_years=4.0, grid_years=3.0), gap)
    assert line.words.en.startswith("Time: the building at North Field stands in 2030-0")


def test_what_is_there_in_time_waits_for_nothing() -> None:
    plan = plan_with(site_years=0.1, grid_years=0.1)
    assert wait_lines(plan, programme_gap(plan)) == ()
    late = plan_with(site_years=1.0, grid_years=3.0)
    full = programme_gap(late)
    assert wait_lines(late, replace(full, energised_mw=np.maximum(full.energised_mw, full.asked_mw))) == ()
