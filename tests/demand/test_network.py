"""Round trips over the network, beside ones that people measure."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.demand.network import round_trip_ms, within_reach
from firmwatt.demand.pools import build_it_load
from firmwatt.scenario.case import WorkClass
from tests.cases import tiny_case, two_site_case, workload

HOME = tiny_case().sites[0]
PLACES = {
    "Dallas": (32.8, -96.8, "America/Chicago"),
    "Washington DC": (38.9, -77.0, "America/New_York"),
    "Frankfurt": (50.1, 8.7, "Europe/Berlin"),
    "London": (51.5, -0.1, "Europe/London"),
    "Tokyo": (35.7, 139.7, "Asia/Tokyo"),
    "Osaka": (34.7, 135.5, "Asia/Tokyo"),
}
SITES = {
    name: replace(HOME, name=name, latitude_deg=north, longitude_deg=east, time_zone=zone)
    for name, (north, east, zone) in PLACES.items()
}
WASHINGTON, LONDON, TOKYO = SITES["Washington DC"], SITES["London"], SITES["Tokyo"]


@pytest.mark.parametrize(
    ("first", "second", "measured_ms"),
    [
        ("Dallas", "Washington DC", 31.0),
        ("Dallas", "Frankfurt", 123.0),
        ("Dallas", "London", 113.0),
        ("Dallas", "Tokyo", 143.0),
        ("Washington DC", "Frankfurt", 91.0),
        ("Washington DC", "London", 75.0),
        ("Washington DC", "Tokyo", 164.0),
        ("Frankfurt", "London", 13.0),
        ("Frankfurt", "Tokyo", 233.0),
        ("London", "Osaka", 244.0),
        ("Osaka", "Tokyo", 9.0),
    ],
)
def test_round_trips_are_near_measured_ones(first, second, measured_ms):
    """IBM Cloud, VPC docs, average inter-region latency of 27 July to 25 August 2024."""
    assert round_trip_ms(SITES[first], SITES[second]) == pytest.approx(measured_ms, rel=0.17)


def test_continents_without_a_row_take_the_default():
    sydney = replace(HOME, name="sydney", latitude_deg=-33.9, longitude_deg=151.2, time_zone="Australia/Sydney")
    assert round_trip_ms(TOKYO, sydney) == pytest.approx(115.0, rel=0.40)


def test_home_is_always_within_reach():
    sites = (WASHINGTON, LONDON, TOKYO)
    assert within_reach(WASHINGTON, sites, 0.001) == (WASHINGTON,)
    assert within_reach(WASHINGTON, sites, 100.0) == (WASHINGTON, LONDON)
    assert within_reach(WASHINGTON, sites, None) == sites


def test_a_limit_makes_one_movable_pool_for_each_home():
    case = two_site_case()
    asked = [[100.0, 200.0], [50.0, 100.0]]
    work = workload("chat", WorkClass.INTERACTIVE, movable_share=0.5, movable_sites=("north", "south"))
    limit = round_trip_ms(*case.sites)
    for most, reached in ((limit * 1.01, (0, 1)), (limit * 0.99, None)):
        near = replace(work, movable_within_ms=most)
        pools = {pool.name: pool for pool in build_it_load(replace(case, workloads=(near,)), np.array(asked)).pools}
        assert pools["chat/north/movable"].sites == (reached or (0,))
        assert pools["chat/south/movable"].sites == (reached or (1,))
        assert pools["chat/north/movable"].arrivals_mw.sum() == pytest.approx(
            2.0 * pools["chat/south/movable"].arrivals_mw.sum()
        )
