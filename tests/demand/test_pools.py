"""From workloads to pools: no work is lost or made up on the way."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmwatt.demand.pools import build_it_load, lost_value_usd_per_mwh, mean_it_mw, throttle_of
from firmwatt.finance import annual_capital_cost_usd_per_mw
from firmwatt.scenario.case import WorkClass
from tests.cases import DAILY_WAVE, tiny_case, two_site_case, workload

ASKED = np.array([[100.0, 200.0], [50.0, 100.0]])


def test_each_workload_of_one_site_is_one_pinned_pool() -> None:
    pools = build_it_load(tiny_case(), ASKED[:1]).pools
    assert [pool.name for pool in pools] == ["chat/home", "embed/home", "train/home"]
    assert [pool.sites for pool in pools] == [(0,), (0,), (0,)]
    assert [pool.deadline_hours for pool in pools] == [0, 6, 0]
    assert [pool.work_class for pool in pools] == [WorkClass.INTERACTIVE, WorkClass.BATCH, WorkClass.TRAINING]
    assert pools[0].arrivals_mw.shape == (2, 8760)


def test_a_movable_share_makes_one_pool_over_its_sites() -> None:
    pools = {pool.name: pool for pool in build_it_load(two_site_case(), ASKED).pools}
    assert pools["embed/movable"].sites == (0, 1)
    yearly = {name: pool.arrivals_mw.mean(axis=1) for name, pool in pools.items() if name.startswith("embed")}
    assert yearly["embed/movable"] == pytest.approx([0.5 * 0.2 * 0.6 * 150.0, 0.5 * 0.2 * 0.6 * 300.0])
    assert yearly["embed/north"] == pytest.approx([0.5 * 0.2 * 0.6 * 100.0, 0.5 * 0.2 * 0.6 * 200.0])
    assert yearly["embed/south"] == pytest.approx([0.5 * 0.2 * 0.6 * 50.0, 0.5 * 0.2 * 0.6 * 100.0])


def test_training_without_a_shape_of_its_own_is_flat() -> None:
    train = build_it_load(tiny_case(), ASKED[:1]).pools[-1]
    assert train.arrivals_mw == pytest.approx(np.full((2, 8760), 0.4 * 0.9) * ASKED[0][:, None])


def test_megawatts_given_are_split_by_the_homes_given() -> None:
    work = workload(
        "chat", WorkClass.INTERACTIVE, it_mw=(30.0, 60.0), share=None, site_share={"north": 0.25, "south": 0.75}
    )
    mean = mean_it_mw(two_site_case(workloads=(work,)), work, ASKED)
    assert mean == pytest.approx(np.array([[7.5, 15.0], [22.5, 45.0]]))


def test_megawatts_without_homes_follow_the_asked_megawatts_of_the_year() -> None:
    work = workload("chat", WorkClass.INTERACTIVE, it_mw=(30.0, 60.0), share=None)
    asked = np.array([[0.0, 200.0], [0.0, 100.0]])
    mean = mean_it_mw(two_site_case(workloads=(work,)), work, asked)
    assert mean == pytest.approx(np.array([[0.0, 40.0], [0.0, 20.0]]))


def test_pools_without_work_are_left_out() -> None:
    work = workload("chat", WorkClass.INTERACTIVE, movable_share=1.0, movable_sites=("south",))
    pools = build_it_load(two_site_case(workloads=(work,)), ASKED).pools
    assert [(pool.name, pool.sites) for pool in pools] == [("chat/movable", (1,))]


def test_a_cap_on_training_follows_what_was_measured_on_training() -> None:
    # Fitted on V100 and A100 (tests/demand/test_power_cap.py): at 70 % of what it draws freely, training takes a
    # sixth longer and a fifth less energy; decoding waits for memory half of the time and loses less.
    throttle = throttle_of(workload("run", WorkClass.TRAINING, power_cap_share=0.7))
    assert throttle is not None
    assert throttle.time_factor == pytest.approx(1.17, abs=0.03)
    assert throttle.energy_factor == pytest.approx(0.7 * throttle.time_factor)
    assert throttle_of(workload("chat", WorkClass.INTERACTIVE)) is None
    slower = throttle_of(workload("chat", WorkClass.INTERACTIVE, power_cap_share=0.7))
    assert slower is not None
    assert 1.0 < slower.time_factor < throttle.time_factor


def test_chips_for_a_single_hour_pay_where_work_must_be_served() -> None:
    case = tiny_case()
    chat, must = case.workloads[0], replace(case.workloads[0], must_serve=True)
    chips_usd_per_mw_year = annual_capital_cost_usd_per_mw(case.sites[0].it_capital_usd_per_kw, 0.07, 5.0, 0.0)
    assert lost_value_usd_per_mwh(chat) == chat.value_of_lost_compute_usd_per_mwh
    assert lost_value_usd_per_mwh(must) > chips_usd_per_mw_year
    assert build_it_load(replace(case, workloads=(must,)), ASKED[:1]).pools[0].value_of_lost_compute_usd_per_mwh == (
        lost_value_usd_per_mwh(must)
    )


def test_with_a_single_site_nothing_moves() -> None:
    work = workload("chat", WorkClass.INTERACTIVE, movable_share=0.4, movable_sites=("home",))
    assert [pool.name for pool in build_it_load(tiny_case(workloads=(work,)), ASKED[:1]).pools] == ["chat/home"]


def test_a_movable_share_without_sites_stays_at_home() -> None:
    work = workload("chat", WorkClass.INTERACTIVE, movable_share=0.4, movable_sites=())
    pools = build_it_load(two_site_case(workloads=(work,)), ASKED).pools
    assert [pool.name for pool in pools] == ["chat/north", "chat/south"]


@given(
    share=st.floats(0.01, 1.0),
    utilisation=st.floats(0.1, 1.0),
    movable_share=st.floats(0.0, 1.0),
    north=st.floats(0.0, 1.0),
)
def test_yearly_energy_of_the_pools_is_the_mean_times_8760(
    share: float, utilisation: float, movable_share: float, north: float
) -> None:
    work = workload(
        "chat",
        WorkClass.INTERACTIVE,
        share=share,
        utilisation=utilisation,
        movable_share=movable_share,
        movable_sites=("north", "south"),
        site_share={"north": north, "south": 1.0 - north},
        daily_shape=DAILY_WAVE,
        user_time_zones={"Asia/Seoul": 0.3, "America/New_York": 0.7},
    )
    pools = build_it_load(two_site_case(workloads=(work,)), ASKED).pools
    energy = sum(pool.arrivals_mw.sum(axis=1) for pool in pools)
    assert energy == pytest.approx(share * utilisation * ASKED.sum(axis=0) * 8760.0, rel=1e-9)
    assert all(np.all(pool.arrivals_mw >= 0.0) for pool in pools)
