"""Chillers against public reference curves."""

from __future__ import annotations

import numpy as np
import pytest

from firmwatt.facility.chillers import (
    AIR_COOLED_CHILLER,
    CENTRIFUGAL_PART_LOAD,
    DIRECT_EXPANSION,
    LEAST_CONDENSER_WATER_C,
    chiller_cop,
    outdoor_cop,
    part_load_effect,
)

# EnergyPlus's centrifugal reference chiller (DOE-2.1E): electric input ratio over that at 6.67 and 29.44 °C.
EIR_OF_TEMPERATURE = (0.933884, -0.058212, 0.00450036, 0.00243, 0.000486, -0.001215)


def reference_input_ratio(chilled_c: float, condenser_c: float) -> float:
    terms = (1.0, chilled_c, chilled_c**2, condenser_c, condenser_c**2, chilled_c * condenser_c)
    return sum(a * x for a, x in zip(EIR_OF_TEMPERATURE, terms, strict=True))


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


def test_colder_condenser_water_than_a_chiller_bears_is_not_let_in() -> None:
    freezing, least = chiller_cop(6.28, 10.0, np.array([-20.0, LEAST_CONDENSER_WATER_C]), 1.0)
    assert freezing == least


def test_air_cooled_chillers_reach_their_seasonal_rating() -> None:
    """ASHRAE 90.1-2010 asks air-cooled chillers for EER 9.562 and IPLV 12.5: AHRI 550/590 weighs four part loads."""
    loads = ((1.0, 35.0, 0.01), (0.75, 26.7, 0.42), (0.5, 18.3, 0.45), (0.25, 12.8, 0.12))
    rated = 9.562 / 3.412
    iplv = sum(
        weight * float(outdoor_cop(AIR_COOLED_CHILLER, rated, 6.67, outdoor, load)) for load, outdoor, weight in loads
    )
    assert iplv * 3.412 == pytest.approx(12.5, rel=0.06)


def test_hot_air_takes_a_third_of_a_direct_expansion_units_efficiency_from_mild_to_desert() -> None:
    """EnergyPlus's curve by hand: input ratio at wet bulb 19.4 °C, 35 °C outdoors 1 (nearly), at 46 °C 1.29."""
    at = DIRECT_EXPANSION.input_ratio(19.4, [18.0, 35.0, 46.0])
    by_hand = [
        0.342414409 + 0.034885008 * 19.4 - 0.0006237 * 19.4**2 + 0.004977216 * t + 0.000437951 * t**2
        - 0.000728028 * 19.4 * t
        for t in (18.0, 35.0, 46.0)
    ]  # fmt: skip
    assert at == pytest.approx(np.array(by_hand) / by_hand[1])
    assert at[2] == pytest.approx(1.288, abs=0.002)


def test_curves_are_not_carried_beyond_their_ends() -> None:
    assert AIR_COOLED_CHILLER.input_ratio(22.0, -20.0) == AIR_COOLED_CHILLER.input_ratio(10.0, 12.7)
    assert DIRECT_EXPANSION.input_ratio(30.0, 60.0) == DIRECT_EXPANSION.input_ratio(23.9, 46.1)


def test_part_load_is_one_at_full_load_and_never_asked_below_a_tenth() -> None:
    assert part_load_effect(CENTRIFUGAL_PART_LOAD, 1.0) == pytest.approx(1.0)
    assert part_load_effect(CENTRIFUGAL_PART_LOAD, 0.0) == part_load_effect(CENTRIFUGAL_PART_LOAD, 0.1)


@pytest.mark.parametrize("ratio", [0.1, 0.3, 0.5, 0.8, 1.0])
def test_a_switching_compressor_loses_what_energyplus_says(ratio: float) -> None:
    assert part_load_effect(DIRECT_EXPANSION.part_load, ratio) == pytest.approx(1 / (0.85 + 0.15 * ratio), rel=0.012)
