"""Generated weather beside measured years: each threshold is met, or docs/weather.md says by how much and why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.data import data_path
from tools.weather import GROUPS, key, page
from tools.weather_checks import Check, within_share
from tools.weather_misses import MISSES

PLACES = {
    "america": 1,
    "germany": 9,
    "distance": 7,
    "world": 5,
    "tails": 4,
    "evenings": 4,
    "outages": 4,
    "scarcity": 1,
    "peaks": 2,
    "years": 3,
}
seen: dict[str, list[Check]] = {}


def data_folder() -> Path:
    return data_path("us_weather_nrel").parent


@pytest.mark.slow
@pytest.mark.parametrize("group", GROUPS)
def test_each_threshold_is_met_or_its_miss_explained(group: str) -> None:
    checks = GROUPS[group](data_folder())
    seen[group] = checks
    missed = {key(check) for check in checks if not check.is_met}
    explained = {one for one in MISSES if one in {key(check) for check in checks}}
    assert missed == explained
    assert len({check.place for check in checks}) >= PLACES[group]
    assert len(missed) <= 0.25 * len(checks)


def test_no_explanation_is_left_over_and_the_page_holds_every_row() -> None:
    if set(seen) != set(GROUPS):
        pytest.skip("needs the checks of all groups, which ran before in the same session")
    assert set(MISSES) <= {key(check) for checks in seen.values() for check in checks}
    written = page(seen)
    assert all(reason in written for reason in MISSES.values())
    assert written.count("**missed**") == len(MISSES)


def test_a_threshold_is_a_span_around_the_measured_figure() -> None:
    assert within_share("a", "b", 10.0, 11.9, 0.2).is_met
    assert not within_share("a", "b", 10.0, 12.1, 0.2).is_met
