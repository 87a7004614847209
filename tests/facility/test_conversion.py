"""Electrical losses."""

from __future__ import annotations

import pytest

from firmwatt.facility.conversion import conversion_loss_kw_per_kw


def test_losses_and_lights_add_up() -> None:
    assert conversion_loss_kw_per_kw(0.8, 0.2, 0.03) == pytest.approx(0.25 + 0.25 + 0.03)


def test_a_perfect_path_in_the_dark_loses_nothing() -> None:
    assert conversion_loss_kw_per_kw(1.0, 0.0, 0.0) == 0.0


def test_half_of_the_usual_load_keeps_the_losses_that_flow_at_any_load() -> None:
    """Schneider white paper 113: UPS 4 % + 5 % of the load, transformers 1.5 % + 1.5 % of its square."""
    full = conversion_loss_kw_per_kw(0.91, 0.03, 0.0)
    half = conversion_loss_kw_per_kw(0.91, 0.03, 0.0, 0.5)
    ups, distribution = 1 / 0.91 - 1, 1 / 0.97 - 1
    assert full == pytest.approx(ups + distribution)
    assert half == pytest.approx(ups * (2 * 4 / 9 + 5 / 9) + distribution * (1.0 + 0.25))


def test_an_almost_empty_building_loses_many_times_more_per_kw() -> None:
    assert conversion_loss_kw_per_kw(0.95, 0.01, 0.001, 0.1) > 4 * conversion_loss_kw_per_kw(0.95, 0.01, 0.001)
