"""The typical and the worst week: which stretch, and that its layers add up to the load."""

from dataclasses import replace

import numpy as np
import pytest

from firmwatt.report.weeks import Week, typical_and_worst_week
from tests.report.fabricated import fabricate, full_year, sampled_grid


def balance(week: Week) -> np.ndarray:
    sources = np.sum([layer.values for layer in week.sources], axis=0)
    uses = np.sum([layer.values for layer in week.uses], axis=0)
    return sources - uses - week.load_mw


@pytest.mark.parametrize("year_index", [0, 3])
def test_layers_add_up_to_the_load(year_index: int) -> None:
    for week in typical_and_worst_week(fabricate(), year_index):
        np.testing.assert_allclose(balance(week), 0.0, atol=1e-9)


def test_virtual_contracts_are_no_part_of_the_stack() -> None:
    week = typical_and_worst_week(fabricate(), 0)[0]
    assert [layer.key for layer in week.sources] == ["solar", "gas_turbine", "grid_import", "discharge"]


def test_worst_week_is_the_one_that_loses_most() -> None:
    dispatch = fabricate()
    lost = dispatch.lost_mw.copy()
    lost[:, 11] *= 3.0  # year 2, period 3
    worst = typical_and_worst_week(replace(dispatch, lost_mw=lost), 2)[1]
    assert worst.year == 2030
    assert worst.start.isoformat() == "2030-11-12"
    assert worst.reason.en == "The stretch in which most computing is not served."


def test_without_lost_computing_the_dearest_week_is_worst() -> None:
    dispatch = fabricate(lost_share=0.0)
    price = np.array(dispatch.plan.energy_price_usd_per_mwh)
    price[:, 9] += 500.0
    worst = typical_and_worst_week(replace(dispatch, plan=replace(dispatch.plan, energy_price_usd_per_mwh=price)), 2)[1]
    assert worst.start.isoformat() == "2030-05-14"
    assert "worth most" in worst.reason.en
    assert not worst.lost_mw.any()


def test_a_full_year_is_cut_into_weeks() -> None:
    weeks = typical_and_worst_week(fabricate(["Solo"], full_year()), 1)
    assert [len(week.load_mw) for week in weeks] == [168, 168]
    assert weeks[0].start != weeks[1].start


def test_short_periods_are_shown_whole() -> None:
    assert len(typical_and_worst_week(fabricate(["Solo"], sampled_grid(hours=48)), 0)[0].load_mw) == 48


def test_a_year_of_one_period_has_no_worst_week() -> None:
    grid = sampled_grid()
    one = replace(grid, period_start_hour=(0,), period_block_hours=(8760,), period_block_start=(0,))
    assert [week.kind for week in typical_and_worst_week(fabricate(["Solo"], one), 0)] == ["typical"]
