"""`docs/scenarios.md` tells figures of runs that can be made again, says drift, and keeps no sentence beyond them."""

from __future__ import annotations

import pytest

from firmwatt.scenario.loader import builtin_names
from tools import scenario_runs
from tools.pages import scenarios
from tools.pages.scenario_plans import NoLongerTrueError, claim, fingerprint, read_figures


@pytest.mark.parametrize("name", scenario_runs.PLANS)
def test_each_plan_of_the_page_can_be_made_again(name):
    settings = scenario_runs.PLANS[name]
    assert set(read_figures()["plans"]) == set(scenario_runs.PLANS)
    assert set(read_figures()["frontiers"]) == set(scenario_runs.FRONTIERS)
    case = scenario_runs.varied_case(name)
    as_built = scenario_runs.varied_case(name.partition(" ")[0])
    assert (case.scenario_sha256 == as_built.scenario_sha256) is (not settings)


def test_every_built_in_scenario_is_on_the_page():
    assert set(scenario_runs.SCENARIOS) == set(builtin_names())
    page = scenarios.page()
    assert not [name for name in builtin_names() if page.count(f"`{name}`") < 2]


def test_figures_of_other_inputs_are_said_to_be_stale():
    today = {"fingerprint": fingerprint("campus"), "date": "2026-01-02"}
    before = {"fingerprint": "another", "date": "2026-01-02"}
    assert scenarios.drift_note({"plans": {"campus": today}, "all_hours": {}}) == ""
    assert "`campus` (since 2026-01-02)" in scenarios.drift_note(
        {"plans": {"campus": today}, "all_hours": {"campus": before}}
    )


def test_a_sentence_that_is_no_longer_true_stops_the_page():
    claim("all is well", True)
    with pytest.raises(NoLongerTrueError, match="the figures no longer say 'all is well'"):
        claim("all is well", False)
