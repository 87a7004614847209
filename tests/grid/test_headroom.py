"""Headroom: by hand, against its definition, and what moves it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmwatt.errors import UserError
from firmwatt.grid.demand_file import Demand
from firmwatt.grid.headroom import Margins, headroom, measure_headroom, place_load, total_mw
from firmwatt.grid.seasonal_peaks import seasonal_peaks
from firmwatt.timegrid import utc_stamps
from firmwatt.units import HOURS_PER_YEAR

LIMITS = (0.0025, 0.01, 0.05)


def one_year(**areas):
    stamps = utc_stamps(2023)
    return Demand(tuple(areas), stamps, np.array([np.broadcast_to(mw, HOURS_PER_YEAR) for mw in areas.values()], float))


def waves(seed: int = 0):
    random = np.random.default_rng(seed)
    hour = np.arange(HOURS_PER_YEAR)
    return (
        1000 + 300 * np.cos(hour / 8760 * 4 * np.pi) + 150 * np.sin(hour * np.pi / 12) + random.normal(0, 30, len(hour))
    )


def given_up(room, load):
    return np.clip(load - room, 0.0, load).sum()


def test_the_limit_is_used_up_exactly():
    demand = one_year(area=waves())
    (area,) = measure_headroom(demand, LIMITS)
    room = seasonal_peaks("area", demand.demand_mw[0], demand.month) - demand.demand_mw[0]
    for limit, load in zip(LIMITS, area.headroom_mw, strict=True):
        assert given_up(np.maximum(room, 0.0), load) == pytest.approx(limit * load * HOURS_PER_YEAR, rel=1e-9)


@given(st.lists(st.floats(0.0, 1e4), min_size=2, max_size=40), st.floats(0.001, 0.9))
def test_no_greater_load_keeps_the_limit(rooms, limit):
    room = np.array(rooms)
    load = float(headroom(room, np.array([limit]), len(room))[0])
    assert given_up(room, load) <= limit * load * len(room) * (1 + 1e-9) + 1e-9
    more = load * 1.001 + 1e-6
    assert given_up(room, more) > limit * more * len(room) * (1 - 1e-6) - 1e-9


def test_a_flat_area_has_no_room_below_its_peak():
    (area,) = measure_headroom(one_year(flat=100.0), LIMITS)
    assert area.headroom_mw == (0.0, 0.0, 0.0)
    assert area.curtailment[0].hours_per_year == 0.0


def test_events_are_counted_by_hand():
    demand = np.full(HOURS_PER_YEAR, 100.0)
    demand[[0, 5000]] = 200.0  # the winter peak, and the summer peak in July
    demand[4500:4510] = 150.0
    (area,) = measure_headroom(one_year(area=demand), (5.75 / HOURS_PER_YEAR,))
    bends = area.curtailment[0]
    assert area.headroom_mw[0] == pytest.approx(80.0)  # 2 · 80 + 10 · 30 = 5.75 · 80
    assert bends.hours_per_year == 12
    assert bends.events_per_year == 3
    assert (bends.mean_event_hours, bends.longest_event_hours) == (4.0, 10)
    assert bends.deepest_share == 1.0
    assert sum(bends.hours_by_month) == sum(bends.hours_by_hour) == 12
    assert bends.hours_by_month[6] == 11
    assert bends.mwh_per_year == pytest.approx(2 * 80 + 10 * 30)
    assert bends.largest_event_mwh == pytest.approx(300)
    assert bends.covered_share == pytest.approx({1: 240 / 460, 2: 320 / 460, 4: 1.0, 8: 1.0})


def test_a_load_at_the_headroom_gives_up_the_limit():
    demand = one_year(area=waves(2))
    (area,) = measure_headroom(demand, LIMITS)
    for limit, load, bends in zip(LIMITS, area.headroom_mw, area.curtailment, strict=True):
        (placed,) = place_load(demand, {"area": load})
        assert placed.given_up_share == pytest.approx(limit, rel=1e-9)
        assert placed.curtailment == bends


def test_growth_and_reserve_take_room():
    demand = one_year(area=waves(1))
    most = measure_headroom(demand, LIMITS)[0].headroom_mw
    assert all(np.less(measure_headroom(demand, LIMITS, Margins(growth=0.03))[0].headroom_mw, most))
    assert all(np.less(measure_headroom(demand, LIMITS, Margins(reserve_share=0.03))[0].headroom_mw, most))
    assert sorted(most) == list(most)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (((0.0,),), "limit: 0 cannot be. Write a fraction such as 0.005."),
        (((5.0,),), "limit: 5 cannot be. Write a fraction such as 0.005."),
        (((0.01,), Margins(-2.0)), "growth: -2 cannot be. Write a fraction such as 0.005."),
        (((0.01,), Margins(0.0, 1.0)), "reserve share: 1 cannot be. Write a fraction such as 0.005."),
    ],
)
def test_what_cannot_be_is_told(arguments, message):
    with pytest.raises(UserError) as caught:
        measure_headroom(one_year(area=100.0), *arguments)
    assert str(caught.value) == message


def test_areas_are_known_by_all_their_names():
    demand = one_year(CISO=waves(3), other=waves(4))
    (placed,) = place_load(demand, {"caiso": 50.0, "ercot": 10.0})
    assert (placed.area, placed.load_mw) == ("CISO", 50.0)


def test_a_load_that_cannot_be_is_told():
    with pytest.raises(UserError, match=r"^--load-mw: 0 is not above 0. Write megawatts such as 1000.$"):
        place_load(one_year(area=100.0), {"area": 0.0})


def test_each_season_has_a_headroom_of_its_own():
    """A summer that always stands at its peak has no room; the winter's is that of the winter's hours alone."""
    month = utc_stamps(2023).astype("datetime64[M]").astype(int) % 12 + 1
    is_winter = np.isin(month, [11, 12, 1, 2, 3])
    load = np.where(is_winter, 500 + 200 * np.sin(np.arange(8760) * np.pi / 12), 1000.0)
    (found,) = measure_headroom(Demand(("a",), utc_stamps(2023), load[None]), (0.01,))
    room = load[is_winter].max() - load[is_winter]
    winter = found.season_mw["winter"][0]
    assert np.maximum(winter - room, 0).sum() == pytest.approx(0.01 * winter * is_winter.sum())
    assert found.season_mw["summer"] == (0.0,)
    assert found.headroom_mw[0] <= winter


def test_curtailed_energy_keeps_its_limit_with_growth_reserve_and_lines_at_once():
    wave = 1000 + 300 * np.cos(np.arange(8760) / 8760 * 4 * np.pi) + 100 * np.sin(np.arange(8760) * np.pi / 12)
    demand = Demand(("a",), utc_stamps(2023), wave[None])
    margins = Margins(growth=0.02, reserve_share=0.03, transmission_mw={"a": 80.0})
    (found,) = measure_headroom(demand, (0.005, 0.05), margins)
    for limit, load, bends in zip((0.005, 0.05), found.headroom_mw, found.curtailment, strict=True):
        assert bends.mwh_per_year == pytest.approx(limit * load * 8760)
    assert total_mw((found, found)) == tuple(2 * load for load in found.headroom_mw)
