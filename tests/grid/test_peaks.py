"""Peaks of two areas whose loads are easy to tell."""

from __future__ import annotations

import numpy as np
import pytest

from firmwatt.grid.demand_file import Demand
from firmwatt.grid.peaks import coincidence_factor, measure_peaks
from firmwatt.timegrid import utc_stamps


def two_areas():
    stamps = utc_stamps(2023)
    north, south = np.full((2, 8760), 50.0)
    north[10], south[4400] = 100.0, 90.0  # 1 January 10:00, 3 July 8:00
    south[10] = 20.0
    return Demand(("north", "south"), stamps, np.array([north, south]))


def test_own_and_coincident_peaks():
    north, south, system = measure_peaks(two_areas())
    assert (north.own.mw, north.own.hour_utc) == (100.0, "2023-01-01T10:00Z")
    assert (south.own.mw, south.own.hour_utc) == (90.0, "2023-07-03T08:00Z")
    assert (system.area, system.own.mw, system.own.hour_utc) == ("system", 140.0, "2023-07-03T08:00Z")
    assert (north.coincident_mw, south.coincident_mw, system.coincident_mw) == (50.0, 90.0, 140.0)
    assert coincidence_factor((north, south, system)) == pytest.approx(140 / 190)


def test_seasons_hours_and_ramps():
    north, south, _ = measure_peaks(two_areas())
    assert {season: peak.mw for season, peak in south.by_season.items()} == {
        "winter": 50.0, "spring": 50.0, "summer": 90.0, "autumn": 50.0,
    }  # fmt: skip
    assert north.by_hour_mw[10] == 100.0
    assert north.by_hour_mw[11] == 50.0
    assert (north.ramp_up_mw_per_hour, north.ramp_down_mw_per_hour) == (50.0, 50.0)
    assert south.ramp_down_mw_per_hour == 40.0
    assert north.load_factor == pytest.approx((50 * 8760 + 50) / 8760 / 100)


def test_an_area_without_load_has_no_peak():
    demand = Demand(("none",), utc_stamps(2023), np.zeros((1, 8760)))
    area, system = measure_peaks(demand)
    assert (area.own.mw, area.load_factor, coincidence_factor((area, system))) == (0.0, 0.0, 1.0)
