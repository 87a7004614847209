"""Heat for others."""

from __future__ import annotations

import pytest

from firmwatt.errors import UserError
from firmwatt.facility.heat_reuse import HeatReuse, draw_with_reuse, heat_pump_kw_per_kw
from firmwatt.facility.plant_year import catalogued_plant
from tests.facility.real_air import air_at

LIQUID = catalogued_plant("direct_liquid_dry_cooler", {})


def test_warm_water_needs_no_pump_for_a_cooler_network() -> None:
    assert heat_pump_kw_per_kw(50.0, 47.0) == 0.0
    made = draw_with_reuse(LIQUID, air_at(10.0, 0.6), None, HeatReuse(1.0, 40.0))
    assert made.heat_pump_kw_per_kw == 0.0
    assert made.delivered_kw_per_kw == pytest.approx(made.draw.reused_kw_per_kw)


def test_a_heat_pump_by_hand() -> None:
    """From 27.5 °C water to 70 °C: 24.5 to 73 °C, COP 0.5 x 346.15 / 48.5 = 3.57, so 0.389 kW a kW taken."""
    assert heat_pump_kw_per_kw(27.5, 70.0) == pytest.approx(1 / (0.5 * 346.15 / 48.5 - 1))


def test_delivered_heat_is_what_the_water_gave_and_the_pump_drew() -> None:
    made = draw_with_reuse(LIQUID, air_at(10.0, 0.6), None, HeatReuse(0.4, 80.0))
    assert made.delivered_kw_per_kw == pytest.approx(made.draw.reused_kw_per_kw + made.heat_pump_kw_per_kw)
    assert made.power_kw_per_kw == pytest.approx(made.draw.power_kw_per_kw + made.heat_pump_kw_per_kw)


def test_nobody_taking_heat_changes_nothing() -> None:
    air = air_at(25.0, 0.4)
    assert draw_with_reuse(LIQUID, air, None, None).power_kw_per_kw == LIQUID.draw(air).power_kw_per_kw


def test_wrong_asks_are_told() -> None:
    with pytest.raises(UserError) as fault:
        draw_with_reuse(LIQUID, air_at(25.0, 0.4), None, HeatReuse(-0.5, 5.0))
    assert str(fault.value) == (
        "heat reuse: share -0.5 is no fraction. Write 0 to 1. heat reuse: 5 °C is no temperature of a heat network. "
        "Write 10 to 120."
    )
