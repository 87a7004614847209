"""Dates with risk: quantiles as given, luck shared within a project, and no delay that brings anything forward."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmwatt.catalog import loader as catalog
from firmwatt.planning.date_risk import (
    DRAWS,
    TENTH_OF_NORMAL,
    Part,
    comes,
    path_draws,
    path_quantiles,
    quantiles,
    reach_years,
    step_scores,
    step_years,
)
from firmwatt.scenario.assets import LeadStep
from firmwatt.scenario.defaults import STEP_ORDER

PERMIT = LeadStep("permit", 0.5, 1.0, 2.0)
PROCURE = LeadStep("procure", 2.0, 3.0, 4.0)
BUILD = LeadStep("build", 1.0, 2.0, 3.5, after=("permit", "procure"))
STEPS = (PERMIT, PROCURE, BUILD)
MONTHS = 12.0


def catalogue_steps(table, key):
    found = {name: catalog.find(table, key, f"step_{name}_years") for name in STEP_ORDER}
    return tuple(
        LeadStep(name, row.low, row.number, row.high, tuple(before for before in STEP_ORDER[name] if found[before]))
        for name, row in found.items()
        if row is not None
    )


@pytest.mark.parametrize("step", [PERMIT, PROCURE, BUILD, LeadStep("delay", 0.0, 0.5, 1.5)])
def test_a_single_step_has_the_quantiles_that_are_given(step):
    found = path_quantiles((replace(step, after=()),), "plant")
    given_ = (step.low_years, step.central_years, step.high_years)
    assert (found.p10, found.p50, found.p90) == pytest.approx(given_, abs=1e-4)


def test_a_step_is_never_negative_and_a_certain_one_never_varies():
    assert step_years(LeadStep("delay", 0.0, 0.5, 1.5), np.array([-3.0, 0.0, 2 * TENTH_OF_NORMAL])).tolist() == [
        0.0, 0.5, 2.5,
    ]  # fmt: skip
    assert np.unique(path_draws((LeadStep("ramp", 0.25, 0.25, 0.25),), "grid")).tolist() == [0.25]


def test_one_draw_is_the_central_path():
    assert path_draws(STEPS, "plant", draws=1).tolist() == [5.0]
    assert path_draws((), "plant", draws=3).tolist() == [0.0, 0.0, 0.0]


def test_steps_of_one_project_share_their_luck_and_projects_do_not():
    share = catalog.get("assumptions", "default", "step_correlation").number
    own = np.corrcoef(step_scores("a", "permit", DRAWS), step_scores("a", "build", DRAWS))[0, 1]
    other = np.corrcoef(step_scores("a", "permit", DRAWS), step_scores("b", "permit", DRAWS))[0, 1]
    assert own == pytest.approx(share, abs=0.03)
    assert other == pytest.approx(0.0, abs=0.03)


def test_draws_are_the_same_on_any_day():
    step_scores.cache_clear()
    first = path_draws(STEPS, "plant")
    step_scores.cache_clear()
    assert np.array_equal(first, path_draws(STEPS, "plant"))
    assert len(first) == DRAWS == 10_000


@given(
    st.sampled_from([0, 1, 2]),
    st.floats(0.0, 5.0),
    st.floats(1.0, 3.0),
    st.floats(0.0, 4.0),
)
def test_more_delay_never_energises_earlier(place, added, factor, wait):
    step = STEPS[place]
    longer = replace(
        step,
        low_years=factor * step.low_years + added,
        central_years=factor * step.central_years + added,
        high_years=factor * step.high_years + added,
    )
    late = tuple(longer if other is step else other for other in STEPS)
    before = path_draws(STEPS, "plant", 500)
    after = path_draws(late, "plant", 500, {"procure": wait})
    assert np.all(after >= before - 1e-12)
    beside = Part(50.0, path_draws((PROCURE,), "grid", 500))
    assert np.all(
        reach_years([Part(60.0, after), beside], 100.0) >= reach_years([Part(60.0, before), beside], 100.0) - 1e-12
    )


@given(st.floats(0.0, 3.0))
def test_a_wider_high_never_energises_earlier(added):
    wide = replace(BUILD, high_years=BUILD.high_years + added)
    assert np.all(path_draws((PERMIT, PROCURE, wide), "x", 500) >= path_draws(STEPS, "x", 500) - 1e-12)


def test_as_many_projects_come_as_their_probability_says():
    drawn = comes("plant", 0.6)
    assert np.isfinite(drawn).mean() == pytest.approx(0.6)
    assert np.isfinite(comes("plant", 1.0)).all()
    never = quantiles(path_draws(STEPS, "plant") + drawn)
    assert np.isfinite(never.p50)
    assert never.p90 == np.inf


def test_megawatts_add_up_in_the_order_in_which_they_come():
    grid = Part(80.0, np.array([2.0, 5.0, np.inf]))
    plant = Part(60.0, np.array([3.0, 1.0, 1.0]), floor_years=2.5)
    assert reach_years([grid, plant], 60.0).tolist() == [2.0, 2.5, 2.5]
    assert reach_years([grid, plant], 100.0).tolist() == [3.0, 5.0, np.inf]
    assert reach_years([grid, plant], 141.0).tolist() == [np.inf] * 3


def test_a_later_order_waits_except_for_what_has_its_own_date():
    ordered, announced = Part(1.0, np.array([2.0]), floor_years=3.5), Part(1.0, np.array([2.0]), is_ordered=False)
    assert ordered.online_years(1.0).tolist() == [3.5]
    assert ordered.online_years(2.0).tolist() == [4.0]
    assert announced.online_years(9.0).tolist() == [2.0]


@pytest.mark.parametrize("technology", ["solar", "wind_onshore", "combined_cycle"])
def test_the_observed_median_of_generator_queues_lies_inside(technology):
    found = path_quantiles(catalogue_steps("technologies", technology), technology)
    assert found.p10 < 61 / MONTHS < found.p90


def test_the_observed_time_of_reactors_lies_inside():
    found = path_quantiles(catalogue_steps("technologies", "nuclear_large"), "nuclear_large")
    assert found.p10 < 176 / MONTHS < found.p90
