"""Fans, pumps and chillers against hand sums and reference curves."""

from __future__ import annotations

import numpy as np
import pytest

from firmwatt.facility.movers import (
    air_flow_kg_per_kj,
    chiller_cop,
    fan_kw_per_kw,
    free_share,
    pump_kw_per_kw,
    water_flow_kg_per_kj,
)

# EnergyPlus's centrifugal reference chiller (DOE-2.1E): electric input ratio over that at 6.67 and 29.44 °C.
EIR_OF_TEMPERATURE = (0.933884, -0.058212, 0.00450036, 0.00243, 0.000486, -0.001215)


def reference_input_ratio(chilled_c: float, condenser_c: float) -> float:
    terms = (1.0, chilled_c, chilled_c**2, condenser_c, condenser_c**2, chilled_c * condenser_c)
    return sum(a * x for a, x in zip(EIR_OF_TEMPERATURE, terms, strict=True))


def test_a_fan_by_hand() -> None:
    """One kW of heat at 10 K needs 0.0994 kg/s of air; at 1.2 kg/m³, 600 Pa and 60 % that is 82.8 W."""
    flow = air_flow_kg_per_kj(10.0)
    assert flow == pytest.approx(0.099404, rel=1e-4)
    assert float(fan_kw_per_kw(flow, 1.2, 600.0, 0.6)) == pytest.approx(0.082836, rel=1e-4)


def test_a_pump_by_hand() -> None:
    """One kW at 5 K needs 0.0478 kg/s of water; at 200 kPa and 80 % that is 12.0 W."""
    assert water_flow_kg_per_kj(5.0) == pytest.approx(0.047778, rel=1e-4)
    assert pump_kw_per_kw(5.0, 200e3, 0.8) == pytest.approx(0.011981, rel=1e-3)


@pytest.mark.parametrize("chilled_c", [5.0, 6.67, 8.0, 10.0])
@pytest.mark.parametrize("condenser_c", [24.0, 27.0, 29.44, 32.0, 35.0])
def test_the_fall_of_cop_with_lift_follows_the_reference_curve(chilled_c: float, condenser_c: float) -> None:
    ours = 6.28 / float(chiller_cop(6.28, chilled_c, condenser_c, 1.0))
    curve = reference_input_ratio(chilled_c, condenser_c) / reference_input_ratio(6.67, 29.44)
    assert ours == pytest.approx(curve, rel=0.06)


def test_cop_is_best_at_part_load_and_poor_near_idle() -> None:
    cop = {plr: float(chiller_cop(6.0, 18.0, 25.0, plr)) for plr in (0.1, 0.3, 0.6, 1.0)}
    assert cop[0.1] < cop[0.3] < cop[1.0] < cop[0.6]


def test_warmer_chilled_water_and_colder_condensers_need_less_power() -> None:
    chilled = chiller_cop(6.28, np.array([7.0, 12.0, 18.0, 24.0]), 29.0, 0.6)
    condensed = chiller_cop(6.28, 18.0, np.array([20.0, 25.0, 30.0, 40.0, 50.0]), 0.6)
    assert np.all(np.diff(chilled) > 0.0)
    assert np.all(np.diff(condensed) < 0.0)


def test_free_cooling_is_full_partial_and_none() -> None:
    assert free_share([10.0, 18.0, 21.0, 24.0, 40.0], 18.0, 6.0).tolist() == [1.0, 1.0, 0.5, 0.0, 0.0]
