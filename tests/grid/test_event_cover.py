"""Who covers the events: computing that waits, then a store, then backup, then nobody."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmwatt.errors import UserError
from firmwatt.grid.event_cover import Cover, cover_events

YEAR = np.repeat([2023, 2024], 12)


def by_hand(given_up, load, cover):
    """Go through the hours one after the other."""
    shares = {"flexible": 0.0, "store": 0.0, "backup": 0.0}
    level = waited = 0.0
    used = {2023: 0, 2024: 0}
    was_short = False
    for hour, short in enumerate(given_up.tolist()):
        if short <= 0.0:
            was_short = False
            continue
        if not was_short:
            level, waited, was_short = cover.store_hours * load, cover.flexible_hours, True
        rest = short
        part = min(rest, min(max(waited, 0.0), 1.0) * cover.flexible_share * load)
        waited -= 1.0
        shares["flexible"] += part
        rest -= part
        part = min(rest, level)
        level -= part
        shares["store"] += part
        rest -= part
        if rest > 0.0:
            used[YEAR[hour]] += 1
            if used[YEAR[hour]] <= cover.backup_hours_per_year:
                part = min(rest, cover.backup_share * load)
                shares["backup"] += part
    return {name: value / given_up.sum() for name, value in shares.items()}


@given(
    st.lists(st.integers(0, 10), min_size=24, max_size=24).filter(any),
    st.integers(0, 4), st.integers(0, 6), st.integers(0, 6), st.integers(0, 4), st.integers(0, 12),
)  # fmt: skip
def test_the_shares_are_those_of_a_walk_through_the_hours(hours, flexible, waits, store, backup, runs):
    cover = Cover(flexible / 4, waits / 2, store / 2, backup / 4, float(runs))
    given_up = np.array(hours, dtype=float)
    found, expected = cover_events(given_up, 10.0, YEAR, cover), by_hand(given_up, 10.0, cover)
    for name, share in expected.items():
        assert getattr(found, name) == pytest.approx(share, abs=1e-9)
    assert found.flexible + found.store + found.backup + found.left == pytest.approx(1.0, abs=1e-9)


def test_nothing_to_cover():
    found = cover_events(np.zeros(24), 10.0, YEAR, Cover(0.5, 2.0))
    assert (found.flexible, found.left, found.left_hours_per_year) == (0.0, 0.0, 0.0)


def test_what_is_left_has_hours_a_year():
    given_up = np.zeros(24)
    given_up[[3, 4, 15]] = 10.0
    found = cover_events(given_up, 10.0, YEAR, Cover(flexible_share=1.0, flexible_hours=1.0))
    assert found.left == pytest.approx(1 / 3)
    assert found.left_hours_per_year == 0.5


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        ({"flexible_share": 1.5}, "--flexible-share: 1.5 cannot be. Write a fraction such as 0.25."),
        ({"backup_share": -0.1}, "--backup-share: -0.1 cannot be. Write a fraction such as 0.25."),
        ({"store_hours": -1.0}, "--store-hours: -1 cannot be. Write hours such as 4."),
    ],
)
def test_what_cannot_be_is_refused(terms, message):
    with pytest.raises(UserError) as fault:
        Cover(**terms)
    assert str(fault.value) == message
