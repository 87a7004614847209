"""Fuels behind grid energy, against published figures."""

import numpy as np
import pytest

from firmwatt.accounting.grid_upstream import fuel_supply_kg_per_mwh


def test_great_britain_as_published():
    """Conversion factors of 2024 (DESNZ): 204.93 g/kWh generated, 45.9 g/kWh well to tank; 56.2 % clean in 2022."""
    found = fuel_supply_kg_per_mwh(np.array([204.93]), np.array([0.562]))
    assert found == pytest.approx([45.9], rel=0.06)


def test_gas_carries_a_quarter_and_coal_a_sixteenth_of_its_stack():
    found = fuel_supply_kg_per_mwh(np.array([400.0, 400.0, 1000.0, 0.0]), np.array([0.0, 0.6, 0.0, 1.0]))
    assert found / [400.0, 400.0, 1000.0, 1.0] == pytest.approx([13.05 / 53.06, 57 / 955, 57 / 955, 0.0])


def test_it_is_never_below_coal_or_above_gas():
    average, clean = np.meshgrid(np.linspace(0.0, 1200.0, 40), np.linspace(0.0, 1.0, 40))
    found = fuel_supply_kg_per_mwh(average, clean)
    assert (found >= average * 57 / 955 * (1 - 1e-12)).all()
    assert (found <= average * 13.05 / 53.06 * (1 + 1e-12)).all()
