"""Electrical losses."""

from __future__ import annotations

import pytest

from firmwatt.facility.conversion import conversion_loss_kw_per_kw


def test_losses_and_lights_add_up() -> None:
    assert conversion_loss_kw_per_kw(0.8, 0.2, 0.03) == pytest.approx(0.25 + 0.25 + 0.03)


def test_a_perfect_path_in_the_dark_loses_nothing() -> None:
    assert conversion_loss_kw_per_kw(1.0, 0.0, 0.0) == 0.0
