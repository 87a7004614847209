"""The loop over hours: steady state, stores and curtailment by hand, numbers that depend on seed and year alone."""

from __future__ import annotations

import numpy as np
import pytest

from firmwatt.reliability.chronology import CURTAILED, DAYS, ENERGY, EVENTS, HOURS, Hours, Supply, simulate_years


def supply(mw=(), rate=(), repair=(), stores=(), curtailable=(0.0, 0.0), by_bin=None):
    rates, repairs = np.array(rate, dtype=float), np.array(repair, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        up = np.where(rates > 0, repairs * (1 - rates) / rates, np.inf)
    return Supply(
        np.array(mw, dtype=float),
        rates,
        up,
        repairs,
        np.arange(len(rates)),
        np.zeros((len(rates), 1)) if by_bin is None else np.array(by_bin, dtype=float),
        np.zeros(len(rates)) if by_bin is None else repairs * (1 - rates),
        np.array(stores, dtype=float).reshape(-1, 4),
        *curtailable,
    )


def hours(load, weather_bin=None):
    load = np.array(load, dtype=float)
    bins = np.zeros(len(load), dtype=np.int64) if weather_bin is None else np.asarray(weather_bin, dtype=np.int64)
    return Hours(load[None, None], load[None].copy(), np.ones(1), np.arange(len(load)) // 24, bins[None])


def simulate(supply_, hours_, years=1, seed=0, first=0):
    lacking = np.empty((years, 6))
    simulate_years(supply_, hours_, seed, first, lacking)
    return lacking


def test_hours_energy_days_and_events():
    load = np.zeros(72)
    load[[1, 2, 10, 60]] = [5.0, 5.0, 3.0, 2.0]
    lacking = simulate(supply(), hours(load))[0]
    assert lacking[[HOURS, ENERGY, DAYS, EVENTS]].tolist() == [4, 15, 2, 3]
    assert lacking[-1] == 15


def test_a_store_gives_what_it_holds_and_fills_from_what_is_left_over():
    load = [10.0, 10.0, 0.0, 0.0, 10.0]
    given = supply(mw=[5.0], rate=[0.0], repair=[1.0], stores=[(5.0, 8.0, 0.8, 0.5)])
    # holds 8, gives 4 + 0; then fills 8 in two hours of 5 at 0.8 = 8, and gives 4 again
    assert simulate(given, hours(load))[0, ENERGY] == pytest.approx((5 - 4) + 5 + (5 - 4))


def test_power_limits_a_store():
    given = supply(stores=[(2.0, 100.0, 1.0, 1.0)])
    assert simulate(given, hours([5.0, 5.0]))[0, ENERGY] == 6.0


def test_curtailed_energy_keeps_its_limit():
    lacking = simulate(supply(curtailable=(4.0, 10.0)), hours([5.0, 3.0, 5.0, 5.0]))[0]
    assert lacking[CURTAILED] == 10.0
    assert lacking[ENERGY] == 18.0 - 10.0
    assert lacking[HOURS] == 3.0


def test_a_unit_is_out_as_often_as_its_rate_says():
    lacking = simulate(supply([1.0], [0.2], [10.0]), hours(np.ones(8760)), years=400)
    assert lacking[:, HOURS].mean() / 8760 == pytest.approx(0.2, abs=0.003)
    seen_hours = 1 / (0.8 * -np.expm1(-(1 / 10 + 1 / 40)))  # a repair within the hour is not seen at its start
    assert lacking[:, HOURS].sum() / lacking[:, EVENTS].sum() == pytest.approx(seen_hours, rel=0.03)


@pytest.mark.parametrize(("rate", "share"), [(0.0, 0.0), (1.0, 1.0)])
def test_certain_units(rate, share):
    fixed = supply([1.0], [rate], [np.inf if rate == 1.0 else 5.0])
    assert simulate(fixed, hours(np.ones(100)))[0, HOURS] == 100 * share


def test_a_common_cause_takes_its_units_out_together():
    three = supply([1.0, 1.0, 0.0], [0.0, 0.0, 0.2], [1.0, 1.0, 10.0])._replace(cause=np.array([2, 1, 2]))
    lacking = simulate(three, hours(np.full(8760, 2.0)), years=200)
    assert lacking[:, HOURS].mean() / 8760 == pytest.approx(0.2, abs=0.005)
    assert (lacking[:, ENERGY] == lacking[:, HOURS]).all()


def test_a_year_depends_on_seed_and_number_alone():
    machine, load = supply([1.0] * 5, [0.1] * 5, [20.0] * 5), hours(np.full(500, 4.5))
    together = simulate(machine, load, years=20)
    apart = np.concatenate([simulate(machine, load, years=5, first=first) for first in (0, 5, 10, 15)])
    assert (together == apart).all()
    assert (simulate(machine, load, years=20, seed=1) != together).any()
    assert len(np.unique(together[:, ENERGY])) > 10


def test_a_unit_that_follows_the_weather_is_out_as_often_as_each_hours_rate_says():
    bins = np.tile(np.repeat([0, 1], 12), 200)
    unit = supply(mw=[1.0], rate=[0.1], repair=[20.0], by_bin=[[0.02, 0.5]])
    warm = simulate(unit, hours(np.where(bins == 0, 1.0, 0.0), bins), years=400)[:, HOURS].mean() / (bins == 0).sum()
    cold = simulate(unit, hours(np.where(bins == 1, 1.0, 0.0), bins), years=400)[:, HOURS].mean() / (bins == 1).sum()
    assert warm == pytest.approx(0.02, rel=0.1)
    assert cold == pytest.approx(0.5, rel=0.02)


def test_a_rate_that_never_changes_is_the_two_state_process():
    """Hours and events of a unit whose luck is drawn anew equal those of one that fails and is repaired."""
    load = np.ones(8760)
    plain = simulate(supply(mw=[1.0], rate=[0.1], repair=[20.0]), hours(load), years=300)
    drawn = simulate(supply(mw=[1.0], rate=[0.1], repair=[20.0], by_bin=[[0.1]]), hours(load), years=300)
    for column in (HOURS, EVENTS):
        assert drawn[:, column].mean() == pytest.approx(plain[:, column].mean(), rel=0.05)
