"""Training runs: the three ways of asking agree, swings follow from shares, and faults are told together."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmwatt.demand.training import TrainingAsk, mean_power_share, power_swing, training_run
from firmwatt.errors import UserError


def test_a_run_by_hand():
    run = training_run(TrainingAsk("H100", parameters=1e9, tokens=1e12, chips=100, model_flops_utilisation=0.5))
    chip_hours = 6e21 / (0.989e15 * 0.5 * 0.9 * 3600.0)
    assert run.flop.value == 6e21
    assert run.chip_hours.value == pytest.approx(chip_hours)
    assert run.weeks.value == pytest.approx(chip_hours / 100 / 168)
    assert run.it_mwh.value == pytest.approx(chip_hours * 1.28e-3 * (0.9 * 0.76 + 0.1 * 0.2))
    assert run.nameplate_mw.value == pytest.approx(0.128)


@given(
    parameters=st.floats(1e8, 1e13),
    tokens=st.floats(1e10, 1e14),
    chips=st.floats(100.0, 1e6),
)
def test_the_ways_of_asking_agree(parameters: float, tokens: float, chips: float) -> None:
    one = training_run(TrainingAsk("B200", parameters=parameters, tokens=tokens, chips=chips))
    if not 1e-3 <= one.weeks.value <= 5200.0:
        return
    by_length = training_run(TrainingAsk("B200", parameters=parameters, tokens=tokens, weeks=one.weeks.value))
    by_size = training_run(TrainingAsk("B200", chips=chips, weeks=one.weeks.value))
    by_power = training_run(TrainingAsk("B200", it_mw=one.nameplate_mw.value, weeks=one.weeks.value))
    assert by_length.chips.value == pytest.approx(chips)
    assert by_size.flop.value == pytest.approx(one.flop.value)
    assert by_power.chips.value == pytest.approx(chips)
    for other in (by_length, by_size, by_power):
        assert other.it_mwh.value == pytest.approx(one.it_mwh.value)
        assert other.it_mwh.low < other.it_mwh.value < other.it_mwh.high


def test_energy_is_mean_power_times_time():
    run = training_run(TrainingAsk("H100", parameters=405e9, tokens=15.6e12, chips=16384))
    assert run.it_mwh.value == pytest.approx(run.mean_mw.value * run.weeks.value * 168.0)


def test_independent_factors_add_in_squares_of_logarithms():
    run = training_run(TrainingAsk("H100", parameters=405e9, tokens=15.6e12, chips=16384))
    expected = math.hypot(math.log(0.57 / 0.41), math.log(0.97 / 0.9))
    assert math.log(run.weeks.value / run.weeks.low) == pytest.approx(expected)


def test_the_connection_is_sized_by_the_peak_and_the_energy_by_the_mean():
    swing = power_swing(1000.0)
    assert (swing.peak_mw, swing.low_mw, swing.idle_mw) == pytest.approx((820.0, 400.0, 200.0))
    assert swing.peak_to_mean == pytest.approx(820.0 / 704.0)
    assert swing.ramp_mw_per_second.value == pytest.approx(620.0 / 0.5)
    assert mean_power_share().value == pytest.approx(0.704)


def test_a_pause_costs_its_restart():
    restart = training_run(TrainingAsk("H100", it_mw=1000.0, weeks=10)).restart
    assert restart.lost_minutes.value == 10.0
    assert restart.unplanned_lost_minutes == 25.0
    assert restart.it_mwh == pytest.approx(1000.0 * 0.2 / 6.0)
    assert restart.lost_share == pytest.approx(10.0 / 60.0 / 4.0)


def test_all_faults_are_told_together():
    with pytest.raises(UserError) as caught:
        training_run(TrainingAsk("H1000", parameters=4.0, chips=10, it_mw=3.0, weeks=5.0))
    assert str(caught.value) == (
        "chip 'H1000' is not in the catalogue. Nearest: h100_sxm, a100_80gb, h200_sxm. "
        "parameters 4 must lie between 100000 and 1e+17. "
        "parameters and tokens belong together. Give both, or neither. "
        "chips and megawatts exclude each other. Give one of them. "
        "a run needs two of three: parameters with tokens, chips or megawatts, and weeks."
    )


def test_one_known_is_not_enough():
    with pytest.raises(UserError) as caught:
        training_run(TrainingAsk("H100", chips=10))
    assert str(caught.value) == ("a run needs two of three: parameters with tokens, chips or megawatts, and weeks.")
