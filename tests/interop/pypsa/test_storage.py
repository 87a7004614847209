"""Storage of chosen power and energy, and lines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from firmwatt.interop.pypsa.storage import duration_points
from tests.cases import battery
from tests.interop.pypsa.solved import assert_same_optimum, busy_case
from tests.worlds import simple_inputs


@pytest.mark.parametrize(("hours", "side"), [((0.5, 0.8), "storage_most_hours"), ((7.0, 8.0), "storage_least_hours")])
def test_durations_between_a_least_and_a_most(tmp_path, hours, side):
    case = busy_case()
    storage = replace(case.storage[0], duration_hours=hours, existing_mw=0.0, existing_mwh=0.0)
    network = assert_same_optimum(simple_inputs(replace(case, storage=(storage,))), tmp_path, side)
    power = network.generators.p_nom_opt.filter(like="battery_4h/power").sum()
    energy = network.stores.e_nom_opt.filter(like="battery_4h/energy").sum()
    assert power > 1.0
    assert hours[0] - 1e-6 <= energy / power <= hours[1] + 1e-6


def test_charging_and_discharging_share_the_power_even_where_prices_are_negative(tmp_path):
    inputs = simple_inputs(busy_case())
    grid = replace(inputs.grid, price_usd_per_mwh=inputs.grid.price_usd_per_mwh - 65.0)
    assert_same_optimum(replace(inputs, grid=grid), tmp_path, "storage_power_limit")


def test_a_line_loses_on_both_ways(tmp_path):
    network = assert_same_optimum(simple_inputs(busy_case()), tmp_path, "link_limit")
    for way in ("forward", "backward"):
        sent, arrived = network.links_t.p0[f"north-south/{way}"], -network.links_t.p1[f"north-south/{way}"]
        assert arrived.to_numpy() == pytest.approx(0.97 * sent.to_numpy(), abs=1e-6)


def test_the_points_of_duration_carry_their_credit():
    assert duration_points(battery("a", duration_hours=(2.0, 12.0))) == [
        (2.0, 0.295), (4.0, 0.59), (6.0, 0.68), (8.0, 0.73), (10.0, 0.78), (12.0, 0.78),
    ]  # fmt: skip
    assert duration_points(battery("a", duration_hours=(4.0, 4.0))) == [(4.0, 0.59)]
