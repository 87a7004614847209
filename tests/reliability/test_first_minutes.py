"""The first minutes of an outage, against a simulation written anew and against cases that are plain."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.errors import UserError
from firmwatt.reliability.first_minutes import (
    Backup,
    GridEvents,
    backup_for,
    dark_hours,
    first_minutes,
    grid_events,
)

SOUND = Backup(10, 1, 1.0, 1e12, 0.01, 0.1, 0.0)


def drawn(backup, mean_hours, bridged, outages=200_000):
    """Return (hours dark, times dark) of one outage by drawing every generator of every outage."""
    random = np.random.default_rng(4)
    total = backup.units_needed + backup.spare_units
    length = random.exponential(mean_hours, outages)
    is_ready = random.random((outages, total)) < backup.ready_probability
    life = np.where(is_ready, random.exponential(backup.mean_time_to_failure_hours, (outages, total)), 0.0)
    runs_out = np.sort(life, axis=1)[:, total - backup.units_needed]  # from here fewer run than are needed
    dark_from = np.maximum(runs_out, bridged)
    return np.maximum(length - dark_from, 0.0).mean(), (length > dark_from).mean()


@pytest.mark.parametrize("spare", [0, 1, 2])
def test_dark_hours_are_those_of_a_simulation(spare):
    backup = Backup(6, spare, 0.97, 60.0, 0.01, 0.1, 0.0)
    expected, times = drawn(backup, 4.0, 0.1)
    dark, broken = dark_hours(backup, 4.0, 0.1)
    assert dark == pytest.approx(expected, rel=0.03)
    assert broken == pytest.approx(times, rel=0.03)


def test_generators_that_never_fail_leave_nothing_dark():
    assert dark_hours(SOUND, 2.0, 0.1) == pytest.approx((0.0, 0.0), abs=1e-12)


def test_without_generators_all_but_the_bridged_minutes_is_dark():
    none = replace(SOUND, ready_probability=0.0)
    dark, broken = dark_hours(none, 2.0, 0.1)
    assert dark == pytest.approx(2.0 * np.exp(-0.05), rel=1e-4)
    assert broken == pytest.approx(np.exp(-0.05), rel=1e-4)


def test_a_class_without_ups_is_interrupted_by_every_event():
    events = GridEvents(1.0, 2.0, 3.0, 0.001)
    found = first_minutes(SOUND, events)
    assert found["training"].is_on_ups is False
    assert found["training"].interruptions_per_year == pytest.approx(4.0)
    assert found["interactive"].interruptions_per_year == pytest.approx(0.0, abs=1e-12)
    assert found["interactive"].nines == 15.0
    assert found["training"].minutes_per_year > 4 * 30


def test_a_ups_that_fails_is_no_ups():
    events = GridEvents(1.0, 2.0, 1.0, 0.001)
    found = first_minutes(replace(SOUND, ups_failure_probability=1.0), events)
    assert found["interactive"].interruptions_per_year == pytest.approx(found["training"].interruptions_per_year)


def test_more_spare_generators_and_longer_batteries_never_hurt():
    events = grid_events()
    minutes = [first_minutes(backup_for(100.0, None, spare), events)["batch"].minutes_per_year for spare in range(4)]
    assert minutes == sorted(minutes, reverse=True)
    bridged = [first_minutes(backup_for(100.0, ups, 1), events)["batch"].minutes_per_year for ups in (0.6, 1.2, 5.0)]
    assert bridged == sorted(bridged, reverse=True)


def test_the_backup_follows_the_load_and_what_is_asked():
    backup = backup_for(100.0)
    assert (backup.units_needed, backup.spare_units) == (40, 1)
    assert backup_for(2.4, 0.0, 3).spare_units == 3
    assert backup_for(100.0, 0.5).ready_probability < backup_for(100.0, 5.0).ready_probability


def test_the_grid_is_out_as_often_as_the_catalogue_says():
    events = grid_events()
    assert events.outages_per_year * events.mean_outage_hours == pytest.approx(2.0, rel=1e-3)
    assert grid_events(0.999).outages_per_year * events.mean_outage_hours == pytest.approx(8.76)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ((-1.0, None), "--ups-minutes: -1 is below 0. Write minutes such as 5."),
        ((None, -2), "--backup-spare: -2 is below 0. Write a number of generators such as 1."),
    ],
)
def test_what_cannot_be_is_refused(asked, message):
    with pytest.raises(UserError) as fault:
        backup_for(100.0, *asked)
    assert str(fault.value) == message
