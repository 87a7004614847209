"""Round trips over the network, beside ones that people measure."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.demand.network import great_circle_km, round_trip_ms, within_reach
from firmwatt.demand.pools import build_it_load
from firmwatt.scenario.case import WorkClass
from tests.cases import tiny_case, two_site_case, workload

HOME = tiny_case().sites[0]
NEW_YORK = replace(HOME, name="new_york", latitude_deg=40.7, longitude_deg=-74.0)
LONDON = replace(HOME, name="london", latitude_deg=51.5, longitude_deg=-0.1)
TOKYO = replace(HOME, name="tokyo", latitude_deg=35.7, longitude_deg=139.7)


def test_the_great_circle_from_new_york_to_london():
    assert great_circle_km(NEW_YORK, LONDON) == pytest.approx(5570.0, rel=0.005)
    assert great_circle_km(NEW_YORK, NEW_YORK) == 0.0


@pytest.mark.parametrize(("other", "measured_ms"), [(LONDON, 70.0), (TOKYO, 170.0)])
def test_round_trips_from_new_york_are_near_measured_ones(other, measured_ms):
    """Well-known figures of network operators (recalled); the detour of a single route is not known."""
    assert round_trip_ms(NEW_YORK, other) == pytest.approx(measured_ms, rel=0.30)


def test_home_is_always_within_reach():
    sites = (NEW_YORK, LONDON, TOKYO)
    assert within_reach(NEW_YORK, sites, 0.001) == (NEW_YORK,)
    assert within_reach(NEW_YORK, sites, 100.0) == (NEW_YORK, LONDON)
    assert within_reach(NEW_YORK, sites, None) == sites


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
