"""Dates follow from the longest path through the steps."""

from dataclasses import replace
from datetime import date

import pytest

from firmwatt.errors import UserError
from firmwatt.planning.roadmap import (
    critical_path_years,
    energised_on,
    not_before,
    online_dates,
    storage_dates,
    supply_dates,
    years_before,
)
from firmwatt.scenario.assets import LeadStep
from tests.golden.kit import case, site, storage, supply

PERMIT = LeadStep("permit", 0.5, 1.0, 2.0)
PROCURE = LeadStep("procure", 2.0, 3.0, 4.0)
BUILD = LeadStep("build", 1.0, 2.0, 3.0, after=("permit", "procure"))
BUILD_ALONE = LeadStep("build", 1.0, 2.0, 3.0)
CONNECT = LeadStep("connect", 3.0, 5.5, 8.0)
START = date(2026, 1, 1)


def test_steps_overlap_and_the_longest_path_counts() -> None:
    assert critical_path_years([BUILD, PERMIT, PROCURE]) == 5.0
    assert critical_path_years([BUILD, PERMIT, PROCURE, CONNECT]) == 5.5
    assert critical_path_years([]) == 0.0


def test_steps_that_wait_for_each_other_are_refused() -> None:
    circle = [replace(PERMIT, after=("build",)), replace(BUILD, after=("permit",))]
    with pytest.raises(UserError, match=r"steps: \['build', 'permit'\] wait for each other"):
        critical_path_years(circle)


def test_dates_are_ordered_and_may_be_held_back() -> None:
    dates = online_dates([PROCURE], START)
    assert (dates.p10, dates.p50, dates.p90) == (date(2028, 1, 1), date(2029, 1, 1), date(2030, 1, 1))
    held = not_before(dates, 2029)
    assert (held.p10, held.p50, held.p90) == (date(2029, 1, 1), date(2029, 1, 1), date(2030, 1, 1))


def test_an_announced_project_has_its_own_date_and_delay() -> None:
    deal = supply(fixed_online=date(2028, 1, 1), online_delay_years=(0.0, 1.0, 2.0), steps=(CONNECT,))
    dates = supply_dates(deal, START)
    assert (dates.p10, dates.p50, dates.p90) == (date(2028, 1, 1), date(2028, 12, 31), date(2029, 12, 31))


def test_storage_waits_for_its_first_year() -> None:
    assert storage_dates(storage(steps=(PERMIT,), earliest_year=2030), START).p50 == date(2030, 1, 1)


def test_years_before() -> None:
    assert years_before(date(2030, 1, 1), 2.0) == date(2028, 1, 2)


def test_the_grid_alone_has_luck() -> None:
    home = site(steps=(PERMIT,))
    queued = replace(home, connection=replace(home.connection, steps=(PROCURE,)))
    asked = case(queued)
    assert [energised_on(asked, queued, luck) for luck in ("p10", "p50", "p90")] == [
        date(2028, 1, 1), date(2029, 1, 1), date(2030, 1, 1),
    ]  # fmt: skip
